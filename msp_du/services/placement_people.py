"""Who followed a placement one after the other, whether one changed or a supervisor left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.agreements import SignerCapacity
from msp_du.models import PlacementHandover, SupervisorHandover


@dataclass(frozen=True, slots=True)
class Change:
    """From a day on, somebody follows a placement in the place of another; None for nobody."""

    since: date
    capacity: SignerCapacity
    former: str | None
    name: str


def history(session: Session, placement_id: UUID) -> list[Change]:
    """List the changes of a placement by day, each once whoever noted it; two statements."""
    found = dict.fromkeys((*_changed(session, placement_id), *_passed_on(session, placement_id)))
    return sorted(found, key=lambda change: change.since)


def _changed(session: Session, placement_id: UUID) -> Iterator[Change]:
    statement = (
        select(PlacementHandover)
        .where(PlacementHandover.placement_id == placement_id)
        .order_by(PlacementHandover.since, PlacementHandover.recorded_at, PlacementHandover.id)
    )
    for row in session.execute(statement).scalars():
        yield Change(row.since, row.capacity, row.former_name, row.name)


def _passed_on(session: Session, placement_id: UUID) -> Iterator[Change]:
    statement = (
        select(SupervisorHandover)
        .where(SupervisorHandover.placement_id == placement_id)
        .order_by(SupervisorHandover.effective_on, SupervisorHandover.recorded_at)
        .options(
            joinedload(SupervisorHandover.from_contact), joinedload(SupervisorHandover.to_contact)
        )
    )
    for row in session.execute(statement).scalars():
        yield Change(
            row.effective_on,
            SignerCapacity.HOST_SUPERVISOR,
            row.from_contact.name,
            row.to_contact.name,
        )
