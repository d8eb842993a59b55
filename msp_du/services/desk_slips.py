"""The slip that a trainee hands over: it introduces one placement, and opens nothing.

Whoever follows its code may ask for the real link, which goes to the address recorded for the
contact. The answer is the same for any code, known or not.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import Account, DeskSlip, Placement
from msp_du.services import audit, desk_links, tokens


def of_placement(session: Session, placement: Placement) -> DeskSlip | None:
    """Return the slip of a placement, if one was prepared."""
    statement = select(DeskSlip).where(DeskSlip.placement_id == placement.id)
    return session.execute(statement).scalar_one_or_none()


def prepare(session: Session, placement: Placement, *, actor: Account, now: datetime) -> DeskSlip:
    """Make the slip of a placement; the same one every time."""
    session.execute(select(Placement.id).where(Placement.id == placement.id).with_for_update())
    found = of_placement(session, placement)
    if found is not None:
        return found
    slip = DeskSlip(placement_id=placement.id, code=tokens.new_secret(), created_at=now)
    session.add(slip)
    session.flush()
    audit.record(
        session,
        "desk:prepare-slip",
        slip,
        actor=actor,
        institution_id=placement.institution_id,
        details={"placement": placement.id},
    )
    return slip


def send_link(session: Session, code: str, *, now: datetime) -> None:
    """Send the link of the placement's contact to their known address; else do nothing."""
    statement = select(DeskSlip).where(DeskSlip.code == code)
    slip = session.execute(statement).scalar_one_or_none()
    if slip is not None and desk_links.is_reachable(session, slip.placement.contact):
        desk_links.queue(session, slip.placement.contact, now=now)
