"""What the board decides of a year, and the facts that each decision freezes.

The board is sovereign: it may admit where the rules alone would not (``ADJ``), and refuse. It
may not say that the rules admit (``ADM``) where they do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.curriculum import NOTHING, Curriculum, Module, Unit
from msp_du.domain.decision_inputs import Inputs
from msp_du.domain.diploma import DiplomaOutcome, diploma_outcome
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.gaps import Gaps
from msp_du.domain.results import ADMITTED, CREDITED, ModuleOutcome, UnitOutcome, YearOutcome
from msp_du.domain.vocabulary import ResultCode

FIRST_FORM: Final = "msp-du/decision@1"
FORM: Final = "msp-du/decision@2"
REFUSALS: Final = frozenset({ResultCode.FAILED, ResultCode.DEFAULTED})


@dataclass(frozen=True, slots=True)
class DecidedModule:
    """A module as it stood; averages are exact, on 20."""

    code: str
    title: str
    taught_hours: Decimal
    coefficient: Decimal | None
    average: Fraction | None
    passed: bool | None
    is_examined: bool
    is_defaulted: bool


@dataclass(frozen=True, slots=True)
class DecidedUnit:
    """A unit as the board decided it; ``ects`` are the credits obtained."""

    code: str
    title: str
    coefficient: Decimal
    ects: Decimal
    average: Fraction | None
    result: ResultCode
    modules: tuple[DecidedModule, ...]


@dataclass(frozen=True, slots=True)
class FirstFacts:
    """What a decision rested on before boards sat here; placement hours in minutes.

    ``computed`` is what the rules alone gave, ``causes`` what then stood against the year.
    """

    curriculum: str
    """Code and version: ``DU-MSP@2026``."""
    year: int
    attempt: int
    academic_year: str
    session: int
    average: Fraction | None
    computed: ResultCode
    result: ResultCode
    ects: Decimal
    causes: tuple[str, ...]
    required_placement_minutes: int
    approved_placement_minutes: int
    core_competencies: int | None
    """Core competencies of the framework, None where there is no framework."""
    acquired_competencies: int | None
    units: tuple[DecidedUnit, ...]


@dataclass(frozen=True, slots=True)
class DecisionFacts(FirstFacts):
    """Everything a decision rests on, as it stood that day.

    What decisions of the first form do not hold is None. ``derogation`` is the reason for going
    against what the rules give, ``rules_digest`` the SHA-256 of the curriculum's text.
    """

    may_progress: bool | None = None
    derogation: str | None = None
    sitting_id: str | None = None
    rules_digest: str | None = None
    inputs: Inputs | None = None
    gaps: Gaps | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the next year may begin."""
        return self.result in ADMITTED or bool(self.may_progress)

    @property
    def missing(self) -> Gaps:
        """What was missing beside the marks; decisions of the first form know less of it."""
        if self.gaps is not None:
            return self.gaps
        hours = self.required_placement_minutes - self.approved_placement_minutes
        core, acquired = self.core_competencies, self.acquired_competencies
        return Gaps(
            minutes=max(0, hours),
            competencies=None if core is None or acquired is None else core - acquired,
        )

    def outcome(self) -> YearOutcome:
        """Return the year's result as decided, for what is computed from it."""
        return YearOutcome(
            number=self.year,
            session=self.session,
            average=self.average,
            result=self.result,
            ects=self.ects,
            may_progress=self.goes_on,
            causes=(),
            units=tuple(_outcome_of(unit) for unit in self.units),
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision freezes beside the marks; placement hours in minutes."""

    attempt: int
    academic_year: str
    required_placement_minutes: int
    approved_placement_minutes: int
    core_competencies: int | None
    acquired_competencies: int | None
    may_progress: bool | None = None
    derogation: str | None = None
    sitting_id: str | None = None
    rules_digest: str | None = None
    inputs: Inputs | None = None
    gaps: Gaps | None = None


def open_results(computed: ResultCode) -> tuple[ResultCode, ...]:
    """List what the board may decide, given what the rules give.

    >>> [result.value for result in open_results(ResultCode.PASSED)]
    ['ADM', 'AJ']
    >>> [result.value for result in open_results(ResultCode.PENDING)]
    ['ADJ', 'AJ']
    """
    match computed:
        case ResultCode.PASSED:
            return (ResultCode.PASSED, ResultCode.FAILED)
        case ResultCode.DEFAULTED:
            return (ResultCode.DEFAULTED, ResultCode.PASSED_BY_BOARD, ResultCode.FAILED)
        case _:
            return (ResultCode.PASSED_BY_BOARD, ResultCode.FAILED)


def decide(
    curriculum: Curriculum, outcome: YearOutcome, result: ResultCode, seen: Circumstances
) -> DecisionFacts:
    """Return the facts that a decision freezes; raises RuleViolation DECISION_NOT_OPEN.

    Where the board admits, every unit gives its credits: one that the rules would not credit
    shows ``ADJ``. Where it refuses, no unit is compensated.
    """
    if result not in open_results(outcome.result):
        raise RuleViolation(Rule.DECISION_NOT_OPEN, field="result")
    year = curriculum.year(outcome.number)
    units = tuple(
        _decided_unit(unit, found, result)
        for unit, found in zip(year.units, outcome.units, strict=True)
    )
    return DecisionFacts(
        curriculum=curriculum.reference,
        year=outcome.number,
        attempt=seen.attempt,
        academic_year=seen.academic_year,
        session=outcome.session,
        average=outcome.average,
        computed=outcome.result,
        result=result,
        ects=sum((unit.ects for unit in units), NOTHING),
        causes=tuple(str(cause) for cause in outcome.causes),
        required_placement_minutes=seen.required_placement_minutes,
        approved_placement_minutes=seen.approved_placement_minutes,
        core_competencies=seen.core_competencies,
        acquired_competencies=seen.acquired_competencies,
        units=units,
        may_progress=seen.may_progress,
        derogation=seen.derogation,
        sitting_id=seen.sitting_id,
        rules_digest=seen.rules_digest,
        inputs=seen.inputs,
        gaps=seen.gaps,
    )


def diploma_of(curriculum: Curriculum, facts: Mapping[int, DecisionFacts]) -> DiplomaOutcome:
    """Return the diploma's outcome from the decisions that count, by year number."""
    return diploma_outcome(curriculum, {number: each.outcome() for number, each in facts.items()})


def canonical(facts: DecisionFacts) -> str:
    """Return the facts as canonical JSON."""
    return frozen_facts.write(facts, form=FORM)


def read(text: str) -> DecisionFacts:
    """Return the facts of a decision of either form; raises UnreadableFacts for anything else."""
    try:
        return frozen_facts.read(DecisionFacts, text, form=FORM)
    except UnreadableFacts:
        first = frozen_facts.read(FirstFacts, text, form=FIRST_FORM)
    return DecisionFacts(**{field.name: getattr(first, field.name) for field in fields(first)})


def _decided_unit(unit: Unit, outcome: UnitOutcome, result: ResultCode) -> DecidedUnit:
    decided = _unit_result(outcome.result, result)
    return DecidedUnit(
        code=unit.code,
        title=unit.title.fr,
        coefficient=unit.coefficient,
        ects=unit.ects if decided in CREDITED else NOTHING,
        average=outcome.average,
        result=decided,
        modules=tuple(
            _decided_module(module, found)
            for module, found in zip(unit.modules, outcome.modules, strict=True)
        ),
    )


def _unit_result(computed: ResultCode, year: ResultCode) -> ResultCode:
    if year in REFUSALS:
        return ResultCode.FAILED if computed is ResultCode.COMPENSATED else computed
    return computed if computed in CREDITED else ResultCode.PASSED_BY_BOARD


def _decided_module(module: Module, outcome: ModuleOutcome) -> DecidedModule:
    return DecidedModule(
        code=module.code,
        title=module.title.fr,
        taught_hours=module.taught_hours,
        coefficient=module.coefficient,
        average=outcome.average,
        passed=outcome.passed,
        is_examined=outcome.is_examined,
        is_defaulted=outcome.is_defaulted,
    )


def _outcome_of(unit: DecidedUnit) -> UnitOutcome:
    modules = tuple(
        ModuleOutcome(
            code=module.code,
            average=module.average,
            passed=module.passed,
            is_marked=module.coefficient is not None,
            is_examined=module.is_examined,
            is_defaulted=module.is_defaulted,
        )
        for module in unit.modules
    )
    return UnitOutcome(
        code=unit.code,
        average=unit.average,
        result=unit.result,
        ects=unit.ects,
        coefficient=unit.coefficient,
        modules=modules,
    )
