"""What lies on a desk: the trainees of its contacts, of those they stand in for, nobody else's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.desk import seen_since
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import ContactCapacity, HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AgreementSigner, Contact, Organisation, Placement
from msp_du.services import agreement_lists, approvals, desk_approvals, desks, host_handover
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
from tests.factories.agreements import make_sent
from tests.factories.desk import KEY, shown, signer


@pytest.fixture
def supervisor(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.SUPERVISOR)


def sent(session: Session, placement: Placement, days_ago: int = 1) -> None:
    with transaction():
        day = TODAY - timedelta(days=days_ago)
        make_entry(session, placement=placement, worked_on=day, state=HoursState.SUBMITTED)


def test_the_desk_shows_who_waits_longest_first_and_only_ones_own(
    session: Session, supervisor: Account
) -> None:
    with transaction():
        contact = make_contact(session, account=supervisor)
        placement = make_placement(session, contact=make_contact(session, account=supervisor))
        older, quiet = (make_placement(session, contact=contact) for _ in range(2))
        make_entry(session, state=HoursState.SUBMITTED)  # somebody else's
        make_entry(session, placement=older, state=HoursState.DRAFT)
    sent(session, placement, 2)
    sent(session, older, 9)
    sent(session, older, 3)
    contacts = desks.contacts_of(session, supervisor, {placement.institution_id})
    rows = desks.rows(session, {contact.id for contact in contacts}, TODAY)
    assert [(row.placement_id, row.waiting, row.minutes) for row in rows] == [
        (older.id, 2, 840),
        (placement.id, 1, 420),
        (quiet.id, 0, 0),
    ]
    assert isinstance(rows[0].oldest, date)
    assert (rows[0].oldest, rows[0].latest) == (
        TODAY - timedelta(days=9),
        TODAY - timedelta(days=3),
    )
    assert rows[2].oldest is None
    assert desks.contacts_of(session, supervisor, set()) == []
    assert desks.rows(session, set(), TODAY) == []


@pytest.mark.parametrize("same", ["account", "address"])
def test_nobody_finds_what_they_did_on_a_desk_of_their_own(session: Session, same: str) -> None:
    with transaction():
        person = make_person(session)
        trainee = make_account(session, Role.TRAINEE, person=person)
        enrolment = make_enrolment(session, person=person)
        contact = make_contact(session, account=trainee if same == "account" else None)
        if same == "address":
            contact.email = trainee.email.upper()
        own = make_placement(session, enrolment=enrolment, contact=contact)
        others = make_placement(session, contact=contact)
    assert desks.find(session, own.id, {contact.id}, TODAY) is None
    found = desks.find(session, others.id, {contact.id}, TODAY)
    assert found is not None
    assert [row.placement_id for row in desks.rows(session, {contact.id}, TODAY)] == [others.id]


@pytest.mark.parametrize("days", [0, 1], ids=["three-months", "a-day-more"])
def test_a_host_sees_a_placement_for_three_months_after_its_end(
    session: Session, days: int
) -> None:
    ended_on = seen_since(TODAY) - timedelta(days=days)
    is_seen = not days
    with transaction():
        placement = make_placement(
            session, periods=[(ended_on - timedelta(days=30), ended_on, 6000)], is_signed=False
        )
        contact = placement.contact
        entry = make_entry(
            session, placement=placement, worked_on=ended_on, state=HoursState.SUBMITTED
        )
        keys = [SignerCapacity.TRAINEE, f"{SignerCapacity.HOST_SUPERVISOR}:{contact.id}"]
        paper = make_sent(session, placement, signers=keys).signers[1]
        coordinator = make_account(session, Role.COORDINATOR)
    mine = {contact.id}
    assert (desks.find(session, placement.id, mine, TODAY) is not None) is is_seen
    assert bool(desks.rows(session, mine, TODAY)) is is_seen
    assert bool(agreement_lists.at_desk(session, mine, TODAY)) is is_seen
    found = agreement_lists.find_at_desk(session, paper.id, mine, TODAY)
    assert (found is not None) is is_seen
    listed = shown(placement, [entry], contact)
    if not is_seen:
        with pytest.raises(RuleViolation) as refused, transaction():
            desk_approvals.sign(session, [listed], signer(contact), key=KEY, now=datetime.now(UTC))
        assert refused.value.rule is Rule.NOT_AUTHORISED
    with transaction():
        desk_approvals.sign_on_behalf(
            session,
            placement,
            listed,
            actor=coordinator,
            capacity="Coordination",
            reason="Structure fermée.",
            now=datetime.now(UTC),
        )
    assert entry.state is HoursState.APPROVED
    assert approvals.to_sign(session, placement) == []


@pytest.mark.parametrize(
    ("capacity", "keeps"),
    [
        pytest.param(ContactCapacity.HOST_SUPERVISOR, False, id="supervisor"),
        pytest.param(ContactCapacity.SIGNATORY, True, id="signatory"),
    ],
)
def test_what_was_passed_on_leaves_the_desk_at_once(
    session: Session, *, capacity: ContactCapacity, keeps: bool
) -> None:
    with transaction():
        contact = make_contact(session)
        contact.capacity = capacity
        host = session.get_one(Organisation, contact.organisation_id)
        successor = make_contact(session, organisation=host, name="Sam Keita")
        placement = make_placement(session, contact=contact, is_signed=False)
        keys = [f"{SignerCapacity.HOST_SIGNATORY}:{contact.id}"]
        paper = make_sent(session, placement, signers=keys).signers[0]
        coordinator = make_account(session, Role.COORDINATOR)

    def at_desk(of: Contact) -> AgreementSigner | None:
        return agreement_lists.find_at_desk(session, paper.id, {of.id}, TODAY)

    assert at_desk(contact) is not None
    with transaction():
        host_handover.hand_over(
            session,
            contact,
            successor,
            effective_on=TODAY,
            actor=coordinator,
            now=datetime.now(UTC),
        )
    assert (at_desk(contact) is not None) is keeps
    assert at_desk(successor) is None
    assert desks.rows(session, {contact.id}, TODAY) == []
    assert len(desks.rows(session, {successor.id}, TODAY)) == 1
