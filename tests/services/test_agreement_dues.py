"""Agreements that await a signature are recalled to whoever may sign, and to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.reminders import DueKind, Recipient
from msp_du.domain.vocabulary import EnrolmentState, JobKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Agreement, Contact, Enrolment, Job, Placement
from msp_du.services import reminders
from tests.factories import make_account, make_cohort, make_institution
from tests.factories.agreements import make_sent, sign
from tests.support.reminding import DAY, MONDAY, Place, make_place, plan, planned

HOST = f"{SignerCapacity.HOST_SIGNATORY}:"
SUPERVISOR = f"{SignerCapacity.HOST_SUPERVISOR}:"


@pytest.fixture
def place(session: Session) -> Place:
    with transaction() as s:
        return make_place(s)


def send(s: Session, place: Place, *keys: str) -> Agreement:
    """A paper sent three days before Monday, to these signers."""
    placement = s.get_one(Placement, place.placement.id)
    actor = make_account(s, Role.TUTOR, institution=place.institution)
    signers = [key + str(placement.contact_id) if key.endswith(":") else key for key in keys]
    paper = make_sent(s, placement, actor=actor, signers=signers)
    paper.sent_at = MONDAY - 3 * DAY
    for job in s.scalars(select(Job)):
        s.delete(job)
    return paper


def test_an_account_is_reminded_after_three_days_until_it_signed(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        paper = send(s, place, SignerCapacity.TRAINEE)
    assert plan(MONDAY - 3 * DAY + timedelta(hours=1)) == 0
    assert plan() == 1
    assert planned(session) == {str(place.trainee.id): {DueKind.AGREEMENT_TO_SIGN}}
    with transaction() as s:
        sign(s, s.get_one(Agreement, paper.id).signers[0])
    assert plan(MONDAY + 7 * DAY) == 0


@pytest.mark.parametrize("has_account", [True, False])
def test_a_host_is_led_to_its_desk_once_for_two_capacities(
    session: Session, place: Place, *, has_account: bool
) -> None:
    with transaction() as s:
        contact = s.get_one(Contact, place.placement.contact_id)
        contact.account_id = place.supervisor.id if has_account else None
        send(s, place, HOST, SUPERVISOR)
    assert plan() == 1
    owner = place.supervisor.id if has_account else place.placement.contact_id
    assert planned(session) == {str(owner): {DueKind.AGREEMENT_OF_HOST}}
    assert session.scalars(select(Job.kind)).all() == [JobKind.MAIL_REMINDERS]
    with_only = Recipient(owner) if has_account else Recipient(contact_id=owner)
    (due,) = reminders.owed(session, place.institution, now=MONDAY, only=with_only)
    assert (due.recipient, due.count) == (with_only, 1)


def test_the_desk_of_the_trainee_themselves_hears_nothing(session: Session, place: Place) -> None:
    with transaction() as s:
        contact = s.get_one(Contact, place.placement.contact_id)
        contact.account_id, contact.email = None, place.trainee.email.upper()
        send(s, place, HOST)
    assert plan() == 0


def test_the_university_is_whoever_may_sign_for_it(session: Session, place: Place) -> None:
    with transaction() as s:
        institution, cohort = place.institution, s.get_one(Enrolment, place.enrolment.id).cohort
        whole = make_account(s, Role.REGISTRAR, institution=institution)
        own = make_account(s, Role.COORDINATOR, cohort=cohort)
        make_account(s, Role.COORDINATOR, cohort=make_cohort(s, institution=institution))
        make_account(s, Role.COORDINATOR, institution=make_institution(s))
        gone = make_account(s, Role.COORDINATOR, cohort=cohort)
        gone.disabled_at = MONDAY - DAY
        send(s, place, SignerCapacity.UNIVERSITY)
    assert plan() == 2
    assert planned(session) == {
        str(account.id): {DueKind.AGREEMENT_TO_SIGN} for account in (whole, own)
    }


def test_nobody_is_reminded_of_a_trainee_who_left(session: Session, place: Place) -> None:
    with transaction() as s:
        send(s, place, SignerCapacity.TRAINEE, HOST)
        s.get_one(Enrolment, place.enrolment.id).state = EnrolmentState.WITHDRAWN
    assert plan() == 0


def test_a_former_academic_tutor_is_not_reminded(session: Session, place: Place) -> None:
    with transaction() as s:
        tutor = make_account(s, Role.TUTOR, institution=place.institution)
        s.get_one(Placement, place.placement.id).academic_tutor_id = tutor.id
        send(s, place, SignerCapacity.ACADEMIC_TUTOR)
    assert reminders.owed(session, place.institution, now=MONDAY, only=Recipient(tutor.id))
    with transaction() as s:
        (grant,) = s.get_one(Account, tutor.id).grants
        grant.until = MONDAY - DAY
    assert plan() == 0
