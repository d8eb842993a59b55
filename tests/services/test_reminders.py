"""Digests: one a person and day at most, about what is still owed, and when coordinators hear."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import EnrolmentState, HoursState, JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    AssessmentSitting,
    Contact,
    Enrolment,
    HoursEntry,
    Institution,
    Job,
    Placement,
    Reminder,
    ReminderLine,
    ReminderSettings,
)
from msp_du.services import reminders
from tests.factories import (
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_marker,
    make_organisation,
    make_person,
    make_placement,
    make_placement_document,
    module_of,
)
from tests.support.statements import statements

MONDAY = datetime(2035, 11, 19, 9, 0, tzinfo=UTC)
"""A Monday morning at ten in Paris, after whatever the factories begin today."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A placement whose host has an account, and its trainee."""

    institution: Institution
    enrolment: Enrolment
    placement: Placement
    trainee: Account
    supervisor: Account


@pytest.fixture
def place(session: Session) -> Place:
    with transaction() as s:
        return make_place(s)


def make_place(s: Session, institution: Institution | None = None) -> Place:
    institution = institution or make_institution(s)
    cohort = make_cohort(s, institution=institution)
    person = make_person(s, institution=institution)
    enrolment = make_enrolment(s, cohort=cohort, person=person)
    supervisor = make_account(s, Role.SUPERVISOR, institution=institution)
    organisation = make_organisation(s, institution=institution)
    contact = make_contact(s, organisation=organisation, account=supervisor)
    day = MONDAY.date()
    placement = make_placement(
        s, enrolment=enrolment, contact=contact, periods=[(day - 60 * DAY, day + 60 * DAY, 6000)]
    )
    trainee = make_account(s, Role.TRAINEE, cohort=cohort, person=person)
    return Place(institution, enrolment, placement, trainee, supervisor)


def wait(s: Session, place: Place, state: HoursState, *, since: datetime, days: int = 1) -> None:
    """Leave days of work in a state since a moment."""
    for number in range(days):
        entry = make_entry(
            s, placement=place.placement, worked_on=since.date() - number * DAY, state=state
        )
        entry.logged_at = since
        entry.submitted_at = None if state is HoursState.DRAFT else since


def plan(now: datetime = MONDAY) -> int:
    with transaction() as s:
        return reminders.plan(s, now=now)


def planned(session: Session) -> dict[str, set[DueKind]]:
    """What each person's digests are about, by whom their jobs are for."""
    session.rollback()
    found: dict[str, set[DueKind]] = {}
    for reminder in session.scalars(select(Reminder)):
        whose = str(reminder.account_id or reminder.contact_id)
        found.setdefault(whose, set()).update(line.kind for line in reminder.lines)
    return found


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


def test_one_digest_a_day_holds_everything_and_comes_back_after_a_week(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY, days=2)
        wait(s, place, HoursState.RETURNED, since=MONDAY - 12 * DAY, days=2)
    assert plan() == 1
    assert plan(MONDAY + timedelta(hours=1)) == 0
    assert planned(session) == {
        str(place.trainee.id): {DueKind.HOURS_NOT_SENT, DueKind.HOURS_RETURNED}
    }
    assert [plan(MONDAY + number * DAY) for number in range(1, 8)] == [0, 0, 0, 0, 0, 0, 1]


def test_what_is_new_does_not_wait_for_the_week(session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY)
    assert plan() == 1
    with transaction() as s:
        wait(s, place, HoursState.RETURNED, since=MONDAY - 20 * DAY)
    assert plan(MONDAY + timedelta(hours=2)) == 0
    assert plan(MONDAY + DAY) == 1


def test_nothing_is_planned_at_night_on_sundays_or_where_it_is_off(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
    assert plan(MONDAY - DAY) == 0
    assert plan(MONDAY.replace(hour=6, minute=59)) == 0
    with transaction() as s:
        s.add(ReminderSettings(institution_id=place.institution.id, is_on=False))
    assert plan() == 0


def test_two_planners_plan_each_digest_once(app: Flask, session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)

    def plan_alone(_number: int) -> int:
        with app.app_context(), transaction() as s:
            return reminders.plan(s, now=MONDAY)

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(plan_alone, range(2))) == [0, 1]


def test_a_trainee_who_left_hears_nothing_but_the_host_still_signs(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 30 * DAY)
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 20 * DAY)
        s.get_one(Enrolment, place.enrolment.id).state = EnrolmentState.SUSPENDED
    assert plan() == 1
    assert planned(session) == {str(place.supervisor.id): {DueKind.HOURS_TO_SIGN}}


@pytest.mark.parametrize(
    ("email", "phone", "kind"),
    [
        ("contact@example.org", "06 12 34 56 78", JobKind.MAIL_REMINDERS),
        (None, "06 12 34 56 78", JobKind.SMS_REMINDERS),
        (None, None, None),
    ],
    ids=["mail", "phone", "neither"],
)
def test_a_contact_without_an_account_is_reached_as_they_can_be(
    session: Session, place: Place, email: str | None, phone: str | None, kind: JobKind | None
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
        contact = s.get_one(Contact, place.placement.contact_id)
        contact.account_id, contact.email, contact.phone = None, email, phone
    assert plan() == (1 if kind else 0)
    assert [job.kind for job in session.scalars(select(Job))] == ([kind] if kind else [])


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


def sign(s: Session, entry: HoursEntry, place: Place) -> None:
    from msp_du.domain.vocabulary import SignatureVia  # noqa: PLC0415
    from msp_du.models import HoursSignature  # noqa: PLC0415

    signature = HoursSignature(
        placement_id=entry.placement_id,
        contact_id=place.placement.contact_id,
        signed_at=MONDAY,
        declared_name="Amina Diallo",
        declared_capacity="Coordinatrice",
        minutes=entry.minutes,
        digest="0" * 64,
        via=SignatureVia.ACCOUNT,
    )
    s.add(signature)
    s.flush()
    entry.state, entry.signature_id = HoursState.APPROVED, signature.id


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


def test_a_digest_says_only_what_is_still_owed(session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY, days=2)
        wait(s, place, HoursState.RETURNED, since=MONDAY - 20 * DAY)
    plan()
    with transaction() as s:
        for entry in s.scalars(select(HoursEntry).where(HoursEntry.state == HoursState.RETURNED)):
            s.delete(entry)
    reminder = session.scalars(select(Reminder)).one()
    (due,) = reminders.still_owed(session, reminder, now=MONDAY + timedelta(hours=1))
    assert (due.kind, due.count) == (DueKind.HOURS_NOT_SENT, 2)


def test_the_page_of_a_placement_knows_when_it_was_last_recalled(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
    plan()
    assert reminders.last_about(session, place.placement.id) == []
    with transaction() as s:
        s.scalars(select(Reminder)).one().sent_at = MONDAY
    assert reminders.last_about(session, place.placement.id) == [(DueKind.HOURS_TO_SIGN, MONDAY)]
    assert session.scalars(select(ReminderLine.object_id)).all() == [place.placement.id]


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
    assert counts[0] == counts[1] == 6
