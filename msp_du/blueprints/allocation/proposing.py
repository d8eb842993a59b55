"""The proposal of a round: asked for, read with its cost, changed by hand, confirmed, exported."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.allocation.confirmed import forbidden, tell_confirmed
from msp_du.blueprints.allocation.forms import AllocationForm, ConfirmForm
from msp_du.blueprints.allocation.routes import bp, campaign_or_404
from msp_du.blueprints.allocation.sheet import allocation_sheet
from msp_du.blueprints.allocation.words import costs, person_lines, ranks
from msp_du.config import Config
from msp_du.domain.allocation import fingerprint
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Allocation, PlacementCampaign
from msp_du.services import allocation_ground, allocations
from msp_du.services.agreements import Edition
from msp_du.services.allocation_ground import Ground
from msp_du.services.cohorts import today_in
from msp_du.web.access import authorise, requires
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence
from msp_du.web.law_words import FindingLine
from msp_du.web.reading import read_version

PLACE = "place-"


@bp.route("/<uuid:campaign_id>/proposition", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def show_allocation(campaign_id: UUID) -> ResponseReturnValue:
    """Show who goes where and why; keep what is changed by hand."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    form, typed = AllocationForm(data={"version": _version(campaign)}), None
    if form.validate_on_submit():
        typed = _typed()
        try:
            with transaction() as session:
                changed = allocations.edit(
                    session, campaign, _chosen(typed), version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            campaign = campaign_or_404(campaign_id)
            form.add_violation(violation)
        else:
            flash(
                ngettext(
                    "Le changement est enregistré pour une personne.",
                    "Le changement est enregistré pour %(num)s personnes.",
                    changed,
                )
                if changed
                else _("Rien n’a changé."),
                "success",
            )
            return redirect(url_for(".show_allocation", campaign_id=campaign_id))
    return _page(campaign, form, typed)


@bp.post("/<uuid:campaign_id>/proposition/calculer")
@requires(Role.COORDINATOR)
def propose(campaign_id: UUID) -> ResponseReturnValue:
    """Look for the best allocation and keep it instead of the one that was seen."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    proposal = allocations.propose(db.session(), campaign)
    seen = read_version(request.form.get("version", "0"))
    try:
        with transaction() as session:
            allocations.keep(
                session, campaign, proposal, version=seen, actor=actor, now=datetime.now(UTC)
            )
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La proposition est prête : relisez-la, puis confirmez."), "success")
    return redirect(url_for(".show_allocation", campaign_id=campaign_id))


@bp.route("/<uuid:campaign_id>/confirmer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def confirm(campaign_id: UUID) -> ResponseReturnValue:
    """Open the placements of everybody who has a place, once the cohort's code is typed."""
    campaign = campaign_or_404(campaign_id)
    actor = authorise(policies.can_allocate, campaign)
    form = ConfirmForm(data={"version": _version(campaign)})
    found: list[FindingLine] = []
    if form.validate_on_submit():
        try:
            with transaction() as session:
                done = allocations.confirm(
                    session,
                    campaign,
                    typed_code=form.typed_code.data,
                    version=form.version.seen,
                    actor=actor,
                    edition=_edition(campaign),
                )
        except RuleViolation as violation:
            campaign = campaign_or_404(campaign_id)
            form.add_violation(violation)
            found = forbidden(violation)
        else:
            tell_confirmed(done)
            return redirect(url_for(".show_allocation", campaign_id=campaign_id))
    ground, allocation = _read(campaign)
    placed = [row for row in allocation.rows if row.offer_id] if allocation else []
    return render_form(
        "allocation/confirm.html",
        form,
        campaign=campaign,
        findings=found,
        is_confirmed=allocation is not None and allocation.confirmed_at is not None,
        placed=len(placed),
        unplaced=len(ground.members) - len(placed),
    )


@bp.route("/<uuid:campaign_id>/export")
@requires(Role.COORDINATOR)
def export(campaign_id: UUID) -> ResponseReturnValue:
    """Give who goes where as a table, a workbook unless CSV is asked for."""
    campaign = campaign_or_404(campaign_id)
    authorise(policies.can_allocate, campaign)
    ground, allocation = _read(campaign)
    return sheet_download(
        allocation_sheet(ground, allocation),
        f"places-{campaign.cohort.code}-{campaign.module_code}",
        as_csv=request.args.get("format") == "csv",
    )


def _read(campaign: PlacementCampaign) -> tuple[Ground, Allocation | None]:
    """Return what a round is about, and its allocation."""
    allocation = campaign.allocation
    confirmed = allocation if allocation and allocation.confirmed_at else None
    return allocation_ground.read(db.session(), campaign, confirmed), allocation


def _page(
    campaign: PlacementCampaign, form: AllocationForm, typed: Mapping[UUID, str] | None
) -> ResponseReturnValue:
    ground, allocation = _read(campaign)
    is_confirmed = allocation is not None and allocation.confirmed_at is not None
    return render_form(
        "allocation/show_allocation.html",
        form,
        campaign=campaign,
        allocation=allocation,
        version=_version(campaign),
        is_confirmed=is_confirmed,
        has_changed=bool(
            allocation
            and not is_confirmed
            and allocation.problem_digest != fingerprint(ground.problem)
        ),
        costs=costs(ground, allocation) if allocation else [],
        ranks=ranks(ground, allocation) if allocation else "",
        people=person_lines(ground, allocation, typed) if allocation else [],
        errors={name.removeprefix("#"): text for name, text in form.errors_for_summary()},
    )


def _edition(campaign: PlacementCampaign) -> Edition:
    config: Config = current_app.extensions["msp_du_config"]
    now = datetime.now(UTC)
    return Edition(now, today_in(campaign.cohort.institution, now), is_specimen=config.demo)


def _version(campaign: PlacementCampaign) -> str:
    return str(campaign.allocation.version if campaign.allocation else 0)


def _typed() -> dict[UUID, str]:
    """Return what stands in the select of each person; a name that is no id is no person."""
    found = {}
    for name, value in request.form.items():
        if name.startswith(PLACE):
            key = _id(name.removeprefix(PLACE))
            if key is not None:
                found[key] = value
    return found


def _chosen(typed: Mapping[UUID, str]) -> dict[UUID, UUID | None]:
    """Return the offers chosen; what is no id stands for an offer that does not exist."""
    return {
        year_id: (_id(value) or UUID(int=0)) if value else None for year_id, value in typed.items()
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
