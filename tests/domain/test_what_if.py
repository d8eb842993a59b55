"""Other rules, another mark: who would change, and that nothing else does."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from msp_du.domain.assessment_rules import (
    AssessmentKind,
    Compensation,
    Gate,
    Grading,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.curriculum import Assessment, Curriculum, Module, Title, Unit, Year
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import GateState, MarkCode
from msp_du.domain.what_if import Case, TriedMark, try_out
from msp_du.domain.year_marks import YearMarks


def unit(code: str) -> Unit:
    marked = Module(
        f"M{code}",
        Title(code),
        coefficient=Decimal(1),
        assessments=(Assessment(f"A{code}", AssessmentKind.ORAL),),
    )
    passed = Module(f"P{code}", Title(code), grading=Grading.PASS_FAIL)
    return Unit(f"U{code}", Title(code), Decimal(6), Decimal(1), (marked, passed))


YEARS = (Year(1, (unit("1"), unit("2"))), Year(2, (unit("3"), unit("4"))))
CURRICULUM = Curriculum("DU", "1", Title("DU"), YEARS)


def case(
    key: str = "one",
    first: str = "9",
    second: str = "12",
    *,
    second_session: dict[str, Decimal] | None = None,
    **marks: Any,
) -> Case:
    """A year of two units with one mark each; by the usual rules 9 and 12 are compensated."""
    known = YearMarks(
        first={"A1": Decimal(first), "A2": Decimal(second)},
        second=second_session or {},
        passes={"P1": True, "P2": True},
    )
    return Case(key, CURRICULUM, 1, replace(known, **marks))


@pytest.mark.parametrize(
    ("of", "changes", "before", "after"),
    [
        pytest.param(case(), {"pass_mark": Decimal(11)}, "ADM", "AJ", id="pass-mark"),
        pytest.param(case(), {"compensation": Compensation.NONE}, "ADM", "AJ", id="compensation"),
        pytest.param(case(), {"unit_floor": Decimal("9.01")}, "ADM", "AJ", id="unit-floor"),
        pytest.param(
            case(first="7", second="14"), {"unit_floor": None}, "AJ", "ADM", id="no-floor"
        ),
        pytest.param(case(), {"module_floor": Decimal(10)}, "ADM", "AJ", id="module-floor"),
        pytest.param(
            case(first="7", second_session={"A1": Decimal(8)}),
            {"resit_cap": Decimal("7.99")},
            "ADM",
            "AJ",
            id="resit-cap",
        ),
        pytest.param(
            case(first="9", second="9", second_session={"A1": Decimal(11), "A2": Decimal(8)}),
            {"resit_policy": ResitPolicy.REPLACE},
            "ADM",
            "AJ",
            id="resit-policy",
        ),
        pytest.param(
            case(gates={Gate.HOURS: GateState.FAILED}), {"gates": ()}, "AJ", "ADM", id="gates"
        ),
    ],
)
def test_another_rule_changes_the_result(
    of: Case, changes: dict[str, Any], before: str, after: str
) -> None:
    (found,) = try_out([of], changes)
    assert (found.before.result, found.after.result) == (before, after)


def test_a_rule_that_bears_on_nobody_changes_nobody() -> None:
    changes = {"rounding": Rounding.CASCADE, "debts_allowed": 3}
    assert not any(one.has_changed for one in try_out([case(), case("two", "15")], changes))


def test_more_debts_let_on() -> None:
    (found,) = try_out([case(first="7", second="7")], {"debts_allowed": 2})
    assert (found.before.may_progress, found.after.may_progress) == (False, True)
    assert found.has_changed


@pytest.mark.parametrize(
    ("tried", "result", "average"),
    [
        pytest.param(TriedMark("one", "A1", 1, "7,99"), "AJ", "9.995", id="first-session"),
        pytest.param(TriedMark("one", "A1", 1, ""), "ATT", None, id="left-out"),
        pytest.param(TriedMark("one", "A1", 1, "ABI"), "DEF", None, id="absence"),
        pytest.param(TriedMark("one", "P1", 1, "NV"), "AJ", "10.5", id="not-validated"),
        pytest.param(TriedMark("one", "P1", 1, ""), "ATT", None, id="not-known"),
        pytest.param(TriedMark("one", "A1", 2, "14"), "ADM", "10.5", id="resit-not-open"),
    ],
)
def test_another_mark_changes_one_trainee(
    tried: TriedMark, result: str, average: str | None
) -> None:
    one, two = try_out([case(), case("two")], {}, tried)
    assert one.after.result == result
    assert one.after.average == (None if average is None else Decimal(average))
    assert not two.has_changed


def test_a_resit_is_tried_where_one_is_open() -> None:
    (one,) = try_out([case(first="7", second="7")], {}, TriedMark("one", "A1", 2, "14"))
    assert (one.before.average, one.after.average) == (Fraction(7), Fraction("10.5"))


@pytest.mark.parametrize(
    ("code", "text", "rule"),
    [
        ("A1", "12,345", Rule.MARK_NOT_VALID),
        ("A1", "V", Rule.MARK_NOT_VALID),
        ("A1", "20,01", Rule.MARK_ABOVE_20),
        ("P1", "12", Rule.MARK_NOT_VALID),
    ],
)
def test_a_mark_that_is_none_is_refused(code: str, text: str, rule: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        try_out([case()], {}, TriedMark("one", code, 1, text))
    assert (refusal.value.rule, refusal.value.field) == (rule, "mark")


def test_honours_are_those_of_the_year_until_the_diploma_has_all_its_years() -> None:
    second = YearMarks(
        first={"A3": Decimal(16), "A4": Decimal(16)}, passes={"P3": True, "P4": True}
    )
    other = year_outcome(YEARS[1], Rules(), second)
    alone, whole = case(first="12"), replace(case(first="12"), key="two", others={2: other})
    found = try_out([alone, whole], {"pass_mark": Decimal("12.5")})
    assert [one.before.honours for one in found] == ["AB", "B"]
    assert [one.after.honours for one in found] == [None, None]


def test_trying_changes_nothing_of_what_was_given() -> None:
    given = case(first="7", gates={Gate.HOURS: GateState.PENDING})
    seen = repr(given)
    try_out([given], {"unit_floor": None}, TriedMark("one", "A1", 1, MarkCode.EXCUSED_ABSENCE))
    assert repr(given) == seen
