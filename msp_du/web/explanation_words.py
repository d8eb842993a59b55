"""Explanations in words, the same for the trainee, the tutor and the board."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from msp_du.domain import explanations
from msp_du.domain.assessment_rules import Gate, Rules
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import REFUSALS, DecisionFacts
from msp_du.domain.distances import points_missing
from msp_du.domain.explanation_steps import Explanation
from msp_du.domain.remedies import Remedy, RemedyKind
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.year_marks import YearMarks
from msp_du.services.results import Reading
from msp_du.web import formatting
from msp_du.web.computation_words import StepWords, steps
from msp_du.web.i18n import _, ngettext
from msp_du.web.result_words import (
    CauseLine,
    cause_lines,
    decided_lines,
    named_codes,
    read_cause,
)


@dataclass(frozen=True, slots=True)
class ObstacleWords:
    """What stands against a year, and what would mend it, one sentence a way."""

    what: str
    fixes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ExplanationWords:
    """Why a year stands as it does: what is in the way, then how it was computed.

    ``way`` says which resit would pass the year, where one would.
    """

    obstacles: Sequence[ObstacleWords]
    way: str | None
    steps: Sequence[StepWords]


def explain(reading: Reading) -> ExplanationWords:
    """Explain a year as it stands today; ``components/explanation.html`` shows it."""
    curriculum, outcome, conditions = reading.curriculum, reading.outcome, reading.conditions
    lines = cause_lines(
        outcome, curriculum, conditions.hours, conditions.standing, conditions.papers
    )
    found = explanations.explain(
        curriculum.year(outcome.number), curriculum.rules, reading.marks, outcome
    )
    return _words(found, lines, outcome, curriculum.rules)


def explain_decided(
    facts: DecisionFacts, curriculum: Curriculum, marks: YearMarks | None = None
) -> ExplanationWords:
    """Explain a decided year from what the decision froze.

    ``marks`` that still give the frozen averages tell the marks beneath them, and what a resit
    would mend in a year that was refused.
    """
    year, rules = curriculum.year(facts.year), curriculum.rules
    causes = tuple(read_cause(text) for text in facts.causes)
    outcome = replace(facts.outcome(), causes=causes)
    if marks is not None and facts.session == 1:
        marks = replace(marks, second={})
    if marks is not None and _still_hold(year_outcome(year, rules, marks), outcome):
        found = explanations.explain(year, rules, marks, outcome)
    else:
        found = explanations.explain_frozen(year, rules, outcome, causes)
    lines = decided_lines(facts, curriculum)
    if facts.result in REFUSALS:
        return _words(found, lines, outcome, rules)
    return ExplanationWords([ObstacleWords(line.text) for line in lines], None, steps(found, rules))


def _still_hold(today: YearOutcome, frozen: YearOutcome) -> bool:
    """Tell whether the marks of today give the averages that a decision froze."""
    return _averages(today) == _averages(frozen)


def _averages(outcome: YearOutcome) -> dict[str, Fraction | None]:
    """Return the averages of units and modules by code."""
    found = {unit.code: unit.average for unit in outcome.units}
    return found | {one.code: one.average for unit in outcome.units for one in unit.modules}


def _words(
    found: Explanation, lines: Sequence[CauseLine], outcome: YearOutcome, rules: Rules
) -> ExplanationWords:
    known = {one.cause: one.remedy for one in found.obstacles}
    grounds = _Grounds(outcome, rules)
    obstacles: list[ObstacleWords] = []
    for place, line in enumerate(lines):
        is_last = line.causes != (lines[place + 1].causes if place + 1 < len(lines) else None)
        fixes = list(_fixes(line.causes, known, grounds)) if is_last else []
        obstacles.append(ObstacleWords(line.text, fixes))
    return ExplanationWords(obstacles, _way(found.way), steps(found, rules))


@dataclass(frozen=True, slots=True)
class _Grounds:
    """The averages that causes are about, and their thresholds."""

    outcome: YearOutcome
    rules: Rules

    def points(self, cause: Cause) -> Decimal | None:
        """Return the points that the average of a cause lacks."""
        threshold = {
            CauseKind.MODULE_FLOOR: self.rules.module_floor,
            CauseKind.UNIT_FLOOR: self.rules.unit_floor,
            CauseKind.NOT_COMPENSABLE: self.rules.pass_mark,
            CauseKind.UNIT_AVERAGE: self.rules.pass_mark,
            CauseKind.YEAR_AVERAGE: self.rules.pass_mark,
        }.get(cause.kind)
        averages = _averages(self.outcome)
        found = averages.get(cause.code) if cause.code else self.outcome.average
        if threshold is None or found is None:
            return None
        missing = points_missing(found, threshold)
        return Decimal(missing.numerator) / Decimal(missing.denominator)


def _fixes(
    causes: Sequence[Cause], known: Mapping[Cause, Remedy | None], grounds: _Grounds
) -> Iterator[str]:
    """Yield what would mend what a line tells: the points, then the ways to get them."""
    points = grounds.points(causes[0])
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
        yield from _REMEDIES[found[0].kind](replace(found[0], codes=codes), causes[0])


def _await_mark(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield ngettext(
        "À recevoir du module %(codes)s.",
        "À recevoir des modules %(codes)s.",
        len(remedy.codes),
        codes=named_codes(remedy.codes),
    )


def _validate(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("À valider avec l’équipe du module %(codes)s.", codes=named_codes(remedy.codes))


def _resit(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    codes = named_codes(remedy.codes)
    if remedy.mark is None:
        yield _("Seconde session, %(codes)s : même 20 n’y suffirait pas.", codes=codes)
    elif not remedy.mark:
        yield _("Seconde session, %(codes)s : toute note y suffit.", codes=codes)
    else:
        yield ngettext(
            "Seconde session, %(codes)s : il faut au moins %(mark)s.",
            "Seconde session, %(codes)s : il faut au moins %(mark)s à chaque module.",
            len(remedy.codes),
            codes=codes,
            mark=formatting.mark(remedy.mark),
        )


def _resit_later(_remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("Une seconde session pourra s’ouvrir une fois toutes les notes connues.")


def _board(_remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("Aucune seconde session n’est ouverte : le jury décide de la suite.")


def _gate(_remedy: Remedy, cause: Cause) -> Iterator[str]:
    if cause.kind is CauseKind.GATE_FAILED:
        yield _("Le délai est passé : seul le jury peut y déroger.")
        return
    sentences = {
        Gate.HOURS: _(
            "Les heures qui manquent sont à noter, puis à faire valider par la structure d’accueil."
        ),
        Gate.ATTENDANCE: _("La coordination dit quelles séances peuvent être rattrapées."),
        Gate.COMPETENCIES: _(
            "Ces compétences sont à évaluer par la structure d’accueil, puis par l’université."
        ),
        Gate.PLACEMENT_CERTIFICATE: _(
            "Le document de fin de stage est à remettre à la coordination."
        ),
    }
    yield sentences[Gate(cause.code or "")]


_REMEDIES: Mapping[RemedyKind, Callable[[Remedy, Cause], Iterator[str]]] = {
    RemedyKind.AWAIT_MARK: _await_mark,
    RemedyKind.VALIDATE: _validate,
    RemedyKind.RESIT: _resit,
    RemedyKind.RESIT_LATER: _resit_later,
    RemedyKind.BOARD: _board,
    RemedyKind.GATE: _gate,
}


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
