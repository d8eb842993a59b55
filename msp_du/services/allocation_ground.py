"""What an allocation is made of, read in a few statements: people, places, wishes, exclusions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.allocation import Candidate, HostSide, Place, Problem, side_needed, side_of
from msp_du.models import (
    Allocation,
    EnrolmentYear,
    Organisation,
    Placement,
    PlacementCampaign,
    PlacementOffer,
)
from msp_du.services import (
    campaigns,
    host_checks,
    placement_exclusions,
    placement_offers,
    placement_wishes,
)
from msp_du.services.placement_exclusions import Excluded


@dataclass(frozen=True, slots=True)
class Ground:
    """The people in the order of their names, the offers by id, and the problem they make."""

    members: Sequence[EnrolmentYear]
    offers: Mapping[UUID, PlacementOffer]
    problem: Problem

    def name(self, year_id: UUID) -> str:
        """Return how somebody's name is shown."""
        return next(
            year.enrolment.person.name.display for year in self.members if year.id == year_id
        )


def read(
    session: Session, campaign: PlacementCampaign, confirmed: Allocation | None = None
) -> Ground:
    """Read what a round is about now, or what a confirmed one was about.

    The placements that a confirmed one made count for nothing in it.
    """
    rows = confirmed.rows if confirmed else None
    years = None if rows is None else [row.enrolment_year_id for row in rows]
    members = campaigns.members(session, campaign, years)
    made = [row.placement_id for row in rows or () if row.placement_id]
    offers = placement_offers.of_campaign(session, campaign)
    enrolments = {year.enrolment_id for year in members}
    wishes = placement_wishes.by_year(session, campaign)
    excluded = placement_exclusions.of_enrolments(session, enrolments)
    seen = _sides_seen(session, enrolments, made)
    observed = host_checks.observation_minutes(campaign.cohort.institution)
    candidates = [
        Candidate(
            key=str(year.id),
            wishes=tuple(str(offer_id) for offer_id in wishes.get(year.id, ())),
            excluded=_barred(offers, excluded.get(year.enrolment_id, {})),
            needs=side_needed(seen.get(year.enrolment_id, ())),
        )
        for year in members
    ]
    problem = Problem(
        candidates,
        [_place(offer, observed) for offer in offers],
        campaign.side_rule,
        confirmed.seed if confirmed else campaign.seed,
    )
    return Ground(members, {offer.id: offer for offer in offers}, problem)


def _place(offer: PlacementOffer, observed: int) -> Place:
    host = offer.organisation
    return Place(
        str(offer.id),
        offer.capacity,
        side_of(host.kind, is_medical=host.is_medical),
        host_checks.takes(host, offer.planned_minutes, observed),
    )


def _barred(offers: Sequence[PlacementOffer], excluded: Excluded) -> frozenset[str]:
    return frozenset(
        str(offer.id)
        for offer in offers
        if placement_exclusions.bars(excluded, offer.organisation_id, offer.service)
    )


def _sides_seen(
    session: Session, enrolments: Collection[UUID], but: Collection[UUID]
) -> dict[UUID, set[HostSide]]:
    """Return on which sides the placements of each enrolment stand, over all its years."""
    statement = (
        select(EnrolmentYear.enrolment_id, Organisation.kind, Organisation.is_medical)
        .join(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(EnrolmentYear.enrolment_id.in_(enrolments), Placement.id.not_in(but))
        .distinct()
    )
    found: defaultdict[UUID, set[HostSide]] = defaultdict(set)
    for enrolment_id, kind, is_medical in session.execute(statement):
        found[enrolment_id].add(side_of(kind, is_medical=is_medical))
    return found
