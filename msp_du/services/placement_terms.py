"""What placements state beside their periods: weekly hours, odd presence, signature."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.placement_limits import Terms
from msp_du.models import Placement, PlacementTerms

NOTHING_STATED = Terms()


def of_placement(session: Session, placement_id: UUID) -> Terms:
    """Return what a placement states; nothing while nobody said so."""
    return of_placements(session, [placement_id]).get(placement_id, NOTHING_STATED)


def of_placements(session: Session, ids: Collection[UUID]) -> dict[UUID, Terms]:
    """Return what placements state, those that state something; one statement."""
    statement = select(PlacementTerms).where(PlacementTerms.placement_id.in_(ids))
    return {row.placement_id: _read(row) for row in session.execute(statement).scalars()}


def keep(session: Session, placement: Placement, terms: Terms) -> None:
    """Write what a placement states, within the act that changes it."""
    statement = select(PlacementTerms).where(PlacementTerms.placement_id == placement.id)
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        row = PlacementTerms(institution_id=placement.institution_id, placement_id=placement.id)
        session.add(row)
    row.weekly_minutes = terms.weekly_minutes
    row.has_nights = terms.has_nights
    row.has_sundays = terms.has_sundays
    row.has_holidays = terms.has_holidays
    row.is_same_post = terms.is_same_post
    row.signed_on = terms.signed_on
    session.flush()


def _read(row: PlacementTerms) -> Terms:
    return Terms(
        weekly_minutes=row.weekly_minutes,
        has_nights=row.has_nights,
        has_sundays=row.has_sundays,
        has_holidays=row.has_holidays,
        is_same_post=row.is_same_post,
        signed_on=row.signed_on,
    )
