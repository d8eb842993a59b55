"""The first sheet of an XLSX workbook, read without computing, following or unfolding anything."""

import warnings
import zlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

from msp_du.files.spreadsheet_cells import EMPTY, Cell, CellKind, Row, filled_rows
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable

_MAX_UNPACKED: Final = 20_000_000
_MAX_TAGS: Final = 600_000
_MAX_ROWS: Final = 1_048_576
_TEXTS: Final = (".xml", ".rels")
_BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    CellCoordinatesException,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What a file that is no workbook, or a broken one, makes the libraries raise."""


def first_sheet(data: bytes) -> tuple[Row, ...]:
    """Return the rows of the first sheet that hold anything.

    Raises SpreadsheetUnreadable for what is no such workbook, is broken, or would grow too large.
    """
    try:
        _check(data)
        with warnings.catch_warnings():
            # What the library leaves out (drawings, rules of validation) holds no cell.
            warnings.simplefilter("ignore")
            return tuple(filled_rows(_rows(data)))
    except _BROKEN as error:
        raise SpreadsheetUnreadable(Unreadable.BROKEN_WORKBOOK) from error


def _rows(data: bytes) -> Iterator[Row]:
    """Yield every row down to the last, whatever the file says of its own size."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > _MAX_ROWS:
            raise SpreadsheetUnreadable(Unreadable.BROKEN_WORKBOOK)
        yield Row(number, tuple(_cell(cell) for cell in row))


def _check(data: bytes) -> None:
    """Refuse what is no workbook, and what would take much more room than its bytes tell."""
    with ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if not any(member.filename == "xl/workbook.xml" for member in members):
            raise SpreadsheetUnreadable(Unreadable.OTHER_WORKBOOK)
        if sum(member.file_size for member in members) > _MAX_UNPACKED:
            raise SpreadsheetUnreadable(
                Unreadable.TOO_LARGE_UNPACKED, maximum=_MAX_UNPACKED // 1_000_000
            )
        texts = [archive.read(one) for one in members if one.filename.lower().endswith(_TEXTS)]
    if any(b"<!DOCTYPE" in text or b"\0" in text for text in texts):
        raise SpreadsheetUnreadable(Unreadable.BROKEN_WORKBOOK)
    if sum(text.count(b"<") for text in texts) > _MAX_TAGS:
        raise SpreadsheetUnreadable(
            Unreadable.TOO_LARGE_UNPACKED, maximum=_MAX_UNPACKED // 1_000_000
        )


def _cell(cell: Any) -> Cell:
    """Return a cell of the library as ours; its data type tells a formula from a text."""
    value = cell.value
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None)
        return Cell(text or "=", CellKind.FORMULA)
    if isinstance(value, (date, time, timedelta)):
        return Cell(str(value), CellKind.DATE)
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell(str(value).upper())
    return Cell(shortest(value) if isinstance(value, (int, float)) else str(value))


def shortest(value: float) -> str:
    """Return a number as its shortest decimal, never with an exponent.

    >>> shortest(101.0), shortest(12.5), shortest(1e-7)
    ('101', '12.5', '0.0000001')
    """
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")
