"""Who may not have their hours in time: right, and in a number of statements that does not grow."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.forecasts import RiskReason
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort
from msp_du.services import hours_courses, hours_ledger
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_entry,
    make_placement,
)
from tests.support.statements import statements

BEGUN = [(TODAY - timedelta(days=40), TODAY + timedelta(days=60), 280 * 60)]


def join(session: Session, cohort: Cohort, minutes: int) -> None:
    """Somebody 40 days into their placement with one entry of so many minutes."""
    placement = make_placement(
        session, enrolment=make_enrolment(session, cohort=cohort), periods=BEGUN
    )
    day = TODAY - timedelta(days=30)
    make_entry(
        session, placement=placement, worked_on=day, minutes=minutes, state=HoursState.SUBMITTED
    )


def test_a_cohort_costs_the_same_for_one_and_for_five(session: Session) -> None:
    with transaction():
        cohort = make_cohort(session)
        join(session, cohort, 420)
    costs = []
    for more in (0, 4):
        with transaction():
            for _ in range(more):
                join(session, cohort, 420)
        session.expire_all()
        cohort_now = session.get_one(Cohort, cohort.id)
        assert cohort_now.code
        with statements(db.engine) as sent:
            found = hours_courses.of_cohort(session, cohort_now, today=TODAY)
        costs.append(len(sent))
        assert len(found) == 1 + more
        assert {risk.reason for risk in found[0].risks} >= {RiskReason.BEHIND, RiskReason.SILENT}
    assert costs[0] == costs[1] <= 8


def test_a_tutor_sees_those_they_follow_and_nobody_who_left(session: Session) -> None:
    with transaction():
        tutor = make_account(session, Role.TUTOR)
        cohort = make_cohort(session)
        enrolments = [make_enrolment(session, cohort=cohort) for _ in range(3)]
        for enrolment, who in zip(enrolments, (tutor, tutor, None), strict=True):
            make_placement(session, enrolment=enrolment, periods=BEGUN, tutor=who)
        enrolments[1].state = EnrolmentState.WITHDRAWN
    (found,) = hours_courses.of_tutor(session, tutor, today=TODAY)
    assert found.enrolment_id == enrolments[0].id
    assert {row.enrolment_id for row in hours_courses.of_cohort(session, cohort, today=TODAY)} == {
        enrolments[0].id,
        enrolments[2].id,
    }


def test_the_ledger_goes_by_year_module_and_placement(app: Flask, session: Session) -> None:
    with transaction():
        enrolment = make_enrolment(session)
        placements = [make_placement(session, enrolment=enrolment, periods=BEGUN) for _ in range(2)]
        for placement in placements:
            make_entry(session, placement=placement, minutes=60)
    found = hours_ledger.of_enrolment(session, enrolment)
    (year,) = found.years
    (module,) = [one for one in year.modules if one.placements]
    assert {one.id for one in module.placements} == {one.id for one in placements}
    assert (module.minutes, module.is_credited) == (280 * 60, False)
    assert (year.course.totals.logged, year.course.totals.required) == (120, 280 * 60)
    assert sum(found.totals[one.id].logged for one in placements) == 120
    assert hours_ledger.of_person(session, enrolment.person_id) == enrolment
