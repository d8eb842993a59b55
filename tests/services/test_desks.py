"""What lies on a desk: the trainees of its contacts, of those they stand in for, nobody else's."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Placement
from msp_du.services import desks
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)


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
