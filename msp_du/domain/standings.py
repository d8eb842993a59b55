"""Where modules, units and a year stand, gates left aside (exam-rules §3.3 to §3.6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from msp_du.domain.assessment_rules import Compensation, Rules
from msp_du.domain.averages import (
    Lack,
    Value,
    Weighted,
    average,
    average_with_points,
    reaches,
)
from msp_du.domain.curriculum import NOTHING, Module, Unit, Year
from msp_du.domain.exam_sessions import module_value
from msp_du.domain.vocabulary import ResultCode
from msp_du.domain.year_marks import YearMarks

ACQUIRED = frozenset({ResultCode.PASSED, ResultCode.PASSED_BY_BOARD, ResultCode.EXEMPT})
UNSETTLED = frozenset({ResultCode.PENDING, ResultCode.DEFAULTED})


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    """A module: ``value`` if it is marked and examined, ``passed`` if it is pass/fail.

    A module is not examined when it or its unit is exempt, or its unit has an equivalence.
    """

    module: Module
    is_examined: bool
    value: Value | None = None
    passed: bool | None = None

    @property
    def average(self) -> Fraction | None:
        """The average, None while there is none."""
        return self.value if isinstance(self.value, Fraction) else None

    @property
    def is_failed(self) -> bool:
        """Whether it is an examined pass/fail module that was failed."""
        return self.is_examined and self.passed is False

    @property
    def is_missing(self) -> bool:
        """Whether marks, or the word that it is passed, are still awaited."""
        if self.module.is_marked:
            return self.value is Lack.MISSING
        return self.is_examined and self.passed is None

    def is_below(self, floor: Decimal | None) -> bool:
        """Tell whether its average is below the floor, if there is one."""
        return floor is not None and self.average is not None and not reaches(self.average, floor)


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit: its average on 20, if it has one, and what became of it."""

    unit: Unit
    result: ResultCode
    average: Fraction | None
    modules: tuple[ModuleStanding, ...]

    @property
    def is_acquired(self) -> bool:
        """Whether it is passed, by itself or with points of the board, or exempt."""
        return self.result in ACQUIRED


@dataclass(frozen=True, slots=True)
class YearStanding:
    """A year: its average on 20, if it has one, and its units once compensated."""

    average: Fraction | None
    units: tuple[UnitStanding, ...]


def year_standing(
    year: Year, rules: Rules, marks: YearMarks, open_modules: Collection[str] = ()
) -> YearStanding:
    """Return where a year stands; results of session 2 count in ``open_modules`` only."""
    units = tuple(unit_standing(unit, rules, marks, open_modules) for unit in year.units)
    if any(unit.result in UNSETTLED for unit in units):
        return YearStanding(None, units)
    exact = average(
        Weighted(unit.average, Fraction(unit.unit.coefficient))
        for unit in units
        if unit.average is not None
    )
    with_points = average_with_points(exact, rules.rounding, points=marks.year_points)
    return YearStanding(with_points, _compensated(units, with_points, rules))


def unit_standing(
    unit: Unit, rules: Rules, marks: YearMarks, open_modules: Collection[str] = ()
) -> UnitStanding:
    """Return where a unit stands before compensation (exam-rules §3.3, §3.4)."""
    given = None if unit.code in marks.exempt else marks.equivalences.get(unit.code)
    if given is not None:
        modules = _unexamined(unit, marks)
        return _settled(unit, Fraction(given), modules, rules, marks)
    if unit.code in marks.exempt or all(module.code in marks.exempt for module in unit.modules):
        return UnitStanding(unit, ResultCode.EXEMPT, None, _unexamined(unit, marks))
    modules = tuple(
        module_standing(module, rules, marks, is_open=module.code in open_modules)
        for module in unit.modules
    )
    if any(module.value is Lack.DEFAULT for module in modules):
        return UnitStanding(unit, ResultCode.DEFAULTED, None, modules)
    if any(module.is_missing for module in modules):
        return UnitStanding(unit, ResultCode.PENDING, None, modules)
    return _settled(unit, _average(modules), modules, rules, marks)


def module_standing(
    module: Module, rules: Rules, marks: YearMarks, *, is_open: bool
) -> ModuleStanding:
    """Return where a module of an examined unit stands."""
    if module.code in marks.exempt:
        return ModuleStanding(module, is_examined=False)
    if module.is_marked:
        value = module_value(module, rules, marks, is_open=is_open)
        return ModuleStanding(module, is_examined=True, value=value)
    return ModuleStanding(module, is_examined=True, passed=marks.passes.get(module.code))


def _unexamined(unit: Unit, marks: YearMarks) -> tuple[ModuleStanding, ...]:
    """Return modules that count for nothing; what is known of pass/fail ones is still shown."""
    return tuple(
        ModuleStanding(
            module,
            is_examined=False,
            passed=None if module.code in marks.exempt else marks.passes.get(module.code),
        )
        for module in unit.modules
    )


def _average(modules: Sequence[ModuleStanding]) -> Fraction | None:
    return average(
        Weighted(module.average, Fraction(module.module.coefficient or NOTHING))
        for module in modules
        if module.average is not None
    )


def _settled(
    unit: Unit,
    exact: Fraction | None,
    modules: tuple[ModuleStanding, ...],
    rules: Rules,
    marks: YearMarks,
) -> UnitStanding:
    """Tell whether a unit of which all is known is acquired, and whether it owes that to points."""
    points = marks.unit_points.get(unit.code, NOTHING)
    with_points = average_with_points(exact, rules.rounding, points=points)
    result = ResultCode.FAILED
    if not _is_blocked(modules, rules):
        if _passes(average_with_points(exact, rules.rounding), rules):
            result = ResultCode.PASSED
        elif _passes(with_points, rules):
            result = ResultCode.PASSED_BY_BOARD
    return UnitStanding(unit, result, with_points, modules)


def _is_blocked(modules: Sequence[ModuleStanding], rules: Rules) -> bool:
    """Tell whether a failed pass/fail module or a module below its floor holds the unit back."""
    return any(module.is_failed or module.is_below(rules.module_floor) for module in modules)


def _passes(unit_average: Fraction | None, rules: Rules) -> bool:
    return unit_average is None or reaches(unit_average, rules.pass_mark)


def _compensated(
    units: tuple[UnitStanding, ...], year_average: Fraction | None, rules: Rules
) -> tuple[UnitStanding, ...]:
    """Return the units, those not acquired compensated if all of them can be (exam-rules §3.6)."""
    if rules.compensation is Compensation.NONE or year_average is None:
        return units
    weak = (unit for unit in units if not unit.is_acquired)
    if not reaches(year_average, rules.pass_mark) or not all(
        _can_be_compensated(unit, rules) for unit in weak
    ):
        return units
    return tuple(
        unit if unit.is_acquired else replace(unit, result=ResultCode.COMPENSATED) for unit in units
    )


def _can_be_compensated(unit: UnitStanding, rules: Rules) -> bool:
    if unit.average is None or not unit.unit.is_compensable:
        return False
    reaches_floor = rules.unit_floor is None or reaches(unit.average, rules.unit_floor)
    return reaches_floor and not _is_blocked(unit.modules, rules)
