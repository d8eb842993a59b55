"""Days of a placement that were worked at night, on a Sunday or a holiday without its saying so."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.hours import Entry
from msp_du.domain.placement_presence import OddPresence, unstated
from msp_du.domain.vocabulary import Presence
from msp_du.models import HoursEntry, Placement
from msp_du.services import placement_terms
from msp_du.services.hours_rows import counted


def unstated_days(
    session: Session, placement: Placement, zone: ZoneInfo
) -> list[tuple[date, OddPresence]]:
    """List them by day; two statements."""
    terms = placement_terms.of_placement(session, placement.id)
    statement = (
        select(HoursEntry.worked_on, HoursEntry.minutes, HoursEntry.started_at, HoursEntry.ended_at)
        .where(
            HoursEntry.placement_id == placement.id,
            HoursEntry.presence == Presence.PRESENT,
            counted(),
        )
        .order_by(HoursEntry.worked_on, HoursEntry.id)
    )
    return list(unstated((Entry(*row) for row in session.execute(statement)), terms, zone))
