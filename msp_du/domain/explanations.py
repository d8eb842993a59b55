"""Why a year stands as it does: which rule applied to each unit and module, to which numbers."""

from fractions import Fraction

from msp_du.domain.assessment_rules import Compensation, ResitPolicy, Rules
from msp_du.domain.averages import Weighted, average, carried, reaches
from msp_du.domain.causes import Cause
from msp_du.domain.curriculum import NOTHING, Assessment, Module, Unit, Year
from msp_du.domain.exam_sessions import assessment_value, second_value
from msp_du.domain.explanation_steps import (
    Explanation,
    ModuleRule,
    ModuleStep,
    Obstacle,
    ScoreRule,
    ScoreStep,
    UnitRule,
    UnitStep,
)
from msp_du.domain.marks import Score
from msp_du.domain.remedies import Remedy, remedies, way_to_pass
from msp_du.domain.resits import resits
from msp_du.domain.results import ModuleOutcome, UnitOutcome, YearOutcome
from msp_du.domain.vocabulary import MarkCode, ResultCode
from msp_du.domain.year_marks import YearMarks

_RULES = {
    ResultCode.PASSED: UnitRule.ACQUIRED,
    ResultCode.PASSED_BY_BOARD: UnitRule.BY_BOARD,
    ResultCode.COMPENSATED: UnitRule.COMPENSATED,
    ResultCode.DEFAULTED: UnitRule.IN_DEFAULT,
    ResultCode.EXEMPT: UnitRule.EXEMPT,
    ResultCode.PENDING: UnitRule.MARKS_MISSING,
}


def explain(year: Year, rules: Rules, marks: YearMarks, outcome: YearOutcome) -> Explanation:
    """Explain an outcome computed from these marks."""
    explainer = _Explainer(year, rules, outcome, marks)
    found = remedies(year, rules, marks, outcome)
    pairs = zip(outcome.causes, found, strict=True)
    return explainer.explanation(
        tuple(Obstacle(cause, remedy) for cause, remedy in pairs),
        way_to_pass(year, rules, marks, outcome),
    )


def explain_frozen(
    year: Year, rules: Rules, outcome: YearOutcome, causes: tuple[Cause, ...]
) -> Explanation:
    """Explain an outcome of which the averages hold, the marks beneath are not asked about."""
    explainer = _Explainer(year, rules, outcome, None)
    return explainer.explanation(tuple(Obstacle(cause, None) for cause in causes), None)


