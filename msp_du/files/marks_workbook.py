"""A workbook of marks that knows which sheet it is of, by a code where no program shows it."""

from io import BytesIO
from typing import Final

from msp_du.files.spreadsheet_writer import Sheet, write_xlsx

_TAB: Final = "controle"
_HEAD: Final = "code"
_ZIP: Final = b"PK\x03\x04"


def stamped_workbook(sheet: Sheet, stamp: str) -> bytes:
    """Return a workbook of one visible sheet that holds a stamp beside it."""
    return write_xlsx(sheet, Sheet(_TAB, [_HEAD], [[stamp]], is_hidden=True))


def stamp_of(data: bytes) -> str | None:
    """Return the stamp of a file that ``read_table`` could read; None when it has none."""
    if not data.startswith(_ZIP):
        return None
    # Long to import: only whoever reads a workbook waits for it.
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    if _TAB not in book.sheetnames:
        return None
    cells = [row[0].value for row in book[_TAB].iter_rows(max_row=2, max_col=1) if row]
    return str(cells[1]) if len(cells) == 2 and cells[0] == _HEAD else None
