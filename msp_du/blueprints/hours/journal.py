"""A placement day by day for those who follow it, and its monthly timesheets."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.hours.lists import asked_month
from msp_du.blueprints.hours.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement, Timesheet
from msp_du.services import hours, hours_lists, timesheets
from msp_du.web import formatting, hours_lines, locale
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.downloads import stored_download
from msp_du.web.i18n import _
from msp_du.web.labels import sentence

READERS = (Role.TRAINEE, Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR)


@bp.get("/stages/<uuid:placement_id>/jours")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_journal(placement_id: UUID) -> ResponseReturnValue:
    """Show a month of a placement to those who follow it, with what was written."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_follow_log, placement)
    log_read(actor, placement)
    session, zone = db.session(), hours.zone_of(placement)
    months = hours_lists.months_of_placement(session, placement)
    first = asked_month(locale.today(), otherwise=months[0] if months else None)
    entries = hours_lists.month_of_placement(session, placement, first)
    return render_template(
        "hours/show_journal.html",
        placement=placement,
        trainee=placement.enrolment_year.enrolment.person.name.display,
        month=formatting.month(first),
        months=[
            (formatting.month(one), url_for(".show_journal", placement_id=placement_id, mois=key))
            for one in months
            for key in [f"{one:%Y-%m}"]
            if one != first
        ],
        lines=[hours_lines.line(entry, zone) for entry in entries],
        total=formatting.hours(sum(entry.minutes for entry in entries)),
    )


@bp.get("/stages/<uuid:placement_id>/releves")
@requires(*READERS)
def list_timesheets(placement_id: UUID) -> ResponseReturnValue:
    """List the months that can be printed, and the timesheets that were."""
    placement = get_or_404(Placement, placement_id)
    authorise(policies.can_read_placement, placement)
    session = db.session()
    return render_template(
        "hours/list_timesheets.html",
        placement=placement,
        months=[
            (month.isoformat(), formatting.month(month))
            for month in timesheets.months(session, placement)
        ],
        sheets=[
            (sheet, formatting.month(sheet.month))
            for sheet in timesheets.of_placement(session, placement)
        ],
    )


@bp.post("/stages/<uuid:placement_id>/releves")
@requires(*READERS)
def request_timesheet(placement_id: UUID) -> ResponseReturnValue:
    """Have a month printed as it stands now."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_read_placement, placement)
    try:
        month = date.fromisoformat(request.form.get("month", "")).replace(day=1)
    except ValueError:
        flash(_("Choisissez un mois de la liste."), "error")
        return redirect(url_for(".list_timesheets", placement_id=placement_id))
    try:
        with transaction() as session:
            sheet = timesheets.request(
                session, placement, month, actor=actor, now=datetime.now(UTC)
            )
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
        return redirect(url_for(".list_timesheets", placement_id=placement_id))
    return redirect(url_for(".show_timesheet", timesheet_id=sheet.id))


@bp.get("/releves/<uuid:timesheet_id>")
@requires(*READERS)
def show_timesheet(timesheet_id: UUID) -> ResponseReturnValue:
    """Show whether a timesheet is made yet, and where to take it."""
    sheet = _sheet_or_404(timesheet_id)
    authorise(policies.can_read_placement, sheet.placement)
    is_given_up = sheet.file_id is None and timesheets.is_given_up(db.session(), sheet)
    return render_template(
        "hours/show_timesheet.html",
        sheet=sheet,
        month=formatting.month(sheet.month),
        is_given_up=is_given_up,
    )


@bp.get("/releves/<uuid:timesheet_id>/fichier")
@requires(*READERS)
def download_timesheet(timesheet_id: UUID) -> ResponseReturnValue:
    """Give the bytes as they were made; nothing is rendered here."""
    sheet = _sheet_or_404(timesheet_id)
    authorise(policies.can_read_placement, sheet.placement)
    if sheet.file is None:
        return redirect(url_for(".show_timesheet", timesheet_id=timesheet_id))
    return stored_download(sheet.file, f"heures-{sheet.month:%Y-%m}.pdf")


def _sheet_or_404(timesheet_id: UUID) -> Timesheet:
    sheet = timesheets.find(db.session(), timesheet_id)
    if sheet is None:
        abort(404)
    return sheet
