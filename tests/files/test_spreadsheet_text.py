"""Bytes, separators, newlines and numbers of rows, as spreadsheets make them."""

import pytest

from msp_du.files.class_list import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read
from msp_du.files.class_list_faults import Column
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from tests.support.class_lists import GOOD, OTHER, TODAY, table, trainee


def refusal_of(data: bytes) -> SpreadsheetUnreadable:
    with pytest.raises(SpreadsheetUnreadable) as refusal:
        read(data, today=TODAY)
    return refusal.value


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("windows-1252", "windows-1252"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_file_is_read_in_each_encoding_separator_and_newline(
    encoding: str, named: str, separator: str, newline: str
) -> None:
    text = table({"given_names": "Cœlia"}, separator=separator).replace("\n", newline)
    found = read(text.encode(encoding), today=TODAY)
    assert [person.given_names for person in found.trainees] == ["Cœlia"]
    assert (found.encoding, found.separator) == (named, separator)


def test_big_endian_unicode_text_is_read() -> None:
    found = read(b"\xfe\xff" + table({}).encode("utf-16-be"), today=TODAY)
    assert found.is_clean


@pytest.mark.parametrize("first", ["sep=,", "SEP=,", '"sep=,"', "sep=,,,,"])
def test_line_that_names_the_separator_is_obeyed_and_not_counted(first: str) -> None:
    text = first + "\n" + table({"employer": '"a;b;c;d"'}, separator=",")
    (row,) = read(text.encode(), today=TODAY).rows
    assert row.number == 2
    assert row.values is not None
    assert row.values.employer == "a;b;c;d"


def test_separators_inside_quoted_headers_do_not_count() -> None:
    text = table({}).replace("employer", '"Employeur (a,b,c,d,e,f,g,h,i,j,\nk,l,m)"')
    found = read(text.encode(), today=TODAY)
    assert found.separator == ";"
    assert found.columns[-1].column is Column.EMPLOYER


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    head, *rows = table({}, OTHER).splitlines()
    text = "\n".join(
        ["", ";;;", head, rows[0].replace("Tours", '"To\nurs"'), "  ;\u00a0;", rows[1]]
    )
    assert [row.number for row in read(text.encode(), today=TODAY).rows] == [4, 6]


def test_decomposed_accents_and_invisible_signs_are_composed_away() -> None:
    person = trainee(given_names="\u200bZoe\u0301\u00a0 Anne\u00ad")
    assert person.given_names == "Zoé Anne"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"", Unreadable.EMPTY, id="no byte"),
        pytest.param(b"\xef\xbb\xbf\r\n;;;\r\n", Unreadable.EMPTY, id="blank lines"),
        pytest.param(b"sep=;", Unreadable.EMPTY, id="separator alone"),
        pytest.param(b"PK\x03\x04rest", Unreadable.WORKBOOK, id="xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", Unreadable.WORKBOOK, id="xls"),
        pytest.param(b"a;b\x00c", Unreadable.NOT_TEXT, id="null byte"),
        pytest.param(b"\xff\xfea", Unreadable.NOT_TEXT, id="half a UTF-16 unit"),
        pytest.param(b"\x81\x8d\x8f", Unreadable.NOT_TEXT, id="bytes of no known encoding"),
        pytest.param(b'a;b\n"c;d\n', Unreadable.BROKEN_QUOTES, id="open quote"),
        pytest.param(b"a" * MAX_BYTES + b"a", Unreadable.TOO_LARGE, id="a byte too many"),
        pytest.param(b"a;" * MAX_COLUMNS + b"a", Unreadable.TOO_MANY_COLUMNS, id="101 columns"),
        pytest.param(b"a\n" * (MAX_ROWS + 2), Unreadable.TOO_MANY_ROWS, id="2001 rows"),
    ],
)
def test_file_that_is_no_class_list_is_refused(data: bytes, kind: Unreadable) -> None:
    assert refusal_of(data).kind is kind


def test_open_quote_is_told_with_its_row() -> None:
    assert refusal_of(b'a;b\nc;d\n"e;f\n').details == {"row": 3}


def test_as_many_rows_and_columns_as_allowed_are_read() -> None:
    rows = [{"email": f"a{n}@example.org", "student_number": f"{n}"} for n in range(MAX_ROWS)]
    head, rest = table(*rows).split("\n", 1)
    wide = head + "".join(f";note {n}" for n in range(MAX_COLUMNS - len(GOOD)))
    found = read(f"{wide}\n{rest}".encode(), today=TODAY)
    assert found.is_clean
    assert len(found.trainees) == MAX_ROWS
