"""What one sees first of attendance: a trainee their own, a coordinator each cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.attendance import AttendanceStanding, AttendanceState
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    AttendancePaper,
    AttendanceRecord,
    ClassSession,
    Cohort,
    Enrolment,
    EnrolmentYear,
    StudyArrangement,
)
from msp_du.policies import cohort_scope
from msp_du.services.attendance_totals import standings


@dataclass(frozen=True, slots=True)
class Attended:
    """A class of the past or of today, and what is noted there; None while nothing is."""

    class_session: ClassSession
    state: AttendanceState | None


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A year that somebody follows or followed, and where its attendance stands."""

    year: EnrolmentYear
    standing: AttendanceStanding


@dataclass(frozen=True, slots=True)
class OwnAttendance:
    """Everything of one person, the latest first; ``today`` are their classes of the day."""

    years: tuple[OwnYear, ...]
    attended: tuple[Attended, ...]
    today: tuple[Attended, ...]
    arrangements: tuple[StudyArrangement, ...]
    papers: tuple[AttendancePaper, ...]


@dataclass(frozen=True, slots=True)
class CoordinatedCohort:
    """A cohort, how many of its classes are past and not closed, and how many are to come."""

    cohort: Cohort
    to_close: int
    to_come: int


def of_person(session: Session, person_id: UUID, today: date) -> OwnAttendance:
    """Return the attendance of a person in all their years; seven statements at most."""
    return _own(session, Enrolment.person_id == person_id, today)


def of_enrolment(session: Session, enrolment: Enrolment, today: date) -> OwnAttendance:
    """Return the attendance of one enrolment; as many statements."""
    return _own(session, Enrolment.id == enrolment.id, today)


def _own(session: Session, whose: ColumnElement[bool], today: date) -> OwnAttendance:
    statement = (
        select(EnrolmentYear)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(whose)
        .order_by(EnrolmentYear.year_number.desc(), EnrolmentYear.attempt.desc())
        .options(
            joinedload(EnrolmentYear.academic_year),
            joinedload(EnrolmentYear.enrolment).joinedload(Enrolment.cohort),
        )
    )
    years = session.execute(statement).scalars().all()
    found = standings(session, [year.id for year in years])
    attended = _attended(session, years)
    enrolment_ids = {year.enrolment_id for year in years}
    return OwnAttendance(
        years=tuple(OwnYear(year, found[year.id]) for year in years),
        attended=tuple(each for each in attended if each.state is not None),
        today=_today(session, years, attended, today),
        arrangements=_arrangements(session, enrolment_ids),
        papers=_papers(session, enrolment_ids),
    )


def coordinated(session: Session, actor: Account, today: date) -> list[CoordinatedCohort]:
    """List the cohorts that an account coordinates, the latest first; two statements."""
    whole, single = cohort_scope(actor, Role.COORDINATOR)
    statement = (
        select(Cohort)
        .where(or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single)))
        .order_by(Cohort.created_at.desc(), Cohort.code)
        .options(joinedload(Cohort.academic_year))
    )
    cohorts = session.execute(statement).scalars().all()
    is_past = ClassSession.held_on < today
    counts = (
        select(ClassSession.cohort_id, is_past, func.count())
        .where(
            ClassSession.cohort_id.in_([cohort.id for cohort in cohorts]),
            ClassSession.closed_at.is_(None),
        )
        .group_by(ClassSession.cohort_id, is_past)
    )
    found = {(cohort_id, bool(past)): count for cohort_id, past, count in session.execute(counts)}
    return [
        CoordinatedCohort(cohort, found.get((cohort.id, True), 0), found.get((cohort.id, False), 0))
        for cohort in cohorts
    ]


def _attended(session: Session, years: Sequence[EnrolmentYear]) -> list[Attended]:
    statement = (
        select(ClassSession, AttendanceRecord.state)
        .join(AttendanceRecord, AttendanceRecord.class_session_id == ClassSession.id)
        .where(AttendanceRecord.enrolment_year_id.in_([year.id for year in years]))
        .order_by(ClassSession.held_on.desc(), ClassSession.starts_at.desc())
        .options(joinedload(ClassSession.module), joinedload(ClassSession.instructor))
    )
    return [Attended(row, state) for row, state in session.execute(statement)]


def _today(
    session: Session, years: Sequence[EnrolmentYear], attended: Sequence[Attended], today: date
) -> tuple[Attended, ...]:
    """Return the classes of a day of the cohorts that years are followed in."""
    known = {each.class_session.id: each.state for each in attended}
    statement = (
        select(ClassSession)
        .where(
            ClassSession.cohort_id.in_({year.enrolment.cohort_id for year in years}),
            ClassSession.academic_year_id.in_({year.academic_year_id for year in years}),
            ClassSession.held_on == today,
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
        .options(joinedload(ClassSession.module), joinedload(ClassSession.instructor))
    )
    rows = session.execute(statement).scalars()
    return tuple(Attended(row, known.get(row.id)) for row in rows)


def _arrangements(session: Session, enrolment_ids: set[UUID]) -> tuple[StudyArrangement, ...]:
    statement = (
        select(StudyArrangement)
        .where(StudyArrangement.enrolment_id.in_(enrolment_ids))
        .order_by(StudyArrangement.starts_on.desc(), StudyArrangement.id)
    )
    return tuple(session.execute(statement).scalars())


def _papers(session: Session, enrolment_ids: set[UUID]) -> tuple[AttendancePaper, ...]:
    statement = (
        select(AttendancePaper)
        .where(AttendancePaper.enrolment_id.in_(enrolment_ids))
        .order_by(AttendancePaper.requested_at.desc(), AttendancePaper.id)
    )
    return tuple(session.execute(statement).scalars())
