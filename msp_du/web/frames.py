"""Pages that are the same for everybody but for a few words: drawn once, then filled in.

A frame is drawn by Jinja for each language and variant there is, with marks where words go; each
answer then joins its parts. Only pages that name nobody who is signed in can be kept so.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from html import escape

from flask import current_app

_KEY = "msp_du_frames"
_OPEN, _CLOSE = "\ue000", "\ue001"  # of the private use area: no text of ours holds them
_GAP = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")


def gap(name: str) -> str:
    """Return the mark that stands in a frame for a word."""
    return f"{_OPEN}{name}{_CLOSE}"


def fill(key: Hashable, draw: Callable[[], str], words: Mapping[str, str]) -> str:
    """Return the page of this key, every gap filled with its word, escaped.

    ``draw`` gives the page with its gaps; it is called once for each key.
    """
    frames: dict[Hashable, list[str]] = current_app.extensions.setdefault(_KEY, {})
    parts = frames.get(key)
    if parts is None:
        parts = frames[key] = _GAP.split(draw())
    filled = [escape(words[name]) for name in parts[1::2]]
    return "".join(part for pair in zip(parts[::2], [*filled, ""], strict=True) for part in pair)
