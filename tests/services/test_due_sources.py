"""Who owes what, since when, and which coordinator hears of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.desk import seen_since
from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import EnrolmentState, HoursState, JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    AssessmentSitting,
    Contact,
    Enrolment,
    Job,
    Placement,
)
from msp_du.services import reminders
from tests.factories import (
    make_account,
    make_cohort,
    make_entry,
    make_institution,
    make_marker,
    make_placement,
    make_placement_document,
    module_of,
)
from tests.support.reminding import DAY, MONDAY, Place, make_place, plan, planned, sign, wait
from tests.support.statements import statements


@pytest.fixture
def place(session: Session) -> Place:
    with transaction() as s:
        return make_place(s)


@pytest.mark.parametrize(
    ("state", "days", "kind", "by_host"),
    [
        pytest.param(HoursState.SUBMITTED, 3, DueKind.HOURS_TO_SIGN, True, id="to-sign"),
        pytest.param(HoursState.RETURNED, 3, DueKind.HOURS_RETURNED, False, id="returned"),
        pytest.param(HoursState.DRAFT, 7, DueKind.HOURS_NOT_SENT, False, id="not-sent"),
    ],
)
def test_hours_are_recalled_after_a_while_to_who_owes_them(
    session: Session,
    place: Place,
    *,
    state: HoursState,
    days: int,
    kind: DueKind,
    by_host: bool,
) -> None:
    with transaction() as s:
        wait(s, place, state, since=MONDAY - days * DAY + timedelta(hours=20))
    assert plan() == 0
    assert plan(MONDAY + DAY) == 1
    owner = place.supervisor if by_host else place.trainee
    assert planned(session) == {str(owner.id): {kind}}
    (job,) = session.scalars(select(Job))
    assert (job.kind, job.institution_id) == (JobKind.MAIL_REMINDERS, place.institution.id)
    assert set(job.payload) == {"reminder_id", "account_id"}


def test_a_trainee_who_left_hears_nothing_but_the_host_still_signs(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 30 * DAY)
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 20 * DAY)
        s.get_one(Enrolment, place.enrolment.id).state = EnrolmentState.SUSPENDED
    assert plan() == 1
    assert planned(session) == {str(place.supervisor.id): {DueKind.HOURS_TO_SIGN}}


def test_the_document_of_a_placement_is_recalled_a_week_after_its_end(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        approved = make_placement(
            s,
            enrolment=place.enrolment,
            contact=s.get_one(Contact, place.placement.contact_id),
            periods=[(date(2035, 9, 7), date(2035, 11, 12), 6000)],
        )
        sign(s, make_entry(s, placement=approved, worked_on=date(2035, 9, 8)), place)
    assert plan(MONDAY - DAY * 3) == 0
    assert plan() == 1
    assert planned(session) == {str(place.supervisor.id): {DueKind.PAPER_TO_HAND_IN}}
    with transaction() as s:
        make_placement_document(s, approved)
    assert plan(MONDAY + 7 * DAY) == 0


@pytest.mark.parametrize("days", [0, 1], ids=["three-months", "a-day-more"])
def test_a_host_is_asked_nothing_of_a_placement_it_no_longer_sees(
    session: Session, place: Place, days: int
) -> None:
    ended_on = seen_since(MONDAY.date()) - days * DAY
    with transaction() as s:
        (period,) = s.get_one(Placement, place.placement.id).periods
        period.starts_on, period.ends_on = ended_on - 60 * DAY, ended_on
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 95 * DAY)
    assert plan() == (0 if days else 1)


def test_marks_are_recalled_to_whoever_is_named_a_week_before_their_day(
    session: Session, place: Place
) -> None:
    cohort_id = place.enrolment.cohort_id
    with transaction() as s:
        enrolment = s.get_one(Enrolment, place.enrolment.id)
        module = module_of(s, enrolment.cohort, "M111")
        marker = make_marker(s, enrolment.cohort, module)
        s.add(
            AssessmentSitting(
                institution_id=place.institution.id,
                cohort_id=cohort_id,
                module_id=module.id,
                session_number=1,
                marks_due_on=MONDAY.date() + 7 * DAY,
            )
        )
    assert plan(MONDAY - 2 * DAY) == 0
    assert plan() == 1
    assert planned(session) == {str(marker.id): {DueKind.MARKS_TO_ENTER}}


def test_a_coordinator_hears_of_what_waits_for_two_weeks_in_their_cohort(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        whole = make_account(s, Role.COORDINATOR, institution=place.institution)
        cohort = s.get_one(Enrolment, place.enrolment.id).cohort
        own = make_account(s, Role.COORDINATOR, cohort=cohort)
        other_cohort = make_cohort(s, institution=place.institution)
        other = make_account(s, Role.COORDINATOR, cohort=other_cohort)
        elsewhere = make_account(s, Role.COORDINATOR, institution=make_institution(s))
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 14 * DAY)
    plan(MONDAY - DAY * 3)
    assert not {str(whole.id), str(own.id)} & planned(session).keys()
    plan()
    found = planned(session)
    assert found[str(whole.id)] == found[str(own.id)] == {DueKind.WAITING_ELSEWHERE}
    assert not {str(other.id), str(elsewhere.id)} & found.keys()


def test_reading_what_is_owed_takes_as_many_statements_for_many(session: Session) -> None:
    counts = []
    with transaction() as s:
        institution = make_institution(s)
    for number in (1, 4):
        with transaction() as s:
            for _place in range(number):
                wait(s, make_place(s, institution), HoursState.SUBMITTED, since=MONDAY - 20 * DAY)
        session.rollback()
        with statements(db.engine) as sent:
            reminders.owed(session, institution, now=MONDAY)
        counts.append(len(sent))
    assert counts[0] == counts[1] == 8
