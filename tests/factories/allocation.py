"""Rounds of wishes for placements."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.allocation import SideRule
from msp_du.domain.campaigns import service_key
from msp_du.domain.vocabulary import OrganisationKind
from msp_du.models import (
    Allocation,
    AllocationRow,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Organisation,
    PlacementCampaign,
    PlacementExclusion,
    PlacementOffer,
    PlacementWish,
    WishList,
)
from tests.factories.cohorts import make_cohort
from tests.factories.marks import year_of
from tests.factories.people import TODAY
from tests.factories.placements import make_contact, make_organisation


def make_campaign(
    session: Session,
    *,
    cohort: Cohort | None = None,
    opens_in: int = -7,
    closes_in: int = 7,
    side_rule: SideRule = SideRule.FREE,
) -> PlacementCampaign:
    """A round for the placement of the first year, open for a week more, drawn by 7."""
    cohort = cohort or make_cohort(session)
    campaign = PlacementCampaign(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        year_number=1,
        module_code="P151",
        opens_on=TODAY + timedelta(days=opens_in),
        closes_on=TODAY + timedelta(days=closes_in),
        side_rule=side_rule,
        seed=7,
        created_at=datetime.now(UTC),
    )
    session.add(campaign)
    session.flush()
    return campaign


def make_offer(
    session: Session,
    campaign: PlacementCampaign,
    *,
    host: Organisation | None = None,
    name: str | None = None,
    kind: OrganisationKind = OrganisationKind.MUTUAL_AID_GROUP,
    service: str | None = None,
    capacity: int = 1,
) -> PlacementOffer:
    """A place of 140 h from next month on."""
    institution = session.get_one(Institution, campaign.institution_id)
    host = host or make_organisation(session, institution=institution, name=name, kind=kind)
    offer = PlacementOffer(
        institution_id=campaign.institution_id,
        campaign_id=campaign.id,
        organisation_id=host.id,
        contact_id=make_contact(session, organisation=host).id,
        service=service,
        starts_on=TODAY + timedelta(days=30),
        ends_on=TODAY + timedelta(days=120),
        planned_minutes=140 * 60,
        capacity=capacity,
    )
    session.add(offer)
    session.flush()
    return offer


def make_wishes(
    session: Session,
    campaign: PlacementCampaign,
    year: EnrolmentYear,
    offers: Sequence[PlacementOffer],
) -> WishList:
    sent = WishList(
        institution_id=campaign.institution_id,
        campaign_id=campaign.id,
        enrolment_year_id=year.id,
        sent_at=datetime.now(UTC),
        wishes=[
            PlacementWish(offer_id=offer.id, rank=rank) for rank, offer in enumerate(offers, 1)
        ],
    )
    session.add(sent)
    session.flush()
    return sent


def make_exclusion(
    session: Session,
    enrolment: Enrolment,
    organisation: Organisation,
    *,
    service: str | None = None,
    by_trainee: bool = False,
) -> PlacementExclusion:
    row = PlacementExclusion(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        organisation_id=organisation.id,
        service=service,
        service_key=service_key(service),
        by_trainee=by_trainee,
        noted_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def make_allocation(
    session: Session,
    campaign: PlacementCampaign,
    given: dict[EnrolmentYear, PlacementOffer | None],
) -> Allocation:
    """What was proposed, and still stands."""
    allocation = Allocation(
        institution_id=campaign.institution_id,
        campaign_id=campaign.id,
        seed=campaign.seed,
        problem_digest="0" * 64,
        computed_at=datetime.now(UTC),
        rows=[
            AllocationRow(
                enrolment_year_id=year.id,
                proposed_offer_id=offer.id if offer else None,
                offer_id=offer.id if offer else None,
            )
            for year, offer in given.items()
        ],
    )
    session.add(allocation)
    session.flush()
    return allocation


def make_round(
    session: Session, enrolment: Enrolment, organisation: Organisation
) -> dict[str, UUID]:
    """A round of somebody's cohort that is confirmed, and where they are never to be."""
    campaign = make_campaign(session, cohort=enrolment.cohort)
    offer = make_offer(session, campaign)
    made = make_allocation(session, campaign, {year_of(session, enrolment): offer})
    made.confirmed_at = datetime.now(UTC)
    noted = make_exclusion(session, enrolment, organisation)
    named = make_exclusion(session, enrolment, organisation, by_trainee=True)
    return {
        "campaign": campaign.id,
        "offer": offer.id,
        "exclusion": noted.id,
        "own_exclusion": named.id,
    }