class _Explainer:
    """Retraces an outcome; without marks, only from its averages."""

    def __init__(
        self, year: Year, rules: Rules, outcome: YearOutcome, marks: YearMarks | None
    ) -> None:
        self._year, self._rules, self._outcome = year, rules, outcome
        self._marks = marks or YearMarks()
        self._has_marks = marks is not None
        self._open = resits(year, rules, self._marks).open_modules

    def explanation(self, obstacles: tuple[Obstacle, ...], way: Remedy | None) -> Explanation:
        outcome = self._outcome
        units = tuple(
            self._unit(unit, found)
            for unit, found in zip(self._year.units, outcome.units, strict=True)
        )
        exact = average(
            Weighted(unit.average, Fraction(unit.coefficient))
            for unit in units
            if unit.average is not None
        )
        return Explanation(
            number=outcome.number,
            session=outcome.session,
            result=outcome.result,
            average=outcome.average,
            exact=None if outcome.average is None else exact,
            points=self._marks.year_points,
            units=units,
            obstacles=obstacles,
            way=way,
        )

    def _unit(self, unit: Unit, outcome: UnitOutcome) -> UnitStep:
        points = self._marks.unit_points.get(unit.code, NOTHING)
        is_equivalent = outcome.average is not None and not any(
            module.is_examined for module in outcome.modules
        )
        modules = tuple(
            self._module(module, found, is_equivalent=is_equivalent)
            for module, found in zip(unit.modules, outcome.modules, strict=True)
        )
        exact = self._given(unit, outcome) if is_equivalent else _average(modules)
        return UnitStep(
            code=unit.code,
            coefficient=unit.coefficient,
            average=outcome.average,
            exact=None if outcome.average is None else exact,
            points=points,
            result=outcome.result,
            rule=self._unit_rule(unit, outcome),
            is_equivalent=is_equivalent,
            modules=modules,
        )

    def _given(self, unit: Unit, outcome: UnitOutcome) -> Fraction | None:
        """Return the average that stands for a unit's."""
        known = self._marks.equivalences.get(unit.code)
        return outcome.average if known is None else Fraction(known)

    def _unit_rule(self, unit: Unit, outcome: UnitOutcome) -> UnitRule:
        if outcome.result is ResultCode.FAILED:
            return self._failed_rule(unit, outcome)
        is_by_points = unit.code in self._marks.unit_points
        if outcome.result is ResultCode.PASSED_BY_BOARD and is_by_points:
            return UnitRule.BY_POINTS
        return _RULES[outcome.result]

    def _failed_rule(self, unit: Unit, outcome: UnitOutcome) -> UnitRule:
        """Return what keeps a unit from being acquired or compensated."""
        own = self._own_rule(unit, outcome)
        if own is not None:
            return own
        if self._outcome.average is None:
            return UnitRule.YEAR_WITHOUT_AVERAGE
        if not reaches(self._outcome.average, self._rules.pass_mark):
            return UnitRule.YEAR_TOO_LOW
        others = zip(self._year.units, self._outcome.units, strict=True)
        if any(
            found.result is ResultCode.FAILED and self._own_rule(other, found)
            for other, found in others
        ):
            return UnitRule.OTHER_UNITS
        return UnitRule.REFUSED_BY_BOARD

    def _own_rule(self, unit: Unit, outcome: UnitOutcome) -> UnitRule | None:
        """Return why a unit could not be compensated in any year; None if it could."""
        found, floor = outcome.average, self._rules.unit_floor
        if found is None or reaches(found, self._rules.pass_mark):
            return UnitRule.HELD_BACK
        if not unit.is_compensable:
            return UnitRule.NOT_COMPENSABLE
        if self._rules.compensation is Compensation.NONE:
            return UnitRule.NO_COMPENSATION
        if floor is not None and not reaches(found, floor):
            return UnitRule.BELOW_FLOOR
        is_held_back = any(self._holds_back(module) for module in outcome.modules)
        return UnitRule.HELD_BACK if is_held_back else None

    def _holds_back(self, module: ModuleOutcome) -> bool:
        floor = self._rules.module_floor
        is_below = (
            floor is not None and module.average is not None and not reaches(module.average, floor)
        )
        return is_below or (module.is_examined and module.passed is False)

    def _module(self, module: Module, outcome: ModuleOutcome, *, is_equivalent: bool) -> ModuleStep:
        second = self._marks.second.get(module.code) if module.code in self._open else None
        asked = module.assessments if self._has_marks and outcome.is_examined else ()
        return ModuleStep(
            code=module.code,
            coefficient=module.coefficient,
            average=outcome.average,
            rule=self._module_rule(outcome, second, is_equivalent=is_equivalent),
            scores=tuple(self._score(module, each) for each in asked),
            second=second,
        )

    def _module_rule(
        self, outcome: ModuleOutcome, second: Score | None, *, is_equivalent: bool
    ) -> ModuleRule:
        if not outcome.is_examined:
            return ModuleRule.EQUIVALENT if is_equivalent else ModuleRule.EXEMPT
        if outcome.is_defaulted:
            return ModuleRule.IN_DEFAULT
        if not outcome.is_marked:
            return _PASSES[outcome.passed]
        if outcome.average is None:
            return ModuleRule.MISSING
        if second is None:
            return ModuleRule.AVERAGE
        resat = second_value(second, self._rules)
        is_kept = isinstance(resat, Fraction) and outcome.average == carried(
            resat, self._rules.rounding
        )
        return ModuleRule.WHOLE_RESIT if is_kept else ModuleRule.WHOLE_RESIT_BELOW

    def _score(self, module: Module, assessment: Assessment) -> ScoreStep:
        marks = self._marks
        first, second = marks.first.get(assessment.code), marks.second.get(assessment.code)
        is_open = module.code in self._open and module.code not in marks.second
        value = assessment_value(assessment, self._rules, marks, is_open=is_open)
        if second is None:
            rule = _first_rule(first)
        elif not is_open:
            rule = ScoreRule.RESIT_NOT_OPEN
        elif self._rules.resit_policy is ResitPolicy.REPLACE or value == second_value(
            second, self._rules
        ):
            rule = ScoreRule.RESIT_COUNTS
        else:
            rule = ScoreRule.FIRST_KEPT
        return ScoreStep(assessment.code, assessment.weight, first, second, value, rule)


_PASSES = {True: ModuleRule.PASSED, False: ModuleRule.FAILED, None: ModuleRule.MISSING}


def _first_rule(first: Score | None) -> ScoreRule:
    if first is None:
        return ScoreRule.MISSING
    return ScoreRule.ABSENCE if isinstance(first, MarkCode) else ScoreRule.MARK


def _average(modules: tuple[ModuleStep, ...]) -> Fraction | None:
    return average(
        Weighted(module.average, Fraction(module.coefficient))
        for module in modules
        if module.average is not None and module.coefficient is not None
    )
