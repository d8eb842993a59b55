"""A sheet of marks: what its cells say, in any file that a spreadsheet writes."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.vocabulary import GateState, MarkCode
from msp_du.domain.year_marks import YearMarks
from msp_du.files import curriculum_yaml, marks_sheet
from msp_du.files.marks_sheet_faults import MarksSheetFaults
from tests.support.sheets import sheet, small_curriculum, workbook

BOARD = Path(__file__).parent.parent / "domain/data/board"
CURRICULUM = small_curriculum()


def marks(data: bytes) -> YearMarks:
    (row,) = marks_sheet.read(data, CURRICULUM)
    return row.years[1]


def faults(data: bytes) -> list[str]:
    with pytest.raises(MarksSheetFaults) as refusal:
        marks_sheet.read(data, CURRICULUM)
    return [f"{one.row} {one.column} {one.kind}" for one in refusal.value.faults]


def of_column(name: str, cell: str) -> bytes:
    return f"trainee;{name}\nT1;{cell}\n".encode()


@pytest.mark.parametrize(
    ("name", "cell", "field", "value"),
    [
        pytest.param("M1-CC", "12,5", "first", {"M1-CC": Decimal("12.5")}, id="comma"),
        pytest.param("M1-CC", "12.50", "first", {"M1-CC": Decimal("12.50")}, id="point"),
        pytest.param("M1-CC", "20", "first", {"M1-CC": Decimal(20)}, id="twenty"),
        pytest.param("M1-CC", "0", "first", {"M1-CC": Decimal(0)}, id="zero"),
        pytest.param("M1-CC", "\u00a0007\u202f", "first", {"M1-CC": Decimal(7)}, id="spaces"),
        pytest.param("M1-CC", "ABI", "first", {"M1-CC": MarkCode.UNEXCUSED_ABSENCE}, id="abi"),
        pytest.param("M1-CC", "ABJ", "first", {"M1-CC": MarkCode.EXCUSED_ABSENCE}, id="abj"),
        pytest.param("M1-CC", "", "first", {}, id="empty"),
        pytest.param("P1", "pass", "passes", {"P1": True}, id="pass"),
        pytest.param("P1", "V", "passes", {"P1": True}, id="V"),
        pytest.param("P1", "fail", "passes", {"P1": False}, id="fail"),
        pytest.param("P1", "NV", "passes", {"P1": False}, id="NV"),
        pytest.param("P1", "DIS", "exempt", frozenset({"P1"}), id="pass-fail-exempt"),
        pytest.param("M1", "DIS", "exempt", frozenset({"M1"}), id="module-exempt"),
        pytest.param("U1", "DIS", "exempt", frozenset({"U1"}), id="unit-exempt"),
        pytest.param("U1", "EQU:13,5", "equivalences", {"U1": Decimal("13.5")}, id="equivalence"),
        pytest.param("U1", "EQU:  13", "equivalences", {"U1": Decimal(13)}, id="spaces-after"),
        pytest.param("Y1:hours", "met", "gates", {Gate.HOURS: GateState.MET}, id="met"),
        pytest.param("Y1:hours", "pending", "gates", {Gate.HOURS: GateState.PENDING}, id="pending"),
        pytest.param("Y1:hours", "failed", "gates", {Gate.HOURS: GateState.FAILED}, id="failed"),
        pytest.param("Y1:hours", "", "gates", {}, id="not-examined"),
        pytest.param("Y1:board_points", "0,01", "year_points", Decimal("0.01"), id="year-points"),
        pytest.param(
            "U1:board_points", "1,5", "unit_points", {"U1": Decimal("1.5")}, id="unit-points"
        ),
    ],
)
def test_a_cell_says_what_its_column_is_about(
    name: str, cell: str, field: str, value: object
) -> None:
    found = marks(of_column(name, cell))
    assert getattr(found, field) == value
    assert found == YearMarks(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "cell", "kind"),
    [
        *(
            pytest.param("M1-CC", cell, "not-a-mark", id=f"mark-{cell}")
            for cell in (
                "12,345",
                "1e1",
                "+5",
                "-1",
                "12.",
                ".5",
                "abi",
                "1 2",
                "DIS",
                "=12",
                "NaN",
            )
        ),
        pytest.param("M1-CC", "20.01", "above-20", id="above-20"),
        pytest.param("M1-E@2", "21", "above-20", id="second-above-20"),
        pytest.param("M1@2", "DIS", "not-a-mark", id="whole-module"),
        pytest.param("P1", "12", "not-pass-or-fail", id="mark-of-pass-fail"),
        pytest.param("P1", "Pass", "not-pass-or-fail", id="case-counts"),
        pytest.param("M1", "12", "not-exempt", id="mark-of-a-module"),
        pytest.param("U1", "13", "not-a-unit-word", id="mark-of-a-unit"),
        pytest.param("U1", "EQU 13", "not-a-unit-word", id="no-colon"),
        pytest.param("U1", "EQU:", "not-a-unit-word", id="no-average"),
        pytest.param("U1", "EQU:ABI", "not-a-unit-word", id="absent-equivalence"),
        pytest.param("U1", "EQU:20,5", "above-20", id="high-equivalence"),
        pytest.param("Y1:hours", "MET", "not-a-gate-state", id="gate"),
        pytest.param("Y1:board_points", "0", "not-above-zero", id="no-points"),
        pytest.param("Y1:board_points", "0,00", "not-above-zero", id="no-points-at-all"),
        pytest.param("Y1:board_points", "-1", "not-points", id="negative-points"),
        pytest.param("U1:board_points", "ABI", "not-points", id="absent-points"),
        pytest.param("U1:board_points", "20,01", "above-20", id="many-points"),
    ],
)
def test_a_bad_cell_is_a_fault(name: str, cell: str, kind: str) -> None:
    assert faults(of_column(name, cell)) == [f"2 {name} {kind}"]


@pytest.mark.parametrize(
    "name",
    [
        "P1@2",
        "U1@2",
        "Y1:attendance",
        "Y2:hours",
        "Y2:board_points",
        "M1:board_points",
        "m1-cc",
        "",
    ],
)
def test_a_column_that_the_curriculum_does_not_know_is_a_fault(name: str) -> None:
    assert faults(of_column(name, "12")) == [f"1 {name or 'B'} unknown-column"]


def test_all_faults_are_told_by_row_then_column() -> None:
    data = sheet(
        "trainee M1-CC X M1-CC M1-E U1 M1@2 M1-CC@2",
        "_ _ _ _ _ _ _ _",
        "T1 99 _ _ x _ _ _",
        "_ 12 _ 12 12 EQU:x _ _ extra extra",
        "T1 12 _ 12 12 _ 9 9",
    )
    assert faults(data) == [
        "1 X unknown-column",
        "1 M1-CC column-twice",
        "3 M1-CC above-20",
        "3 M1-E not-a-mark",
        "4 trainee no-trainee",
        "4 U1 not-a-unit-word",
        "4 I extra-cells",
        "5 trainee trainee-twice",
        "5 M1@2 whole-and-parts",
    ]


def test_a_trainee_column_must_be_there_and_first() -> None:
    assert faults(sheet("name M1-CC", "T1 x")) == [
        "1 trainee no-trainee-column",
        "1 name unknown-column",
        "2 M1-CC not-a-mark",
    ]
    assert faults(sheet("M1-CC trainee", "12 T1")) == ["1 trainee trainee-not-first"]
    assert faults(sheet("trainee trainee", "T1 T2")) == ["1 trainee column-twice"]


def test_trainees_differ_by_case_and_not_by_spaces() -> None:
    assert len(marks_sheet.read(b"trainee\nt1\nT1\n", CURRICULUM)) == 2
    assert faults("trainee;M1-CC\nT1;1\n\u00a0T1 ;1\n".encode()) == ["3 trainee trainee-twice"]


OPEN = "trainee M1-CC M1-E P1 M2-S M1-E@2 M1@2 M2-S@2"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("T1 4 4 pass 12 9 _ _", [], id="open"),
        pytest.param("T1 4 4 pass 12 _ ABI _", [], id="whole-module"),
        pytest.param("T1 12 12 pass 12 9 _ _", ["2 M1-E@2 not-open"], id="passed"),
        pytest.param("T1 4 4 pass 4 _ _ 9", ["2 M2-S@2 not-open"], id="no-resit-exam"),
        pytest.param("T1 4 4 _ 12 _ 9 _", ["2 M1@2 not-open"], id="waits-for-marks"),
        pytest.param("T1 99 4 pass 12 9 _ 9", ["2 M1-CC above-20"], id="another-fault-first"),
        pytest.param("T1 4 4 pass 12 9 9 _", ["2 M1@2 whole-and-parts"], id="both-ways"),
        pytest.param("T1 4 4 pass 12 x 9 _", ["2 M1-E@2 not-a-mark", "2 M1@2 whole-and-parts"],
                     id="bad-part"),
    ],
)  # fmt: skip
def test_a_resit_must_have_been_open(row: str, expected: list[str]) -> None:
    data = sheet(OPEN, row)
    if expected:
        assert faults(data) == expected
    else:
        assert marks(data).second


def test_a_resit_in_what_is_exempt_was_not_open() -> None:
    assert faults(sheet("trainee M1 M1-E@2 M2-S P1", "T1 DIS 9 4 fail")) == ["2 M1-E@2 not-open"]


@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_the_same_sheet_comes_in_many_files(separator: str, encoding: str) -> None:
    text = f'"trainee"{separator} M1-CC \n"Élodie{separator} B."{separator}"12,5"\n\n'
    (row,) = marks_sheet.read(text.encode(encoding), CURRICULUM)
    assert (row.row, row.trainee) == (2, f"Élodie{separator} B.")
    assert row.years[1].first == {"M1-CC": Decimal("12.5")}


def test_missing_cells_are_empty_and_the_order_of_rows_is_kept() -> None:
    rows = marks_sheet.read(sheet("trainee M1-CC M1-E", "T2 12", "T1", "T3 _ 9"), CURRICULUM)
    assert [(row.trainee, dict(row.years[1].first)) for row in rows] == [
        ("T2", {"M1-CC": Decimal(12)}),
        ("T1", {}),
        ("T3", {"M1-E": Decimal(9)}),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(12.5, Decimal("12.5"), id="number"),
        pytest.param(12, Decimal(12), id="whole"),
        pytest.param("12,5", Decimal("12.5"), id="text"),
        pytest.param(12.345, "2 M1-CC not-a-mark", id="three-decimals"),
        pytest.param("=6+6", "2 M1-CC formula", id="formula"),
        pytest.param(date(2026, 5, 12), "2 M1-CC date", id="date"),
        pytest.param(True, "2 M1-CC not-a-mark", id="flag"),
    ],
)
def test_cells_of_a_workbook_are_read_by_what_they_are(value: Any, expected: object) -> None:
    data = workbook(["trainee", "M1-CC", None], [101, value, None])
    if isinstance(expected, str):
        assert faults(data) == [expected]
    else:
        (row,) = marks_sheet.read(data, CURRICULUM)
        assert (row.trainee, row.years[1].first) == ("101", {"M1-CC": expected})


def test_a_trainee_or_a_header_that_is_computed_is_a_fault() -> None:
    assert faults(workbook(["trainee", "M1-CC"], ["=A1", 1])) == ["2 trainee formula"]
    assert faults(workbook(["trainee", "=A1"], ["T1", 1])) == ["1 B unknown-column"]


def test_a_workbook_says_what_the_text_file_says() -> None:
    curriculum = curriculum_yaml.read((BOARD / "curriculum.yaml").read_bytes())
    data = (BOARD / "marks.csv").read_bytes()
    rows = [line.split(";") for line in data.decode().splitlines()]
    assert marks_sheet.read(workbook(*rows), curriculum) == marks_sheet.read(data, curriculum)
