"""The mails to hosts: how many and when, a link made at that moment, and nobody's name."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.desk import DeskPurpose
from msp_du.domain.vocabulary import HoursState, JobKind, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Contact, DeskLink, Job, Placement
from msp_du.services import (
    approvals,
    desk_codes,
    desk_flags,
    desk_links,
    hours_notices,
    outbox,
    tokens,
)
from tests.factories import TODAY, make_account, make_contact, make_entry, make_placement
from tests.factories.desk import make_deputy, make_receipt
from tests.support.mailing import kept, text_of
from tests.support.pages import REVEALING

NOW = datetime.now(UTC)
LINK = re.compile(r"http://localhost:8000/bureau/lien/([\w-]{43})")


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction():
        found = make_placement(session, contact=make_contact(session))
        for days in (1, 2):
            day = TODAY - timedelta(days=days)
            make_entry(session, placement=found, worked_on=day, state=HoursState.SUBMITTED)
    return found


@pytest.fixture(autouse=True)
def nobody_is_named(placement: Placement, mails: Path) -> Iterator[None]:
    trainee = placement.enrolment_year.enrolment.person.name
    names = (trainee.display, trainee.given_name, placement.organisation.name, "Diallo")
    yield
    for message in kept(mails):
        text = f"{message['Subject']} {text_of(message)}"
        assert not [name for name in names if name in text]
        assert not REVEALING.search(text)


def opened_by(session: Session, text: str) -> DeskLink:
    match = LINK.search(text)
    assert match is not None, text
    session.rollback()
    statement = select(DeskLink).where(DeskLink.digest == tokens.digest(match[1]))
    return session.execute(statement).scalar_one()


def test_a_contact_without_an_account_gets_one_mail_a_day_for_all_their_trainees(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        other = make_placement(session, contact=placement.contact)
        make_entry(session, placement=other, state=HoursState.SUBMITTED)
        for one in (placement, other, placement):
            hours_notices.tell_of_sent(session, one, now=NOW)
    assert run_due(app) == 1
    (message,) = kept(mails)
    assert (message["Subject"], message["To"]) == (
        "Heures de stage à valider",
        placement.contact.email,
    )
    assert "3 jours de stage attendent votre validation, soit 21" in text_of(message)
    link = opened_by(session, text_of(message))
    assert (link.purpose, link.contact_id) == (DeskPurpose.DESK, placement.contact_id)
    payload = session.execute(select(Job.payload)).scalar_one()
    assert list(payload) == ["contact_id"]


def test_a_deputy_of_the_day_is_told_as_well(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        deputy = make_deputy(session, placement.contact).deputy
        hours_notices.tell_of_sent(session, placement, now=NOW)
    assert run_due(app) == 2
    addresses = {str(message["To"]) for message in kept(mails)}
    assert addresses == {str(placement.contact.email), str(deputy.email)}


@pytest.mark.parametrize("why", ["signed meanwhile", "wrong person", "no address"])
def test_no_mail_leaves_when_nobody_is_to_be_told(
    app: Flask, session: Session, placement: Placement, mails: Path, why: str
) -> None:
    with transaction():
        hours_notices.tell_of_sent(session, placement, now=NOW)
    with transaction():
        if why == "wrong person":
            desk_flags.raise_flag(session, placement.contact, now=NOW)
        elif why == "no address":
            placement.contact.email = None
        else:
            for entry in approvals.to_sign(session, placement):
                entry.state = HoursState.DRAFT
    run_due(app)
    assert kept(mails) == []


def test_the_copy_of_what_was_signed_opens_that_receipt_alone(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        receipt = make_receipt(session, placement, approvals.to_sign(session, placement))
    run_due(app)
    (message,) = kept(mails)
    text = text_of(message)
    assert "Vous avez signé 2 jours de stage" in text
    first, last = (f"{TODAY - timedelta(days=days):%d/%m/%Y}" for days in (2, 1))
    assert f"Du {first} au {last}." in text
    link = opened_by(session, text)
    assert (link.purpose, link.receipt_id) == (DeskPurpose.RECEIPT, receipt.id)


def test_a_contact_with_an_account_gets_the_same_receipt_behind_it(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        account = make_account(session, Role.SUPERVISOR, email="accueil@example.org")
        placement.contact.account_id = account.id
        receipt = make_receipt(session, placement, approvals.to_sign(session, placement))
    run_due(app)
    (message,) = kept(mails)
    assert message["To"] == "accueil@example.org"
    assert f"http://localhost:8000/bureau/recus/{receipt.id}" in text_of(message)


def test_a_code_goes_to_the_known_address_and_confirms_the_browser(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        secret = desk_links.issue(session, placement.contact, now=NOW)
        raw = desk_links.open_desk(session, secret, now=NOW).raw
        found = desk_links.current(session, raw, now=NOW)
        assert found is not None
        desk_codes.queue(session, found, now=NOW)
    run_due(app)
    (message,) = kept(mails)
    assert message["To"] == placement.contact.email
    code = re.search(r"(\d{3}) (\d{3})", text_of(message))
    assert code is not None
    session.rollback()
    with transaction():
        typed = "".join(code.groups())
        key = app.extensions["msp_du_config"].secret_key
        assert desk_codes.confirm(session, found, typed, key=key, now=datetime.now(UTC))


def test_no_code_goes_out_for_a_desk_that_was_closed_meanwhile(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        secret = desk_links.issue(session, placement.contact, now=NOW)
        raw = desk_links.open_desk(session, secret, now=NOW).raw
        found = desk_links.current(session, raw, now=NOW)
        assert found is not None
        desk_codes.queue(session, found, now=NOW)
        desk_links.revoke(session, placement.contact, now=NOW)
    run_due(app)
    assert kept(mails) == []


def test_coordinators_are_led_to_the_contact_to_check(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    with transaction():
        make_account(session, Role.COORDINATOR, email="coordination@example.org")
        desk_flags.raise_flag(session, placement.contact, now=NOW)
    run_due(app)
    (message,) = kept(mails)
    assert message["To"] == "coordination@example.org"
    assert f"/stages/structures/contacts/{placement.contact_id}/bureau" in text_of(message)


def test_a_link_that_was_asked_for_replaces_the_others(
    app: Flask, session: Session, placement: Placement, mails: Path
) -> None:
    contact: Contact = placement.contact
    with transaction():
        former = desk_links.issue(session, contact, now=NOW)
        desk_links.renew(session, former, now=NOW)
    run_due(app)
    (message,) = kept(mails)
    link = opened_by(session, text_of(message))
    assert link.replaced_at is None
    assert desk_links.find(session, former, now=NOW) is None
    assert str(message["Subject"]).endswith("votre lien personnel")
    with transaction():
        outbox.queue(session, JobKind.MAIL_DESK_LINK, "gone", {"contact_id": str(link.id)})
    run_due(app)
    assert len(kept(mails)) == 1
