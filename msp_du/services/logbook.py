"""What the pages of the hours log read, in a number of statements that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from msp_du.domain.calendar import Week, week_of
from msp_du.domain.ledger import Totals, usual_minutes
from msp_du.domain.vocabulary import HoursKind, HoursState
from msp_du.models import Enrolment, EnrolmentYear, HoursEntry, Placement
from msp_du.services import hours_totals, interruptions
from msp_du.services.hours_rows import counted

WEEKS_A_PAGE = 5
RECENT_ENTRIES = 5


@dataclass(frozen=True, slots=True)
class LogWeek:
    """A week of the log, its entries newest first, and its minutes in all placements."""

    week: Week
    entries: Sequence[HoursEntry]
    minutes: int


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a person's log; ``totals`` and ``drafts`` go by placement."""

    placements: Sequence[Placement]
    totals: dict[UUID, Totals]
    drafts: dict[UUID, int]
    returned: Sequence[HoursEntry]
    weeks: Sequence[LogWeek]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What the form offers first: durations in minutes, and the kind of the last day."""

    minutes: Sequence[int]
    kind: HoursKind | None


def placements_of(session: Session, person_id: UUID | None) -> list[Placement]:
    """List a person's placements, the one that was last used or begins last first."""
    used = (
        select(func.max(HoursEntry.logged_at))
        .where(HoursEntry.placement_id == Placement.id)
        .correlate(Placement)
        .scalar_subquery()
    )
    statement = (
        select(Placement)
        .join(Placement.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .where(Enrolment.person_id == person_id)
        .options(
            contains_eager(Placement.enrolment_year).contains_eager(EnrolmentYear.enrolment),
            joinedload(Placement.organisation),
            selectinload(Placement.periods),
        )
        .order_by(used.is_(None), used.desc(), Placement.id)
    )
    return list(session.execute(statement).scalars())


def log_page(session: Session, person_id: UUID | None, *, page: int = 1) -> LogPage:
    """Read the page of a person's log that holds the given weeks, the latest on page 1."""
    placements = placements_of(session, person_id)
    ids = [placement.id for placement in placements]
    days = select(HoursEntry.worked_on).where(HoursEntry.placement_id.in_(ids), counted())
    weeks = sorted({week_of(day) for day in session.execute(days.distinct()).scalars()})[::-1]
    pages = max(1, -(-len(weeks) // WEEKS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = weeks[(page - 1) * WEEKS_A_PAGE : page * WEEKS_A_PAGE]
    return LogPage(
        placements=placements,
        totals=hours_totals.of_placements(session, ids),
        drafts=_drafts(session, ids),
        returned=_entries(session, _mine(ids).where(HoursEntry.state == HoursState.RETURNED)),
        weeks=_weeks(session, ids, shown),
        page=page,
        pages=pages,
    )


def week(session: Session, person_id: UUID | None, day: date) -> list[HoursEntry]:
    """List a person's entries of the week of a day, newest first."""
    ids = (
        select(Placement.id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id == person_id)
    )
    one = week_of(day)
    return _entries(session, _between(_mine(list(session.execute(ids).scalars())), one, one))


def habits(session: Session, placement: Placement) -> Habits:
    """Return the durations and the kind to offer, from the last entries of the placement."""
    statement = (
        select(HoursEntry.minutes, HoursEntry.kind)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.minutes > 0)
        .order_by(HoursEntry.logged_at.desc(), HoursEntry.id)
        .limit(RECENT_ENTRIES)
    )
    recent = session.execute(statement).all()
    kind = recent[0].kind if recent else None
    return Habits(usual_minutes([row.minutes for row in recent]), kind)


def to_send(session: Session, placement: Placement) -> list[HoursEntry]:
    """List what may be sent to the contact, by day: drafts and what was returned.

    Days on which the course was not followed are left out: they would be refused.
    """
    states = (HoursState.DRAFT, HoursState.RETURNED)
    statement = (
        select(HoursEntry)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.state.in_(states))
        .options(joinedload(HoursEntry.replaces))
        .order_by(HoursEntry.worked_on, HoursEntry.started_at, HoursEntry.id)
    )
    away = interruptions.of_placement(session, placement)
    return [
        entry
        for entry in session.execute(statement).scalars()
        if not any(days.contains(entry.worked_on) for days in away)
    ]


def _mine(ids: Sequence[UUID]) -> Select[HoursEntry]:
    return select(HoursEntry).where(HoursEntry.placement_id.in_(ids), counted())


def _between(statement: Select[HoursEntry], first: Week, last: Week) -> Select[HoursEntry]:
    return statement.where(
        HoursEntry.worked_on >= first.starts_on, HoursEntry.worked_on <= last.ends_on
    )


def _entries(session: Session, statement: Select[HoursEntry]) -> list[HoursEntry]:
    ordered = statement.order_by(
        HoursEntry.worked_on.desc(), HoursEntry.started_at.desc(), HoursEntry.id
    ).options(
        joinedload(HoursEntry.placement).joinedload(Placement.organisation),
        joinedload(HoursEntry.signature),
        joinedload(HoursEntry.replaces),
    )
    return list(session.execute(ordered).scalars())


def _weeks(session: Session, ids: Sequence[UUID], shown: Sequence[Week]) -> list[LogWeek]:
    if not shown:
        return []
    entries = _entries(session, _between(_mine(ids), shown[-1], shown[0]))
    grouped = [
        (week, list(group))
        for week, group in groupby(entries, key=lambda entry: week_of(entry.worked_on))
    ]
    return [LogWeek(week, group, sum(entry.minutes for entry in group)) for week, group in grouped]


def _drafts(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    statement = (
        select(HoursEntry.placement_id, func.count())
        .where(HoursEntry.placement_id.in_(ids), HoursEntry.state == HoursState.DRAFT)
        .group_by(HoursEntry.placement_id)
    )
    return dict(session.execute(statement).all())
