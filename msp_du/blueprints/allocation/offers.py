"""Places of a round: added, changed, taken back, taken from a former round."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.allocation.forms import CopyForm, OfferForm, offer_values
from msp_du.blueprints.allocation.routes import bp, campaign_or_404
from msp_du.blueprints.allocation.words import offer_name
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, PlacementCampaign, PlacementOffer
from msp_du.services import placement_offers
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence


@bp.route("/<uuid:campaign_id>/places/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_offer(campaign_id: UUID) -> ResponseReturnValue:
    """Add a place to a round."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    form = OfferForm(data={"capacity": 1})
    _offer_contacts(form, campaign.institution_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                contact = session.get_one(Contact, UUID(form.contact.data))
                placement_offers.add(session, campaign, form.sheet(contact), actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La place est ajoutée."), "success")
            return redirect(url_for(".show_campaign", campaign_id=campaign_id))
    return render_form(
        "allocation/edit_offer.html", form, campaign=campaign_or_404(campaign_id), offer=None
    )


@bp.route("/offres/<uuid:offer_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_offer(offer_id: UUID) -> ResponseReturnValue:
    """Change a place."""
    offer = get_or_404(PlacementOffer, offer_id)
    actor = authorise(policies.can_change_offer, offer)
    campaign_id = offer.campaign_id
    form = OfferForm(data=offer_values(offer))
    _offer_contacts(form, offer.institution_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                contact = session.get_one(Contact, UUID(form.contact.data))
                placement_offers.edit(
                    session, offer, form.sheet(contact), version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La place est modifiée."), "success")
            return redirect(url_for(".show_campaign", campaign_id=campaign_id))
    offer = get_or_404(PlacementOffer, offer_id)
    return render_form(
        "allocation/edit_offer.html",
        form,
        campaign=campaign_or_404(campaign_id),
        offer=offer,
        name=offer_name(offer),
    )


@bp.post("/offres/<uuid:offer_id>/retirer")
@requires(Role.COORDINATOR)
def remove_offer(offer_id: UUID) -> ResponseReturnValue:
    """Take back a place that nobody asked for."""
    offer = get_or_404(PlacementOffer, offer_id)
    actor = authorise(policies.can_change_offer, offer)
    campaign_id = offer.campaign_id
    try:
        with transaction() as session:
            placement_offers.remove(session, offer, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La place est retirée."), "success")
    return redirect(url_for(".show_campaign", campaign_id=campaign_id))


@bp.route("/<uuid:campaign_id>/places/reprendre", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def copy_offers(campaign_id: UUID) -> ResponseReturnValue:
    """Take over the places of another round."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    form = CopyForm()
    found = placement_offers.former(db.session(), campaign)
    form.source.offer([(str(one.id), _campaign_name(one)) for one in found])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                source = session.get_one(PlacementCampaign, UUID(form.source.data))
                made = placement_offers.copy(session, campaign, source, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(
                ngettext("Une place est reprise.", "%(num)s places sont reprises.", made)
                if made
                else _("Aucune place à reprendre : elles y sont déjà."),
                "success",
            )
            return redirect(url_for(".show_campaign", campaign_id=campaign_id))
    return render_form(
        "allocation/copy_offers.html", form, campaign=campaign_or_404(campaign_id), found=found
    )


def _offer_contacts(form: OfferForm, institution_id: UUID) -> None:
    form.contact.offer(
        [
            (str(contact.id), f"{contact.organisation.name} – {contact.name}")
            for contact in placement_offers.contacts(db.session(), institution_id)
        ]
    )


def _campaign_name(campaign: PlacementCampaign) -> str:
    return _(
        "%(cohort)s, %(module)s, vœux du %(day)s",
        cohort=campaign.cohort.code,
        module=campaign.module_code,
        day=formatting.day(campaign.opens_on),
    )
