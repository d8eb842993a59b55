"""A supervisor leaves: their placements pass to a colleague from a day; both names stay known."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import calendar
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind
from msp_du.models import (
    Account,
    Contact,
    Institution,
    Placement,
    PlacementPeriod,
    SupervisorHandover,
)
from msp_du.services import audit, outbox


def hand_over(
    session: Session,
    contact: Contact,
    successor: Contact,
    *,
    effective_on: date,
    actor: Account,
    now: datetime,
) -> int:
    """Pass what a contact still supervises on a day to a colleague; return how many placements.

    Placements that end before that day stay with the contact who followed them. A day to come is
    left to the worker. HANDOVER_SAME for the same person or another structure's, HANDOVER_NOTHING
    when no placement would pass.
    """
    if successor.id == contact.id or successor.organisation_id != contact.organisation_id:
        raise RuleViolation(Rule.HANDOVER_SAME, field="successor")
    found = _under_way(session, contact, effective_on)
    if not found:
        raise RuleViolation(Rule.HANDOVER_NOTHING)
    today = calendar.today(now, _zone(session, contact))
    for placement in found:
        row = _note(session, placement, contact, successor, effective_on, now=now)
        details = {"from": contact.id, "to": successor.id, "effective_on": effective_on}
        audit.record(session, "placements:hand-over", placement, actor=actor, details=details)
        if effective_on <= today:
            _apply(row, placement, now=now)
    if effective_on > today:
        _leave_to_worker(session, contact, effective_on)
    session.flush()
    return len(found)


def apply_due(session: Session, contact_id: UUID, *, now: datetime) -> None:
    """Pass what was left for a day that has come."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        return
    statement = select(SupervisorHandover).where(
        SupervisorHandover.from_contact_id == contact.id,
        SupervisorHandover.applied_at.is_(None),
        SupervisorHandover.effective_on <= calendar.today(now, _zone(session, contact)),
    )
    for row in session.execute(statement).scalars().all():
        placement = session.get_one(
            Placement, row.placement_id, with_for_update=True, populate_existing=True
        )
        if placement.contact_id != row.from_contact_id:
            session.delete(row)  # it went to somebody else meanwhile
            continue
        _apply(row, placement, now=now)
        details = {"from": row.from_contact_id, "to": row.to_contact_id}
        audit.record(session, "placements:apply-hand-over", placement, actor=None, details=details)


def of_contact(session: Session, contact: Contact) -> list[SupervisorHandover]:
    """List what passed from a contact, the latest first."""
    statement = (
        select(SupervisorHandover)
        .where(SupervisorHandover.from_contact_id == contact.id)
        .order_by(SupervisorHandover.effective_on.desc(), SupervisorHandover.id)
        .options(joinedload(SupervisorHandover.to_contact))
    )
    return list(session.execute(statement).scalars())


def _under_way(session: Session, contact: Contact, day: date) -> list[Placement]:
    ends = (
        select(func.max(PlacementPeriod.ends_on))
        .where(PlacementPeriod.placement_id == Placement.id)
        .correlate(Placement)
        .scalar_subquery()
    )
    statement = (
        select(Placement)
        .where(Placement.contact_id == contact.id, ends >= day)
        .order_by(Placement.id)
        .with_for_update(of=Placement)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def _note(
    session: Session,
    placement: Placement,
    contact: Contact,
    successor: Contact,
    effective_on: date,
    *,
    now: datetime,
) -> SupervisorHandover:
    statement = select(SupervisorHandover).where(
        SupervisorHandover.placement_id == placement.id,
        SupervisorHandover.from_contact_id == contact.id,
        SupervisorHandover.to_contact_id == successor.id,
        SupervisorHandover.effective_on == effective_on,
    )
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        row = SupervisorHandover(
            institution_id=placement.institution_id,
            placement_id=placement.id,
            from_contact_id=contact.id,
            to_contact_id=successor.id,
            effective_on=effective_on,
            recorded_at=now,
        )
        session.add(row)
    return row


def _apply(row: SupervisorHandover, placement: Placement, *, now: datetime) -> None:
    placement.contact_id = row.to_contact_id
    row.applied_at = now


def _leave_to_worker(session: Session, contact: Contact, day: date) -> None:
    kind = JobKind.HOST_HANDOVER
    job = outbox.queue(
        session,
        kind,
        f"{kind}:{contact.id}:{day.isoformat()}",
        {"contact_id": str(contact.id)},
        institution_id=contact.institution_id,
    )
    job.next_at = datetime.combine(day, time(), _zone(session, contact))


def _zone(session: Session, contact: Contact) -> ZoneInfo:
    return ZoneInfo(session.get_one(Institution, contact.institution_id).time_zone)
