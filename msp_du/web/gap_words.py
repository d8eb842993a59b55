"""What a gate of a year lacks, in sentences with numbers."""

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.competencies import MOST_NOT_APPLICABLE
from msp_du.domain.gaps import Gaps, UnitGap
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext
from msp_du.web.words import label


def pending_lines(gate: Gate, gaps: Gaps) -> list[str]:
    """Return what is missing to a gate that waits; that it waits where nothing more is known."""
    return list(_LINES[gate](gaps)) or [_("%(gate)s : à valider", gate=label(gate))]


def failed_lines(gate: Gate, gaps: Gaps) -> list[str]:
    """Return what was missing to a gate that is not met for good, and since when."""
    known = list(_LINES[gate](gaps))
    if gaps.closed_on is not None:
        day = formatting.day(gaps.closed_on)
        known = known or [_("%(gate)s : condition non remplie", gate=label(gate))]
        return [_("%(what)s (conditions closes le %(day)s)", what=what, day=day) for what in known]
    if not known:
        return [_("%(gate)s : condition non remplie", gate=label(gate))]
    return [_("%(what)s (condition non remplie)", what=what) for what in known]


def _hours(gaps: Gaps) -> Iterator[str]:
    if gaps.minutes:
        yield _("Il manque %(hours)s de stage validées", hours=formatting.hours(gaps.minutes))


def _attendance(gaps: Gaps) -> Iterator[str]:
    for unit in gaps.attendance:
        yield ngettext(
            "%(code)s : %(share)s %% de présence, %(minimum)s %% demandés ; il manque une "
            "demi-journée",
            "%(code)s : %(share)s %% de présence, %(minimum)s %% demandés ; il manque %(num)s "
            "demi-journées",
            unit.half_days,
            code=unit.code,
            share=_share(unit),
            minimum=formatting.number(float(unit.minimum)),
        )


def _share(unit: UnitGap) -> str:
    """Return a share cut after two decimals: what is below the minimum is never shown as equal."""
    return formatting.number(Decimal(math.floor(unit.percent * 100)) / 100)


def _competencies(gaps: Gaps) -> Iterator[str]:
    if gaps.competencies:
        yield ngettext(
            "Une compétence socle à valider",
            "%(num)s compétences socles à valider",
            gaps.competencies,
        )
    if gaps.not_applicable > MOST_NOT_APPLICABLE:
        yield _(
            "%(count)s compétences socles sans objet, %(most)s au plus",
            count=gaps.not_applicable,
            most=MOST_NOT_APPLICABLE,
        )


def _papers(gaps: Gaps) -> Iterator[str]:
    for paper in gaps.papers or ():
        yield _("%(paper)s : à recevoir", paper=label(paper))
    if gaps.papers == ():
        yield _("Document de stage : aucune heure n’est encore validée")


_LINES: Mapping[Gate, Callable[[Gaps], Iterator[str]]] = {
    Gate.HOURS: _hours,
    Gate.ATTENDANCE: _attendance,
    Gate.COMPETENCIES: _competencies,
    Gate.PLACEMENT_CERTIFICATE: _papers,
}
