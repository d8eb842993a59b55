"""The log as a list or a month: filtered, page by page, in a number of statements that is fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.timesheets import last_of, months_of
from msp_du.domain.vocabulary import HoursState
from msp_du.models import Enrolment, EnrolmentYear, HoursEntry, Placement
from msp_du.services.hours_rows import counted

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a placement, in a state, between two days, both included."""

    placement_id: UUID | None = None
    state: HoursState | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of entries, the latest first; ``count`` and ``minutes`` are of all that is wanted."""

    entries: Sequence[HoursEntry]
    count: int
    minutes: int
    page: int
    pages: int


def read(session: Session, person_id: UUID | None, wanted: Wanted, *, page: int = 1) -> ListPage:
    """Read a page of somebody's own entries; two statements."""
    chosen = _wanted(_of_person(person_id), wanted)
    sums = chosen.with_only_columns(
        func.count(HoursEntry.id), func.coalesce(func.sum(HoursEntry.minutes), 0)
    )
    count, minutes = session.execute(sums).one()
    pages = max(1, -(-count // A_PAGE))
    page = min(max(page, 1), pages)
    shown = _ordered(chosen).limit(A_PAGE).offset((page - 1) * A_PAGE)
    entries = list(session.execute(shown).scalars())
    return ListPage(entries, int(count), int(minutes), page, pages)


def everything(session: Session, person_id: UUID | None, wanted: Wanted) -> list[HoursEntry]:
    """List all of somebody's own entries that are wanted, the earliest first: an export."""
    chosen = _ordered(_wanted(_of_person(person_id), wanted))
    return list(session.execute(chosen).scalars())[::-1]


def month(session: Session, person_id: UUID | None, first: date) -> list[HoursEntry]:
    """List somebody's own entries of a month, by day."""
    return everything(session, person_id, Wanted(since=first, until=last_of(first)))


def months(session: Session, person_id: UUID | None) -> list[date]:
    """List the months in which somebody noted days, the latest first."""
    days = _of_person(person_id).with_only_columns(HoursEntry.worked_on).distinct()
    return months_of(session.execute(days).scalars())


def months_of_placement(session: Session, placement: Placement) -> list[date]:
    """List the months in which days of a placement are noted, the latest first."""
    days = select(HoursEntry.worked_on).where(HoursEntry.placement_id == placement.id, counted())
    return months_of(session.execute(days.distinct()).scalars())


def month_of_placement(session: Session, placement: Placement, first: date) -> list[HoursEntry]:
    """List the entries of a month of a placement, by day."""
    chosen = select(HoursEntry).where(HoursEntry.placement_id == placement.id, counted())
    wanted = Wanted(since=first, until=last_of(first))
    return list(session.execute(_ordered(_wanted(chosen, wanted))).scalars())[::-1]


def _of_person(person_id: UUID | None) -> Select[HoursEntry]:
    return (
        select(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id == person_id, counted())
    )


def _wanted(statement: Select[HoursEntry], wanted: Wanted) -> Select[HoursEntry]:
    if wanted.placement_id is not None:
        statement = statement.where(HoursEntry.placement_id == wanted.placement_id)
    if wanted.state is not None:
        statement = statement.where(HoursEntry.state == wanted.state)
    if wanted.since is not None:
        statement = statement.where(HoursEntry.worked_on >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(HoursEntry.worked_on <= wanted.until)
    return statement


def _ordered(statement: Select[HoursEntry]) -> Select[HoursEntry]:
    return statement.order_by(
        HoursEntry.worked_on.desc(), HoursEntry.started_at.desc(), HoursEntry.id
    ).options(
        joinedload(HoursEntry.placement).joinedload(Placement.organisation),
        joinedload(HoursEntry.replaces),
        joinedload(HoursEntry.signature),
    )
