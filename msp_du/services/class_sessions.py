"""Classes of a cohort: planned, changed, taken off while nothing is noted; who was in class."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import class_sessions as rules
from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.class_sessions import Span
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Account,
    AttendanceRecord,
    ClassSession,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Module,
)
from msp_du.services import audit, instructors, taught_modules
from msp_du.services.institutions import check_neutral

WAS_THERE = (AttendanceState.PRESENT, AttendanceState.LATE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided of a class; the instructor is an account or a typed name."""

    held_on: date
    half_day: HalfDay
    starts_at: time
    ends_at: time
    module_id: UUID
    instructor_id: UUID | None = None
    instructor_name: str = ""
    room: str = ""
    in_groups: bool = False


def find(session: Session, class_session_id: UUID) -> ClassSession | None:
    """Return a class with its cohort, module and instructor; one statement."""
    statement = _whole().where(ClassSession.id == class_session_id)
    return session.execute(statement).scalar_one_or_none()


def of_cohorts(
    session: Session, cohort_ids: Collection[UUID], *, since: date, until: date
) -> list[ClassSession]:
    """List the classes of cohorts between two days, both included; one statement."""
    return _listed(session, ClassSession.cohort_id.in_(cohort_ids), since, until)


def of_instructor(
    session: Session, account: Account, *, since: date, until: date
) -> list[ClassSession]:
    """List the classes that an account gives between two days, both included; one statement."""
    return _listed(session, ClassSession.instructor_id == account.id, since, until)


def plan(session: Session, cohort: Cohort, wanted: Plan, *, actor: Account | None) -> ClassSession:
    """Add a class to a cohort's calendar; locks the cohort.

    Raises RuleViolation CLASS_TIMES, CLASS_INSTRUCTOR, NAME_NOT_NEUTRAL for the room,
    CLASS_OUT_OF_YEAR, CLASS_MODULE, CLASS_EXISTS, and CLASS_HALF_DAY_TAKEN (detail
    ``module``) for a second class at one half-day that is not held in groups.
    """
    lock_cohort(session, cohort)
    row = ClassSession(institution_id=cohort.institution_id, cohort_id=cohort.id)
    _write(session, cohort, row, wanted)
    session.add(row)
    session.flush()
    audit.record(session, "class-sessions:plan", row, actor=actor)
    return row


def change(
    session: Session, row: ClassSession, wanted: Plan, *, version: int, actor: Account
) -> None:
    """Change a class of which nothing is noted yet.

    Raises RuleViolation as ``plan``, STALE_VERSION, and CLASS_HAS_RECORDS.
    """
    lock_cohort(session, row.cohort)
    _check_untouched(session, row, version)
    with session.no_autoflush:
        _write(session, row.cohort, row, wanted)
    session.flush()
    audit.record(session, "class-sessions:change", row, actor=actor)


def remove(session: Session, row: ClassSession, *, version: int, actor: Account) -> None:
    """Take a class off the calendar; raises as ``change``."""
    lock_cohort(session, row.cohort)
    _check_untouched(session, row, version)
    audit.record(session, "class-sessions:remove", row, actor=actor)
    session.delete(row)
    session.flush()


def has_records(session: Session, row: ClassSession) -> bool:
    """Tell whether anything is noted of a class."""
    statement = select(AttendanceRecord.id).where(AttendanceRecord.class_session_id == row.id)
    return session.execute(statement.limit(1)).first() is not None


def presence_of(session: Session, person_id: UUID, days: Collection[date]) -> list[Span]:
    """Return when somebody was in class on these days; one statement."""
    statement = (
        select(
            ClassSession.held_on,
            ClassSession.starts_at,
            ClassSession.ends_at,
            Institution.time_zone,
        )
        .join(AttendanceRecord, AttendanceRecord.class_session_id == ClassSession.id)
        .join(EnrolmentYear, EnrolmentYear.id == AttendanceRecord.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Institution, Institution.id == ClassSession.institution_id)
        .where(
            Enrolment.person_id == person_id,
            ClassSession.held_on.in_(days),
            AttendanceRecord.state.in_(WAS_THERE),
        )
    )
    return [
        rules.span(held_on, starts_at, ends_at, ZoneInfo(zone))
        for held_on, starts_at, ends_at, zone in session.execute(statement)
    ]


def span_of(row: ClassSession) -> Span:
    """Return the moments of a class."""
    zone = ZoneInfo(row.cohort.institution.time_zone)
    return rules.span(row.held_on, row.starts_at, row.ends_at, zone)


def lock_cohort(session: Session, cohort: Cohort) -> None:
    """Let nobody else plan classes of the cohort before the end."""
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())


def beside(
    session: Session, cohort: Cohort, held_on: date, half_day: HalfDay
) -> Sequence[ClassSession]:
    """List the classes of a cohort at one half-day, with their modules."""
    statement = _whole().where(
        ClassSession.cohort_id == cohort.id,
        ClassSession.held_on == held_on,
        ClassSession.half_day == half_day,
    )
    return session.execute(statement).scalars().all()


def _write(session: Session, cohort: Cohort, row: ClassSession, wanted: Plan) -> None:
    minutes = rules.check_times(wanted.half_day, wanted.starts_at, wanted.ends_at)
    check_neutral(wanted.room, field="room")
    instructors.check(session, cohort, wanted.instructor_id, wanted.instructor_name)
    row.academic_year_id = taught_modules.academic_year_of(
        session, cohort, wanted.held_on, wanted.module_id
    )
    others = [
        other
        for other in beside(session, cohort, wanted.held_on, wanted.half_day)
        if other.id != row.id
    ]
    if any(other.module_id == wanted.module_id for other in others):
        raise RuleViolation(Rule.CLASS_EXISTS, field="module_id")
    if others and not wanted.in_groups:
        raise RuleViolation(
            Rule.CLASS_HALF_DAY_TAKEN, field="in_groups", module=others[0].module.code
        )
    row.held_on, row.half_day, row.minutes = wanted.held_on, wanted.half_day, minutes
    row.starts_at, row.ends_at, row.module_id = wanted.starts_at, wanted.ends_at, wanted.module_id
    row.instructor_id = wanted.instructor_id
    row.instructor_name = wanted.instructor_name or None
    row.room, row.in_groups = wanted.room or None, wanted.in_groups
    for other in others:
        other.in_groups = True


def _check_untouched(session: Session, row: ClassSession, version: int) -> None:
    session.refresh(row, with_for_update={"of": ClassSession})
    if row.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    if row.closed_at is not None or has_records(session, row):
        raise RuleViolation(Rule.CLASS_HAS_RECORDS)


def _whole() -> Select[ClassSession]:
    return select(ClassSession).options(
        joinedload(ClassSession.cohort).joinedload(Cohort.institution),
        joinedload(ClassSession.module).joinedload(Module.unit),
        joinedload(ClassSession.instructor),
    )


def _listed(
    session: Session, chosen: ColumnElement[bool], since: date, until: date
) -> list[ClassSession]:
    statement = (
        _whole()
        .where(chosen, ClassSession.held_on >= since, ClassSession.held_on <= until)
        .order_by(ClassSession.held_on, ClassSession.starts_at, ClassSession.id)
    )
    return list(session.execute(statement).scalars())
