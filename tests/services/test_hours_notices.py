"""Who is told of hours, in the act's own transaction, once a day for each placement."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, HoursState, JobKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, HoursEntry, Job, Person, Placement
from msp_du.services import approvals, hours
from tests.factories import TODAY, make_account, make_contact, make_entry, make_placement
from tests.support.hours import NOW


@pytest.fixture
def supervisor(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.SUPERVISOR)


@pytest.fixture
def placement(session: Session, supervisor: Account) -> Placement:
    with transaction():
        return make_placement(session, contact=make_contact(session, account=supervisor))


@pytest.fixture
def trainee(session: Session, placement: Placement) -> Account:
    with transaction():
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        return make_account(session, Role.TRAINEE, person=person)


def draft(session: Session, placement: Placement, days_ago: int = 1) -> HoursEntry:
    with transaction():
        day = TODAY - timedelta(days=days_ago)
        return make_entry(session, placement=placement, worked_on=day)


def send(session: Session, entry: HoursEntry, trainee: Account, *, days: int = 0) -> None:
    with transaction():
        later = NOW + timedelta(days=days)
        hours.submit(session, entry.placement, actor=trainee, now=later, entry_ids=[entry.id])


def send_back(session: Session, entry: HoursEntry) -> None:
    with transaction():
        contact = entry.placement.contact
        approvals.return_entry(
            session, entry, actor=None, contact=contact, reason="Non", version=entry.version
        )


def jobs(session: Session) -> list[Job]:
    return list(session.execute(select(Job).order_by(Job.created_at)).scalars())


def test_the_contact_is_told_once_a_day_that_hours_wait(
    session: Session, placement: Placement, trainee: Account, supervisor: Account
) -> None:
    entries = [draft(session, placement, days) for days in (1, 2, 3)]
    send(session, entries[0], trainee)
    send(session, entries[1], trainee)
    (job,) = jobs(session)
    assert job.kind is JobKind.MAIL_HOURS_TO_APPROVE
    assert job.institution_id == placement.institution_id
    assert job.payload == {
        "account_id": str(supervisor.id),
        "placement_id": str(placement.id),
    }
    send(session, entries[2], trainee, days=1)
    assert len(jobs(session)) == 2


def test_each_placement_has_its_own_mail(
    session: Session, placement: Placement, trainee: Account
) -> None:
    enrolment = placement.enrolment_year.enrolment
    with transaction():
        other = make_placement(session, enrolment=enrolment, contact=placement.contact)
    send(session, draft(session, placement, 1), trainee)
    send(session, draft(session, other, 2), trainee)
    assert len(jobs(session)) == 2


def test_a_contact_without_an_account_is_sent_a_link_once_a_day(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        contact = session.merge(placement).contact
        contact.account_id = None
        other = make_placement(
            session, enrolment=placement.enrolment_year.enrolment, contact=contact
        )
    entry = draft(session, placement, 1)
    for sent in (entry, entry, draft(session, other, 2)):
        send(session, sent, trainee)
    (job,) = jobs(session)
    assert job.kind is JobKind.MAIL_DESK_HOURS
    assert job.payload == {"contact_id": str(contact.id)}


def test_a_contact_without_an_account_or_an_address_asks_for_no_mail(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        contact = session.merge(placement).contact
        contact.account_id = contact.email = None
    send(session, draft(session, placement), trainee)
    assert jobs(session) == []


def test_what_is_refused_tells_nobody(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = draft(session, placement)
    with transaction():
        entry = session.merge(entry)
        entry.placement.enrolment_year.enrolment.state = EnrolmentState.SUSPENDED
        entry.placement.enrolment_year.enrolment.state_since = entry.worked_on
    with pytest.raises(RuleViolation):
        send(session, entry, trainee)
    assert jobs(session) == []


def test_the_trainee_is_told_that_a_line_came_back(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entries = [draft(session, placement, days) for days in (1, 2)]
    with transaction():
        for entry in entries:
            session.merge(entry).state = HoursState.SUBMITTED
    for entry in entries:
        send_back(session, entry)
    (job,) = jobs(session)
    assert job.kind is JobKind.MAIL_HOURS_RETURNED
    assert job.payload == {"account_id": str(trainee.id), "placement_id": str(placement.id)}


def test_a_trainee_without_an_account_is_told_nothing(
    session: Session, placement: Placement
) -> None:
    with transaction():
        entry = make_entry(session, placement=placement, state=HoursState.SUBMITTED)
    send_back(session, entry)
    assert jobs(session) == []
