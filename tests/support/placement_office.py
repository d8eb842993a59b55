"""A placement of 309 h in the spring and its coordinator: what tests of its law share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Regime, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Placement, PlacementCertificate
from msp_du.services import placement_certificates
from tests.factories import TODAY, make_account, make_enrolment, make_placement

FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
NOW = datetime(2026, 11, 22, 18, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """A placement of 309 h, its coordinator, and its trainee's account."""

    session: Session
    actor_id: UUID
    placement_id: UUID

    @property
    def actor(self) -> Account:
        return self.session.get_one(Account, self.actor_id)

    @property
    def placement(self) -> Placement:
        return self.session.get_one(Placement, self.placement_id)

    def request(self, today: date = TODAY) -> PlacementCertificate:
        with transaction() as s:
            return placement_certificates.request(
                s, self.placement, today=today, actor=self.actor, now=NOW
            )


def open_desk(session: Session, regime: Regime, hours_planned: int = 309) -> Desk:
    with transaction() as s:
        actor = make_account(s, Role.COORDINATOR)
        placement = make_placement(
            s,
            enrolment=make_enrolment(s, regime=regime),
            periods=[(FIRST, LAST, hours_planned * 60)],
        )
        return Desk(session, actor.id, placement.id)
