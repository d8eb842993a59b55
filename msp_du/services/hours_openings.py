"""Hours closed by the placement's certificate, and entries that the coordination opens again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.corrections import check_open
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, HoursEntry, HoursOpening, Placement
from msp_du.services import audit, hours_rows, placement_certificates


def is_closed(session: Session, placement: Placement) -> bool:
    """Tell whether the certificate of a placement was received: its hours are what it says."""
    return placement_certificates.is_signed(session, placement)


def check(session: Session, placement: Placement, entry_ids: Collection[UUID] = ()) -> None:
    """Refuse to change these entries, or to note a day when none is named (HOURS_CLOSED).

    An entry is open when it, or the version that it corrects, was opened.
    """
    if not is_closed(session, placement):
        return
    statement = (
        select(HoursEntry.id)
        .join(
            HoursOpening,
            or_(
                HoursOpening.entry_id == HoursEntry.id,
                HoursOpening.entry_id == HoursEntry.replaces_id,
            ),
        )
        .where(HoursEntry.id.in_(entry_ids))
    )
    opened = set(session.execute(statement).scalars())
    check_open(is_closed=True, is_opened=bool(entry_ids) and opened >= set(entry_ids))


def open_entry(
    session: Session, entry: HoursEntry, *, actor: Account, reason: str, now: datetime
) -> HoursOpening:
    """Let the trainee change one entry after the certificate; the reason is kept.

    HOURS_NOT_CLOSED when nothing keeps them from it. Opening twice is the same as once.
    """
    entry, _person_id = hours_rows.lock_entry(session, entry)
    if not is_closed(session, entry.placement):
        raise RuleViolation(Rule.HOURS_NOT_CLOSED)
    found = session.execute(
        select(HoursOpening).where(HoursOpening.entry_id == entry.id)
    ).scalar_one_or_none()
    if found is not None:
        return found
    opening = HoursOpening(entry_id=entry.id, account_id=actor.id, opened_at=now, reason=reason)
    session.add(opening)
    session.flush()
    audit.record(
        session,
        "hours:open",
        entry,
        actor=actor,
        institution_id=entry.placement.institution_id,
        details={"placement": entry.placement_id},
    )
    return opening


def of_entries(session: Session, entry_ids: Collection[UUID]) -> Sequence[HoursOpening]:
    """List which of these entries were opened, when, by whom and why."""
    statement = (
        select(HoursOpening)
        .where(HoursOpening.entry_id.in_(entry_ids))
        .order_by(HoursOpening.opened_at)
        .options(joinedload(HoursOpening.account))
    )
    return session.execute(statement).scalars().all()
