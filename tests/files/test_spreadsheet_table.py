"""Files of spreadsheet programs: what their cells are, and what is refused unread."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from msp_du.files import spreadsheet_cells, spreadsheet_workbook
from msp_du.files.spreadsheet_table import (
    Cell,
    CellKind,
    Row,
    SpreadsheetUnreadable,
    Unreadable,
    read_table,
)

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    """Make a workbook whose first sheet holds these rows."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    for place, pattern in (formats or {}).items():
        page[place].number_format = pattern
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one of its parts replaced."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
    return target.getvalue()


def with_rows(xml: str) -> bytes:
    """Return a workbook whose first sheet has this inside."""
    name = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return changed(workbook(["x"]), SHEET, name + xml.encode() + b"</sheetData></worksheet>")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("12,5", Cell("12,5"), id="text"),
        pytest.param(" T1\u00a0", Cell(" T1\u00a0"), id="spaces-kept"),
        pytest.param(101, Cell("101"), id="whole"),
        pytest.param(101.0, Cell("101"), id="whole-float"),
        pytest.param(9.99, Cell("9.99"), id="decimal"),
        pytest.param(12.345, Cell("12.345"), id="three-decimals"),
        pytest.param(1e-7, Cell("0.0000001"), id="no-exponent"),
        pytest.param(True, Cell("TRUE"), id="flag"),
        pytest.param("#N/A", Cell("#N/A"), id="error"),
        pytest.param("=6+6", Cell("=6+6", CellKind.FORMULA), id="formula"),
        pytest.param(date(2026, 5, 12), Cell("2026-05-12 00:00:00", CellKind.DATE), id="date"),
        pytest.param(timedelta(hours=12), Cell("12:00:00", CellKind.DATE), id="duration"),
    ],
)
def test_a_cell_of_a_workbook_is_what_it_was_typed_as(value: object, cell: Cell) -> None:
    assert read_table(workbook(["a", value])).rows == (Row(1, (Cell("a"), cell)),)


def test_a_number_written_with_all_its_digits_is_the_number_that_was_typed() -> None:
    """Spreadsheet programs write 16.4 as 16.399999999999999."""
    table = read_table(with_rows("<row><c><v>16.399999999999999</v></c><c><v>1E1</v></c></row>"))
    assert [cell.text for cell in table.rows[0].cells] == ["16.4", "10"]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    inline = '<row><c t="inlineStr"><is><t>=1+1</t></is></c></row>'
    assert read_table(with_rows(inline)).rows[0].cells == (Cell("=1+1"),)


def test_a_day_typed_in_a_cell_of_days_is_a_date_even_if_it_was_a_number() -> None:
    table = read_table(workbook([12.5], formats={"A1": "dd/mm/yyyy"}))
    assert table.rows[0].cells[0].kind is CellKind.DATE


def test_blank_rows_count_and_only_the_first_sheet_is_read() -> None:
    table = read_table(workbook(["a"], [], ["\u00a0"], ["b", None, "c"]))
    assert [(row.number, [cell.text for cell in row.cells]) for row in table.rows] == [
        (1, ["a"]),
        (4, ["b", "", "c"]),
    ]
    assert (table.encoding, table.separator) == (None, None)


def test_a_text_file_gives_the_same_rows() -> None:
    table = read_table("a;é\n\n;\n=1+1;c\n".encode("windows-1252"))
    assert [(row.number, [cell.text for cell in row.cells]) for row in table.rows] == [
        (1, ["a", "é"]),
        (4, ["=1+1", "c"]),
    ]
    assert all(cell.kind is CellKind.TEXT for row in table.rows for cell in row.cells)
    assert (table.encoding, table.separator) == ("windows-1252", ";")


def zipped(name: str) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(name, b"")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"", Unreadable.EMPTY, id="no-byte"),
        pytest.param(workbook(), Unreadable.EMPTY, id="empty-workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", Unreadable.OTHER_WORKBOOK, id="xls"),
        pytest.param(zipped("content.xml"), Unreadable.OTHER_WORKBOOK, id="ods"),
        pytest.param(b"PK\x03\x04rest", Unreadable.BROKEN_WORKBOOK, id="broken-zip"),
        pytest.param(workbook(["a"])[:-30], Unreadable.BROKEN_WORKBOOK, id="cut-short"),
        pytest.param(
            changed(workbook(["a"]), SHEET, b"<worksheet"), Unreadable.BROKEN_WORKBOOK, id="xml"
        ),
        pytest.param(
            changed(workbook(["a"]), "xl/workbook.xml", b"<workbook/>"),
            Unreadable.BROKEN_WORKBOOK,
            id="no-sheet",
        ),
        pytest.param(
            changed(workbook(["a"]), SHEET, b'<!DOCTYPE x [<!ENTITY y "z">]><worksheet/>'),
            Unreadable.BROKEN_WORKBOOK,
            id="entities",
        ),
        pytest.param(
            changed(workbook(["a"]), SHEET, b" " * 21_000_000),
            Unreadable.TOO_LARGE_UNPACKED,
            id="zip-bomb",
        ),
        pytest.param(
            with_rows("<row>" + "<c/>" * 600_001 + "</row>"),
            Unreadable.TOO_LARGE_UNPACKED,
            id="too-many-tags",
        ),
        pytest.param(
            with_rows('<row><c r="XFD1"/></row>' * 13), Unreadable.TOO_MANY_CELLS, id="wide-rows"
        ),
        pytest.param(b"a;" * 200_001, Unreadable.TOO_MANY_CELLS, id="wide-line"),
        pytest.param(b"a" * 5_000_001, Unreadable.TOO_LARGE, id="a-byte-too-many"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, kind: Unreadable) -> None:
    with pytest.raises(SpreadsheetUnreadable) as refusal:
        read_table(data)
    assert refusal.value.kind is kind


def test_a_row_below_the_last_that_there_can_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_workbook, "_MAX_ROWS", 10)
    last = '<row r="{}"><c><v>1</v></c></row>'
    assert read_table(with_rows(last.format(10))).rows[0].number == 10
    with pytest.raises(SpreadsheetUnreadable):
        read_table(with_rows(last.format(11)))


def test_as_many_cells_as_may_be_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_cells, "MAX_CELLS", 4)
    assert len(read_table(b"a;b\nc;d\n").rows) == 2
    with pytest.raises(SpreadsheetUnreadable) as refusal:
        read_table(b"a;b\nc;d\ne\n")
    assert refusal.value.details == {"maximum": 4}
