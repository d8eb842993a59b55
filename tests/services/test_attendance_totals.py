"""Sums of attendance by unit, and the gate that rests on them."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.arrangements import ArrangementKind
from msp_du.domain.attendance import AttendanceState, HalfDay, Tally
from msp_du.domain.vocabulary import GateState
from msp_du.extensions import db
from msp_du.services import attendance_totals
from tests.factories import TODAY, make_cohort, make_enrolment, year_of
from tests.factories.attendance import attend, make_arrangement, make_class_session, make_record
from tests.support.statements import statements


def test_closed_sessions_are_summed_by_unit_and_the_others_are_to_come(session: Session) -> None:
    cohort = make_cohort(session)
    year = year_of(session, make_enrolment(session, cohort=cohort))
    attend(session, cohort, year, "PPLU")
    attend(session, cohort, year, "UEE", module="M121")
    open_one = make_class_session(session, cohort=cohort, module="M112")
    make_record(session, open_one, year, AttendanceState.UNEXCUSED)
    first, second = attendance_totals.standings(session, [year.id])[year.id].units
    assert (first.code, first.percent, first.state) == ("UE1.1", Fraction(75), GateState.MET)
    assert (first.present, first.late, first.unexcused) == (Tally(2, 420), *[Tally(1, 210)] * 2)
    assert first.planned == Tally(1, 210)
    assert (second.code, second.percent, second.missing) == ("UE1.2", Fraction(0), 1)
    assert second.excused == Tally(2, 420)


def test_below_the_minimum_fails_only_past_the_closing_date(session: Session) -> None:
    cohort = make_cohort(session)
    year = year_of(session, make_enrolment(session, cohort=cohort))
    attend(session, cohort, year, "PPU")
    gates = [
        attendance_totals.standings(session, [year.id], closed=closed)[year.id].gate
        for closed in (False, True)
    ]
    assert gates == [GateState.PENDING, GateState.FAILED]


@pytest.mark.parametrize(
    ("days", "gate"),
    [(400, None), (2, GateState.MET), (1, GateState.PENDING)],
    ids=["all year", "the days missed", "one of them"],
)
def test_days_of_an_exemption_count_for_nothing(
    session: Session, days: int, gate: GateState | None
) -> None:
    cohort = make_cohort(session)
    enrolment = make_enrolment(session, cohort=cohort)
    year = year_of(session, enrolment)
    attend(session, cohort, year, "PUU")
    make_arrangement(
        session,
        enrolment,
        ArrangementKind.ATTENDANCE_EXEMPTION,
        starts_on=TODAY - timedelta(days=days),
    )
    assert attendance_totals.standings(session, [year.id])[year.id].gate is gate


def test_other_arrangements_change_nothing_and_two_groups_are_one_half_day(
    session: Session,
) -> None:
    cohort = make_cohort(session)
    enrolment = make_enrolment(session, cohort=cohort)
    year = year_of(session, enrolment)
    make_arrangement(session, enrolment)
    for module in ("M111", "M112"):
        make_class_session(session, cohort=cohort, module=module, in_groups=True)
    make_class_session(session, cohort=cohort, half_day=HalfDay.AFTERNOON)
    (unit,) = attendance_totals.standings(session, [year.id])[year.id].units
    assert unit.planned == Tally(2, 420)


def test_as_many_statements_for_one_year_as_for_many(session: Session) -> None:
    cohort = make_cohort(session)
    years = [year_of(session, make_enrolment(session, cohort=cohort)) for _ in range(6)]
    for year in years:
        attend(session, cohort, year, "PU")
    ids = [year.id for year in years]
    attendance_totals.standings(session, ids[:1])
    with statements(db.engine) as few:
        attendance_totals.standings(session, ids[:1])
    with statements(db.engine) as many:
        attendance_totals.standings(session, ids)
    assert len(few) == len(many) == 2
