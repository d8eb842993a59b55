"""The shipped list of common French and English passwords."""

from functools import cache
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).parent.parent / "data" / "common-passwords.txt"


@cache
def common_passwords() -> frozenset[str]:
    """Return the listed passwords, in small letters, each of 12 characters or more."""
    return frozenset(_LIST.read_text("utf-8").split())
