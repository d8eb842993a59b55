"""Wishes of a trainee in a round: what is offered to them, what they rank, what they got."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from msp_du.domain.campaigns import CampaignStage, check_wishes
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Account,
    Allocation,
    AllocationRow,
    Cohort,
    Enrolment,
    EnrolmentYear,
    PlacementCampaign,
    PlacementOffer,
    PlacementWish,
    WishList,
)
from msp_du.services import audit, campaigns, placement_exclusions, placement_offers


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round that is somebody's; ``placement_id`` is known once it is confirmed."""

    campaign: PlacementCampaign
    stage: CampaignStage
    year: EnrolmentYear
    wishes: int
    placement_id: UUID | None


def own_rounds(session: Session, person_id: UUID | None, *, now: datetime) -> list[OwnRound]:
    """List the rounds in which a person is to be placed, or was, the last first; one statement."""
    wishes = (
        select(func.count(PlacementWish.id))
        .join(WishList, WishList.id == PlacementWish.wish_list_id)
        .where(
            WishList.campaign_id == PlacementCampaign.id,
            WishList.enrolment_year_id == EnrolmentYear.id,
        )
        .correlate(PlacementCampaign, EnrolmentYear)
        .scalar_subquery()
    )
    mine = and_(
        AllocationRow.allocation_id == Allocation.id,
        AllocationRow.enrolment_year_id == EnrolmentYear.id,
    )
    waiting = and_(Allocation.confirmed_at.is_(None), *campaigns.takes_part(PlacementCampaign))
    told = and_(Allocation.confirmed_at.is_not(None), AllocationRow.id.is_not(None))
    statement = (
        select(PlacementCampaign, EnrolmentYear, Allocation, AllocationRow.placement_id, wishes)
        .join(Enrolment, Enrolment.cohort_id == PlacementCampaign.cohort_id)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .join(PlacementCampaign.cohort)
        .join(Cohort.institution)
        .outerjoin(Allocation, Allocation.campaign_id == PlacementCampaign.id)
        .outerjoin(AllocationRow, mine)
        .where(Enrolment.person_id == person_id, or_(waiting, told))
        .options(
            contains_eager(PlacementCampaign.cohort).contains_eager(Cohort.institution),
            joinedload(EnrolmentYear.enrolment),
        )
        .order_by(PlacementCampaign.opens_on.desc(), PlacementCampaign.id)
    )
    return [
        OwnRound(campaign, campaigns.stage(campaign, allocation, now=now), year, count, placement)
        for campaign, year, allocation, placement, count in session.execute(statement)
    ]


def own_round(
    session: Session, campaign_id: UUID, person_id: UUID | None, *, now: datetime
) -> OwnRound | None:
    """Return a round as it is for a person; None when it is not theirs."""
    found = own_rounds(session, person_id, now=now)
    return next((each for each in found if each.campaign.id == campaign_id), None)


def offered(session: Session, mine: OwnRound) -> list[PlacementOffer]:
    """List the places that somebody may rank: not those that are barred to them."""
    enrolment_id = mine.year.enrolment_id
    barred = placement_exclusions.of_enrolments(session, [enrolment_id]).get(enrolment_id, {})
    return [
        offer
        for offer in placement_offers.of_campaign(session, mine.campaign)
        if offer.capacity
        and not placement_exclusions.bars(barred, offer.organisation_id, offer.service)
    ]


def sent(session: Session, mine: OwnRound) -> WishList | None:
    """Return what somebody sent last in a round, with the wishes."""
    statement = (
        select(WishList)
        .where(WishList.campaign_id == mine.campaign.id, WishList.enrolment_year_id == mine.year.id)
        .options(selectinload(WishList.wishes))
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def rank(
    session: Session,
    mine: OwnRound,
    chosen: Sequence[UUID | None],
    *,
    version: int,
    actor: Account,
    now: datetime,
) -> WishList:
    """Keep what somebody wishes for, the best first, instead of what they sent before.

    ``version`` is that of the list they saw, 0 for none. Raises RuleViolation CAMPAIGN_NOT_OPEN,
    STALE_VERSION, and what ``check_wishes`` refuses.
    """
    allocation = campaigns.lock(session, mine.campaign)
    if campaigns.stage(mine.campaign, allocation, now=now) is not CampaignStage.OPEN:
        raise RuleViolation(Rule.CAMPAIGN_NOT_OPEN)
    known = sent(session, mine)
    if version != (known.version if known else 0):
        raise RuleViolation(Rule.STALE_VERSION)
    ranked = check_wishes(chosen, {offer.id for offer in offered(session, mine)})
    if known is not None:
        known.version += 1  # also when only its wishes changed
    kept = known or WishList(
        institution_id=mine.year.institution_id,
        campaign_id=mine.campaign.id,
        enrolment_year_id=mine.year.id,
    )
    kept.sent_at = now
    kept.wishes.clear()
    session.add(kept)
    session.flush()
    kept.wishes.extend(
        PlacementWish(offer_id=offer_id, rank=place)
        for place, offer_id in enumerate(ranked, start=1)
    )
    session.flush()
    audit.record(session, "wishes:send", kept, actor=actor, details={"wishes": len(ranked)})
    return kept


def by_year(session: Session, campaign: PlacementCampaign) -> Mapping[UUID, Sequence[UUID]]:
    """Return the places wished for in a round, the best first, by enrolment year."""
    statement = (
        select(WishList.enrolment_year_id, PlacementWish.offer_id)
        .join(PlacementWish, PlacementWish.wish_list_id == WishList.id)
        .where(WishList.campaign_id == campaign.id)
        .order_by(WishList.enrolment_year_id, PlacementWish.rank)
    )
    found: dict[UUID, list[UUID]] = {}
    for year_id, offer_id in session.execute(statement):
        found.setdefault(year_id, []).append(offer_id)
    return found
