"""A trainee's own rounds: where they stand, and the places they rank."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.allocation.forms import WishForm, wish_values
from msp_du.blueprints.allocation.routes import TAGS, bp
from msp_du.blueprints.allocation.words import (
    offer_choice,
    offer_days,
    offer_facts,
    offer_name,
    rank_words,
)
from msp_du.domain.campaigns import CampaignStage
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import PlacementOffer, WishList
from msp_du.services import placement_wishes
from msp_du.services.placement_wishes import OwnRound
from msp_du.web import formatting
from msp_du.web.access import authorise, current_account, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label


@bp.route("/")
@requires(Role.TRAINEE)
def show_own() -> ResponseReturnValue:
    """List a trainee's rounds, what they sent, what they got."""
    found = placement_wishes.own_rounds(
        db.session(), current_account().person_id, now=datetime.now(UTC)
    )
    return render_template("allocation/show_own.html", items=[_item(mine) for mine in found])


@bp.route("/<uuid:campaign_id>/mes-voeux", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def rank_places(campaign_id: UUID) -> ResponseReturnValue:
    """Let a trainee rank up to five places until the closing day."""
    session, now = db.session(), datetime.now(UTC)
    mine = placement_wishes.own_round(session, campaign_id, current_account().person_id, now=now)
    if mine is None:
        abort(404)
    actor = authorise(policies.is_enrolled, mine.year.enrolment)
    offered, sent = placement_wishes.offered(session, mine), placement_wishes.sent(session, mine)
    form = WishForm(data=wish_values(sent, offered))
    form.offer([offer_choice(offer) for offer in offered])
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                placement_wishes.rank(
                    writing, mine, form.chosen, version=form.version.seen, actor=actor, now=now
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Vos vœux sont enregistrés."), "success")
            return redirect(url_for(".rank_places", campaign_id=campaign_id))
    return _page(campaign_id, form, now)


def _page(campaign_id: UUID, form: WishForm, now: datetime) -> ResponseReturnValue:
    """Answer with what stands now, also after a refusal."""
    session = db.session()
    mine = placement_wishes.own_round(session, campaign_id, current_account().person_id, now=now)
    if mine is None:
        abort(404)
    offered, sent = placement_wishes.offered(session, mine), placement_wishes.sent(session, mine)
    return render_form(
        "allocation/rank_places.html",
        form,
        mine=mine,
        stage=label(mine.stage),
        stage_kind=TAGS[mine.stage],
        is_open=mine.stage is CampaignStage.OPEN,
        is_confirmed=mine.stage is CampaignStage.CONFIRMED,
        closes_on=formatting.long_day(mine.campaign.closes_on),
        sent_at=sent.sent_at if sent else None,
        wishes=_wish_lines(sent, offered),
        places=[{"title": offer_name(one), "text": offer_facts(one)} for one in offered],
    )


def _wish_lines(sent: WishList | None, offered: Sequence[PlacementOffer]) -> list[dict[str, str]]:
    known = {offer.id: offer for offer in offered}
    kept = [known[wish.offer_id] for wish in sent.wishes if wish.offer_id in known] if sent else []
    return [
        {"title": offer_name(offer), "text": offer_days(offer), "tag": rank_words(rank)}
        for rank, offer in enumerate(kept, start=1)
    ]


def _item(mine: OwnRound) -> dict[str, object]:
    campaign = mine.campaign
    return {
        "title": _(
            "Stage de l’année %(year)s, %(module)s",
            year=campaign.year_number,
            module=campaign.module_code,
        ),
        "url": url_for(".rank_places", campaign_id=campaign.id),
        "text": _text(mine),
        "tag": label(mine.stage),
        "tag_kind": TAGS[mine.stage],
    }


def _text(mine: OwnRound) -> str:
    campaign = mine.campaign
    if mine.stage is CampaignStage.TO_COME:
        return _("Vœux à partir du %(day)s", day=formatting.day(campaign.opens_on))
    if mine.stage is CampaignStage.CONFIRMED:
        return _("Votre place est connue") if mine.placement_id else _("Pas de place cette fois")
    sent = ngettext("Un vœu envoyé", "%(num)s vœux envoyés", mine.wishes)
    known = sent if mine.wishes else _("Aucun vœu envoyé")
    if mine.stage is CampaignStage.OPEN:
        last = formatting.day(campaign.closes_on)
        return _("%(known)s, à choisir jusqu’au %(day)s", known=known, day=last)
    return _("%(known)s ; la coordination prépare les places", known=known)
