"""One's own hours month by month, as a list with filters, and as a file."""

import calendar as weeks
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.hours.routes import bp
from msp_du.config import Config
from msp_du.domain.timesheets import last_of, month_of
from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import db
from msp_du.files import calendar_writer
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.models import HoursEntry
from msp_du.services import hours, hours_lists, logbook
from msp_du.services.hours_lists import Wanted
from msp_du.web import formatting, hours_lines, locale
from msp_du.web.access import current_account, requires
from msp_du.web.downloads import download, sheet_download
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.placement_words import names_of

NAME = "heures"
LONGEST = timedelta(days=3 * 366)
"""How far from today a month may be asked for."""
CALENDAR = "Suivi"


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the month: what was noted on it, with where each entry stands and its id."""

    name: str
    number: int
    is_today: bool
    lines: Sequence[tuple[str, str, UUID]]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the month; None stands for a day of another month."""

    name: str
    cells: Sequence[DayCell | None]
    total: str


@bp.get("/calendrier")
@requires(Role.TRAINEE)
def show_month() -> ResponseReturnValue:
    """Show one's own hours of a month, week by week."""
    actor, today = current_account(), locale.today()
    first = asked_month(today)
    entries = hours_lists.month(db.session(), actor.person_id, first)
    by_day: dict[date, list[HoursEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.worked_on, []).append(entry)
    return render_template(
        "hours/show_month.html",
        month=formatting.month(first),
        rows=[
            _week(days, first, by_day, today)
            for days in weeks.Calendar().monthdatescalendar(first.year, first.month)
        ],
        total=formatting.hours(sum(entry.minutes for entry in entries)),
        before=url_for(".show_month", mois=f"{first - timedelta(days=1):%Y-%m}"),
        after=url_for(".show_month", mois=f"{last_of(first) + timedelta(days=1):%Y-%m}"),
    )


@bp.get("/liste")
@requires(Role.TRAINEE)
def list_hours() -> ResponseReturnValue:
    """List one's own hours, those that the filters want."""
    actor, session = current_account(), db.session()
    wanted, today = _wanted(), locale.today()
    page = hours_lists.read(
        session, actor.person_id, wanted, page=request.args.get("page", 1, type=int)
    )
    placements = logbook.placements_of(session, actor.person_id)
    names = names_of(placements, today)
    zones = {placement.id: hours.zone_of(placement) for placement in placements}
    kept: dict[str, Any] = {
        name: text for name, text in request.args.items() if name != "page" and text
    }
    return render_template(
        "hours/list_hours.html",
        lines=[
            hours_lines.line(entry, zones[entry.placement_id], host=names[entry.placement_id])
            for entry in page.entries
        ],
        page=page,
        total=formatting.hours(page.minutes),
        wanted=wanted,
        placements=names.items(),
        states=[(state, label(state)) for state in HoursState],
        page_url=lambda number: url_for(".list_hours", page=number, **kept),
        months=[
            (f"{month:%Y-%m}", formatting.month(month))
            for month in hours_lists.months(session, actor.person_id)
        ],
        file_url=lambda kind: url_for(".export_hours", **kept | {"format": kind}),
        is_filtered=bool(kept),
    )


@bp.get("/liste/fichier")
@requires(Role.TRAINEE)
def export_hours() -> ResponseReturnValue:
    """Give one's own hours, those that the filters want, as XLSX, CSV or a calendar."""
    kind = request.args.get("format", "xlsx")
    session, person_id = db.session(), current_account().person_id
    entries = hours_lists.everything(session, person_id, _wanted())
    placements = logbook.placements_of(session, person_id)
    zones = {placement.id: hours.zone_of(placement) for placement in placements}
    if kind == "ics":
        return _calendar(entries)
    names = names_of(placements, locale.today())
    return sheet_download(_sheet(entries, names, zones), NAME, as_csv=kind == "csv")


def asked_month(today: date, *, otherwise: date | None = None) -> date:
    """Return the first day of the month that the address asks for (« 2026-11 »)."""
    usual = month_of(otherwise or today)
    try:
        asked = _month(request.args.get("mois", ""))
    except ValueError:
        return usual
    return asked if abs(asked - today) <= LONGEST else usual


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _week(
    days: Sequence[date], first: date, by_day: Mapping[date, Sequence[HoursEntry]], today: date
) -> WeekRow:
    own = [day for day in days if day.month == first.month]
    minutes = sum(entry.minutes for day in own for entry in by_day.get(day, ()))
    return WeekRow(
        name=_("Semaine %(number)s", number=days[0].isocalendar().week),
        cells=[
            DayCell(
                name=hours_lines.short_day(day),
                number=day.day,
                is_today=day == today,
                lines=[
                    (hours_lines.duration(entry), label(entry.state), entry.id)
                    for entry in by_day.get(day, ())
                ],
            )
            if day in own
            else None
            for day in days
        ],
        total=formatting.hours(minutes),
    )


def _wanted() -> Wanted:
    """Read the filters of the address; what is not understood filters nothing."""
    args = request.args
    month = args.get("mois", type=_month)
    return Wanted(
        placement_id=args.get("stage", type=UUID),
        state=args.get("etat", type=HoursState),
        since=month,
        until=last_of(month) if month else None,
    )


def _sheet(
    entries: Sequence[HoursEntry], names: Mapping[UUID, str], zones: Mapping[UUID, ZoneInfo]
) -> Sheet:
    header = (
        _("Date"),
        _("Stage"),
        _("Début"),
        _("Fin"),
        _("Pause (min)"),
        _("Minutes"),
        _("Heures"),
        _("Activité"),
        _("En quelques mots"),
        _("État"),
    )
    rows = [_row(entry, names, zones[entry.placement_id]) for entry in entries]
    minutes = sum(entry.minutes for entry in entries)
    total = (_("Total"), None, None, None, None, minutes, _decimal(minutes), None, None, None)
    return Sheet(_("Heures"), header, [*rows, total])


def _row(entry: HoursEntry, names: Mapping[UUID, str], zone: ZoneInfo) -> Sequence[Cell]:
    return (
        entry.worked_on,
        names[entry.placement_id],
        hours_lines.clock(entry.started_at, zone) if entry.started_at else None,
        hours_lines.clock(entry.ended_at, zone) if entry.ended_at else None,
        entry.break_minutes,
        entry.minutes,
        _decimal(entry.minutes),
        hours_lines.what(entry),
        entry.activity,
        label(entry.state),
    )


def _decimal(minutes: int) -> Decimal:
    """Return hours with two decimals; sums are made of minutes, this comes last."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def _calendar(entries: Sequence[HoursEntry]) -> Response:
    """Write a calendar that says hours and nothing else: phones show it to whoever looks."""
    config: Config = current_app.extensions["msp_du_config"]
    lines = [
        calendar_writer.Entry(
            key=str(entry.id),
            summary=_("Heures : %(hours)s", hours=formatting.hours(entry.minutes)),
            day=entry.worked_on,
            ends_on=entry.worked_on,
            starts_at=entry.started_at,
            ends_at=entry.ended_at,
        )
        for entry in entries
        if not entry.is_cancelled
    ]
    content = calendar_writer.write_calendar(
        CALENDAR, lines, host=config.public_host, now=datetime.now(UTC)
    )
    return download(content, calendar_writer.MEDIA_TYPE, f"{NAME}.ics")
