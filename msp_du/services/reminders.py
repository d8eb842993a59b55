"""Reminders: who gets one today, what it says when it leaves, and when something was last recalled.

A digest is planned with everything that is ripe, and says of it what is still owed when it
leaves. What waits too long is told to the coordinators of the cohort, in their own digest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.reminders import (
    Due,
    DueKind,
    Recipient,
    is_ripe,
    is_time,
    may_leave,
    waits_too_long,
)
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.models import (
    Account,
    Contact,
    Institution,
    Reminder,
    ReminderLine,
    RoleGrant,
)
from msp_du.services import agreement_dues, desk_links, due_sources, outbox, reminder_settings
from msp_du.services.due_sources import Scope, Source

SOURCES: Final[Sequence[Source]] = (
    due_sources.hours_to_sign,
    due_sources.hours_not_sent,
    due_sources.hours_returned,
    due_sources.marks_to_enter,
    due_sources.papers_to_hand_in,
    agreement_dues.agreements_to_sign,
)
"""Where to ask what is owed; an area that knows of more adds its function here."""

MEMORY: Final = timedelta(days=120)
"""How far back a planner looks for the last reminder of the same things."""

Recalled: TypeAlias = Mapping[tuple[Recipient, DueKind, UUID | None], date]


def owed(
    session: Session, institution: Institution, *, now: datetime, only: Recipient | None = None
) -> list[Due]:
    """List what is owed in an institution, with what a coordinator is to hear of."""
    scope = Scope(institution.id, ZoneInfo(institution.time_zone), now, only)
    dues = [due for source in SOURCES for due in source(session, scope)]
    coordinators = _coordinators(session, scope)
    if not coordinators:
        return dues
    everybody = dues if only is None else owed_by_all(session, scope)
    after = reminder_settings.of_institution(session, institution.id).escalate_after_days
    return dues + [
        replace(due, kind=DueKind.WAITING_ELSEWHERE, recipient=coordinator, count=1, due_on=None)
        for due in everybody
        if waits_too_long(due, scope.today, after)
        for coordinator, cohorts in coordinators.items()
        if None in cohorts or due.cohort_id in cohorts
    ]


def owed_by_all(session: Session, scope: Scope) -> list[Due]:
    """List what anybody owes where and when a scope says."""
    everybody = replace(scope, only=None)
    return [due for source in SOURCES for due in source(session, everybody)]


def plan(session: Session, *, now: datetime) -> int:
    """Plan the digests that are to leave now and queue their messages; return how many.

    Locks the institutions whose clock allows it. Whoever has one of today gets no other.
    """
    days: dict[UUID, date] = {}
    every: dict[UUID, int] = {}
    dues: list[Due] = []
    locked = select(Institution).order_by(Institution.id).with_for_update()
    for institution in session.execute(locked).scalars():
        zone = ZoneInfo(institution.time_zone)
        settings = reminder_settings.of_institution(session, institution.id)
        if not settings.is_on or not may_leave(now, zone):
            continue
        days[institution.id] = calendar.today(now, zone)
        every[institution.id] = settings.every_days
        dues += owed(session, institution, now=now)
    ripe = _by_recipient(due for due in dues if is_ripe(due, days[due.institution_id]))
    recalled = _recalled(session, since=now - MEMORY)
    had_one = _had_one(session, set(days.values()))
    channels = _channels(session, ripe.keys())
    planned = 0
    for recipient, theirs in ripe.items():
        day = min(days[due.institution_id] for due in theirs)
        is_due = any(
            is_time(
                recalled.get((recipient, due.kind, due.object_id)),
                days[due.institution_id],
                every[due.institution_id],
            )
            for due in theirs
        )
        if is_due and recipient in channels and (recipient, day) not in had_one:
            _plan_one(session, recipient, day, theirs, channels[recipient], now=now)
            planned += 1
    return planned


def still_owed(session: Session, reminder: Reminder, *, now: datetime) -> list[Due]:
    """List what a planned digest was about and is owed to this moment."""
    recipient = Recipient(reminder.account_id, reminder.contact_id)
    about = {(line.kind, line.object_id) for line in reminder.lines}
    places = {reminder.institution_id}
    if reminder.account_id is not None:
        grants = select(RoleGrant.institution_id).where(RoleGrant.account_id == reminder.account_id)
        places |= set(session.execute(grants).scalars())
    institutions = select(Institution).where(Institution.id.in_(places)).order_by(Institution.id)
    return [
        due
        for institution in session.execute(institutions).scalars()
        for due in owed(session, institution, now=now, only=recipient)
        if due.recipient == recipient and (due.kind, due.object_id) in about
    ]


def last_about(session: Session, object_id: UUID) -> list[tuple[DueKind, datetime]]:
    """Return when each kind of thing was last recalled about an object; one statement."""
    statement = (
        select(ReminderLine.kind, func.max(Reminder.sent_at))
        .join(Reminder, Reminder.id == ReminderLine.reminder_id)
        .where(ReminderLine.object_id == object_id, Reminder.sent_at.is_not(None))
        .group_by(ReminderLine.kind)
    )
    found = dict(session.execute(statement).all())
    dated = {kind: sent_at for kind, sent_at in found.items() if sent_at is not None}
    return [(kind, dated[kind]) for kind in DueKind if kind in dated]


def _plan_one(
    session: Session,
    recipient: Recipient,
    day: date,
    dues: Sequence[Due],
    channel: JobKind,
    *,
    now: datetime,
) -> None:
    reminder = Reminder(
        institution_id=dues[0].institution_id,
        account_id=recipient.account_id,
        contact_id=recipient.contact_id,
        day=day,
        planned_at=now,
        lines=[ReminderLine(kind=due.kind, object_id=due.object_id) for due in dues],
    )
    session.add(reminder)
    session.flush()
    payload = {"reminder_id": str(reminder.id)}
    if recipient.account_id is not None:
        payload["account_id"] = str(recipient.account_id)
    if recipient.contact_id is not None:
        payload["contact_id"] = str(recipient.contact_id)
    outbox.queue(
        session,
        channel,
        f"{channel}:{recipient.account_id or recipient.contact_id}:{day.isoformat()}",
        payload,
        institution_id=reminder.institution_id,
    )


def _by_recipient(dues: Iterable[Due]) -> dict[Recipient, list[Due]]:
    found: defaultdict[Recipient, list[Due]] = defaultdict(list)
    for due in dues:
        found[due.recipient].append(due)
    return found


def _channels(session: Session, recipients: Collection[Recipient]) -> dict[Recipient, JobKind]:
    """Tell how each can be reached: by mail, or a contact who has only a phone by it.

    A contact whose link reached somebody else gets nothing until that is settled.
    """
    ids = {one.contact_id for one in recipients if one.contact_id}
    statement = select(Contact.id, Contact.email, Contact.phone).where(
        Contact.id.in_(ids), ~desk_links.is_flagged()
    )
    channels = {one: JobKind.MAIL_REMINDERS for one in recipients if one.account_id}
    for contact_id, email, phone in session.execute(statement):
        if email or phone:
            channel = JobKind.MAIL_REMINDERS if email else JobKind.SMS_REMINDERS
            channels[Recipient(contact_id=contact_id)] = channel
    return channels


def _had_one(session: Session, days: Collection[date]) -> set[tuple[Recipient, date]]:
    statement = select(Reminder.account_id, Reminder.contact_id, Reminder.day).where(
        Reminder.day.in_(days)
    )
    return {(Recipient(*who), day) for *who, day in session.execute(statement)}


def _recalled(session: Session, *, since: datetime) -> Recalled:
    """Return the day on which each thing was last recalled to each person."""
    columns = (Reminder.account_id, Reminder.contact_id, ReminderLine.kind, ReminderLine.object_id)
    statement = (
        select(*columns, func.max(Reminder.day))
        .join(Reminder, Reminder.id == ReminderLine.reminder_id)
        .where(Reminder.planned_at >= since)
        .group_by(*columns)
    )
    return {
        (Recipient(account_id, contact_id), kind, object_id): day
        for account_id, contact_id, kind, object_id, day in session.execute(statement)
    }


def _coordinators(session: Session, scope: Scope) -> dict[Recipient, set[UUID | None]]:
    """Return who coordinates, each with their cohorts; None among them means all."""
    statement = (
        select(RoleGrant.account_id, RoleGrant.cohort_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.institution_id == scope.institution_id,
            RoleGrant.role == Role.COORDINATOR,
            RoleGrant.since <= scope.now,
            or_(RoleGrant.until.is_(None), RoleGrant.until > scope.now),
            Account.disabled_at.is_(None),
        )
        .order_by(RoleGrant.account_id)
    )
    found: defaultdict[Recipient, set[UUID | None]] = defaultdict(set)
    for account_id, cohort_id in session.execute(statement):
        recipient = Recipient(account_id=account_id)
        if scope.only in {None, recipient}:
            found[recipient].add(cohort_id)
    return found
