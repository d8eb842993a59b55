"""The days of a module's assessments, and by when their marks are due: one page a module."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from msp_du.blueprints.marks.places import ModulePlace, coordinated_place
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.services import assessment_sittings
from msp_du.services.assessment_sittings import Dates
from msp_du.web.access import requires
from msp_du.web.fields import DateField, HiddenField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import optional

SESSIONS = (1, 2)


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/dates", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def plan_sittings(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show the days of a module's assessments, and set them."""
    place = coordinated_place(cohort_id, module_id)
    held = assessment_sittings.of_module(db.session(), place.cohort, place.module)
    form, groups = _form(place, held)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                assessment_sittings.plan(
                    session,
                    place.cohort,
                    place.module,
                    [_dates(form, *group) for group in groups],
                    seen=form.seen.data or "",
                    actor=place.actor,
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les dates sont enregistrées."), "success")
            return redirect(place.url("show_steps"))
    shown = [
        {
            "title": _title(place, each, number),
            "sits_on": form[f"{name}_sits"],
            "due_on": form[f"{name}_due"],
        }
        for name, each, number in groups
    ]
    return render_form("marks/plan_sittings.html", form, place=place, groups=shown)


def _form(
    place: ModulePlace, held: Sequence[Dates]
) -> tuple[Any, list[tuple[str, UUID | None, int]]]:
    """Return a form with two dates for each assessment and session, and the names of its groups."""
    subjects: list[UUID | None] = [each.id for each in place.module.assessments] or [None]
    groups = [
        (f"s{number}_{position}", each, number)
        for number in SESSIONS
        for position, each in enumerate(subjects)
    ]
    known = {(each.assessment_id, each.session_number): each for each in held}
    fields: dict[str, Any] = {"seen": HiddenField()}
    values: dict[str, Any] = {"seen": assessment_sittings.edition(held)}
    for name, each, number in groups:
        dates = known.get((each, number))
        fields[f"{name}_sits"] = DateField(lazy("L’épreuve a lieu le"), [optional()])
        fields[f"{name}_due"] = DateField(lazy("Les notes sont attendues le"), [optional()])
        values[f"{name}_sits"] = dates.sits_on if dates else None
        values[f"{name}_due"] = dates.marks_due_on if dates else None
    return type("SittingsForm", (BaseForm,), fields)(data=values), groups


def _dates(form: Any, name: str, assessment_id: UUID | None, number: int) -> Dates:
    sits_on: date | None = form[f"{name}_sits"].data
    due_on: date | None = form[f"{name}_due"].data
    return Dates(assessment_id, number, sits_on, due_on)


def _title(place: ModulePlace, assessment_id: UUID | None, number: int) -> str:
    codes = {each.id: each.code for each in place.module.assessments}
    code = codes[assessment_id] if assessment_id else place.module.code
    return _("%(code)s, seconde session", code=code) if number == 2 else code
