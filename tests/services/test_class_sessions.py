"""Classes planned one by one and over weeks, changed, taken off; hours that overlap them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.class_sessions import USUAL_TIMES, Pattern, PlannedAs
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursKind, Role
from msp_du.models import AcademicYear, AuditEvent, ClassSession, Cohort, Placement
from msp_du.services import class_sessions, hours, session_patterns
from msp_du.services.class_sessions import Plan
from msp_du.services.hours import LoggedDay
from msp_du.services.session_patterns import Weekly
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_placement,
    module_of,
    year_of,
)
from tests.factories.attendance import make_class_session, make_record

NOW = datetime.now(UTC)


def wanted(session: Session, cohort: Cohort, module: str = "M111") -> Plan:
    """This morning, by somebody without an account."""
    module_id = module_of(session, cohort, module).id
    return Plan(
        TODAY, HalfDay.MORNING, time(9), time(12, 30), module_id, instructor_name="Claude Martin"
    )


def refusal(session: Session, cohort: Cohort, plan: Plan) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        class_sessions.plan(session, cohort, plan, actor=None)
    return refused.value


def test_a_class_is_planned_with_its_year_and_minutes(session: Session) -> None:
    cohort = make_cohort(session)
    row = class_sessions.plan(session, cohort, wanted(session, cohort), actor=None)
    assert (row.minutes, row.academic_year_id) == (210, cohort.academic_year_id)
    assert "class-sessions:plan" in session.scalars(select(AuditEvent.act)).all()


def test_what_does_not_fit_is_refused(session: Session) -> None:
    cohort = make_cohort(session)
    make_enrolment(session, cohort=cohort)
    plan = wanted(session, cohort)
    tutor = make_account(session, Role.TUTOR)
    no_tutor = make_account(session, Role.REGISTRAR)
    refused = {
        Rule.CLASS_OUT_OF_YEAR: replace(plan, held_on=date(1999, 1, 4)),
        Rule.CLASS_MODULE: replace(plan, module_id=module_of(session, cohort, "M211").id),
        Rule.CLASS_TIMES: replace(plan, ends_at=time(8)),
        Rule.NAME_NOT_NEUTRAL: replace(plan, room="Psychiatrie 2"),
    }
    assert {rule: refusal(session, cohort, each).rule for rule, each in refused.items()} == {
        rule: rule for rule in refused
    }
    for change in (
        {"instructor_name": ""},
        {"instructor_id": tutor.id},
        {"instructor_id": no_tutor.id, "instructor_name": ""},
    ):
        assert refusal(session, cohort, replace(plan, **change)).rule is Rule.CLASS_INSTRUCTOR


def test_two_classes_at_one_half_day_must_be_groups_and_both_are_then(session: Session) -> None:
    cohort = make_cohort(session)
    first = class_sessions.plan(session, cohort, wanted(session, cohort), actor=None)
    assert refusal(session, cohort, wanted(session, cohort)).rule is Rule.CLASS_EXISTS
    second = wanted(session, cohort, "M112")
    refused = refusal(session, cohort, second)
    assert (refused.rule, refused.details) == (Rule.CLASS_HALF_DAY_TAKEN, {"module": "M111"})
    class_sessions.plan(session, cohort, replace(second, in_groups=True), actor=None)
    assert first.in_groups


def test_a_class_changes_and_goes_only_while_nothing_is_noted(session: Session) -> None:
    cohort, actor = make_cohort(session), make_account(session, Role.COORDINATOR)
    year = year_of(session, make_enrolment(session, cohort=cohort))
    row = make_class_session(session, cohort=cohort)
    afternoon = replace(
        wanted(session, cohort), half_day=HalfDay.AFTERNOON, starts_at=time(14), ends_at=time(17)
    )
    class_sessions.change(session, row, afternoon, version=1, actor=actor)
    assert (row.half_day, row.minutes, row.version) == (HalfDay.AFTERNOON, 180, 2)
    with pytest.raises(RuleViolation) as stale:
        class_sessions.remove(session, row, version=1, actor=actor)
    make_record(session, row, year)
    with pytest.raises(RuleViolation) as noted:
        class_sessions.remove(session, row, version=2, actor=actor)
    assert (stale.value.rule, noted.value.rule) == (Rule.STALE_VERSION, Rule.CLASS_HAS_RECORDS)


def test_a_pattern_shows_what_it_would_do_then_does_just_that(session: Session) -> None:
    cohort = make_cohort(session)
    year = session.get_one(AcademicYear, cohort.academic_year_id)
    monday = TODAY - timedelta(days=TODAY.weekday())
    make_class_session(session, cohort=cohort, held_on=monday)
    make_class_session(session, cohort=cohort, held_on=monday + timedelta(days=1), module="M121")
    weekly = Weekly(
        Pattern([monday, date(1999, 1, 4)], [0, 1, 2], [HalfDay.MORNING]),
        USUAL_TIMES,
        module_of(session, cohort, "M111").id,
        instructor_name="Claude Martin",
    )
    seen = session_patterns.preview(session, cohort, year, weekly)
    assert [line.planned_as for line in seen.lines] == [
        *[PlannedAs.OUTSIDE] * 3,
        PlannedAs.KEPT,
        PlannedAs.TAKEN,
        PlannedAs.NEW,
    ]
    assert seen.lines[4].beside == "M121"
    session_patterns.create(session, cohort, year, weekly, seen=seen.meaning, actor=None)
    held = session.scalars(select(ClassSession.held_on).order_by(ClassSession.held_on)).all()
    assert held == [monday, monday + timedelta(days=1), monday + timedelta(days=2)]
    with pytest.raises(RuleViolation) as again:
        session_patterns.create(session, cohort, year, weekly, seen=seen.meaning, actor=None)
    assert again.value.rule is Rule.STALE_VERSION


def log(session: Session, placement: Placement, **day: object) -> None:
    hours.log(
        session,
        placement,
        LoggedDay(worked_on=TODAY - timedelta(days=1), kind=HoursKind.GROUP, **day),  # type: ignore[arg-type]
        actor=make_account(session, Role.TRAINEE),
        client_id=uuid4(),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("state", "day", "refused"),
    [
        (AttendanceState.PRESENT, {"start": time(12), "end": time(14)}, True),
        (AttendanceState.LATE, {"start": time(7), "end": time(9, 1)}, True),
        (AttendanceState.PRESENT, {"start": time(12, 30), "end": time(14)}, False),
        (AttendanceState.UNEXCUSED, {"start": time(10), "end": time(12)}, False),
        (AttendanceState.PRESENT, {"minutes": 240}, False),
    ],
    ids=["overlap", "late is there too", "touches", "was not in class", "no times"],
)
def test_hours_may_not_overlap_a_class_one_was_in(
    session: Session, state: AttendanceState, day: dict[str, object], refused: bool
) -> None:
    cohort = make_cohort(session)
    enrolment = make_enrolment(session, cohort=cohort)
    held = make_class_session(session, cohort=cohort, held_on=TODAY - timedelta(days=1))
    make_record(session, held, year_of(session, enrolment), state)
    placement = make_placement(session, enrolment=enrolment)
    if not refused:
        log(session, placement, **day)
        return
    with pytest.raises(RuleViolation) as clash:
        log(session, placement, **day)
    assert clash.value.rule is Rule.HOURS_OVERLAP_CLASS
