"""The sheet of a class on screen: filled, closed, opened again."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.roll import RollForm, choices, row_views
from msp_du.blueprints.attendance.routes import bp, class_or_404
from msp_du.blueprints.attendance.words import class_view
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, ClassSession
from msp_du.services import attendance, attendance_sheets
from msp_du.web import locale
from msp_du.web.access import authorise, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext

ALL_PRESENT, CLOSE = "all", "close"


@bp.route("/seances/<uuid:class_session_id>", methods=["GET", "POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def fill_sheet(class_session_id: UUID) -> ResponseReturnValue:
    """Show who is expected at a class, and save who was there."""
    row = class_or_404(class_session_id)
    actor = authorise(policies.can_fill_attendance, row)
    form, status = RollForm(), 422
    if form.validate_on_submit():
        try:
            answer = _save(row, form, actor)
        except RuleViolation as violation:
            _refuse(row, form, violation)
        else:
            if answer is not None:
                return answer
            status = 409
    return _page(row, form, actor, status)


@bp.post("/seances/<uuid:class_session_id>/rouvrir")
@requires(Role.COORDINATOR)
def reopen(class_session_id: UUID) -> ResponseReturnValue:
    """Open a closed sheet again."""
    row = class_or_404(class_session_id)
    actor = authorise(lambda actor, row: policies.can_plan_sessions(actor, row.cohort), row)
    form = RollForm()
    try:
        with transaction() as session:
            attendance.reopen(session, row, actor=actor)
    except RuleViolation as violation:
        form.add_violation(violation)
        return _page(row, form, actor, 422)
    flash(_("La feuille est rouverte."), "success")
    return redirect(url_for(".fill_sheet", class_session_id=class_session_id))


def _save(row: ClassSession, form: RollForm, actor: Account) -> ResponseReturnValue | None:
    """Save, then close if asked; None when somebody else noted something else meanwhile."""
    act, now = request.form.get("do"), datetime.now(UTC)
    sheet = attendance_sheets.sheet(db.session(), row, actor=actor)
    typed = form.read(sheet, all_present=act == ALL_PRESENT)
    save = attendance.enter_and_close if act == CLOSE else attendance.enter
    with transaction() as session:
        entered = save(session, row, typed, actor=actor, now=now)
    if entered.conflicts:
        form.tell(entered.conflicts)
        return None
    if act == CLOSE:
        flash(_("La feuille est close : ces présences comptent."), "success")
        return redirect(url_for(".show"))
    _say(entered.written)
    return redirect(url_for(".fill_sheet", class_session_id=row.id))


def _refuse(row: ClassSession, form: RollForm, violation: RuleViolation) -> None:
    form.add_violation(violation)
    if violation.rule is Rule.ATTENDANCE_INCOMPLETE:
        form.point_at(attendance_sheets.sheet(db.session(), row).unnoted)


def _page(row: ClassSession, form: RollForm, actor: Account, status: int) -> ResponseReturnValue:
    today = locale.today()
    sheet = attendance_sheets.sheet(db.session(), row, actor=actor)
    return render_form(
        "attendance/fill_sheet.html",
        form,
        status_if_errors=status,
        row=row,
        view=class_view(row, today),
        lines=row_views(sheet, form),
        choices=choices(in_groups=row.in_groups),
        unnoted=len(sheet.unnoted),
        is_closed=row.closed_at is not None,
        is_to_come=row.held_on > today,
        is_today=row.held_on == today,
        may_plan=policies.can_plan_sessions(actor, row.cohort),
        may_reopen=policies.can_reopen_attendance(actor, row),
    )


def _say(written: int) -> None:
    if written:
        words = ngettext("Une présence enregistrée.", "%(num)s présences enregistrées.", written)
        flash(words, "success")
    else:
        flash(_("Rien n’avait changé."), "message")
