"""Session 2: when it is open, for what, and which of two results stands."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Gate,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.resits import open_resits
from msp_du.domain.results import year_outcome
from tests.support.examinations import (
    assessment,
    averages,
    known,
    marked,
    pass_fail,
    results,
    told,
    unit,
    year,
)

USUAL = Rules()
REPLACE = Rules(resit_policy=ResitPolicy.REPLACE)
YEAR = year(
    unit("U1", marked("M1"), marked("M2"), pass_fail("P1")),
    unit("U2", marked("M3"), marked("S3", resit=False), compensable=False),
)
ONE = year(unit("U1", marked("M1", assessment("M1-CC"), assessment("M1-O"))))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param("M1-E=9 M2-E=11 P1=pass M3-E=12 S3-E=12", "", id="passed"),
        pytest.param("M1-E=8 M2-E=9 P1=pass M3-E=12 S3-E=12", "", id="compensated"),
        pytest.param("M1-E=2 M2-E=10 P1=pass M3-E=12 S3-E=12", "M1", id="failed-unit"),
        pytest.param("M1-E=2 M2-E=9,99 P1=pass M3-E=12 S3-E=12", "M1 M2", id="two-modules"),
        pytest.param("M1-E=2 M2-E=8 P1=pass M3-E=9 S3-E=9", "M1 M2 M3", id="no-placement"),
        pytest.param("M1-E=9 M2-E=20 P1=fail M3-E=12 S3-E=12", "M1", id="pass-fail-failed"),
        pytest.param("M1-E=ABI M2-E=9 P1=pass M3-E=9 S3-E=12", "M1 M2", id="in-default"),
        pytest.param("M1-E=ABI P1=pass M3-E=12 S3-E=12", "M1", id="missing-beside-default"),
        pytest.param("M1-E=2 M2-E=2 M3-E=12 S3-E=12", "", id="unit-waits"),
        pytest.param("M1-E=2 M2-E=2 P1=pass M3-E=12", "", id="other-unit-waits"),
        pytest.param("M1-E=2 M2-E=8 M2=DIS P1=pass M3-E=12 S3-E=12", "M1", id="module-exempt"),
        pytest.param("U1=DIS M1-E=2 M3-E=8 S3-E=10", "M3", id="unit-exempt"),
        pytest.param("U1=EQU:2 M1-E=2 M3-E=8 S3-E=10", "M3", id="equivalence"),
        pytest.param(
            "M1-E=2 M2-E=2 P1=pass M3-E=12 S3-E=12 U1:board_points=10 Y1:board_points=9",
            "M1 M2",
            id="points-left-aside",
        ),
    ],
)
def test_session_2_is_open_for_weak_modules_of_units_not_acquired(
    marks: str, expected: str
) -> None:
    assert open_resits(YEAR, USUAL, known(YEAR, marks)) == frozenset(expected.split())


@pytest.mark.parametrize("state", ["met", "pending", "failed"])
@pytest.mark.parametrize(("mark", "expected"), [("12", set()), ("2", {"M1"})])
def test_gates_neither_open_nor_close_session_2(state: str, mark: str, expected: set[str]) -> None:
    text = f"M1-E={mark} M2-E=12 P1=pass M3-E=12 S3-E=12 Y1:hours={state}"
    assert open_resits(YEAR, Rules(gates=(Gate.HOURS,)), known(YEAR, text)) == expected


@pytest.mark.parametrize(("mark", "expected"), [("11,99", {"M1"}), ("12", set())])
def test_a_module_is_open_below_the_pass_mark_of_the_rules(mark: str, expected: set[str]) -> None:
    text = f"M1-E={mark} M2-E=12 P1=fail M3-E=12 S3-E=12"
    assert open_resits(YEAR, Rules(pass_mark=Decimal(12)), known(YEAR, text)) == expected


def test_a_module_is_compared_with_the_pass_mark_once_rounded() -> None:
    close = year(unit("U1", marked("M1", assessment("A1"), assessment("A2")), marked("M2")))
    marks = known(close, "A1=9,99 A2=10 M2-E=2")
    assert open_resits(close, USUAL, marks) == {"M2"}


@pytest.mark.parametrize(
    ("rules", "marks", "average", "result"),
    [
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1-O@2=12", "10.00", "ADM", id="better"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1-O@2=4", "7.00", "AJ", id="worse"),
        pytest.param(REPLACE, "M1-CC=8 M1-O=6 M1-O@2=4", "6.00", "AJ", id="worse-replaces"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1-O@2=ABI", "7.00", "AJ", id="absence-kept-out"),
        pytest.param(REPLACE, "M1-CC=8 M1-O=6 M1-O@2=ABJ", None, "DEF", id="absence-replaces"),
        pytest.param(USUAL, "M1-CC=8 M1-O=ABI M1-O@2=3", "5.50", "AJ", id="default-mended"),
        pytest.param(USUAL, "M1-CC=8 M1-O=ABI M1-O@2=ABJ", None, "DEF", id="absent-twice"),
        pytest.param(USUAL, "M1-CC=ABI M1-O=12 M1-CC@2=ABI", None, "DEF", id="zero-then-absent"),
        pytest.param(USUAL, "M1-CC=ABJ M1-O=2 M1-CC@2=ABI", None, "DEF", id="neutral-then-absent"),
        pytest.param(USUAL, "M1-CC=ABJ M1-O=8 M1-CC@2=0", "4.00", "AJ", id="neutral-then-mark"),
        pytest.param(USUAL, "M1-CC=ABI M1-O=8 M1-O@2=9", "4.50", "AJ", id="zero-stays"),
        pytest.param(REPLACE, "M1-CC=ABI M1-O=8 M1-O@2=9", "4.50", "AJ", id="zero-stays-replace"),
        pytest.param(USUAL, "M1-O=ABI M1-CC@2=12 M1-O@2=9", "10.50", "ADM", id="missing-mended"),
        pytest.param(USUAL, "M1-O=ABI M1-O@2=9", None, "ATT", id="still-missing"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1@2=11", "11.00", "ADM", id="module"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1@2=5", "7.00", "AJ", id="module-worse"),
        pytest.param(REPLACE, "M1-CC=8 M1-O=6 M1@2=5", "5.00", "AJ", id="module-replaced"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1@2=ABI", "7.00", "AJ", id="module-absent"),
        pytest.param(REPLACE, "M1-CC=8 M1-O=6 M1@2=ABI", None, "DEF", id="module-absent-replace"),
        pytest.param(USUAL, "M1-CC=8 M1-O=ABI M1@2=11", "11.00", "ADM", id="module-after-default"),
        pytest.param(USUAL, "M1-CC=8 M1-O=ABI M1@2=ABI", None, "DEF", id="module-absent-twice"),
        pytest.param(USUAL, "M1-CC=8 M1-O=6 M1@2=9 M1-O@2=20", "9.00", "AJ", id="module-first"),
    ],
)
def test_which_result_stands_after_a_resit(
    rules: Rules, marks: str, average: str | None, result: str
) -> None:
    outcome = year_outcome(ONE, rules, known(ONE, marks))
    assert (averages(outcome)[1], outcome.result, outcome.session) == (average, result, 2)
    assert outcome.not_open == ()


@pytest.mark.parametrize(
    ("cap", "policy", "marks", "average"),
    [
        (None, ResitPolicy.BEST_OF, "M1-O@2=18", "12.00"),
        ("10", ResitPolicy.BEST_OF, "M1-O@2=18", "8.00"),
        ("10", ResitPolicy.REPLACE, "M1-O@2=18", "8.00"),
        ("7", ResitPolicy.BEST_OF, "M1-O@2=9", "7.00"),
        ("7", ResitPolicy.REPLACE, "M1-O@2=9", "6.50"),
        ("10", ResitPolicy.BEST_OF, "M1@2=18", "10.00"),
        ("10", ResitPolicy.REPLACE, "M1@2=10", "10.00"),
        ("6.5", ResitPolicy.BEST_OF, "M1@2=18", "7.00"),
        ("9.995", ResitPolicy.REPLACE, "M1@2=18", "10.00"),
    ],
)
def test_a_resit_counts_for_at_most_the_cap(
    cap: str | None, policy: ResitPolicy, marks: str, average: str
) -> None:
    rules = Rules(resit_policy=policy, resit_cap=None if cap is None else Decimal(cap))
    outcome = year_outcome(ONE, rules, known(ONE, f"M1-CC=6 M1-O=8 {marks}"))
    assert averages(outcome)[1] == average


def test_a_cascade_rounds_a_resat_module_too() -> None:
    rules = Rules(
        resit_policy=ResitPolicy.REPLACE, resit_cap=Decimal("9.995"), rounding=Rounding.CASCADE
    )
    outcome = year_outcome(ONE, rules, known(ONE, "M1-CC=6 M1-O=8 M1@2=18"))
    assert outcome.units[0].average == 10


def test_an_absence_of_session_2_is_a_default_even_where_it_was_a_zero() -> None:
    zero = AbsenceRule(AbsenceEffect.ZERO, AbsenceEffect.ZERO)
    rules = Rules(continuous_absence=zero, other_absence=zero, resit_policy=ResitPolicy.REPLACE)
    outcome = year_outcome(ONE, rules, known(ONE, "M1-CC=8 M1-O=ABI M1-O@2=ABI"))
    assert results(outcome) == "DEF: DEF"
    assert told(outcome) == ["default:U1"]


@pytest.mark.parametrize(
    ("marks", "session", "left_out"),
    [
        pytest.param("M1-E=2 M2-E=2 M1-E@2=12", 2, (), id="open"),
        pytest.param("M1-E=2 M2-E=2 M1-E@2=1", 2, (), id="worse-still-session-2"),
        pytest.param("M1-E=12 M2-E=12 M1-E@2=20 M2@2=ABI", 1, ("M1-E", "M2"), id="year-passed"),
        pytest.param("M1-E=2 M2-E=11 M2-E@2=20 M1-E@2=3", 2, ("M2-E",), id="module-passed"),
        pytest.param("M1-E=2 M2-E=2 M3-E@2=20 S3@2=20", 1, ("M3-E", "S3"), id="unit-acquired"),
        pytest.param("M1-E@2=20", 1, ("M1-E",), id="year-waits"),
        pytest.param("U1=DIS M1-E@2=20", 1, ("M1-E",), id="unit-exempt"),
    ],
)
def test_a_result_where_no_resit_was_open_is_left_out(
    marks: str, session: int, left_out: tuple[str, ...]
) -> None:
    text = f"P1=pass M3-E=12 S3-E=12 {marks}"
    outcome = year_outcome(YEAR, USUAL, known(YEAR, text))
    plain = " ".join(cell for cell in text.split() if cell.partition("@")[0] not in left_out)
    assert (outcome.session, outcome.not_open) == (session, left_out)
    without = year_outcome(YEAR, USUAL, known(YEAR, plain))
    assert (results(outcome), averages(outcome)) == (results(without), averages(without))
    assert told(outcome) == told(without)


def test_a_mark_left_out_does_not_stand_for_one_that_is_missing() -> None:
    outcome = year_outcome(YEAR, USUAL, known(YEAR, "M2-E=2 P1=pass M3-E=12 S3-E=12 M1-E@2=20"))
    assert told(outcome) == ["marks_missing:M1-E"]


def test_points_decide_after_session_2_only() -> None:
    text = "M1-E=8 M2-E=8 P1=pass M3-E=9 S3-E=9 M1-E@2=9 M3-E@2=10,5 U2:board_points=0,25"
    outcome = year_outcome(YEAR, USUAL, known(YEAR, text))
    assert averages(outcome) == ["9.25", "8.50", "10.00"]
    assert results(outcome) == "AJ: AJ ADJ"
    helped = year_outcome(YEAR, USUAL, known(YEAR, f"{text} Y1:board_points=0,75"))
    assert results(helped) == "ADJ: CMP ADJ"


def test_points_that_session_2_made_needless_leave_no_trace() -> None:
    text = "M1-E=2 M2-E=10 P1=pass M3-E=12 S3-E=12 M1-E@2=12 Y1:board_points=1"
    assert results(year_outcome(YEAR, USUAL, known(YEAR, text))) == "ADM: ADM ADM"


def test_an_average_of_session_1_is_kept_where_nothing_was_resat() -> None:
    marks = "M1-E=6 M2-E=9 P1=pass M3-E=12 S3-E=12 M1-E@2=10"
    outcome = year_outcome(YEAR, REPLACE, known(YEAR, marks))
    assert averages(outcome) == ["10.75", "9.50", "12.00"]
    assert results(outcome) == "ADM: CMP ADM"
