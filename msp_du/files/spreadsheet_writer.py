"""Tables written for spreadsheet programs, as XLSX or CSV; nothing in them runs."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell: TypeAlias = "str | int | Decimal | date | None"

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that some program would run."""
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name on the tab, the head of each column, the rows; ``is_hidden`` from view."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_hidden: bool = False


def write_xlsx(*sheets: Sheet) -> bytes:
    """Return a workbook; texts stay texts, whatever they begin with, and numbers stay exact."""
    # Long to import: only whoever writes a workbook waits for it.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "B2"
        if sheet.is_hidden:
            page.sheet_state = "veryHidden"
        _fill(page, (sheet.header, *sheet.rows))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(page: "Worksheet", rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(RUNS)
    for place, head in enumerate(page[1], start=1):
        head.font = Font(bold=True)
        widest = max(len(str(row[place - 1] or "")) for row in rows)
        page.column_dimensions[get_column_letter(place)].width = min(widest + 2, _WIDEST)


def write_csv(sheet: Sheet) -> bytes:
    """Return what a French spreadsheet opens as it is: ``;``, decimal commas, days as 31/12/2026.

    A text that a spreadsheet would run is led by an apostrophe.
    """
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_text(cell) for cell in row] for row in (sheet.header, *sheet.rows))
    return target.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d/%m/%Y}"
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case str() if cell.startswith(RUNS):
            return f"'{cell}"
    return str(cell)
