"""Explanations in words, the same for the trainee, the tutor and the board."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from msp_du.domain import explanations
from msp_du.domain.assessment_rules import Gate, Rules
from msp_du.domain.award_gate import GATE_CAUSES, Requirement
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Curriculum, Module, Year
from msp_du.domain.decision_inputs import marks_of
from msp_du.domain.decisions import REFUSALS, DecisionFacts
from msp_du.domain.distances import points_missing
from msp_du.domain.explanation_steps import Explanation
from msp_du.domain.gaps import Gaps
from msp_du.domain.remedies import Remedy
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.year_marks import YearMarks
from msp_du.services.results import Reading
from msp_du.web import formatting
from msp_du.web.computation_words import StepWords, module_steps, steps
from msp_du.web.i18n import _, ngettext
from msp_du.web.remedy_words import remedy_lines
from msp_du.web.result_words import CauseLine, cause_lines, named_codes, read_cause


@dataclass(frozen=True, slots=True)
class ObstacleWords:
    """What stands against a year, and what would mend it, one sentence a way."""

    what: str
    fixes: Sequence[str] = ()
    requirement: Requirement = Requirement.MARKS


@dataclass(frozen=True, slots=True)
class ExplanationWords:
    """Why a year stands as it does: what is in the way, then how it was computed.

    ``way`` says which resit would pass the year, where one would.
    """

    obstacles: Sequence[ObstacleWords]
    way: str | None
    steps: Sequence[StepWords]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the words are about: an outcome, its explanation and what was missing beside marks.

    ``hosts`` owe documents, where they may be named.
    """

    curriculum: Curriculum
    outcome: YearOutcome
    found: Explanation
    gaps: Gaps
    hosts: Sequence[str] = ()
    is_mendable: bool = True


def explain(reading: Reading, *, names_hosts: bool = False) -> ExplanationWords:
    """Explain a year as it stands today; ``components/explanation.html`` shows it.

    ``names_hosts`` tells who owes a document, for those who may read the placement.
    """
    return _words(_today(reading, names_hosts=names_hosts))


def explain_module(reading: Reading, code: str) -> ExplanationWords:
    """Explain no more of a year than one of its modules."""
    return _of_module(_today(reading), code)


def explain_decided(
    facts: DecisionFacts, curriculum: Curriculum, marks: YearMarks | None = None
) -> ExplanationWords:
    """Explain a decided year from what the decision froze.

    For a decision that did not freeze its marks, ``marks`` that still give the frozen averages
    tell those beneath them. A year that was refused says what a resit would mend.
    """
    return _words(_decided(facts, curriculum, marks))


def explain_decided_module(
    facts: DecisionFacts, curriculum: Curriculum, marks: YearMarks | None, code: str
) -> ExplanationWords:
    """Explain no more of a decided year than one of its modules."""
    return _of_module(_decided(facts, curriculum, marks), code)


def _today(reading: Reading, *, names_hosts: bool = False) -> _Ground:
    curriculum, outcome, conditions = reading.curriculum, reading.outcome, reading.conditions
    year = curriculum.year(outcome.number)
    return _Ground(
        curriculum=curriculum,
        outcome=outcome,
        found=explanations.explain(year, curriculum.rules, reading.marks, outcome),
        gaps=conditions.gaps,
        hosts=conditions.papers.hosts if names_hosts else (),
    )


def _decided(facts: DecisionFacts, curriculum: Curriculum, marks: YearMarks | None) -> _Ground:
    year, rules = curriculum.year(facts.year), curriculum.rules
    causes = tuple(read_cause(text) for text in facts.causes)
    outcome = replace(facts.outcome(), causes=causes)
    if facts.inputs is not None:
        marks = marks_of(facts.inputs)
    if marks is not None and facts.session == 1:
        marks = replace(marks, second={})
    if marks is not None and _still_hold(year_outcome(year, rules, marks), outcome):
        found = explanations.explain(year, rules, marks, outcome)
    else:
        found = explanations.explain_frozen(year, rules, outcome, causes)
    is_mendable = facts.result in REFUSALS
    return _Ground(curriculum, outcome, found, facts.missing, is_mendable=is_mendable)


def _still_hold(today: YearOutcome, frozen: YearOutcome) -> bool:
    """Tell whether the marks give the averages that a decision froze."""
    return _averages(today) == _averages(frozen)


