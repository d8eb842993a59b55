"""Rows of the hours log: the lock they share, and which ones count."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, inspect, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.calendar import week_of
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Entry, Limits, Period
from msp_du.models import (
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Institution,
    Person,
    Placement,
    RemovedEntry,
)

_later = aliased(HoursEntry)


def counted() -> ColumnElement[bool]:
    """Keep the entries that no later version replaces."""
    return ~exists().where(_later.replaces_id == HoursEntry.id)


def lock_trainee(session: Session, placement: Placement) -> UUID:
    """Lock the person whose log it is until the transaction ends; return their id.

    Overlaps and the limits of a day and a week span all placements of a person: a lock on one
    placement would let two posts to two of them pass together. Every write to the log takes
    this lock first, so what is read after it holds until the commit.
    """
    person_id = _lock(session, Placement.id == placement.id)
    if person_id is None:
        raise RuleViolation(Rule.STALE_VERSION)
    return person_id


def lock_entry(session: Session, entry: HoursEntry) -> tuple[HoursEntry, UUID]:
    """Lock the person whose entry it is; return it as it is under the lock, and their id.

    STALE_VERSION when it was removed since the page read it.
    """
    identity = inspect(entry).identity
    entry_id = identity[0] if identity else None
    person_id = _lock(session, Placement.id.in_(_placement_of(entry_id)))
    if person_id is None:
        raise RuleViolation(Rule.STALE_VERSION)
    found = session.execute(
        select(HoursEntry)
        .where(HoursEntry.id == entry_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise RuleViolation(Rule.STALE_VERSION)
    return found, person_id


def around(session: Session, person_id: UUID, day: date, *, but: UUID | None = None) -> list[Entry]:
    """List what the person did in the week of a day and on its neighbours, in any placement."""
    week, one = week_of(day), timedelta(days=1)
    statement = (
        select(HoursEntry.worked_on, HoursEntry.minutes, HoursEntry.started_at, HoursEntry.ended_at)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.person_id == person_id,
            HoursEntry.worked_on >= min(week.starts_on, day - one),
            HoursEntry.worked_on <= max(week.ends_on, day + one),
            counted(),
        )
    )
    if but is not None:
        statement = statement.where(HoursEntry.id != but)
    return [Entry(*row) for row in session.execute(statement)]


def by_client_id(session: Session, placement: Placement, client_id: UUID) -> HoursEntry | None:
    """Return the entry that a client made under this id."""
    statement = select(HoursEntry).where(
        HoursEntry.placement_id == placement.id, HoursEntry.client_id == client_id
    )
    return session.execute(statement).scalar_one_or_none()


def is_removed(session: Session, placement: Placement, client_id: UUID) -> bool:
    """Tell whether the entry that a client made under this id was removed."""
    statement = select(RemovedEntry.id).where(
        RemovedEntry.placement_id == placement.id, RemovedEntry.client_id == client_id
    )
    return session.execute(statement).first() is not None


def of_placement(
    session: Session, placement: Placement, entry_ids: Collection[UUID]
) -> list[HoursEntry]:
    """List these entries of a placement as they are under the lock, by day."""
    statement = (
        select(HoursEntry)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.id.in_(entry_ids))
        .order_by(HoursEntry.worked_on, HoursEntry.id)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def periods_of(placement: Placement) -> list[Period]:
    """List the periods of a placement as the rules take them."""
    return [Period(row.starts_on, row.ends_on, row.planned_minutes) for row in placement.periods]


def limits_of(institution: Institution) -> Limits:
    """Return the limits of a day and of a week that an institution has set."""
    return Limits(
        warn_day=institution.warn_day_minutes,
        warn_week=institution.warn_week_minutes,
        refuse_day=institution.refuse_day_minutes,
        refuse_week=institution.refuse_week_minutes,
    )


def _placement_of(entry_id: UUID | None) -> Select[UUID]:
    return select(HoursEntry.placement_id).where(HoursEntry.id == entry_id)


def _lock(session: Session, placement: ColumnElement[bool]) -> UUID | None:
    owner = (
        select(Enrolment.person_id)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .join(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .where(placement)
        .scalar_subquery()
    )
    statement = select(Person.id).where(Person.id == owner).with_for_update()
    return session.execute(statement).scalar_one_or_none()
