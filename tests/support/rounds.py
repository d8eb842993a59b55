"""A round of wishes to try things on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import OrganisationKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, EnrolmentYear, PlacementCampaign, PlacementOffer
from msp_du.services import placement_wishes
from msp_du.services.placement_wishes import OwnRound
from tests.factories import make_account, make_enrolment, year_of
from tests.factories.allocation import make_campaign, make_offer, make_wishes

NOW = datetime.now(UTC)


@dataclass(slots=True)
class Round:
    """Three people, two places of one seat; the first two want the first place."""

    campaign: PlacementCampaign
    years: list[EnrolmentYear]
    ward: PlacementOffer
    club: PlacementOffer
    coordinator: Account

    @property
    def code(self) -> str:
        return self.campaign.cohort.code

    def mine(self, session: Session, number: int) -> OwnRound:
        person_id = self.years[number].enrolment.person_id
        found = placement_wishes.own_round(session, self.campaign.id, person_id, now=NOW)
        assert found is not None
        return found


def open_round(session: Session) -> Round:
    """Open the round."""
    with transaction():
        campaign = make_campaign(session)
        years = [
            year_of(session, make_enrolment(session, cohort=campaign.cohort)) for _ in range(3)
        ]
        ward = make_offer(session, campaign, kind=OrganisationKind.HOSPITAL_SERVICE)
        club = make_offer(session, campaign, kind=OrganisationKind.CLUBHOUSE)
        make_wishes(session, campaign, years[0], [ward, club])
        make_wishes(session, campaign, years[1], [ward])
        coordinator = make_account(session, Role.COORDINATOR)
    return Round(campaign, years, ward, club, coordinator)


def acts(session: Session, like: str) -> list[str]:
    """List the acts of an area in the chain, in order."""
    statement = (
        select(AuditEvent.act).where(AuditEvent.act.like(like)).order_by(AuditEvent.sequence)
    )
    return list(session.execute(statement).scalars())
