"""Coordinators plan a class, change it, take it off."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.forms import ClassForm, class_values
from msp_du.blueprints.attendance.routes import bp, class_or_404
from msp_du.domain.attendance import HalfDay
from msp_du.domain.class_sessions import USUAL_TIMES
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import ClassSession, Cohort
from msp_du.services import class_sessions, instructors, taught_modules
from msp_du.web import locale
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.reading import read_version


@bp.route("/promotions/<uuid:cohort_id>/seances/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def plan_class(cohort_id: UUID) -> ResponseReturnValue:
    """Add a class to a cohort's calendar."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_plan_sessions, cohort)
    starts_at, ends_at = USUAL_TIMES[HalfDay.MORNING]
    form = _form(
        cohort,
        {"held_on": _asked_day(), "half_day": HalfDay.MORNING}
        | {"starts_at": starts_at, "ends_at": ends_at},
    )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                row = class_sessions.plan(session, cohort, form.plan, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La séance est prévue."), "success")
            return redirect(_back(row))
    return render_form("attendance/plan_class.html", form, cohort=cohort)


@bp.route("/seances/<uuid:class_session_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_class(class_session_id: UUID) -> ResponseReturnValue:
    """Change a class of which nothing is noted yet."""
    row = class_or_404(class_session_id)
    actor = authorise(lambda actor, row: policies.can_plan_sessions(actor, row.cohort), row)
    form = _form(row.cohort, class_values(row))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                class_sessions.change(
                    session, row, form.plan, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les changements sont enregistrés."), "success")
            return redirect(_back(row))
    return render_form(
        "attendance/edit_class.html",
        form,
        row=row,
        is_noted=class_sessions.has_records(db.session(), row),
    )


@bp.post("/seances/<uuid:class_session_id>/supprimer")
@requires(Role.COORDINATOR)
def remove_class(class_session_id: UUID) -> ResponseReturnValue:
    """Take a class of which nothing is noted off the calendar."""
    row = class_or_404(class_session_id)
    actor = authorise(lambda actor, row: policies.can_plan_sessions(actor, row.cohort), row)
    back, version = _back(row), read_version(request.form.get("version", ""))
    form = _form(row.cohort, class_values(row))
    try:
        with transaction() as session:
            class_sessions.remove(session, row, version=version, actor=actor)
    except RuleViolation as violation:
        form.add_violation(violation)
        return render_form("attendance/edit_class.html", form, row=row, is_noted=True)
    flash(_("La séance est supprimée."), "success")
    return redirect(back)


def _form(cohort: Cohort, data: dict[str, object]) -> ClassForm:
    session = db.session()
    form = ClassForm(data=data)
    modules = taught_modules.of_cohort(session, cohort)
    form.offer(
        {module.id: module for found in modules.values() for module in found}.values(),
        instructors.of_institution(session, cohort.institution_id),
    )
    return form


def _asked_day() -> date:
    """Return the day that the address names, else today."""
    try:
        return date.fromisoformat(request.args.get("jour", ""))
    except ValueError:
        return locale.today()


def _back(row: ClassSession) -> str:
    return url_for(".show_cohort", cohort_id=row.cohort_id, _anchor=f"j{row.held_on:%Y%m%d}")
