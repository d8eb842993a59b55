"""Hours that come from a program: one row for each id it gave, whatever the network did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from msp_du.domain import calendar, ledger
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import HoursWarning
from msp_du.domain.hours_requests import HoursRequest
from msp_du.domain.vocabulary import HoursKind
from msp_du.models import (
    Account,
    Competency,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursEntryCompetency,
    Placement,
    RemovedEntry,
)
from msp_du.services import frameworks, hours, hours_rows, logbook


@dataclass(frozen=True, slots=True)
class Noted:
    """The entry that a request led to, and whether it was this request that made it."""

    entry: HoursEntry
    is_first: bool


@dataclass(frozen=True, slots=True)
class ListedHours:
    """Entries by day, and the ids of the competencies that each names."""

    entries: Sequence[HoursEntry]
    competencies: Mapping[UUID, Sequence[UUID]]


def note(
    session: Session, placement: Placement, asked: HoursRequest, *, actor: Account, now: datetime
) -> Noted:
    """Note a day once for each ``client_id`` of a person, in whichever of their placements.

    Without ``kind`` it is that of the last day at the placement. Refused, besides what
    ``hours.log`` refuses: an id under which another body came (HOURS_CLIENT_ID_REUSED) or whose
    entry was removed (HOURS_REMOVED); an unknown competency (HOURS_COMPETENCY_UNKNOWN); a time
    that the clock shows twice that night, since a body cannot say which (HOURS_TIME_TWICE).
    """
    person_id = hours_rows.lock_trainee(session, placement)
    digest = ledger.body_digest(asked.body)
    first = _first(session, person_id, asked.client_id)
    if first is not None:
        if first.body_digest != digest:
            raise RuleViolation(Rule.HOURS_CLIENT_ID_REUSED, field="client_id")
        return Noted(first, is_first=False)
    if _was_removed(session, person_id, asked.client_id):
        raise RuleViolation(Rule.HOURS_REMOVED, field="client_id")
    competency_ids = _competencies(session, placement, asked.competencies)
    _check_times(placement, asked)
    entry = hours.log(
        session,
        placement,
        _day(session, placement, asked),
        actor=actor,
        client_id=asked.client_id,
        now=now,
        confirmed={kind for kind in HoursWarning if kind in asked.confirmed},
        digest=digest,
    )
    session.add_all(
        HoursEntryCompetency(hours_entry_id=entry.id, competency_id=competency_id)
        for competency_id in competency_ids
    )
    session.flush()
    return Noted(entry, is_first=True)


def of_placement(session: Session, placement: Placement) -> ListedHours:
    """List what was noted at a placement, by day; two statements."""
    statement = (
        select(HoursEntry)
        .where(HoursEntry.placement_id == placement.id, hours_rows.counted())
        .order_by(HoursEntry.worked_on, HoursEntry.started_at, HoursEntry.id)
    )
    entries = list(session.execute(statement).scalars())
    of_entries = select(HoursEntry.id).where(HoursEntry.placement_id == placement.id)
    return ListedHours(entries, _named(session, of_entries))


def of_entry(session: Session, entry: HoursEntry) -> ListedHours:
    """Return one entry with the competencies it names."""
    one = select(HoursEntry.id).where(HoursEntry.id == entry.id)
    return ListedHours([entry], _named(session, one))


def _named(session: Session, entry_ids: Select[UUID]) -> dict[UUID, list[UUID]]:
    statement = (
        select(HoursEntryCompetency.hours_entry_id, Competency.id)
        .join(Competency, Competency.id == HoursEntryCompetency.competency_id)
        .where(HoursEntryCompetency.hours_entry_id.in_(entry_ids))
        .order_by(Competency.position)
    )
    found: dict[UUID, list[UUID]] = {}
    for entry_id, competency_id in session.execute(statement):
        found.setdefault(entry_id, []).append(competency_id)
    return found


def _day(session: Session, placement: Placement, asked: HoursRequest) -> hours.LoggedDay:
    kind = asked.kind or logbook.habits(session, placement).kind or HoursKind.DIRECT_SUPPORT
    return hours.LoggedDay(
        worked_on=asked.worked_on,
        kind=kind,
        minutes=asked.minutes,
        start=asked.start,
        end=asked.end,
        break_minutes=asked.break_minutes,
        activity=asked.activity,
    )


def _check_times(placement: Placement, asked: HoursRequest) -> None:
    if asked.start is None or asked.end is None:
        return
    twice = calendar.asks_which(asked.worked_on, asked.start, asked.end, hours.zone_of(placement))
    for field, is_twice in zip(("start", "end"), twice, strict=True):
        if is_twice:
            raise RuleViolation(
                Rule.HOURS_TIME_TWICE, field=field, time=getattr(asked, field), day=asked.worked_on
            )


def _own(person_id: UUID) -> Select[UUID]:
    return (
        select(Placement.id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id == person_id)
    )


def _first(session: Session, person_id: UUID, client_id: UUID) -> HoursEntry | None:
    statement = (
        select(HoursEntry)
        .where(HoursEntry.client_id == client_id, HoursEntry.placement_id.in_(_own(person_id)))
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def _was_removed(session: Session, person_id: UUID, client_id: UUID) -> bool:
    statement = select(RemovedEntry.id).where(
        RemovedEntry.client_id == client_id, RemovedEntry.placement_id.in_(_own(person_id))
    )
    return session.execute(statement).first() is not None


def _competencies(session: Session, placement: Placement, named: Sequence[str]) -> list[UUID]:
    """Return the ids of what was named by id or by code, in the framework of the cohort."""
    if not named:
        return []
    cohort_id = placement.enrolment_year.enrolment.cohort_id
    framework = frameworks.of_cohort(session, cohort_id)
    known = {
        word: competency.id
        for competency in (framework.competencies if framework else ())
        for word in (competency.code, str(competency.id))
    }
    unknown = [word for word in named if word not in known and word.lower() not in known]
    if unknown:
        raise RuleViolation(
            Rule.HOURS_COMPETENCY_UNKNOWN, field="competencies", named=", ".join(unknown)
        )
    return list(dict.fromkeys(known.get(word) or known[word.lower()] for word in named))
