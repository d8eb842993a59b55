"""Rounds of wishes of a cohort: opened, shown, changed."""

from datetime import UTC, datetime
from secrets import randbelow
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.allocation.forms import CampaignForm, campaign_values
from msp_du.blueprints.allocation.words import missing_names, offer_lines
from msp_du.domain.allocation import SideRule
from msp_du.domain.campaigns import HIGHEST_SEED, CampaignStage
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, PlacementCampaign
from msp_du.services import allocation_ground, campaigns, placement_offers, placement_wishes
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label

bp = Blueprint("allocation", __name__, url_prefix="/places")

TAGS = {
    CampaignStage.TO_COME: "quiet",
    CampaignStage.OPEN: "todo",
    CampaignStage.CLOSED: "info",
    CampaignStage.CONFIRMED: "done",
}


def campaign_or_404(campaign_id: UUID) -> PlacementCampaign:
    """Return a round with what its pages and its rights need, or answer 404."""
    campaign = campaigns.find(db.session(), campaign_id)
    if campaign is None:
        abort(404)
    return campaign


@bp.route("/promotions/<uuid:cohort_id>")
@requires(Role.COORDINATOR)
def list_campaigns(cohort_id: UUID) -> ResponseReturnValue:
    """List the rounds of a cohort."""
    cohort = get_or_404(Cohort, cohort_id)
    authorise(policies.can_manage_cohort, cohort)
    found = campaigns.of_cohort(db.session(), cohort, now=datetime.now(UTC))
    return render_template(
        "allocation/list_campaigns.html",
        cohort=cohort,
        rows=[(row, label(row.stage), TAGS[row.stage]) for row in found],
    )


@bp.route("/promotions/<uuid:cohort_id>/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def open_campaign(cohort_id: UUID) -> ResponseReturnValue:
    """Open a round of wishes."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    form = CampaignForm(
        data={"seed": randbelow(HIGHEST_SEED + 1), "side_rule": SideRule.PREFERRED.value}
    )
    _offer_modules(form, cohort)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                campaign = campaigns.open_campaign(
                    session, cohort, form.sheet, actor=actor, now=datetime.now(UTC)
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La campagne est ouverte : ajoutez maintenant les places."), "success")
            return redirect(url_for(".show_campaign", campaign_id=campaign.id))
    return render_form("allocation/edit_campaign.html", form, cohort=cohort, campaign=None)


@bp.route("/<uuid:campaign_id>")
@requires(Role.COORDINATOR)
def show_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Show the places of a round, and who has sent wishes."""
    campaign = campaign_or_404(campaign_id)
    authorise(policies.can_allocate, campaign)
    session, allocation = db.session(), campaign.allocation
    stage = campaigns.stage(campaign, allocation, now=datetime.now(UTC))
    is_confirmed = stage is CampaignStage.CONFIRMED
    ground = allocation_ground.read(session, campaign, allocation if is_confirmed else None)
    sent = placement_wishes.by_year(session, campaign)
    return render_template(
        "allocation/show_campaign.html",
        campaign=campaign,
        stage=label(stage),
        stage_kind=TAGS[stage],
        is_confirmed=is_confirmed,
        is_proposed=allocation is not None,
        lines=offer_lines(ground),
        seats=placement_offers.seats(ground.offers.values()),
        people=len(ground.members),
        received=sum(bool(sent.get(year.id)) for year in ground.members),
        missing=missing_names(ground.members, sent),
    )


@bp.route("/<uuid:campaign_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Change a round that is not confirmed."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    cohort = campaign.cohort
    form = CampaignForm(data=campaign_values(campaign))
    _offer_modules(form, cohort)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                campaigns.edit(
                    session, campaign, form.sheet, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            campaign = campaign_or_404(campaign_id)
            form.add_violation(violation)
        else:
            flash(_("La campagne est modifiée."), "success")
            return redirect(url_for(".show_campaign", campaign_id=campaign_id))
    return render_form(
        "allocation/edit_campaign.html", form, cohort=campaign.cohort, campaign=campaign
    )


def _offer_modules(form: CampaignForm, cohort: Cohort) -> None:
    form.module.offer(
        [
            (
                f"{year} {code}",
                _("Année %(year)s, %(code)s, %(title)s", year=year, code=code, title=title),
            )
            for year, code, title in campaigns.modules(db.session(), cohort)
        ]
    )
