"""The codes that French student systems exchange (domain §4.3); screens show words instead."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msp_du.domain.assessment_rules import AbsenceEffect, Rules
from msp_du.domain.averages import reaches
from msp_du.domain.curriculum import Module
from msp_du.domain.results import ModuleOutcome, UnitOutcome
from msp_du.domain.vocabulary import MarkCode, ResultCode
from msp_du.domain.year_marks import YearMarks


class OfficialCode(StrEnum):
    """A result as a student system takes it."""

    PASSED = "ADM"
    COMPENSATED = "ADC"
    FAILED = "AJ"
    FAILED_MAY_PROGRESS = "AJAC"
    DEFAULTED = "DEF"
    PASSED_BY_BOARD = "ADJ"
    UNEXCUSED_ABSENCE = "ABI"
    EXCUSED_ABSENCE = "ABJ"
    EXEMPT = "DIS"
    EQUIVALENCE = "VAC"
    NEUTRALISED = "NEU"


_RESULTS: Final = {
    ResultCode.PASSED: OfficialCode.PASSED,
    ResultCode.PASSED_BY_BOARD: OfficialCode.PASSED_BY_BOARD,
    ResultCode.COMPENSATED: OfficialCode.COMPENSATED,
    ResultCode.FAILED: OfficialCode.FAILED,
    ResultCode.DEFAULTED: OfficialCode.DEFAULTED,
    ResultCode.EXEMPT: OfficialCode.EXEMPT,
}


def year_code(result: ResultCode, *, may_progress: bool) -> OfficialCode | None:
    """Return the code of a year, None while it waits; a failed one may yet let on.

    >>> year_code(ResultCode.FAILED, may_progress=True).value
    'AJAC'
    """
    if result is ResultCode.FAILED and may_progress:
        return OfficialCode.FAILED_MAY_PROGRESS
    return _RESULTS.get(result)


def unit_code(outcome: UnitOutcome, marks: YearMarks) -> OfficialCode | None:
    """Return the code of a unit, None while it waits; one acquired elsewhere is ``VAC``."""
    if outcome.result is ResultCode.PASSED and outcome.code in marks.equivalences:
        return OfficialCode.EQUIVALENCE
    return _RESULTS.get(outcome.result)


def module_code(
    module: Module, outcome: ModuleOutcome, unit: UnitOutcome, rules: Rules, marks: YearMarks
) -> OfficialCode | None:
    """Return the code of a module of a unit, None while it waits.

    A module without average names the absence it owes that to; one whose absences all count for
    nothing is neutralised.
    """
    if not outcome.is_examined:
        is_given = unit.code in marks.equivalences and module.code not in marks.exempt
        return OfficialCode.EQUIVALENCE if is_given else OfficialCode.EXEMPT
    if outcome.is_defaulted:
        return _absence_code(module, rules, marks)
    if outcome.is_marked and outcome.average is not None:
        is_passed: bool | None = reaches(outcome.average, rules.pass_mark)
    else:
        is_passed = outcome.passed
    if is_passed is None:
        return None
    return OfficialCode.PASSED if is_passed else OfficialCode.FAILED


def _absence_code(module: Module, rules: Rules, marks: YearMarks) -> OfficialCode:
    found = list(_absences(module, rules, marks))
    if found and all(effect is AbsenceEffect.NEUTRALISE for _code, effect in found):
        return OfficialCode.NEUTRALISED
    # An excused absence that counts for nothing is not what the module owes its default to.
    blamed = {code for code, effect in found if effect is not AbsenceEffect.NEUTRALISE}
    if MarkCode.UNEXCUSED_ABSENCE in blamed:
        return OfficialCode.UNEXCUSED_ABSENCE
    is_excused = MarkCode.EXCUSED_ABSENCE in blamed
    return OfficialCode.EXCUSED_ABSENCE if is_excused else OfficialCode.DEFAULTED


def _absences(
    module: Module, rules: Rules, marks: YearMarks
) -> Iterator[tuple[MarkCode, AbsenceEffect]]:
    """Yield the absences that stand, those of session 2 before those of session 1."""
    whole = marks.second.get(module.code)
    if isinstance(whole, MarkCode):
        yield whole, AbsenceEffect.DEFAULT
    for assessment in module.assessments:
        again = marks.second.get(assessment.code)
        if isinstance(again, MarkCode):
            yield again, AbsenceEffect.DEFAULT
        score = marks.first.get(assessment.code)
        if again is None and isinstance(score, MarkCode):
            excused = score is MarkCode.EXCUSED_ABSENCE
            yield score, rules.absence_effect(assessment.kind, excused=excused)
