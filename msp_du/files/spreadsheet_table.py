"""Any file of a spreadsheet program, CSV or XLSX: bytes in, numbered rows of typed cells out."""

from dataclasses import dataclass
from typing import Final

from msp_du.files.spreadsheet_cells import EMPTY, MAX_CELLS, Cell, CellKind, Row, filled_rows
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from msp_du.files.spreadsheet_text import read_sheet

__all__ = [
    "EMPTY",
    "MAX_BYTES",
    "MAX_CELLS",
    "Cell",
    "CellKind",
    "Row",
    "SpreadsheetUnreadable",
    "Table",
    "Unreadable",
    "read_table",
]

MAX_BYTES: Final = 5_000_000

_ZIP: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that hold anything; ``encoding`` and ``separator`` are None for a workbook."""

    rows: tuple[Row, ...]
    encoding: str | None = None
    separator: str | None = None


def read_table(data: bytes, *, max_bytes: int = MAX_BYTES) -> Table:
    """Read a CSV file, or the first sheet of a workbook; blank rows are left out but counted.

    Raises SpreadsheetUnreadable, nothing else, for what is neither, broken or too large.
    """
    if len(data) > max_bytes:
        raise SpreadsheetUnreadable(Unreadable.TOO_LARGE, maximum=max_bytes // 1_000_000)
    if data.startswith(_OLD_WORKBOOK):
        raise SpreadsheetUnreadable(Unreadable.OTHER_WORKBOOK)
    return _of_workbook(data) if data.startswith(_ZIP) else _of_text(data, max_bytes)


def _of_workbook(data: bytes) -> Table:
    # Long to import: only whoever reads a workbook waits for it.
    from msp_du.files.spreadsheet_workbook import first_sheet  # noqa: PLC0415

    rows = first_sheet(data)
    if not rows:
        raise SpreadsheetUnreadable(Unreadable.EMPTY)
    return Table(rows)


def _of_text(data: bytes, max_bytes: int) -> Table:
    sheet = read_sheet(data, max_bytes=max_bytes)
    rows = filled_rows(Row(line.number, tuple(map(Cell, line.cells))) for line in sheet.lines)
    return Table(tuple(rows), sheet.encoding, sheet.separator)
