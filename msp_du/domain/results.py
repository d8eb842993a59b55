"""The result of a year: averages, codes, credits, causes, the way on (exam-rules §3)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.averages import Lack
from msp_du.domain.causes import Cause, causes
from msp_du.domain.curriculum import NOTHING, Year
from msp_du.domain.resits import Resits, resits
from msp_du.domain.standings import (
    ACQUIRED,
    ModuleStanding,
    UnitStanding,
    YearStanding,
    year_standing,
)
from msp_du.domain.vocabulary import GateState, ResultCode
from msp_du.domain.year_marks import YearMarks

CREDITED = ACQUIRED | {ResultCode.COMPENSATED}
ADMITTED = frozenset({ResultCode.PASSED, ResultCode.PASSED_BY_BOARD})


@dataclass(frozen=True, slots=True)
class ModuleOutcome:
    """A module: ``average`` on 20 if it is marked, ``passed`` if it is pass/fail.

    Both are None while not known; the average also when the module ``is_defaulted`` or is not
    ``is_examined`` (it or its unit is exempt, or its unit has an equivalence).
    """

    code: str
    average: Fraction | None
    passed: bool | None
    is_marked: bool
    is_examined: bool
    is_defaulted: bool


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """A unit: its average on 20, its result, the ECTS awarded, its coefficient in the year."""

    code: str
    average: Fraction | None
    result: ResultCode
    ects: Decimal
    coefficient: Decimal
    modules: tuple[ModuleOutcome, ...]


@dataclass(frozen=True, slots=True)
class YearOutcome:
    """A year: ``session`` is 2 once a result of session 2 counts; ``ects`` are those awarded.

    ``may_progress`` tells whether the next year may begin. ``not_open`` are codes of results
    of session 2 that are left out because no resit was open.
    """

    number: int
    session: int
    average: Fraction | None
    result: ResultCode
    ects: Decimal
    may_progress: bool
    causes: tuple[Cause, ...]
    units: tuple[UnitOutcome, ...]
    not_open: tuple[str, ...] = ()


def year_outcome(year: Year, rules: Rules, marks: YearMarks) -> YearOutcome:
    """Return the result of a year from all that is known of it (exam-rules §3.1 to §3.10)."""
    resat = resits(year, rules, marks)
    standing = year_standing(year, rules, marks, resat.open_modules)
    gates = {marks.gates[gate] for gate in rules.gates if gate in marks.gates}
    result = _result(standing, gates)
    if result is ResultCode.PASSED and _owes_it_to_points(year, rules, marks, resat):
        result = ResultCode.PASSED_BY_BOARD
    units = tuple(_unit_outcome(unit) for unit in standing.units)
    return YearOutcome(
        number=year.number,
        session=2 if resat.counting else 1,
        average=standing.average,
        result=result,
        ects=sum((unit.ects for unit in units), NOTHING),
        may_progress=result in ADMITTED or _may_progress(standing, result, gates, rules),
        causes=causes(standing, rules, marks, resat.counting),
        units=units,
        not_open=resat.left_out,
    )


def _result(standing: YearStanding, gates: Collection[GateState]) -> ResultCode:
    """Return the first result that applies, points of the board not asked about (§3.8)."""
    found = {unit.result for unit in standing.units}
    for unsettled in (ResultCode.PENDING, ResultCode.DEFAULTED):
        if unsettled in found:
            return unsettled
    if GateState.FAILED in gates or ResultCode.FAILED in found:
        return ResultCode.FAILED
    return ResultCode.PENDING if GateState.PENDING in gates else ResultCode.PASSED


def _owes_it_to_points(year: Year, rules: Rules, marks: YearMarks, resat: Resits) -> bool:
    """Tell whether a year that is passed would not be without the board's points."""
    if not marks.has_board_points:
        return False
    standing = year_standing(year, rules, marks.without_board_points(), resat.open_modules)
    return _result(standing, ()) is not ResultCode.PASSED


def _may_progress(
    standing: YearStanding, result: ResultCode, gates: Collection[GateState], rules: Rules
) -> bool:
    """Tell whether a failed year leaves few enough debts to begin the next (exam-rules §3.10)."""
    if result is not ResultCode.FAILED or GateState.FAILED in gates:
        return False
    debts = [unit.unit for unit in standing.units if unit.result is ResultCode.FAILED]
    return len(debts) <= rules.debts_allowed and all(unit.is_compensable for unit in debts)


def _unit_outcome(standing: UnitStanding) -> UnitOutcome:
    return UnitOutcome(
        code=standing.unit.code,
        average=standing.average,
        result=standing.result,
        ects=standing.unit.ects if standing.result in CREDITED else NOTHING,
        coefficient=standing.unit.coefficient,
        modules=tuple(_module_outcome(module) for module in standing.modules),
    )


def _module_outcome(standing: ModuleStanding) -> ModuleOutcome:
    return ModuleOutcome(
        code=standing.module.code,
        average=standing.average,
        passed=standing.passed,
        is_marked=standing.module.is_marked,
        is_examined=standing.is_examined,
        is_defaulted=standing.value is Lack.DEFAULT,
    )
