"""The award gate in words: where each requirement stands, why, and what would fix it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from msp_du.domain.attendance import UnitAttendance
from msp_du.domain.award_gate import GATE_CAUSES, GateLine, Requirement, award_gate
from msp_du.domain.competencies import MOST_NOT_APPLICABLE
from msp_du.domain.resits import open_resits
from msp_du.domain.vocabulary import GateState
from msp_du.services.results import Reading
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext
from msp_du.web.result_words import cause_sentences
from msp_du.web.words import label

_TAGS = {GateState.MET: "done", GateState.PENDING: "todo", GateState.FAILED: "refused"}


@dataclass(frozen=True, slots=True)
class GateWords:
    """A requirement in words; ``fixes`` is empty where nothing is left to do."""

    requirement: Requirement
    name: str
    state: str
    tag: str
    reasons: list[str]
    fixes: list[str]
    is_open: bool


Words = tuple[list[str], list[str]]
"""Why it stands there, and what would fix it."""


def gate_of(reading: Reading) -> tuple[GateLine, ...]:
    """Return the award gate of a year as it stands today."""
    return award_gate(reading.outcome, reading.curriculum.rules, reading.conditions.gates)


def gate_words(reading: Reading) -> list[GateWords]:
    """Return the award gate of a year in words, a line a requirement."""
    return [_line(line, reading) for line in gate_of(reading)]


def _line(line: GateLine, reading: Reading) -> GateWords:
    reasons, fixes = _WORDS[line.requirement](reading, line)
    if line.state is GateState.FAILED and line.requirement is not Requirement.MARKS:
        fixes = [_("Les conditions sont closes : seul le jury peut encore en décider.")]
    return GateWords(
        requirement=line.requirement,
        name=label(line.requirement),
        state=label(line.state) if line.state else _("Non examinée"),
        tag=_TAGS[line.state] if line.state else "quiet",
        reasons=reasons,
        fixes=fixes if line.is_open else [],
        is_open=line.is_open,
    )


def _marks(reading: Reading, line: GateLine) -> Words:
    outcome = reading.outcome
    causes = tuple(cause for cause in outcome.causes if cause.kind not in GATE_CAUSES)
    reasons = cause_sentences(replace(outcome, causes=causes), reading.curriculum)
    if outcome.average is not None and not reasons:
        reasons = [_("Moyenne de l’année : %(average)s", average=formatting.mark(outcome.average))]
    if line.state is GateState.PENDING:
        return reasons, [_("Saisir les notes attendues.")]
    year = reading.curriculum.year(outcome.number)
    resits = open_resits(year, reading.curriculum.rules, reading.marks)
    codes = [module.code for unit in year.units for module in unit.modules if module.code in resits]
    if codes and outcome.session == 1:
        return reasons, [_("Repasser en seconde session : %(codes)s.", codes=", ".join(codes))]
    return reasons, [_("Seul le jury peut encore en décider.")]


def _hours(reading: Reading, _line: GateLine) -> Words:
    hours = reading.conditions.hours
    shown = _(
        "%(done)s validées sur %(total)s",
        done=formatting.hours(hours.approved),
        total=formatting.hours(hours.required),
    )
    if hours.submitted:
        waiting = _("%(hours)s attendent une signature", hours=formatting.hours(hours.submitted))
        shown = _("%(shown)s, %(waiting)s", shown=shown, waiting=waiting)
    return [shown], [
        _("Faire valider encore %(hours)s de stage.", hours=formatting.hours(hours.missing))
    ]


def _attendance(reading: Reading, line: GateLine) -> Words:
    standing = reading.conditions.attendance
    if line.state is None:
        return [_("Aucune séance n’est encore close.")], []
    weak = [unit for unit in standing.examined if unit.state is not GateState.MET]
    shown = [_unit_share(unit) for unit in weak]
    missing = standing.missing
    return shown or [_("Le minimum est atteint dans chaque unité suivie.")], [
        ngettext(
            "Être présent à une demi-journée de plus.",
            "Être présent à %(num)s demi-journées de plus.",
            missing,
        )
    ]


def _unit_share(unit: UnitAttendance) -> str:
    return _(
        "%(code)s : %(share)s\u00a0%% de présence, %(minimum)s\u00a0%% demandés",
        code=unit.code,
        share=formatting.number(float(unit.percent or 0)),
        minimum=formatting.number(float(unit.rules.minimum)),
    )


def _competencies(reading: Reading, _line: GateLine) -> Words:
    standing = reading.conditions.standing
    if standing is None:
        return [_("La promotion ne suit pas de référentiel.")], []
    shown = _(
        "%(acquired)s compétences socles sur %(total)s",
        acquired=standing.acquired,
        total=standing.core_total,
    )
    fixes = []
    if standing.missing:
        fixes.append(
            ngettext(
                "Valider une compétence socle : %(codes)s.",
                "Valider %(num)s compétences socles : %(codes)s.",
                len(standing.missing),
                codes=", ".join(standing.missing),
            )
        )
    if standing.has_too_many_not_applicable:
        fixes.append(
            _(
                "Observer des compétences « sans objet » : %(most)s au plus peuvent le rester.",
                most=MOST_NOT_APPLICABLE,
            )
        )
    return [shown], fixes


def _placement_papers(reading: Reading, line: GateLine) -> Words:
    papers = reading.conditions.papers
    if line.state is None:
        return [_("L’année ne demande pas de stage.")], []
    if not papers.expected:
        return [_("Aucune heure de stage n’est encore validée.")], [
            _("Faire valider des heures, puis recevoir le document de la structure.")
        ]
    shown = _(
        "Documents reçus : %(received)s sur %(total)s",
        received=papers.received,
        total=len(papers.expected),
    )
    return [shown], [
        _("À demander à la structure : %(paper)s.", paper=label(paper).lower())
        for paper in papers.missing
    ]


_WORDS: Mapping[Requirement, Callable[[Reading, GateLine], Words]] = {
    Requirement.MARKS: _marks,
    Requirement.HOURS: _hours,
    Requirement.ATTENDANCE: _attendance,
    Requirement.COMPETENCIES: _competencies,
    Requirement.PLACEMENT_CERTIFICATE: _placement_papers,
}
