"""Cohorts: the list, a cohort's page, a new cohort."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.forms import CohortForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution
from msp_du.services import arrangements, cohorts
from msp_du.web import locale
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.arrangement_words import notes_text
from msp_du.web.forms import render_form
from msp_du.web.i18n import _

bp = Blueprint("cohorts", __name__, url_prefix="/promotions")


@bp.route("/")
@requires(Role.COORDINATOR, Role.REGISTRAR)
def list_cohorts() -> ResponseReturnValue:
    """List the cohorts one may read."""
    actor = current_account()
    rows = cohorts.readable(db.session(), actor)
    grants = policies.active_grants(actor, Role.COORDINATOR)
    institutions = {grant.institution_id: grant.institution for grant in grants}
    opening = [i for i in institutions.values() if policies.can_open_cohort(actor, i)]
    return render_template(
        "cohorts/list_cohorts.html",
        rows=rows,
        several=len({row.institution_name for row in rows}) > 1,
        opening=sorted(opening, key=lambda institution: institution.name),
    )


@bp.route("/<uuid:cohort_id>")
@requires(Role.COORDINATOR, Role.REGISTRAR)
def show_cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Show the people of a cohort."""
    cohort = cohorts.find(db.session(), cohort_id)
    if cohort is None:
        abort(404)
    actor = authorise(policies.can_read_cohort, cohort)
    may_manage, notes = policies.can_manage_cohort(actor, cohort), {}
    if may_manage:
        notes = arrangements.of_cohort(db.session(), cohort.id, on=locale.today())
    return render_template(
        "cohorts/show_cohort.html",
        cohort=cohort,
        rows=cohorts.trainees(db.session(), cohort),
        may_manage=may_manage,
        notes={enrolment_id: notes_text(found) for enrolment_id, found in notes.items()},
    )


@bp.route("/etablissements/<uuid:institution_id>/ouvrir", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def open_cohort(institution_id: UUID) -> ResponseReturnValue:
    """Open a cohort on a version of the curriculum."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_open_cohort, institution)
    choices = cohorts.choices(db.session(), institution, now=datetime.now(UTC))
    form = CohortForm()
    form.curriculum_version_id.offer(
        [(str(version.id), f"{version.label} ({version.code})") for version in choices.versions]
    )
    form.academic_year_id.offer([(str(year.id), year.label) for year in choices.academic_years])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                cohort = cohorts.open_cohort(
                    session,
                    institution_id,
                    code=form.code.data,
                    curriculum_version_id=UUID(form.curriculum_version_id.data),
                    academic_year_id=UUID(form.academic_year_id.data),
                    actor=actor,
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La promotion %(code)s est ouverte.", code=cohort.code), "success")
            return redirect(url_for(".show_cohort", cohort_id=cohort.id))
    return render_form(
        "cohorts/open_cohort.html",
        form,
        institution=institution,
        is_ready=bool(choices.versions and choices.academic_years),
    )
