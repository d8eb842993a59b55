"""The document that a placement's regime requires: noted as received, or taken back."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.forms import ReceptionForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.placement_documents import PAPERS
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement
from msp_du.services import placement_documents, placement_papers
from msp_du.services.cohorts import today_in
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label, sentence


@bp.route("/<uuid:placement_id>/document", methods=["GET", "POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def receive_document(placement_id: UUID) -> ResponseReturnValue:
    """Note the day on which the host's document came."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_receive_document, placement)
    now = datetime.now(UTC)
    institution = placement.enrolment_year.enrolment.cohort.institution
    form = ReceptionForm(data={"received_on": today_in(institution, now)})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                placement_documents.receive(
                    session,
                    placement,
                    received_on=form.received_on.data,
                    actor=actor,
                    now=now,
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            form.add_violation(violation)
        else:
            flash(_("La réception du document est enregistrée."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "placements/receive_document.html",
        form,
        placement=placement,
        started=formatting.day(placement.periods[0].starts_on),
        paper=label(PAPERS[placement.regime]),
        trainee=placement.enrolment_year.enrolment.person.name.display,
        received=placement_papers.of_placement(db.session(), placement.id),
    )


@bp.route("/<uuid:placement_id>/document/retirer", methods=["POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def withdraw_document(placement_id: UUID) -> ResponseReturnValue:
    """Take back that the document came, until the board has decided."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_receive_document, placement)
    try:
        with transaction() as session:
            placement_documents.withdraw(session, placement, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La réception du document est retirée."), "success")
    return redirect(url_for(".show_placement", placement_id=placement_id))
