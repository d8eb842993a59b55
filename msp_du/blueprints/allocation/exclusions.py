"""Where somebody is never to be placed: coordinators' pages, and the trainee's own; never why."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.allocation.forms import ExclusionForm
from msp_du.blueprints.allocation.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Enrolment, PlacementExclusion
from msp_du.services import organisations, placement_exclusions
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/exclusions/<uuid:enrolment_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def list_exclusions(enrolment_id: UUID) -> ResponseReturnValue:
    """Show a coordinator where somebody is never to be placed, and note one more."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_exclude, enrolment)
    form = _form(enrolment)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                placement_exclusions.add(
                    session,
                    enrolment,
                    form.where,
                    by_trainee=False,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("C’est noté : aucune place n’y sera donnée."), "success")
            return redirect(url_for(".list_exclusions", enrolment_id=enrolment_id))
    enrolment = get_or_404(Enrolment, enrolment_id)
    return render_form(
        "allocation/list_exclusions.html",
        form,
        enrolment=enrolment,
        rows=placement_exclusions.of_enrolment(db.session(), enrolment),
    )


@bp.post("/exclusions/<uuid:exclusion_id>/retirer")
@requires(Role.COORDINATOR)
def lift_exclusion(exclusion_id: UUID) -> ResponseReturnValue:
    """Take back what the coordination noted."""
    row = get_or_404(PlacementExclusion, exclusion_id)
    actor = authorise(policies.can_lift_exclusion, row)
    enrolment_id = row.enrolment_id
    with transaction() as session:
        placement_exclusions.remove(session, row, actor=actor)
    flash(_("C’est retiré de la liste."), "success")
    return redirect(url_for(".list_exclusions", enrolment_id=enrolment_id))


@bp.route("/eviter", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def own_exclusions() -> ResponseReturnValue:
    """Let a trainee name where they do not wish to be, without a reason."""
    enrolment = placement_exclusions.own_enrolment(db.session(), current_account().person_id)
    if enrolment is None:
        flash(_("Aucune inscription n’est en cours à votre nom."), "warning")
        return redirect(url_for(".show_own"))
    actor = authorise(policies.is_enrolled, enrolment)
    form = _form(enrolment)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                placement_exclusions.add(
                    session,
                    enrolment,
                    form.where,
                    by_trainee=True,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("C’est noté. Seule la coordination le voit."), "success")
            return redirect(url_for(".own_exclusions"))
    found = placement_exclusions.of_enrolment(db.session(), enrolment)
    return render_form(
        "allocation/own_exclusions.html", form, rows=[row for row in found if row.by_trainee]
    )


@bp.post("/eviter/<uuid:own_exclusion_id>/retirer")
@requires(Role.TRAINEE)
def take_back_exclusion(own_exclusion_id: UUID) -> ResponseReturnValue:
    """Let a trainee take back what they named."""
    row = get_or_404(PlacementExclusion, own_exclusion_id)
    actor = authorise(policies.can_take_back_exclusion, row)
    with transaction() as session:
        placement_exclusions.remove(session, row, actor=actor)
    flash(_("C’est retiré de votre liste."), "success")
    return redirect(url_for(".own_exclusions"))


def _form(enrolment: Enrolment) -> ExclusionForm:
    form = ExclusionForm()
    hosts = organisations.hosts(db.session(), enrolment.institution_id)
    form.organisation.offer([(str(host.id), host.name) for host in hosts])
    return form
