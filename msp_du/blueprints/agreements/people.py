"""Changing who follows a placement: the host supervisor, the academic tutor, or both."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.blueprints.agreements.area import bp, edition_of, named
from msp_du.blueprints.agreements.forms import PeopleForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Contact, Placement
from msp_du.services import organisations, placement_life, placements
from msp_du.services.placement_life import Handover
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/stages/<uuid:placement_id>/suivi", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def change_people(placement_id: UUID) -> ResponseReturnValue:
    """Let somebody else follow a placement from a day on; the former names stay."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_prepare_agreement, placement)
    edition = edition_of(placement)
    form = PeopleForm(data={"version": str(placement.version), "since": edition.today})
    _offer(form, placement)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                placement_life.hand_over(
                    session,
                    placement,
                    _handover(session, form),
                    actor=actor,
                    version=form.version.seen,
                    now=edition.now,
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            form.add_violation(violation)
        else:
            flash(
                _("Le changement est enregistré. Un avenant le fait signer."),
                "success",
            )
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "agreements/change_people.html", form, placement=placement, **named(placement)
    )


def _offer(form: PeopleForm, placement: Placement) -> None:
    session = db.session()
    contacts = organisations.contacts(session, placement.organisation)
    tutors = placements.tutors_of(session, placement.institution_id)
    form.contact.offer(
        [(str(one.id), one.name) for one in contacts if one.id != placement.contact_id]
    )
    form.tutor.offer(
        [(str(one.id), one.display_name) for one in tutors if one.id != placement.academic_tutor_id]
    )


def _handover(session: Session, form: PeopleForm) -> Handover:
    contact, tutor = form.contact.data, form.tutor.data
    return Handover(
        since=form.since.data,
        contact=session.get_one(Contact, UUID(contact)) if contact else None,
        tutor=session.get_one(Account, UUID(tutor)) if tutor else None,
    )
