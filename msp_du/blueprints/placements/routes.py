"""Structures that host, and the people to reach there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements import host_pages
from msp_du.blueprints.placements.forms import ContactForm, contact_values
from msp_du.blueprints.placements.host_forms import OrganisationForm, organisation_values
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import OrganisationKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, Institution, Organisation
from msp_du.services import (
    desk_flags,
    host_links,
    host_names,
    host_proposals,
    organisations,
    placement_offers,
)
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence

bp = Blueprint("placements", __name__, url_prefix="/stages")

READERS = (Role.COORDINATOR, Role.REGISTRAR)


@bp.route("/structures")
@requires(*READERS)
def list_organisations() -> ResponseReturnValue:
    """List structures by name, or those whose name holds what is looked for."""
    actor = current_account()
    session, mine = db.session(), policies.institution_ids(actor, *READERS)
    managed = policies.institution_ids(actor, Role.COORDINATOR)
    asked = host_pages.asked(request.args)
    found = organisations.search(
        session,
        mine,
        wanted=asked.wanted,
        kind=asked.kind,
        is_ready=asked.is_ready,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "placements/list_organisations.html",
        asked=asked,
        kinds=list(OrganisationKind),
        found=found,
        items=[host_pages.item(one, found.ready[one.id]) for one in found.organisations],
        may_create=policies.has_role(actor, Role.COORDINATOR),
        institutions=_institutions(managed),
        proposals=host_proposals.count_waiting(session, managed),
        page_url=lambda number: url_for(".list_organisations", **asked.arguments, page=number),
    )


@bp.route("/structures/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def create_organisation() -> ResponseReturnValue:
    """Add a structure."""
    actor = current_account()
    mine = _institutions(policies.institution_ids(actor, Role.COORDINATOR))
    form = OrganisationForm(
        data={"institution": str(mine[0].id), "has_paid_staff": True, "can_sign_hours": True}
    )
    form.institution.offer([(str(one.id), one.name) for one in mine])
    form.offer_bodies(host_names.names(db.session(), {one.id for one in mine}))
    if len(mine) == 1:
        _fix_institution(form, mine[0].id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                organisation = organisations.create(
                    session, UUID(form.institution.data), form.sheet, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La structure est ajoutée."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation.id))
    return render_form("placements/create_organisation.html", form, asks_institution=len(mine) > 1)


@bp.route("/structures/<uuid:organisation_id>")
@requires(*READERS)
def show_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show a structure and its contacts."""
    organisation = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_read_organisation, organisation)
    offers = placement_offers.of_organisation(db.session(), organisation)
    return render_template(
        "placements/show_organisation.html",
        organisation=organisation,
        card=host_pages.card(db.session(), organisation),
        bodies=host_pages.bodies(db.session(), organisation),
        offers=offers,
        may_allocate={
            offer.campaign.cohort_id for offer in offers if policies.can_change_offer(actor, offer)
        },
        contacts=organisations.contacts(db.session(), organisation),
        flagged=desk_flags.flagged_at(db.session(), organisation),
        may_edit=policies.can_manage_organisation(actor, organisation),
        may_merge=policies.can_merge_hosts(actor, organisation),
    )


@bp.route("/structures/<uuid:organisation_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Change a structure."""
    organisation = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_manage_organisation, organisation)
    bodies = host_links.of(db.session(), organisation_id)
    form = OrganisationForm(data=organisation_values(organisation, bodies))
    others = host_names.names(db.session(), {organisation.institution_id}, but=organisation_id)
    form.offer_bodies(others)
    _fix_institution(form, organisation.institution_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                organisations.edit(
                    session, organisation, form.sheet, actor=actor, version=form.seen_version
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La structure est modifiée."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/edit_organisation.html", form, organisation=organisation)


@bp.route("/structures/<uuid:organisation_id>/contacts/nouveau", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def create_contact(organisation_id: UUID) -> ResponseReturnValue:
    """Add a person to reach at a structure."""
    organisation = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_manage_organisation, organisation)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction() as session:
            organisations.add_contact(session, organisation, form.sheet, actor=actor)
        flash(_("Le contact est ajouté."), "success")
        return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/create_contact.html", form, organisation=organisation)


@bp.route("/structures/contacts/<uuid:contact_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_contact(contact_id: UUID) -> ResponseReturnValue:
    """Change a contact."""
    contact = get_or_404(Contact, contact_id)
    actor = authorise(policies.can_manage_organisation, contact.organisation)
    organisation_id = contact.organisation_id
    form = ContactForm(data=contact_values(contact))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                organisations.edit_contact(
                    session, contact, form.sheet, actor=actor, version=form.seen_version
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Le contact est modifié."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/edit_contact.html", form, organisation=contact.organisation)


@bp.route("/structures/contacts/<uuid:contact_id>/inviter", methods=["POST"])
@requires(Role.COORDINATOR)
def invite_contact(contact_id: UUID) -> ResponseReturnValue:
    """Open an account for a contact, who gets a mail with a one-time link."""
    contact = get_or_404(Contact, contact_id)
    actor = authorise(policies.can_manage_organisation, contact.organisation)
    organisation_id = contact.organisation_id
    try:
        with transaction() as session:
            organisations.invite_contact(session, contact, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("L’accès est ouvert ; l’invitation part par courriel."), "success")
    return redirect(url_for(".show_organisation", organisation_id=organisation_id))


def _institutions(ids: set[UUID]) -> list[Institution]:
    found = [db.session().get_one(Institution, one) for one in ids]
    return sorted(found, key=lambda institution: institution.name)


def _fix_institution(form: OrganisationForm, institution_id: UUID) -> None:
    """Answer the question that is not asked."""
    form.institution.offer([(str(institution_id), "")])
    form.institution.data, form.institution.raw_data = str(institution_id), [str(institution_id)]
