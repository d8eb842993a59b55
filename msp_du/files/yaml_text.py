"""Values as YAML that every reader takes for what they are."""

import re

# Words that no version of YAML reads as anything but a text: a letter first, nothing odd inside.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*([.-][A-Za-z0-9_]+)*")
NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def flag(*, value: bool) -> str:
    """Write a truth value."""
    return "true" if value else "false"


def word(text: str) -> str:
    """Write a text bare where every reader takes it for one."""
    is_plain = PLAIN.fullmatch(text) and text.lower() not in NOT_TEXT
    return text if is_plain else quoted(text)


def quoted(text: str) -> str:
    """Write a text (of one line) in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
