"""Workbooks and CSV files hold what they were given, and run nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from msp_du.files.spreadsheet_writer import Sheet, write_csv, write_xlsx

SHEET = Sheet(
    "Notes",
    ("Nom", "Note", "Le"),
    [("Élodie", Decimal("12.5"), date(2026, 11, 2)), ("=1+1", None, None), ("@x", 3, None)],
)


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(write_xlsx(SHEET, Sheet("c", ("x",), [], True))))
    rows = [[(cell.value, cell.data_type) for cell in row] for row in book["Notes"].rows]
    assert [value for value, _kind in rows[0]] == ["Nom", "Note", "Le"]
    assert rows[1][:2] == [("Élodie", "s"), (12.5, "n")]
    assert rows[2][0] == ("=1+1", "s")
    assert book["Notes"]["A3"].quotePrefix
    assert book["c"].sheet_state == "veryHidden"


def test_a_csv_file_opens_in_a_french_spreadsheet() -> None:
    text = write_csv(SHEET).decode("utf-8-sig")
    assert text.split("\r\n") == ["Nom;Note;Le", "Élodie;12,5;02/11/2026", "'=1+1;;", "'@x;3;", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(start: str) -> None:
    text = write_csv(Sheet("t", ("a",), [(f"{start}cmd",)])).decode("utf-8-sig")
    assert text.removeprefix("a\r\n").lstrip('"').startswith("'")
