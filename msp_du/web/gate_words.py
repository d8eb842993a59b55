"""The award gate in words: where each requirement stands, what it lacks and what would fix it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from msp_du.domain.award_gate import GateLine, Requirement, award_gate
from msp_du.domain.vocabulary import GateState
from msp_du.services.results import Reading
from msp_du.web import formatting
from msp_du.web.explanation_words import ExplanationWords, ObstacleWords
from msp_du.web.i18n import _
from msp_du.web.words import label

_TAGS = {GateState.MET: "done", GateState.PENDING: "todo", GateState.FAILED: "refused"}


@dataclass(frozen=True, slots=True)
class GateWords:
    """A requirement in words; ``obstacles`` are those of the year that are about it."""

    name: str
    state: str
    tag: str
    position: str
    obstacles: Sequence[ObstacleWords]


def gate_words(reading: Reading, explanation: ExplanationWords) -> list[GateWords]:
    """Return the award gate of a year in words, a line a requirement."""
    found = award_gate(reading.outcome, reading.curriculum.rules, reading.conditions.gates)
    return [_line(line, reading, explanation) for line in found]


def _line(line: GateLine, reading: Reading, explanation: ExplanationWords) -> GateWords:
    return GateWords(
        name=label(line.requirement),
        state=label(line.state) if line.state else _("Non examinée"),
        tag=_TAGS[line.state] if line.state else "quiet",
        position=_POSITIONS[line.requirement](reading, line),
        obstacles=[one for one in explanation.obstacles if one.requirement is line.requirement],
    )


def _marks(reading: Reading, _line: GateLine) -> str:
    average = reading.outcome.average
    if average is None:
        return "–"
    return _("Moyenne de l’année : %(average)s", average=formatting.mark(average))


def _hours(reading: Reading, _line: GateLine) -> str:
    hours = reading.conditions.hours
    shown = _(
        "%(done)s validées sur %(total)s",
        done=formatting.hours(hours.approved),
        total=formatting.hours(hours.required),
    )
    if not hours.submitted:
        return shown
    waiting = _("%(hours)s attendent une signature", hours=formatting.hours(hours.submitted))
    return _("%(shown)s, %(waiting)s", shown=shown, waiting=waiting)


def _attendance(_reading: Reading, line: GateLine) -> str:
    if line.state is None:
        return _("Aucune séance n’est encore close.")
    if line.state is GateState.MET:
        return _("Le minimum est atteint dans chaque unité suivie.")
    return "–"


def _competencies(reading: Reading, _line: GateLine) -> str:
    standing = reading.conditions.standing
    if standing is None:
        return _("La promotion ne suit pas de référentiel.")
    return _(
        "%(acquired)s compétences socles sur %(total)s",
        acquired=standing.acquired,
        total=standing.core_total,
    )


def _placement_papers(reading: Reading, line: GateLine) -> str:
    papers = reading.conditions.papers
    if line.state is None:
        return _("L’année ne demande pas de stage.")
    if not papers.expected:
        return "–"
    return _(
        "Documents reçus : %(received)s sur %(total)s",
        received=papers.received,
        total=len(papers.expected),
    )


_POSITIONS: Mapping[Requirement, Callable[[Reading, GateLine], str]] = {
    Requirement.MARKS: _marks,
    Requirement.HOURS: _hours,
    Requirement.ATTENDANCE: _attendance,
    Requirement.COMPETENCIES: _competencies,
    Requirement.PLACEMENT_CERTIFICATE: _placement_papers,
}
