"""The calendar: a cohort's by week, one's own by week and for a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from uuid import UUID

import flask_babel
from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.routes import bp
from msp_du.blueprints.attendance.words import ClassView, class_view
from msp_du.config import Config
from msp_du.domain.agenda import Event, EventKind
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.calendar_writer import MEDIA_TYPE, Entry, write_calendar
from msp_du.models import AcademicYear, Account, Cohort
from msp_du.services import academic_years, calendar_feeds, class_sessions, cohort_calendar
from msp_du.services.cohort_calendar import Span
from msp_du.web import formatting, locale
from msp_du.web.access import authorise, current_account, get_or_404, public, requires
from msp_du.web.i18n import _, lazy

FILE_NAME = "calendrier.ics"
NAME = "Suivi"
BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
_WORDS = {
    EventKind.TEACHING_WEEK: lazy("Semaine de cours"),
    EventKind.BOARD: lazy("Jury"),
}
READERS = (Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week: its classes, and everything else on its days."""

    key: str
    monday: str
    title: str
    is_now: bool
    notes: Sequence[tuple[str, str]]
    classes: Sequence[tuple[str, ClassView | None, str]]


@bp.get("/promotions/<uuid:cohort_id>")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Show the calendar of a cohort for an academic year, week by week."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_calendar, cohort)
    session, today = db.session(), locale.today()
    years = academic_years.of_institution(session, cohort.institution)
    year = _chosen(years, today)
    span = Span(year.starts_on, year.ends_on) if year else Span(today - BEFORE, today + AHEAD)
    events = cohort_calendar.of_cohorts(session, [cohort], span)
    held = class_sessions.of_cohorts(session, [cohort.id], since=span.since, until=span.until)
    views = {row.id: class_view(row, today) for row in held}
    fillable = {row.id for row in held if policies.can_fill_attendance(actor, row)}
    return render_template(
        "attendance/show_cohort.html",
        cohort=cohort,
        year=year,
        years=years,
        weeks=_weeks(events, views, today),
        fillable=fillable,
        may_plan=policies.can_plan_sessions(actor, cohort),
        may_print=policies.can_read_marks(actor, cohort),
    )


@bp.get("/calendrier")
@requires(*READERS)
def show_calendar() -> ResponseReturnValue:
    """Show one's own calendar, and how to have it on a phone."""
    return _own_page(current_account(), secret=None)


@bp.get("/calendrier.ics")
@requires(*READERS)
def download_calendar() -> ResponseReturnValue:
    """Give one's own calendar as a file."""
    response = _file(current_account())
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@bp.post("/calendrier/lien")
@requires(*READERS)
def open_feed() -> ResponseReturnValue:
    """Make a secret address for a phone; it is shown once, and the one before ends."""
    actor = current_account()
    with transaction() as session:
        secret = calendar_feeds.open_feed(session, actor, now=datetime.now(UTC))
    return _own_page(actor, secret=secret)


@bp.post("/calendrier/lien/revoquer")
@requires(*READERS)
def revoke_feed() -> ResponseReturnValue:
    """End the secret address."""
    with transaction() as session:
        calendar_feeds.revoke(session, current_account(), now=datetime.now(UTC))
    flash(_("L’adresse ne donne plus rien."), "success")
    return redirect(url_for(".show_calendar"))


@bp.get("/flux/<secret>/calendrier.ics")
@public
def show_feed(secret: str) -> ResponseReturnValue:
    """Give a calendar to the phone that knows its secret address."""
    account = calendar_feeds.account_of(db.session(), secret)
    if account is None:
        abort(404)
    with flask_babel.force_locale(account.language.value):
        return _file(account)


def event_text(event: Event) -> str:
    """Return what a calendar says of an event: neutral, and nobody's name."""
    if event.kind is EventKind.CLASS_SESSION:
        return _("Cours %(module)s, %(cohort)s", module=event.label, cohort=event.cohort_code)
    return str(_WORDS.get(event.kind, event.label))


def _own_page(actor: Account, *, secret: str | None) -> ResponseReturnValue:
    session, today = db.session(), locale.today()
    events = cohort_calendar.of_account(session, actor, Span(today, today + AHEAD))
    address = url_for(".show_feed", secret=secret, _external=True) if secret else None
    return render_template(
        "attendance/show_calendar.html",
        weeks=_weeks(events, {}, today),
        feed=calendar_feeds.current(session, actor),
        address=address,
    )


def _file(account: Account) -> Response:
    today, now = locale.today(), datetime.now(UTC)
    events = cohort_calendar.of_account(db.session(), account, Span(today - BEFORE, today + AHEAD))
    config: Config = current_app.extensions["msp_du_config"]
    entries = [
        Entry(
            key=event.key,
            summary=event_text(event),
            day=event.day,
            ends_on=event.ends_on,
            place=event.place,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
        )
        for event in events
    ]
    content = write_calendar(NAME, entries, host=config.public_host, now=now)
    response = Response(content, mimetype=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _weeks(events: Iterable[Event], views: dict[UUID, ClassView], today: date) -> list[WeekView]:
    """Put events together week by week."""
    monday = today - timedelta(days=today.weekday())
    found = []
    for start, of_week in groupby(events, key=lambda event: event.monday):
        rows = list(of_week)
        found.append(
            WeekView(
                key=f"s{start:%Y%m%d}",
                monday=start.isoformat(),
                title=_("Semaine du %(day)s", day=formatting.day(start)),
                is_now=start == monday,
                notes=[
                    (_days(event), event_text(event))
                    for event in rows
                    if event.kind is not EventKind.CLASS_SESSION
                ],
                classes=[
                    (f"j{event.day:%Y%m%d}", views.get(event.subject_id), _class_line(event))
                    for event in rows
                    if event.kind is EventKind.CLASS_SESSION
                ],
            )
        )
    return found


def _days(event: Event) -> str:
    if event.kind is EventKind.TEACHING_WEEK:
        return ""
    return formatting.long_day(event.day)


def _class_line(event: Event) -> str:
    """Return « lundi 30 novembre 2026, 9 h 00 : Cours M111 (salle 2) »."""
    clock = formatting.clock(event.starts_at) if event.starts_at else ""
    words = event_text(event)
    line = _(
        "%(day)s, %(time)s : %(what)s",
        day=formatting.long_day(event.day),
        time=clock,
        what=words,
    )
    return _("%(line)s (%(place)s)", line=line, place=event.place) if event.place else line


def _chosen(years: Sequence[AcademicYear], today: date) -> AcademicYear | None:
    """Return the year that the address asks for, else the one that is on, else the latest."""
    asked = request.args.get("annee")
    ranked = sorted(
        years,
        key=lambda year: (str(year.id) != asked, not year.starts_on <= today <= year.ends_on),
    )
    return next(iter(ranked), None)
