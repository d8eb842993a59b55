"""Hours logs of the demonstration: who worked when, what was sent, what was approved."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final, TypeVar
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from msp_du.demonstration.story import ACTIVITIES, Pace
from msp_du.demonstration.timeline import monday_of
from msp_du.domain.calendar import PARIS
from msp_du.domain.hours import Proposal
from msp_du.domain.vocabulary import HoursState, SignatureVia
from msp_du.models import Account, HoursEntry, Placement
from msp_du.services import approvals, hours_sums

NAMESPACE: Final = UUID("6f2c1f0e-5d0b-4a57-9d0c-0f4f6c8b2a11")
DAYS_A_WEEK: Final = {Pace.STEADY: 4, Pace.AHEAD: 5, Pace.LATE: 2, Pace.SILENT: 0}
WEEKDAYS: Final = ((1, 3, 4, 0, 2), (0, 2, 4, 1, 3), (1, 2, 4, 3, 0), (0, 1, 3, 2, 4))
WAYS: Final = ("day", "clock", *4 * ("half",), "morning", "morning", "afternoon")
SENT_AFTER: Final = timedelta(days=6)
APPROVED_AFTER: Final = timedelta(days=24)
LATE_BY: Final = timedelta(days=25)
DAY: Final = Proposal.of_duration
SHIFT: Final = Proposal.of_shift
RETURN_REASON: Final = "La pause n’est pas comptée : pouvez-vous vérifier la durée ?"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LogPlan:
    """What one log should hold; ``key`` names it, the same in every build."""

    key: str
    placement: Placement
    pace: Pace
    first_day: date
    last_day: date
    most_minutes: int
    free_mondays: frozenset[date]
    """Mondays of weeks of classes, in which nobody is at their placement."""
    away: tuple[tuple[date, date], ...]
    """Days out of the course: the first one, and that of the return."""
    supervisor: Account | None


def keep_log(session: Session, plan: LogPlan, *, today: date) -> None:
    """Write a log up to today, have its older part approved month by month."""
    entries = list(_entries(plan, today=today))
    session.add_all(entries)
    session.flush()
    sent = [entry for entry in entries if entry.state is HoursState.SUBMITTED]
    old = [entry for entry in sent if today - entry.worked_on >= APPROVED_AFTER]
    for _month, batch in groupby(old, key=lambda entry: entry.worked_on.replace(day=1)):
        _approve(session, plan, list(batch))
    if plan.pace is Pace.LATE:
        _send_one_back(entries)
    hours_sums.keep(session, plan.placement.id)


def pick(options: Sequence[Item], *key: object) -> Item:
    """Choose one of the options, always the same for the same key."""
    digest = hashlib.sha256(repr([str(part) for part in key]).encode()).digest()
    return options[int.from_bytes(digest[:8]) % len(options)]


def _entries(plan: LogPlan, *, today: date) -> Iterator[HoursEntry]:
    left = plan.most_minutes
    for day in _worked_days(plan, today=today):
        if any(first <= day < back for first, back in plan.away):
            continue
        proposal = _shift(plan, day)
        if not left:
            return
        if proposal.minutes > left:
            proposal = DAY(day, left)
        left -= proposal.minutes
        kind, activity = pick(ACTIVITIES, plan.key, day)
        sent = today - day >= (LATE_BY if plan.pace is Pace.LATE else SENT_AFTER)
        logged_at = datetime.combine(day, time(17, 30), UTC)
        client_id = uuid5(NAMESPACE, f"{plan.key}:{day}")
        yield HoursEntry(
            id=uuid5(NAMESPACE, f"entry:{client_id}"),
            placement_id=plan.placement.id,
            client_id=client_id,
            worked_on=day,
            started_at=proposal.started_at,
            ended_at=proposal.ended_at,
            break_minutes=proposal.break_minutes,
            minutes=proposal.minutes,
            kind=kind,
            activity=activity,
            state=HoursState.SUBMITTED if sent else HoursState.DRAFT,
            logged_at=logged_at,
            submitted_at=logged_at + timedelta(days=2) if sent else None,
            body_digest=hashlib.sha256(client_id.bytes).hexdigest(),
        )


def _worked_days(plan: LogPlan, *, today: date) -> Iterator[date]:
    weekdays = sorted(pick(WEEKDAYS, plan.key)[: DAYS_A_WEEK[plan.pace]])
    monday = monday_of(plan.first_day)
    while monday <= min(today, plan.last_day):
        if monday not in plan.free_mondays:
            for weekday in weekdays:
                day = monday + timedelta(days=weekday)
                if plan.first_day <= day <= plan.last_day and day < today:
                    yield day
        monday += timedelta(weeks=1)


def _shift(plan: LogPlan, day: date) -> Proposal:
    match pick(WAYS, plan.key, day):
        case "clock":
            return SHIFT(day, time(9), time(17), zone=PARIS, break_minutes=60)
        case "morning":
            return SHIFT(day, time(9), time(12), zone=PARIS)
        case "afternoon":
            return SHIFT(day, time(13, 30), time(17, 30), zone=PARIS)
        case way:
            return DAY(day, 210 if way == "half" else 420)


def _approve(session: Session, plan: LogPlan, batch: list[HoursEntry]) -> None:
    contact = plan.placement.contact
    approvals.approve(
        session,
        plan.placement,
        actor=plan.supervisor,
        contact=contact,
        entry_ids=[entry.id for entry in batch],
        digest=approvals.digest_of(batch),
        declared_name=contact.name,
        declared_capacity=contact.job_title or "",
        via=SignatureVia.ACCOUNT,
        now=datetime.combine(batch[-1].worked_on + timedelta(days=5), time(10), UTC),
    )


def _send_one_back(entries: list[HoursEntry]) -> None:
    drafts = [entry for entry in entries if entry.state is HoursState.DRAFT]
    if drafts:
        drafts[0].state = HoursState.RETURNED
        drafts[0].return_reason = RETURN_REASON