def _averages(outcome: YearOutcome) -> dict[str, Fraction | None]:
    """Return the averages of units and modules by code."""
    found = {unit.code: unit.average for unit in outcome.units}
    return found | {one.code: one.average for unit in outcome.units for one in unit.modules}


def _words(ground: _Ground) -> ExplanationWords:
    return ExplanationWords(
        obstacles=_obstacles(ground, ground.outcome.causes),
        way=_way(ground.found.way) if ground.is_mendable else None,
        steps=steps(ground.found, ground.curriculum.rules),
    )


def _of_module(ground: _Ground, code: str) -> ExplanationWords:
    year = ground.curriculum.year(ground.outcome.number)
    about = {code, *(each.code for each in _module(year, code).assessments)}
    causes = [cause for cause in ground.outcome.causes if cause.code in about]
    return ExplanationWords(_obstacles(ground, causes), None, module_steps(ground.found, code))


def _module(year: Year, code: str) -> Module:
    return next(one for unit in year.units for one in unit.modules if one.code == code)


def _obstacles(ground: _Ground, causes: Collection[Cause]) -> list[ObstacleWords]:
    known = {one.cause: one.remedy for one in ground.found.obstacles}
    outcome = replace(ground.outcome, causes=tuple(causes))
    lines = cause_lines(outcome, ground.curriculum, ground.gaps)
    obstacles: list[ObstacleWords] = []
    for place, line in enumerate(lines):
        is_last = line.causes != (lines[place + 1].causes if place + 1 < len(lines) else None)
        is_told = is_last and ground.is_mendable
        fixes = list(_fixes(line.causes, known, ground)) if is_told else []
        obstacles.append(ObstacleWords(line.text, fixes, _requirement(line)))
    return obstacles


def _requirement(line: CauseLine) -> Requirement:
    cause = line.causes[0]
    return Requirement(cause.code or "") if cause.kind in GATE_CAUSES else Requirement.MARKS


def _fixes(
    causes: Sequence[Cause], known: Mapping[Cause, Remedy | None], ground: _Ground
) -> Iterator[str]:
    """Yield what would mend what a line tells: the points, then the ways to get them."""
    points = _points(causes[0], ground.outcome, ground.curriculum.rules)
    if points:
        yield ngettext(
            "Il manque %(points)s point.",
            "Il manque %(points)s points.",
            1 if points < 2 else 2,
            points=formatting.number(points),
        )
    found = [remedy for remedy in map(known.get, causes) if remedy is not None]
    if found:
        codes = tuple(dict.fromkeys(code for remedy in found for code in remedy.codes))
        yield from remedy_lines(replace(found[0], codes=codes), causes[0])
    if causes[0] == _AWAITED_PAPERS and ground.hosts:
        hosts = ", ".join(dict.fromkeys(ground.hosts))
        yield _("À demander à : %(hosts)s.", hosts=hosts)


_AWAITED_PAPERS = Cause(CauseKind.GATE_PENDING, Gate.PLACEMENT_CERTIFICATE.value)


def _points(cause: Cause, outcome: YearOutcome, rules: Rules) -> Decimal | None:
    """Return the points that the average of a cause lacks."""
    threshold = {
        CauseKind.MODULE_FLOOR: rules.module_floor,
        CauseKind.UNIT_FLOOR: rules.unit_floor,
        CauseKind.NOT_COMPENSABLE: rules.pass_mark,
        CauseKind.UNIT_AVERAGE: rules.pass_mark,
        CauseKind.YEAR_AVERAGE: rules.pass_mark,
    }.get(cause.kind)
    found = _averages(outcome).get(cause.code) if cause.code else outcome.average
    if threshold is None or found is None:
        return None
    missing = points_missing(found, threshold)
    return Decimal(missing.numerator) / Decimal(missing.denominator)


def _way(remedy: Remedy | None) -> str | None:
    if remedy is None or remedy.mark is None:
        return None
    return ngettext(
        "Avec au moins %(mark)s à la seconde session de %(codes)s, les notes de l’année "
        "suffiraient.",
        "Avec au moins %(mark)s à la seconde session de chacun des modules %(codes)s, les notes de "
        "l’année suffiraient.",
        len(remedy.codes),
        mark=formatting.mark(remedy.mark),
        codes=named_codes(remedy.codes),
    )
