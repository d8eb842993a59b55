"""Class sessions, who was there, study arrangements."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.arrangements import ArrangementKind
from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.models import (
    AcademicYear,
    Account,
    AttendanceRecord,
    ClassSession,
    Cohort,
    Enrolment,
    EnrolmentYear,
    StudyArrangement,
)
from tests.factories.cohorts import make_cohort
from tests.factories.marks import module_of
from tests.factories.people import TODAY

TIMES = {
    HalfDay.MORNING: (time(9), time(12, 30)),
    HalfDay.AFTERNOON: (time(13, 30), time(17)),
}


def year_end(session: Session, cohort: Cohort) -> date:
    """The last day of the cohort's first year."""
    return session.get_one(AcademicYear, cohort.academic_year_id).ends_on


def make_class_session(
    session: Session,
    *,
    cohort: Cohort | None = None,
    module: str = "M111",
    held_on: date = TODAY,
    half_day: HalfDay = HalfDay.MORNING,
    times: tuple[time, time] | None = None,
    instructor: Account | None = None,
    is_closed: bool = False,
    in_groups: bool = False,
) -> ClassSession:
    """A morning of class today, from 9:00 to 12:30, by somebody without an account."""
    cohort = cohort or make_cohort(session)
    starts_at, ends_at = times or TIMES[half_day]
    row = ClassSession(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        academic_year_id=cohort.academic_year_id,
        module_id=module_of(session, cohort, module).id,
        held_on=held_on,
        half_day=half_day,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=(ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute,
        instructor_id=instructor.id if instructor else None,
        instructor_name=None if instructor else "Claude Martin",
        in_groups=in_groups,
        closed_at=datetime.now(UTC) if is_closed else None,
    )
    session.add(row)
    session.flush()
    return row


def make_record(
    session: Session,
    class_session: ClassSession,
    year: EnrolmentYear,
    state: AttendanceState = AttendanceState.PRESENT,
) -> AttendanceRecord:
    record = AttendanceRecord(
        institution_id=class_session.institution_id,
        class_session_id=class_session.id,
        enrolment_year_id=year.id,
        state=state,
        entered_at=datetime.now(UTC),
    )
    session.add(record)
    session.flush()
    return record


def attend(
    session: Session, cohort: Cohort, year: EnrolmentYear, states: str, *, module: str = "M111"
) -> None:
    """Close a session a day up to yesterday: P, L, E, U for what is noted at each, in order."""
    letters = {state.value[0].upper(): state for state in AttendanceState}
    for ago, letter in enumerate(reversed(states), start=1):
        held_on = TODAY - timedelta(days=ago)
        found = session.execute(
            select(ClassSession)
            .where(ClassSession.cohort_id == cohort.id, ClassSession.held_on == held_on)
            .where(ClassSession.module_id == module_of(session, cohort, module).id)
        ).scalar_one_or_none()
        held = found or make_class_session(
            session, cohort=cohort, module=module, held_on=held_on, is_closed=True
        )
        make_record(session, held, year, letters[letter])


def make_arrangement(
    session: Session,
    enrolment: Enrolment,
    kind: ArrangementKind = ArrangementKind.EXTRA_TIME_THIRD,
    *,
    starts_on: date = TODAY - timedelta(days=400),
    ends_on: date = TODAY + timedelta(days=400),
    tells: bool = True,
) -> StudyArrangement:
    """A third more time, on all days; everybody is told who can be."""
    row = StudyArrangement(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        kind=kind,
        percent=25 if kind is ArrangementKind.EXTRA_TIME else None,
        starts_on=starts_on,
        ends_on=ends_on,
        tells_instructors=tells,
        tells_examiners=tells,
        tells_board=tells,
    )
    session.add(row)
    session.flush()
    return row
