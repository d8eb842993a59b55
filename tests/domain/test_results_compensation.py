"""Compensation, points of the board, gates and debts: what they make of weak units."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import Compensation, Gate, Rules
from msp_du.domain.results import year_outcome
from tests.support.examinations import averages, known, marked, results, told, unit, year

TWO = year(unit("U1", marked("M1"), marked("M2")), unit("U2", marked("M3")))
FIXED = year(unit("U1", marked("M1"), compensable=False), unit("U2", marked("M2")))
USUAL = Rules()
NO_COMPENSATION = Rules(compensation=Compensation.NONE)


@pytest.mark.parametrize(
    ("rules", "marks", "expected"),
    [
        pytest.param(USUAL, "8 12", "ADM: CMP ADM", id="at-the-floor"),
        pytest.param(USUAL, "7,99 13", "AJ: AJ ADM", id="below-the-floor"),
        pytest.param(USUAL, "8 11,98", "AJ: AJ ADM", id="year-below-10"),
        pytest.param(Rules(unit_floor=None), "0 20", "ADM: CMP ADM", id="no-floor"),
        pytest.param(NO_COMPENSATION, "9,99 20", "AJ: AJ ADM", id="no-compensation"),
        pytest.param(NO_COMPENSATION, "10 10", "ADM: ADM ADM", id="no-need"),
        pytest.param(Rules(pass_mark=Decimal(12)), "10 14", "ADM: CMP ADM", id="pass-mark-12"),
        pytest.param(Rules(module_floor=Decimal(9)), "8,99 12", "AJ: AJ ADM", id="module-floor"),
        pytest.param(
            Rules(module_floor=Decimal(9)), "9 12", "ADM: CMP ADM", id="at-the-module-floor"
        ),
    ],
)
def test_a_weak_unit_is_compensated_within_the_year(
    rules: Rules, marks: str, expected: str
) -> None:
    pair = year(unit("U1", marked("M1")), unit("U2", marked("M2")))
    weak, strong = marks.split()
    outcome = year_outcome(pair, rules, known(pair, f"M1-E={weak} M2-E={strong}"))
    assert results(outcome) == expected
    assert outcome.ects == (12 if outcome.result == "ADM" else 6)


@pytest.mark.parametrize(
    ("pass_mark", "marks", "expected", "causes"),
    [
        ("12", "12 12", "ADM: ADM ADM", ""),
        ("12", "11,98 12", "AJ: AJ ADM", "year_average"),
        ("12", "11,99 12,01", "ADM: CMP ADM", ""),
        ("9.5", "9,5 9,49", "ADM: ADM CMP", ""),
        ("9.5", "9,49 9,49", "AJ: AJ AJ", "year_average"),
        ("0", "0 0", "ADM: ADM ADM", ""),
        ("20", "20 19,99", "ADM: ADM CMP", ""),
        ("20", "20 19,98", "AJ: ADM AJ", "year_average"),
    ],
)
def test_every_average_is_measured_against_the_pass_mark_of_the_rules(
    pass_mark: str, marks: str, expected: str, causes: str
) -> None:
    pair = year(unit("U1", marked("M1")), unit("U2", marked("M2")))
    first, second = marks.split()
    rules = Rules(pass_mark=Decimal(pass_mark))
    outcome = year_outcome(pair, rules, known(pair, f"M1-E={first} M2-E={second}"))
    assert (results(outcome), told(outcome)) == (expected, causes.split())


def test_units_are_compensated_all_or_none() -> None:
    three = year(*(unit(f"U{n}", marked(f"M{n}")) for n in (1, 2, 3)))
    outcome = year_outcome(three, USUAL, known(three, "M1-E=9 M2-E=7 M3-E=20"))
    assert results(outcome) == "AJ: AJ AJ ADM"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [("M1-E=9,99 M2-E=20", "AJ: AJ ADM"), ("M1-E=10 M2-E=10", "ADM: ADM ADM")],
)
def test_a_unit_that_is_not_compensable_must_reach_the_pass_mark(marks: str, expected: str) -> None:
    assert results(year_outcome(FIXED, USUAL, known(FIXED, marks))) == expected


def test_a_module_below_its_floor_holds_back_a_unit_above_the_pass_mark() -> None:
    rules = Rules(module_floor=Decimal("7.5"))
    held = year_outcome(TWO, rules, known(TWO, "M1-E=7,49 M2-E=20 M3-E=20"))
    free = year_outcome(TWO, rules, known(TWO, "M1-E=7,5 M2-E=20 M3-E=20"))
    assert (results(held), told(held)) == ("AJ: AJ ADM", ["module_floor:M1"])
    assert (results(free), told(free)) == ("ADM: ADM ADM", [])


@pytest.mark.parametrize(
    ("marks", "expected", "year_average"),
    [
        pytest.param("M1-E=9 M2-E=11", "ADM: CMP ADM", "10.00", id="none"),
        pytest.param("M1-E=9 M2-E=11 U1:board_points=1", "ADM: ADJ ADM", "10.50", id="unit"),
        pytest.param("M1-E=9 M2-E=12 U1:board_points=0,99", "ADM: CMP ADM", "11.00", id="too-few"),
        pytest.param("M1-E=9 M2-E=10 U1:board_points=1", "ADJ: ADJ ADM", "10.00", id="decides"),
        pytest.param("M1-E=7 M2-E=8 U1:board_points=3", "AJ: ADJ AJ", "9.00", id="failed-year"),
        pytest.param("M1-E=9 M2-E=10 Y1:board_points=0,5", "ADJ: CMP ADM", "10.00", id="year"),
        pytest.param("M1-E=10 M2-E=10 Y1:board_points=20", "ADM: ADM ADM", "20.00", id="capped"),
        pytest.param("M1-E=10 M2-E=10 U1:board_points=15", "ADM: ADM ADM", "15.00", id="unit-cap"),
        pytest.param("M1-E=7 M2-E=8 Y1:board_points=5", "AJ: AJ AJ", "12.50", id="floor-stays"),
        pytest.param("U1=EQU:9,5 M2-E=9 U1:board_points=0,5", "AJ: ADJ AJ", "9.50", id="EQU"),
        pytest.param("U1=DIS M2-E=10 U1:board_points=1", "ADM: DIS ADM", "10.00", id="no-average"),
        pytest.param("M1-E=9 Y1:board_points=5", "ATT: AJ ATT", None, id="no-year-average"),
    ],
)
def test_points_of_the_board(marks: str, expected: str, year_average: str | None) -> None:
    pair = year(unit("U1", marked("M1")), unit("U2", marked("M2")))
    outcome = year_outcome(pair, USUAL, known(pair, marks))
    assert results(outcome) == expected
    assert averages(outcome)[0] == year_average


@pytest.mark.parametrize(
    ("marks", "expected", "may_progress"),
    [
        ("Y1:hours=met", "ADM: ADM ADM", True),
        ("Y1:hours=pending", "ATT: ADM ADM", False),
        ("Y1:hours=failed", "AJ: ADM ADM", False),
        ("Y1:hours=pending Y1:attendance=failed", "AJ: ADM ADM", False),
        ("M2-E=8 Y1:hours=pending", "ATT: CMP ADM", False),
        ("M2-E=8 Y1:hours=failed", "AJ: CMP ADM", False),
        ("M2-E=2 Y1:hours=pending", "AJ: AJ ADM", True),
        ("M2-E=2 Y1:hours=failed", "AJ: AJ ADM", False),
        ("M2-E=ABI Y1:hours=failed", "DEF: DEF ADM", False),
        ("Y1:competencies=failed", "ADM: ADM ADM", True),
    ],
)
def test_gates_hold_a_year_back_and_change_no_average(
    marks: str, expected: str, may_progress: bool
) -> None:
    pair = year(unit("U1", marked("M2")), unit("U2", marked("M1")))
    rules = Rules(gates=(Gate.HOURS, Gate.ATTENDANCE))
    text = f"M1-E=12 {'' if 'M2-E' in marks else 'M2-E=12'} {marks}"
    outcome = year_outcome(pair, rules, known(pair, text))
    assert results(outcome) == expected
    assert outcome.may_progress is may_progress
    assert averages(outcome)[2] == "12.00"


@pytest.mark.parametrize(
    ("debts_allowed", "marks", "may_progress"),
    [
        (0, "M1-E=2 M2-E=12 M3-E=12", False),
        (1, "M1-E=2 M2-E=12 M3-E=12", True),
        (1, "M1-E=2 M2-E=2 M3-E=12", False),
        (2, "M1-E=2 M2-E=2 M3-E=12", True),
        (2, "M1-E=12 M2-E=12 M3-E=2", False),
        (0, "M1-E=9 M2-E=12 M3-E=12", True),
    ],
)
def test_few_enough_debts_let_the_next_year_begin(
    debts_allowed: int, marks: str, may_progress: bool
) -> None:
    three = year(
        unit("U1", marked("M1")),
        unit("U2", marked("M2")),
        unit("U3", marked("M3"), compensable=False),
    )
    rules = Rules(debts_allowed=debts_allowed)
    assert year_outcome(three, rules, known(three, marks)).may_progress is may_progress
