"""The calendar of cohorts: teaching weeks, classes, sittings, what is due, the board."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.agenda import Event, EventKind, in_order
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.models import (
    AcademicYear,
    Account,
    AssessmentSitting,
    BoardDecision,
    BoardSitting,
    ClassSession,
    Cohort,
    Deadline,
    Enrolment,
    EnrolmentYear,
    Module,
    TeachingWeek,
)
from msp_du.policies import cohort_scope, has_role
from msp_du.services import class_sessions

FRIDAY = timedelta(days=4)
MARKERS = (Role.TUTOR, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included."""

    since: date
    until: date


def of_cohorts(session: Session, cohorts: Collection[Cohort], span: Span) -> list[Event]:
    """Return what the calendars of cohorts hold between two days, in order; six statements."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    held = class_sessions.of_cohorts(session, by_id.keys(), since=span.since, until=span.until)
    found = [
        *(_class(row) for row in held),
        *_weeks(session, {cohort.institution_id for cohort in cohorts}, span),
        *_deadlines(session, {cohort.institution_id for cohort in cohorts}, span),
        *_boards(session, by_id, span),
        *_assessments(session, by_id, span),
    ]
    return sorted(found, key=in_order)


def of_account(session: Session, account: Account, span: Span) -> list[Event]:
    """Return what concerns an account: of the cohorts it follows or coordinates, its classes.

    By when marks are due is told to those who give them.
    """
    events = [
        event
        for event in of_cohorts(session, _cohorts_of(session, account), span)
        if event.kind is not EventKind.MARKING_DEADLINE or has_role(account, *MARKERS)
    ]
    known = {event.key for event in events}
    given: Sequence[ClassSession] = ()
    if has_role(account, Role.TUTOR):
        given = class_sessions.of_instructor(session, account, since=span.since, until=span.until)
    own = [event for event in map(_class, given) if event.key not in known]
    return sorted([*events, *own], key=in_order)


def _cohorts_of(session: Session, account: Account) -> list[Cohort]:
    whole, single = cohort_scope(account, Role.COORDINATOR)
    followed = select(Enrolment.cohort_id).where(
        Enrolment.person_id == account.person_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    chosen = Cohort.institution_id.in_(whole) | Cohort.id.in_(single)
    if has_role(account, Role.TRAINEE):
        chosen = chosen | Cohort.id.in_(followed)
    return list(session.execute(select(Cohort).where(chosen)).scalars())


def _class(row: ClassSession) -> Event:
    span = class_sessions.span_of(row)
    return Event(
        kind=EventKind.CLASS_SESSION,
        day=row.held_on,
        ends_on=row.held_on,
        subject_id=row.id,
        label=row.module.code,
        cohort_code=row.cohort.code,
        place=row.room or "",
        starts_at=span.starts,
        ends_at=span.ends,
    )


def _weeks(session: Session, institution_ids: Collection[UUID], span: Span) -> Iterable[Event]:
    statement = (
        select(TeachingWeek.id, TeachingWeek.monday)
        .join(AcademicYear, AcademicYear.id == TeachingWeek.academic_year_id)
        .where(
            AcademicYear.institution_id.in_(institution_ids),
            TeachingWeek.monday >= span.since - FRIDAY,
            TeachingWeek.monday <= span.until,
        )
    )
    for week_id, monday in session.execute(statement):
        yield Event(EventKind.TEACHING_WEEK, monday, monday + FRIDAY, week_id)


def _deadlines(session: Session, institution_ids: Collection[UUID], span: Span) -> Iterable[Event]:
    statement = (
        select(Deadline.id, Deadline.due_on, Deadline.label)
        .join(AcademicYear, AcademicYear.id == Deadline.academic_year_id)
        .where(
            AcademicYear.institution_id.in_(institution_ids),
            Deadline.due_on.between(span.since, span.until),
        )
    )
    for deadline_id, due_on, label in session.execute(statement):
        yield Event(EventKind.DEADLINE, due_on, due_on, deadline_id, label)


def _boards(session: Session, cohorts: dict[UUID, Cohort], span: Span) -> Iterable[Event]:
    """Give the days on which the board sits, and those of decisions without a sitting."""
    sittings = select(BoardSitting.cohort_id, BoardSitting.sits_on).where(
        BoardSitting.cohort_id.in_(cohorts),
        BoardSitting.sits_on.between(span.since, span.until),
    )
    decided = (
        select(Enrolment.cohort_id, BoardDecision.decided_on)
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.cohort_id.in_(cohorts),
            BoardDecision.sitting_id.is_(None),
            BoardDecision.decided_on.between(span.since, span.until),
        )
    )
    for cohort_id, day in session.execute(sittings.union(decided)):
        code, key = cohorts[cohort_id].code, uuid5(cohort_id, day.isoformat())
        yield Event(EventKind.BOARD, day, day, key, cohort_code=code)


def _assessments(session: Session, cohorts: dict[UUID, Cohort], span: Span) -> Iterable[Event]:
    """Give the days on which assessments are sat, and by which their marks are due."""
    statement = (
        select(
            AssessmentSitting.id,
            AssessmentSitting.cohort_id,
            AssessmentSitting.sits_on,
            AssessmentSitting.marks_due_on,
            Module.code,
        )
        .join(Module, Module.id == AssessmentSitting.module_id)
        .where(AssessmentSitting.cohort_id.in_(cohorts))
    )
    for sitting_id, cohort_id, sits_on, due_on, module in session.execute(statement):
        for kind, day in ((EventKind.SITTING, sits_on), (EventKind.MARKING_DEADLINE, due_on)):
            if day is not None and span.since <= day <= span.until:
                yield Event(kind, day, day, sitting_id, module, cohorts[cohort_id].code)
