"""Why a year is not passed: every cause, in the order of the rules (exam-rules §3.8)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from msp_du.domain.assessment_rules import Compensation, Rules
from msp_du.domain.averages import reaches
from msp_du.domain.standings import ModuleStanding, UnitStanding, YearStanding
from msp_du.domain.vocabulary import GateState, ResultCode
from msp_du.domain.year_marks import YearMarks


class CauseKind(StrEnum):
    """What stands between a trainee and the year, in the order in which it is told."""

    MARKS_MISSING = "marks_missing"
    DEFAULT = "default"
    MODULE_FLOOR = "module_floor"
    PASS_FAIL = "pass_fail"  # noqa: S105
    NOT_COMPENSABLE = "not_compensable"
    UNIT_FLOOR = "unit_floor"
    UNIT_AVERAGE = "unit_average"
    YEAR_AVERAGE = "year_average"
    GATE_FAILED = "gate_failed"
    GATE_PENDING = "gate_pending"


_ORDER = {kind: position for position, kind in enumerate(CauseKind)}
_GATE_CAUSES = {
    GateState.FAILED: CauseKind.GATE_FAILED,
    GateState.PENDING: CauseKind.GATE_PENDING,
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause and the code of the assessment, module, unit or gate, if it is about one.

    >>> str(Cause(CauseKind.UNIT_FLOOR, "UE1.2")), str(Cause(CauseKind.YEAR_AVERAGE))
    ('unit_floor:UE1.2', 'year_average')
    """

    kind: CauseKind
    code: str | None = None

    def __str__(self) -> str:
        return self.kind.value if self.code is None else f"{self.kind.value}:{self.code}"


def causes(
    standing: YearStanding, rules: Rules, marks: YearMarks, resat: Collection[str]
) -> tuple[Cause, ...]:
    """Return all that keeps a year from being passed; nothing if it is passed.

    ``resat`` are the codes whose results of session 2 count. Causes stand by kind, and within a
    kind in the order of the curriculum or of the rule set's gates.
    """
    found = [cause for unit in standing.units for cause in _of_unit(unit, rules, marks, resat)]
    found += _of_year(standing, rules)
    found += [
        Cause(_GATE_CAUSES[marks.gates[gate]], gate.value)
        for gate in rules.gates
        if marks.gates.get(gate) in _GATE_CAUSES
    ]
    return tuple(sorted(found, key=lambda cause: _ORDER[cause.kind]))


def _of_unit(
    unit: UnitStanding, rules: Rules, marks: YearMarks, resat: Collection[str]
) -> Iterator[Cause]:
    if unit.result is ResultCode.DEFAULTED:
        yield Cause(CauseKind.DEFAULT, unit.unit.code)
    kind = _weakness(unit, rules)
    if kind is not None:
        yield Cause(kind, unit.unit.code)
    for module in unit.modules:
        if module.is_examined:
            yield from _missing(module, marks, resat)
            yield from _of_module(module, rules)


def _missing(module: ModuleStanding, marks: YearMarks, resat: Collection[str]) -> Iterator[Cause]:
    """Yield what an examined module still waits for, even one that is in default."""
    if not module.module.is_marked:
        codes = [module.module.code] if module.is_missing else []
    elif module.average is None:
        known = {*marks.first, *resat}
        codes = [each.code for each in module.module.assessments if each.code not in known]
    else:
        codes = []
    for code in codes:
        yield Cause(CauseKind.MARKS_MISSING, code)


def _of_module(module: ModuleStanding, rules: Rules) -> Iterator[Cause]:
    if module.is_below(rules.module_floor):
        yield Cause(CauseKind.MODULE_FLOOR, module.module.code)
    if module.is_failed:
        yield Cause(CauseKind.PASS_FAIL, module.module.code)


def _weakness(unit: UnitStanding, rules: Rules) -> CauseKind | None:
    """Return the one thing that a unit below the pass mark is reproached with, if any.

    A compensated unit is compensable and not below the floor: it is reproached with nothing.
    """
    if unit.average is None or reaches(unit.average, rules.pass_mark):
        return None
    if not unit.unit.is_compensable:
        return CauseKind.NOT_COMPENSABLE
    if rules.compensation is Compensation.NONE:
        return CauseKind.UNIT_AVERAGE
    if rules.unit_floor is None or reaches(unit.average, rules.unit_floor):
        return None
    return CauseKind.UNIT_FLOOR


def _of_year(standing: YearStanding, rules: Rules) -> Iterator[Cause]:
    """Yield a year's average below the pass mark: some unit is then below it, so not acquired."""
    if standing.average is not None and not reaches(standing.average, rules.pass_mark):
        yield Cause(CauseKind.YEAR_AVERAGE)
