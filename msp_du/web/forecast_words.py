"""Forecasts of hours and what puts them at risk, in words with their figures."""

from datetime import date

from msp_du.domain.forecasts import (
    Course,
    Risk,
    RiskReason,
    at_planned_pace,
    at_present_pace,
)
from msp_du.domain.forecasts import missing as minutes_missing
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext


def present_pace(course: Course, today: date) -> str:
    """Return when the hours will be logged at the pace since the first day."""
    if not minutes_missing(course):
        return _("Toutes les heures sont notées")
    day = at_present_pace(course, today)
    return formatting.day(day) if day else _("Pas encore de rythme")


def planned_pace(course: Course, today: date) -> str:
    """Return when the hours will be logged if from now on all goes as planned."""
    if not minutes_missing(course):
        return _("Toutes les heures sont notées")
    day = at_planned_pace(course, today)
    return formatting.day(day) if day else _("Ce qui est prévu ne suffit pas")


def risk(found: Risk) -> str:
    """Return a reason and its figure, as a sentence."""
    return _SENTENCES[found.reason](found)


def _nothing_planned(found: Risk) -> str:
    return _("Aucun stage prévu : %(hours)s à faire.", hours=formatting.hours(found.minutes))


def _plan_too_short(found: Risk) -> str:
    return _("Il manque %(hours)s dans les stages prévus.", hours=formatting.hours(found.minutes))


def _behind(found: Risk) -> str:
    return _("%(hours)s de moins que prévu à ce jour.", hours=formatting.hours(found.minutes))


def _too_late(found: Risk) -> str:
    day = formatting.day(found.day) if found.day else "…"
    return _("Au rythme actuel, fin le %(day)s : après le dernier jour de stage.", day=day)


def _silent(found: Risk) -> str:
    return ngettext(
        "Rien de noté depuis un jour.", "Rien de noté depuis %(num)s jours.", found.days
    )


def _unsigned(found: Risk) -> str:
    return ngettext(
        "%(hours)s envoyées attendent une signature depuis un jour.",
        "%(hours)s envoyées attendent une signature depuis %(num)s jours.",
        found.days,
        hours=formatting.hours(found.minutes),
    )


_SENTENCES = {
    RiskReason.NOTHING_PLANNED: _nothing_planned,
    RiskReason.PLAN_TOO_SHORT: _plan_too_short,
    RiskReason.BEHIND: _behind,
    RiskReason.TOO_LATE: _too_late,
    RiskReason.SILENT: _silent,
    RiskReason.UNSIGNED: _unsigned,
}
