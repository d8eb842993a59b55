"""The sheet of a class: who is expected, what is noted of each, and what must be known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.arrangements import Arrangement, ArrangementKind, Audience
from msp_du.domain.attendance import AttendanceState
from msp_du.domain.enrolment import interruption
from msp_du.domain.errors import Rule
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import (
    Account,
    AttendanceRecord,
    ClassSession,
    Enrolment,
    EnrolmentInterruption,
    EnrolmentYear,
    Person,
)
from msp_du.services import arrangements, decisions


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of somebody, by whom and when; version 0 is nothing yet.

    ``by`` is None for who signed themselves, ``signed_at`` when they did.
    """

    state: AttendanceState | None = None
    version: int = 0
    by: str | None = None
    at: datetime | None = None
    signed_at: datetime | None = None


NOTHING_NOTED = Noted()


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody expected: ``is_away`` when the course is not followed that day.

    ``closed_by`` says why this reader may note nothing of them.
    """

    year_id: UUID
    enrolment_id: UUID
    person_id: UUID
    name: str
    is_away: bool
    closed_by: Rule | None
    noted: Noted
    notes: tuple[Arrangement, ...]

    @property
    def is_exempt(self) -> bool:
        """Whether they need not attend that day, as far as instructors know."""
        return any(note.kind is ArrangementKind.ATTENDANCE_EXEMPTION for note in self.notes)

    @property
    def is_open(self) -> bool:
        return self.closed_by is None and not self.is_away

    @property
    def is_expected(self) -> bool:
        """Whether the sheet is not complete without them."""
        return self.is_open and not self.is_exempt


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everybody who is expected at a class, by name."""

    rows: tuple[Row, ...]

    def row(self, year_id: UUID) -> Row | None:
        """Return the row of somebody."""
        return next((row for row in self.rows if row.year_id == year_id), None)

    @property
    def unnoted(self) -> tuple[Row, ...]:
        """Who is expected and of whom nothing is noted yet."""
        return tuple(row for row in self.rows if row.is_expected and row.noted.state is None)


def sheet(session: Session, row: ClassSession, *, actor: Account | None = None) -> Sheet:
    """Return the sheet as ``actor`` may fill it; without one, as anybody who is not on it may.

    Five statements, however many trainees there are.
    """
    found = _expected(session, row)
    ids = [year_id for year_id, *_rest in found]
    away = _away(session, [enrolment.id for _id, enrolment, _person in found], row.held_on)
    noted = _noted(session, row)
    decided = decisions.current(session, ids)
    notes = arrangements.notes_for(session, ids, Audience.INSTRUCTORS, on=row.held_on)
    return Sheet(
        tuple(
            Row(
                year_id=year_id,
                enrolment_id=enrolment.id,
                person_id=person.id,
                name=person.name.display,
                is_away=enrolment.id in away or _is_out(enrolment, row.held_on),
                closed_by=_closed_by(actor, person, is_decided=year_id in decided),
                noted=noted.get(year_id, NOTHING_NOTED),
                notes=notes.get(year_id, ()),
            )
            for year_id, enrolment, person in found
            if year_id in noted or not _has_left(enrolment, row.held_on)
        )
    )


def _closed_by(actor: Account | None, person: Person, *, is_decided: bool) -> Rule | None:
    if actor is not None and actor.person_id == person.id:
        return Rule.ATTENDANCE_OWN
    return Rule.CLASS_DECIDED if is_decided else None


def _expected(session: Session, row: ClassSession) -> Sequence[tuple[UUID, Enrolment, Person]]:
    """Return who follows the module's year in the cohort that academic year, or was noted."""
    unit = row.module.unit
    was_noted = select(AttendanceRecord.enrolment_year_id).where(
        AttendanceRecord.class_session_id == row.id
    )
    follows = (
        (Enrolment.cohort_id == row.cohort_id)
        & (EnrolmentYear.academic_year_id == row.academic_year_id)
        & (EnrolmentYear.curriculum_version_id == unit.curriculum_version_id)
        & (EnrolmentYear.year_number == unit.year_number)
    )
    statement = (
        select(EnrolmentYear.id, Enrolment, Person)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(follows | EnrolmentYear.id.in_(was_noted))
        .order_by(Person.sort_key, func.coalesce(Person.student_number, ""), Person.id)
    )
    return [
        (year_id, enrolment, person) for year_id, enrolment, person in session.execute(statement)
    ]


def _has_left(enrolment: Enrolment, day: date) -> bool:
    return enrolment.state is EnrolmentState.WITHDRAWN and _is_out(enrolment, day)


def _is_out(enrolment: Enrolment, day: date) -> bool:
    """Tell whether somebody is out of the course by the state that goes on today."""
    current = interruption(enrolment.state, enrolment.state_since)
    return current is not None and current.contains(day)


def _away(session: Session, enrolment_ids: Collection[UUID], day: date) -> set[UUID]:
    """Return who was out of the course on a day and has come back since."""
    statement = select(EnrolmentInterruption.enrolment_id).where(
        EnrolmentInterruption.enrolment_id.in_(enrolment_ids),
        EnrolmentInterruption.starts_on <= day,
        EnrolmentInterruption.ends_on > day,
    )
    return set(session.execute(statement).scalars())


def _noted(session: Session, row: ClassSession) -> dict[UUID, Noted]:
    statement = (
        select(
            AttendanceRecord.enrolment_year_id,
            AttendanceRecord.state,
            AttendanceRecord.version,
            Account.display_name,
            AttendanceRecord.entered_at,
            AttendanceRecord.signed_at,
        )
        .outerjoin(Account, Account.id == AttendanceRecord.entered_by_id)
        .where(AttendanceRecord.class_session_id == row.id)
    )
    return {row[0]: Noted(*row[1:]) for row in session.execute(statement)}
