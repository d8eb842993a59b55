"""CSV as French spreadsheets write it: bytes in, numbered lines of cells out."""

import codecs
import csv
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO
from typing import Final

from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([;,\t])"?[;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SEPARATORS: Final = ";,\t"
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_LONGEST_SHOWN: Final = 120
_PROTECTED: Final = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet under the number that the spreadsheet shows (from 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines that hold anything, and how the bytes were understood."""

    lines: tuple[Line, ...]
    encoding: str
    separator: str


def read_sheet(data: bytes, *, max_bytes: int) -> Sheet:
    """Read the lines of a CSV file; blank ones are left out but counted."""
    if len(data) > max_bytes:
        raise SpreadsheetUnreadable(Unreadable.TOO_LARGE, maximum=max_bytes // 1_000_000)
    text, encoding = _decode(data)
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        text, separator = text[declared.end() :], declared[1]
    else:
        separator = _separator(text)
    lines = _lines(text, separator)
    if not lines:
        raise SpreadsheetUnreadable(Unreadable.EMPTY)
    return Sheet(lines, encoding, separator)


def clean(cell: str) -> str:
    """Return a cell composed (NFC), without invisible signs, its spaces and newlines single.

    The wrapping by which spreadsheets keep a number as text, ``="0123"``, is taken off.
    """
    text = " ".join(unicodedata.normalize("NFC", cell).translate(_INVISIBLE).split())
    protected = _PROTECTED.fullmatch(text)
    return protected[1].strip() if protected else text


def is_control(sign: str) -> bool:
    """Tell a control character, or one that turns the direction of writing; newlines are none."""
    return (unicodedata.category(sign) == "Cc" and sign not in "\t\r\n") or (
        unicodedata.bidirectional(sign) in _TURNING
    )


def shown(cell: str) -> str:
    """Return a cell as a page may show it, whatever it holds: cleaned, at most 120 characters."""
    text = clean("".join("\ufffd" if is_control(sign) else sign for sign in cell))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: by its mark, else UTF-8, else Windows-1252."""
    if data.startswith(_WORKBOOKS):
        raise SpreadsheetUnreadable(Unreadable.WORKBOOK)
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "windows-1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    raise SpreadsheetUnreadable(Unreadable.NOT_TEXT)


def _separator(text: str) -> str:
    """Return the separator that the first filled line holds most often outside quotes."""
    counts = dict.fromkeys(_SEPARATORS, 0)
    quoted = False
    for sign in text.lstrip():
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "\r\n":
            break
        elif not quoted and sign in counts:
            counts[sign] += 1
    return max(counts, key=lambda separator: counts[separator])


def _lines(text: str, separator: str) -> tuple[Line, ...]:
    """Split the text; a quoted newline stays in its cell and does not count as a line."""
    lines: list[Line] = []
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), start=1
        ):
            if any(cell.strip() for cell in cells):
                lines.append(Line(number, tuple(cells)))
    except csv.Error:
        raise SpreadsheetUnreadable(Unreadable.BROKEN_QUOTES, row=number + 1) from None
    return tuple(lines)
