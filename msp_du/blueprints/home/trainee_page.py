"""The trainee's home page in words: the day to note, what waits, how far, the path."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import url_for

from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursState
from msp_du.services.trainee_home import OwnPlacement, TraineeHome
from msp_du.web.formatting import hours, long_day
from msp_du.web.i18n import _, current_language, ngettext
from msp_du.web.labels import label

YEARS = 2
"""Years of the diploma; the path shows the end of each."""


def trainee_page(found: TraineeHome, today: date) -> Mapping[str, Any]:
    """Return what the template shows of a trainee's day."""
    running = [placement for placement in found.placements if placement.runs_on(today)]
    return {
        "given_name": found.given_name,
        "lead": _lead(found),
        "placement": running[0] if running else None,
        "has_placements": bool(found.placements),
        "todo": [item for placement in found.placements for item in _todo(placement)],
        "totals": found.totals,
        "note": _note(found.totals, found.full_on),
        "stops": _stops(found, today),
    }


def _lead(found: TraineeHome) -> str:
    ordinal = {1: _("Première année"), 2: _("Deuxième année")}
    year = ordinal.get(found.year_number) or _("Année %(number)s", number=found.year_number)
    if not 0 < found.week <= found.weeks:
        return f"{year}."
    return _(
        "%(year)s, semaine %(week)s sur %(weeks)s.", year=year, week=found.week, weeks=found.weeks
    )


def _todo(placement: OwnPlacement) -> Iterator[dict[str, Any]]:
    url = url_for("hours.show_log")
    if placement.returned:
        yield {
            "title": _("Heures à corriger"),
            "url": url,
            "text": _days(placement.returned, placement.host_name),
            "tag": label(HoursState.RETURNED),
            "tag_kind": "todo",
        }
    if placement.drafts:
        yield {
            "title": _("Heures à envoyer"),
            "url": url,
            "text": _days(placement.drafts, placement.host_name, placement.draft_minutes),
            "tag": label(HoursState.DRAFT),
            "tag_kind": "todo",
        }
    if placement.submitted:
        yield {
            "title": _("Heures envoyées"),
            "url": url,
            "text": _days(placement.submitted, placement.host_name, placement.submitted_minutes),
            "tag": label(HoursState.SUBMITTED),
            "tag_kind": "info",
        }


def _days(count: int, host_name: str, minutes: int | None = None) -> str:
    entries = ngettext("une saisie", "%(num)s saisies", count)
    details = [entries, *([hours(minutes)] if minutes else []), host_name]
    return ", ".join(details)


def _note(totals: Totals, full_on: date | None) -> str | None:
    sentences = []
    if totals.submitted:
        sentences.append(_("Dont %(hours)s à valider.", hours=hours(totals.submitted)))
    if full_on is not None:
        sentences.append(
            _(
                "À ce rythme, les %(hours)s seront notées le %(day)s.",
                hours=hours(totals.required),
                day=long_day(full_on),
            )
        )
    return " ".join(sentences) or None


def _stops(found: TraineeHome, today: date) -> list[dict[str, str]]:
    """List the stops of the path in order of time, today among them."""
    here = {"label": _("Aujourd’hui"), "state": "today"}
    entry = _("Entrée, %(month)s", month=_month(found.entered_on))
    if today < found.entered_on:
        before, after = [], [entry]
    else:
        before, after = [entry], []
        before += [_("Année %(number)s", number=number) for number in range(1, found.year_number)]
    year_end = _(
        "Fin de l’année %(number)s, %(month)s",
        number=found.year_number,
        month=_month(found.year_ends_on),
    )
    (before if found.year_ends_on < today else after).append(year_end)
    after += [
        _("Fin de l’année %(number)s", number=number)
        for number in range(found.year_number + 1, YEARS + 1)
    ]
    past = [{"label": text, "state": "past"} for text in before]
    return [*past, here, *({"label": text, "state": "future"} for text in after)]


def _month(day: date) -> str:
    return format_date(day, "MMMM y", locale=current_language().value)
