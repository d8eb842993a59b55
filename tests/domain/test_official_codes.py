"""Codes for the student system: one for each way a year, a unit or a module can end."""

from decimal import Decimal
from typing import Any

import pytest

from msp_du.domain.assessment_rules import AssessmentKind, Grading, Rules
from msp_du.domain.curriculum import Assessment, Module, Title, Unit, Year
from msp_du.domain.official_codes import module_code, unit_code, year_code
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import MarkCode, ResultCode
from msp_du.domain.year_marks import YearMarks

ABI, ABJ = MarkCode.UNEXCUSED_ABSENCE, MarkCode.EXCUSED_ABSENCE
CC, ORAL = AssessmentKind.CONTINUOUS_ASSESSMENT, AssessmentKind.ORAL


def module(code: str, *kinds: AssessmentKind) -> Module:
    if not kinds:
        return Module(code, Title(code), grading=Grading.PASS_FAIL)
    assessments = tuple(Assessment(f"{code}-{n}", kind) for n, kind in enumerate(kinds))
    return Module(code, Title(code), coefficient=Decimal(1), assessments=assessments)


YEAR = Year(
    1,
    (
        Unit("U1", Title("U1"), Decimal(6), Decimal(1), (module("M", CC, ORAL), module("P"))),
        Unit("U2", Title("U2"), Decimal(6), Decimal(1), (module("N", ORAL),)),
    ),
)
PLAIN: dict[str, Any] = {
    "first": {"M-0": Decimal(12), "M-1": Decimal(12), "N-0": Decimal(12)},
    "passes": {"P": True},
}


def codes_of(**changes: Any) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Codes of the units and of the modules."""
    known = {name: {**PLAIN.get(name, {}), **value} if isinstance(value, dict) else value
             for name, value in changes.items()}  # fmt: skip
    marks = YearMarks(**{**PLAIN, **known})
    outcome = year_outcome(YEAR, Rules(), marks)
    units: dict[str, str | None] = {}
    modules: dict[str, str | None] = {}
    for unit, found in zip(YEAR.units, outcome.units, strict=True):
        units[unit.code] = unit_code(found, marks)
        for one, stood in zip(unit.modules, found.modules, strict=True):
            modules[one.code] = module_code(one, stood, found, Rules(), marks)
    return units, modules


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (ResultCode.PASSED, "ADM"),
        (ResultCode.PASSED_BY_BOARD, "ADJ"),
        (ResultCode.FAILED, "AJ"),
        (ResultCode.DEFAULTED, "DEF"),
        (ResultCode.PENDING, None),
    ],
)
def test_each_result_of_a_year_has_its_code(result: ResultCode, code: str | None) -> None:
    assert year_code(result, may_progress=False) == code


def test_a_failed_year_that_lets_on_says_so() -> None:
    assert year_code(ResultCode.FAILED, may_progress=True) == "AJAC"
    assert year_code(ResultCode.PASSED, may_progress=True) == "ADM"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "ADM", id="passed"),
        pytest.param({"first": {"N-0": Decimal(9)}}, "ADC", id="compensated"),
        pytest.param({"first": {"N-0": Decimal(7)}}, "AJ", id="below-the-floor"),
        pytest.param({"first": {"N-0": ABI}}, "DEF", id="in-default"),
        pytest.param({"exempt": frozenset({"U2"})}, "DIS", id="exempt"),
        pytest.param({"equivalences": {"U2": Decimal(10)}}, "VAC", id="equivalence"),
        pytest.param({"equivalences": {"U2": Decimal(9)}}, "ADC", id="equivalence-compensated"),
        pytest.param(
            {"first": {"N-0": Decimal("9.9")}, "unit_points": {"U2": Decimal("0.1")}},
            "ADJ",
            id="points-of-the-board",
        ),
    ],
)
def test_each_result_of_a_unit_has_its_code(changes: dict[str, Any], expected: str) -> None:
    assert codes_of(**changes)[0]["U2"] == expected


def test_what_waits_has_no_code() -> None:
    marks = YearMarks(passes={"P": True})
    outcome = year_outcome(YEAR, Rules(), marks)
    assert [unit_code(unit, marks) for unit in outcome.units] == [None, None]
    waiting, unit = YEAR.units[1].modules[0], outcome.units[1]
    assert module_code(waiting, unit.modules[0], unit, Rules(), marks) is None


@pytest.mark.parametrize(
    ("code", "changes", "expected"),
    [
        pytest.param("M", {}, "ADM", id="passed"),
        pytest.param("M", {"first": {"M-1": Decimal(8)}}, "ADM", id="at-the-mark"),
        pytest.param("M", {"first": {"M-1": Decimal("7.98")}}, "AJ", id="below-the-mark"),
        pytest.param("P", {}, "ADM", id="pass-fail-passed"),
        pytest.param("P", {"passes": {"P": False}}, "AJ", id="pass-fail-failed"),
        pytest.param("M", {"first": {"M-1": ABI}}, "ABI", id="unexcused"),
        pytest.param("M", {"first": {"M-1": ABJ}}, "ABJ", id="excused"),
        pytest.param("M", {"first": {"M-0": ABJ, "M-1": ABI}}, "ABI", id="the-one-to-blame"),
        pytest.param("M", {"first": {"M-0": ABJ}}, "ADM", id="neutralised-with-a-mark"),
        pytest.param("N", {"exempt": frozenset({"N"})}, "DIS", id="exempt"),
        pytest.param("N", {"equivalences": {"U2": Decimal(12)}}, "VAC", id="equivalence"),
        pytest.param(
            "N",
            {"equivalences": {"U2": Decimal(12)}, "exempt": frozenset({"N"})},
            "DIS",
            id="exempt-in-an-equivalence",
        ),
        pytest.param("N", {"first": {"N-0": ABI}, "second": {"N-0": ABJ}}, "ABJ", id="resit"),
        pytest.param("N", {"first": {"N-0": ABI}, "second": {"N": ABI}}, "ABI", id="whole-resit"),
    ],
)
def test_each_end_of_a_module_has_its_code(
    code: str, changes: dict[str, Any], expected: str
) -> None:
    assert codes_of(**changes)[1][code] == expected


def test_a_module_whose_absences_all_count_for_nothing_is_neutralised() -> None:
    year = Year(1, (Unit("U", Title("U"), Decimal(6), Decimal(1), (module("M", CC, CC),)),))
    marks = YearMarks(first={"M-0": ABJ, "M-1": ABJ})
    unit = year_outcome(year, Rules(), marks).units[0]
    found = year.units[0].modules[0]
    assert module_code(found, unit.modules[0], unit, Rules(), marks) == "NEU"
