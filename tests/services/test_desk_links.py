"""A personal link opens one contact's desk until it ends: by time, by a newer one, by revocation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.desk import LINK_LASTS, OPEN_LASTS
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import transaction
from msp_du.models import Contact, ContactFlag, DeskLink, DeskSession, Job
from msp_du.services import desk_links, tokens
from tests.factories import make_account, make_contact

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)
ONE = timedelta(microseconds=1)


@pytest.fixture
def contact(session: Session) -> Contact:
    with transaction():
        return make_contact(session)


def issued(session: Session, contact: Contact, now: datetime = NOW) -> str:
    with transaction():
        return desk_links.issue(session, contact, now=now)


def opened(session: Session, secret: str, now: datetime = NOW) -> str:
    with transaction():
        return desk_links.open_desk(session, secret, now=now).raw


def asked(session: Session) -> list[str]:
    statement = select(Job).where(Job.kind == JobKind.MAIL_DESK_LINK)
    return [job.payload["contact_id"] for job in session.execute(statement).scalars()]


def test_only_digests_are_kept(session: Session, contact: Contact) -> None:
    secret = issued(session, contact)
    raw = opened(session, secret)
    link = session.execute(select(DeskLink)).scalar_one()
    browser = session.execute(select(DeskSession)).scalar_one()
    assert (link.digest, browser.digest) == (tokens.digest(secret), tokens.digest(raw))
    assert len(secret) >= 43


def test_a_link_opens_as_often_as_needed_while_it_lasts(session: Session, contact: Contact) -> None:
    secret = issued(session, contact)
    last = NOW + LINK_LASTS - ONE
    assert opened(session, secret) != opened(session, secret, last)
    with pytest.raises(RuleViolation) as refused:
        opened(session, secret, NOW + LINK_LASTS)
    assert refused.value.rule is Rule.LINK_NOT_VALID


def test_a_browser_keeps_the_desk_for_half_an_hour_and_no_longer_than_the_link(
    session: Session, contact: Contact
) -> None:
    raw = opened(session, issued(session, contact))
    found = desk_links.current(session, raw, now=NOW + OPEN_LASTS - ONE)
    assert found is not None
    assert found.link.contact_id == contact.id
    assert desk_links.current(session, raw, now=NOW + OPEN_LASTS) is None
    assert desk_links.current(session, "made up", now=NOW) is None
    late = opened(session, issued(session, contact), NOW + LINK_LASTS - timedelta(minutes=1))
    assert desk_links.current(session, late, now=NOW + LINK_LASTS) is None


@pytest.mark.parametrize("how", ["newer", "revoked", "closed"])
def test_a_desk_ends_with_its_link(session: Session, contact: Contact, how: str) -> None:
    secret = issued(session, contact)
    raw = opened(session, secret)
    with transaction():
        if how == "newer":
            desk_links.issue(session, contact, now=NOW)
        elif how == "revoked":
            desk_links.revoke(session, contact, now=NOW)
        else:
            found = desk_links.current(session, raw, now=NOW)
            assert found is not None
            desk_links.close(session, found, now=NOW)
    assert desk_links.current(session, raw, now=NOW) is None
    assert (desk_links.find(session, secret, now=NOW) is None) is (how != "closed")


def test_a_link_of_somebody_else_stays(session: Session, contact: Contact) -> None:
    with transaction():
        other = make_contact(session)
    kept = issued(session, other)
    issued(session, contact)
    assert desk_links.find(session, kept, now=NOW) is not None


def test_a_new_link_goes_to_the_known_contact_only(session: Session, contact: Contact) -> None:
    old = issued(session, contact)
    issued(session, contact)
    with transaction():
        desk_links.renew(session, "made up", now=NOW)
        desk_links.renew_by_address(session, "nobody@example.org", now=NOW)
    assert asked(session) == []
    with transaction():
        desk_links.renew(session, old, now=NOW)
        desk_links.renew_by_address(session, f" {str(contact.email).upper()} ", now=NOW)
    assert asked(session) == [str(contact.id)]


@pytest.mark.parametrize("why", ["account", "wrong person"])
def test_no_link_goes_to_a_contact_with_an_account_or_at_a_wrong_address(
    session: Session, contact: Contact, why: str
) -> None:
    secret = issued(session, contact)
    with transaction():
        if why == "account":
            contact.account_id = make_account(session).id
        else:
            session.add(ContactFlag(contact_id=contact.id, raised_at=NOW))
    with transaction():
        desk_links.renew(session, secret, now=NOW)
    assert asked(session) == []
