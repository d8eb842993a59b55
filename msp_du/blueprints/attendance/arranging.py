"""Study arrangements: coordinators write what is arranged, never why."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.forms import ArrangementForm, arrangement_values
from msp_du.blueprints.attendance.routes import bp
from msp_du.blueprints.attendance.words import arrangement_text
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Enrolment, StudyArrangement
from msp_du.services import arrangements
from msp_du.web import locale
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.reading import read_version


@bp.route("/inscriptions/<uuid:enrolment_id>/amenagements", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def list_arrangements(enrolment_id: UUID) -> ResponseReturnValue:
    """Show what is arranged for somebody, and arrange something."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_arrange, enrolment)
    form = ArrangementForm(data=_usual_days(enrolment))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                arrangements.add(session, enrolment, form.wanted, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’aménagement est enregistré."), "success")
            return redirect(url_for(".list_arrangements", enrolment_id=enrolment_id))
    found = arrangements.of_enrolment(db.session(), enrolment)
    return render_form(
        "attendance/list_arrangements.html",
        form,
        enrolment=enrolment,
        rows=[(row, arrangement_text(row)) for row in found],
    )


@bp.route("/amenagements/<uuid:arrangement_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_arrangement(arrangement_id: UUID) -> ResponseReturnValue:
    """Change an arrangement."""
    row = get_or_404(StudyArrangement, arrangement_id)
    actor = authorise(policies.can_change_arrangement, row)
    form = ArrangementForm(data=arrangement_values(row))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                arrangements.change(
                    session, row, form.wanted, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les changements sont enregistrés."), "success")
            return redirect(url_for(".list_arrangements", enrolment_id=row.enrolment_id))
    return render_form("attendance/edit_arrangement.html", form, row=row)


@bp.post("/amenagements/<uuid:arrangement_id>/supprimer")
@requires(Role.COORDINATOR)
def remove_arrangement(arrangement_id: UUID) -> ResponseReturnValue:
    """Remove an arrangement that was made by mistake."""
    row = get_or_404(StudyArrangement, arrangement_id)
    actor = authorise(policies.can_change_arrangement, row)
    enrolment_id, version = row.enrolment_id, read_version(request.form.get("version", ""))
    form = ArrangementForm(data=arrangement_values(row))
    try:
        with transaction() as session:
            arrangements.remove(session, row, version=version, actor=actor)
    except RuleViolation as violation:
        form.add_violation(violation)
        return render_form("attendance/edit_arrangement.html", form, row=row)
    flash(_("L’aménagement est supprimé."), "success")
    return redirect(url_for(".list_arrangements", enrolment_id=enrolment_id))


def _usual_days(enrolment: Enrolment) -> dict[str, date]:
    """Return today and the end of the latest year that is followed."""
    today = locale.today()
    ends = max((year.academic_year.ends_on for year in enrolment.years), default=today)
    return {"starts_on": today, "ends_on": max(ends, today)}
