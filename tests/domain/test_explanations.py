"""Why a year stands as it does, and what would mend it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain.assessment_rules import Compensation, ResitPolicy, Rules
from msp_du.domain.averages import Lack
from msp_du.domain.explanation_steps import (
    Explanation,
    ModuleRule,
    ModuleStep,
    ScoreRule,
    UnitRule,
)
from msp_du.domain.explanations import explain, explain_frozen
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import ResultCode
from tests.support.examinations import assessment, known, marked, pass_fail, unit, year

YEAR = year(
    unit("U1", marked("M1", assessment("M1-CC"), assessment("M1-O")), pass_fail("P1")),
    unit("U2", marked("M2"), coefficient="2"),
    unit("U3", marked("S3", resit=False), compensable=False),
)
GOOD = "M1-CC=12 M1-O=12 P1=pass M2-E=12 S3-E=12"


def explained(marks: str, rules: Rules | None = None) -> Explanation:
    found = known(YEAR, marks)
    rules = rules or Rules()
    return explain(YEAR, rules, found, year_outcome(YEAR, rules, found))


def changed(marks: str) -> str:
    """Return the good marks with some of them changed."""
    cells = dict(cell.split("=") for cell in f"{GOOD} {marks}".split())
    return " ".join(f"{name}={value}" for name, value in cells.items() if value)


def module_of(explanation: Explanation, code: str) -> ModuleStep:
    return next(one for unit in explanation.units for one in unit.modules if one.code == code)


@pytest.mark.parametrize(
    ("marks", "rules", "code", "expected"),
    [
        ("", Rules(), "U1", UnitRule.ACQUIRED),
        ("U1=DIS", Rules(), "U1", UnitRule.EXEMPT),
        ("U1=EQU:11", Rules(), "U1", UnitRule.ACQUIRED),
        ("M2-E=", Rules(), "U2", UnitRule.MARKS_MISSING),
        ("M1-O=ABI", Rules(), "U1", UnitRule.IN_DEFAULT),
        ("M2-E=9 U2:board_points=1", Rules(), "U2", UnitRule.BY_POINTS),
        ("M2-E=9", Rules(), "U2", UnitRule.COMPENSATED),
        ("P1=fail", Rules(), "U1", UnitRule.HELD_BACK),
        ("M1-CC=9 M1-O=9 P1=fail", Rules(), "U1", UnitRule.HELD_BACK),
        ("M2-E=9", Rules(module_floor=Decimal("9.01")), "U2", UnitRule.HELD_BACK),
        ("U1=DIS P1=fail M2-E=12", Rules(module_floor=Decimal(9)), "U2", UnitRule.ACQUIRED),
        ("S3-E=9,99", Rules(), "U3", UnitRule.NOT_COMPENSABLE),
        ("M2-E=9", Rules(compensation=Compensation.NONE), "U2", UnitRule.NO_COMPENSATION),
        ("M2-E=7,99", Rules(), "U2", UnitRule.BELOW_FLOOR),
        ("M2-E=7,9", Rules(unit_floor=None), "U2", UnitRule.YEAR_TOO_LOW),
        ("M2-E=8", Rules(), "U2", UnitRule.COMPENSATED),
        ("M2-E=8 M1-O=", Rules(), "U2", UnitRule.YEAR_WITHOUT_AVERAGE),
        ("M2-E=8 M1-O=10", Rules(), "U2", UnitRule.YEAR_TOO_LOW),
        ("M2-E=9 S3-E=9", Rules(), "U2", UnitRule.YEAR_TOO_LOW),
        ("M2-E=9,5 S3-E=9,9", Rules(), "U2", UnitRule.OTHER_UNITS),
    ],
)
def test_a_unit_is_explained_by_the_rule_that_applied(
    marks: str, rules: Rules, code: str, expected: UnitRule
) -> None:
    found = explained(changed(marks), rules)
    assert next(one.rule for one in found.units if one.code == code) is expected


@pytest.mark.parametrize(
    ("marks", "code", "expected"),
    [
        ("", "M1", ModuleRule.AVERAGE),
        ("M1=DIS", "M1", ModuleRule.EXEMPT),
        ("U1=DIS", "P1", ModuleRule.EXEMPT),
        ("U1=EQU:12", "M1", ModuleRule.EQUIVALENT),
        ("M1-O=", "M1", ModuleRule.MISSING),
        ("M1-O=ABI", "M1", ModuleRule.IN_DEFAULT),
        ("P1=", "P1", ModuleRule.MISSING),
        ("", "P1", ModuleRule.PASSED),
        ("P1=fail", "P1", ModuleRule.FAILED),
        ("M1-CC=4 M1-O=4 M1@2=9", "M1", ModuleRule.WHOLE_RESIT),
        ("M1-CC=4 M1-O=4 M1@2=3", "M1", ModuleRule.WHOLE_RESIT_BELOW),
        ("M1-CC=4 M1-O=4 M1@2=ABI", "M1", ModuleRule.WHOLE_RESIT_BELOW),
        ("M1@2=3", "M1", ModuleRule.AVERAGE),
    ],
)
def test_a_module_is_explained_by_the_rule_that_applied(
    marks: str, code: str, expected: ModuleRule
) -> None:
    assert module_of(explained(changed(marks)), code).rule is expected


@pytest.mark.parametrize(
    ("marks", "policy", "expected", "value"),
    [
        ("", "best_of", ScoreRule.MARK, Fraction(12)),
        ("M1-O=", "best_of", ScoreRule.MISSING, Lack.MISSING),
        ("M1-O=ABI", "best_of", ScoreRule.ABSENCE, Lack.DEFAULT),
        ("M1-CC=4 M1-O=4 M1-O@2=5", "best_of", ScoreRule.RESIT_COUNTS, Fraction(5)),
        ("M1-CC=4 M1-O=4 M1-O@2=3", "best_of", ScoreRule.FIRST_KEPT, Fraction(4)),
        ("M1-CC=4 M1-O=4 M1-O@2=ABI", "best_of", ScoreRule.FIRST_KEPT, Fraction(4)),
        ("M1-CC=4 M1-O=4 M1-O@2=3", "replace", ScoreRule.RESIT_COUNTS, Fraction(3)),
        ("M1-CC=4 M1-O=4 M1-O@2=ABI", "replace", ScoreRule.RESIT_COUNTS, Lack.DEFAULT),
        ("M1-O@2=20", "best_of", ScoreRule.RESIT_NOT_OPEN, Fraction(12)),
    ],
)
def test_a_mark_is_explained_by_what_it_counts_for(
    marks: str, policy: str, expected: ScoreRule, value: object
) -> None:
    rules = Rules(resit_policy=ResitPolicy(policy))
    step = module_of(explained(changed(marks), rules), "M1").scores[1]
    assert (step.rule, step.value) == (expected, value)


def test_the_numbers_of_the_averages_are_told() -> None:
    found = explained(changed("M2-E=9 U2:board_points=0,5 Y1:board_points=0,25 U1=EQU:13"))
    first, second, _third = found.units
    assert (first.is_equivalent, first.exact, first.average) == (True, Fraction(13), Fraction(13))
    assert (second.exact, second.points, second.average) == (
        Fraction(9),
        Decimal("0.5"),
        Fraction("9.5"),
    )
    assert (found.exact, found.points, found.average) == (
        Fraction(11),
        Decimal("0.25"),
        Fraction("11.25"),
    )


def test_nothing_is_in_the_way_of_a_year_that_is_passed() -> None:
    found = explained(GOOD)
    assert (found.obstacles, found.way, found.result) == ((), None, "ADM")


def told(found: Explanation) -> list[str]:
    lines = []
    for obstacle in found.obstacles:
        remedy = obstacle.remedy
        assert remedy is not None
        words = [str(obstacle.cause), remedy.kind.value, *remedy.codes]
        lines.append(" ".join([*words, *([] if remedy.mark is None else [f"{remedy.mark}"])]))
    return lines


@pytest.mark.parametrize(
    ("marks", "rules", "expected", "way"),
    [
        pytest.param(
            "M2-E= P1=",
            Rules(),
            ["marks_missing:P1 await-mark P1", "marks_missing:M2-E await-mark M2"],
            None,
            id="marks-awaited",
        ),
        pytest.param("P1=fail", Rules(), ["pass_fail:P1 validate P1"], None, id="to-validate"),
        pytest.param(
            "Y1:hours=pending Y1:attendance=failed",
            Rules(),
            ["gate_failed:attendance gate attendance", "gate_pending:hours gate hours"],
            None,
            id="gates",
        ),
        pytest.param(
            "M2-E=7,99", Rules(), ["unit_floor:U2 resit M2 8.00"], "M2 8.00", id="floor"
        ),
        pytest.param(
            "M2-E=7 M1-CC=10 M1-O=10 S3-E=10",
            Rules(),
            ["unit_floor:U2 resit M2 8.00", "year_average resit M2 9.99"],
            "M2 9.99",
            id="year-average",
        ),
        pytest.param(
            "M1-O=ABI", Rules(), ["default:U1 resit M1 0.00"], "M1 3.99", id="default"
        ),
        pytest.param(
            "M1-CC=7 M1-O=7 M2-E=7",
            Rules(compensation=Compensation.NONE),
            ["unit_average:U1 resit M1 10.00", "unit_average:U2 resit M2 10.00",
             "year_average resit M1 M2 9.33"],
            "M1 M2 10.00",
            id="two-units",
        ),
        pytest.param(
            "M2-E=7",
            Rules(resit_cap=Decimal("7.5")),
            ["unit_floor:U2 resit M2", "year_average resit M2"],
            "M2",
            id="capped-too-low",
        ),
        pytest.param("S3-E=9", Rules(), ["not_compensable:U3 board"], None, id="no-resit-exam"),
        pytest.param(
            "M2-E=7 M2-E@2=7,5",
            Rules(),
            ["unit_floor:U2 board", "year_average board"],
            None,
            id="resat-already",
        ),
        pytest.param(
            "M2-E=7 M1-O=",
            Rules(),
            ["marks_missing:M1-O await-mark M1", "unit_floor:U2 resit-later"],
            None,
            id="may-open-later",
        ),
        pytest.param(
            "S3-E=7 M1-O=",
            Rules(),
            ["marks_missing:M1-O await-mark M1", "not_compensable:U3 board"],
            None,
            id="never-opens",
        ),
        pytest.param(
            "M2-E=5,99",
            Rules(module_floor=Decimal(6), unit_floor=None),
            ["module_floor:M2 resit M2 6.00", "year_average resit M2 7.99"],
            "M2 7.99",
            id="module-floor",
        ),
    ],
)  # fmt: skip
def test_each_cause_has_its_remedy(
    marks: str, rules: Rules, expected: list[str], way: str | None
) -> None:
    found = explained(changed(marks), rules)
    assert told(found) == expected
    remedy = found.way
    shown = remedy and " ".join(
        [*remedy.codes, *([] if remedy.mark is None else [f"{remedy.mark}"])]
    )
    assert shown == way


def test_the_mark_that_is_named_is_the_lowest_that_mends() -> None:
    rules = Rules()
    for mark, expected in (("9,99", "ADM"), ("9,98", "AJ")):
        marks = changed(f"M2-E=7 M1-CC=10 M1-O=10 S3-E=10 M2-E@2={mark}")
        assert year_outcome(YEAR, rules, known(YEAR, marks)).result == expected


def test_what_was_frozen_explains_as_far_as_it_holds() -> None:
    marks = known(YEAR, changed("M2-E=7 U1=EQU:13 Y1:board_points=1"))
    outcome = year_outcome(YEAR, Rules(), marks)
    found = explain_frozen(YEAR, Rules(), outcome, outcome.causes)
    assert [unit.rule for unit in found.units] == [
        UnitRule.ACQUIRED,
        UnitRule.BELOW_FLOOR,
        UnitRule.ACQUIRED,
    ]
    assert (found.units[0].is_equivalent, found.units[0].exact) == (True, Fraction(13))
    assert all(not module.scores for unit in found.units for module in unit.modules)
    assert [(one.cause, one.remedy) for one in found.obstacles] == [(outcome.causes[0], None)]
    assert (found.exact, found.average, found.way) == (Fraction("9.75"), Fraction("10.75"), None)


def test_a_board_may_refuse_what_the_rules_would_compensate() -> None:
    outcome = year_outcome(YEAR, Rules(), known(YEAR, changed("M2-E=9")))
    units = [replace(one, result=ResultCode.FAILED) if one.code == "U2" else one
             for one in outcome.units]  # fmt: skip
    refused = replace(outcome, result=ResultCode.FAILED, units=tuple(units))
    assert explain_frozen(YEAR, Rules(), refused, ()).units[1].rule is UnitRule.REFUSED_BY_BOARD


def test_a_board_may_give_a_unit_without_points() -> None:
    outcome = year_outcome(YEAR, Rules(), known(YEAR, changed("M2-E=7")))
    units = [replace(one, result=ResultCode.PASSED_BY_BOARD) for one in outcome.units]
    given = replace(outcome, result=ResultCode.PASSED_BY_BOARD, units=tuple(units))
    assert explain_frozen(YEAR, Rules(), given, ()).units[1].rule is UnitRule.BY_BOARD
