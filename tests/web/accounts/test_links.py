"""Mailed links: a visit changes nothing, one post does, and then they open nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import JobKind, LinkPurpose, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Job, LinkToken
from msp_du.services import links, passwords
from tests.factories import PASSWORD, make_account
from tests.support.client import PageClient, main_text, sign_in

NEW = "quatre mots sans rapport aucun"
ADDRESS = "dominique.bernard@example.org"
NOT_VALID = "Ce lien n’est plus valable"
PAGES = {
    LinkPurpose.INVITATION: "/invitation/",
    LinkPurpose.PASSWORD_RESET: "/mot-de-passe/",
    LinkPurpose.ADDRESS_CHANGE: "/adresse/",
}


@pytest.fixture
def account(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.TUTOR, email=ADDRESS, password=PASSWORD)


def link(account: Account, purpose: LinkPurpose, subject: str | None = None) -> str:
    with transaction() as s:
        owner = s.get_one(Account, account.id)
        secret = links.make(s, owner, purpose, now=datetime.now(UTC), subject=subject)
    return f"{PAGES[purpose]}{secret}"


def set_password(
    client: PageClient, url: str, password: str = NEW, again: str | None = None
) -> TestResponse:
    return client.submit(url, {"password": password, "again": again or password})


def stored_hash(session: Session, account: Account) -> str | None:
    session.expire_all()
    return session.get_one(Account, account.id).password_hash


@pytest.mark.parametrize("purpose", list(PAGES), ids=str)
def test_a_visit_changes_nothing_and_shows_nobody(
    client: PageClient, session: Session, account: Account, purpose: LinkPurpose
) -> None:
    url = link(account, purpose, subject="nouvelle@example.org")
    for _visit in range(2):
        answer = client.get(url)
        assert answer.status_code == 200
        assert ADDRESS not in answer.text
        assert "nouvelle@example.org" not in answer.text
        assert account.display_name not in answer.text
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    row = session.execute(select(LinkToken)).scalar_one()
    assert (row.used_at, row.revoked_at) == (None, None)


def test_an_invitation_opens_the_account_once(client: PageClient, session: Session) -> None:
    with transaction() as s:
        invited = make_account(s, Role.TRAINEE, email=ADDRESS)
    url = link(invited, LinkPurpose.INVITATION)
    answer = set_password(client, url)
    assert answer.location == "/connexion"
    assert passwords.matches(stored_hash(session, invited), NEW)
    answer = client.submit("/connexion", {"email": ADDRESS, "password": NEW})
    assert answer.location == "/"
    assert NOT_VALID in client.page(url, status=404)


def test_a_new_password_ends_every_session(
    client: PageClient, session: Session, account: Account
) -> None:
    sign_in(client, account)
    assert "Mon compte" in client.page("/compte")
    stranger = client.application.test_client()
    assert isinstance(stranger, PageClient)
    set_password(stranger, link(account, LinkPurpose.PASSWORD_RESET))
    assert "/connexion" in client.get("/compte").location


def test_a_new_password_ends_the_wait_that_strangers_caused(
    client: PageClient, account: Account
) -> None:
    for _try in range(6):
        client.submit("/connexion", {"email": ADDRESS, "password": "pas le bon mot"})
    set_password(client, link(account, LinkPurpose.PASSWORD_RESET))
    answer = client.submit("/connexion", {"email": ADDRESS, "password": NEW})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [
        (LinkPurpose.INVITATION, timedelta(days=14)),
        (LinkPurpose.PASSWORD_RESET, timedelta(hours=1)),
        (LinkPurpose.ADDRESS_CHANGE, timedelta(hours=24)),
    ],
)
def test_a_link_ends_with_its_time(
    client: PageClient, account: Account, purpose: LinkPurpose, lasts: timedelta
) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False) as clock:
        url = link(account, purpose, subject="nouvelle@example.org")
        clock.shift(lasts - timedelta(seconds=1))
        assert client.get(url).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert NOT_VALID in client.page(url, status=404)


@pytest.mark.parametrize("purpose", list(PAGES), ids=str)
def test_made_up_spent_and_replaced_links_are_told_the_same(
    client: PageClient, session: Session, account: Account, purpose: LinkPurpose
) -> None:
    replaced = link(account, purpose, subject="nouvelle@example.org")
    spent = link(account, purpose, subject="nouvelle@example.org")
    with transaction() as s:
        links.use(s, spent.rsplit("/", 1)[1], purpose, now=datetime.now(UTC))
    pages = {
        re.sub(r'nonce="[^"]*"|href="[^"]*lang=[^"]*"', "", client.get(url).text)
        for url in (f"{PAGES[purpose]}made-up", spent, replaced)
    }
    assert len(pages) == 1
    assert "Recevoir un nouveau lien" in pages.pop()


def test_a_link_of_one_kind_opens_no_page_of_another(client: PageClient, account: Account) -> None:
    secret = link(account, LinkPurpose.ADDRESS_CHANGE, "x@example.org").rsplit("/", 1)[1]
    assert NOT_VALID in client.page(f"/mot-de-passe/{secret}", status=404)


def test_the_link_of_a_closed_account_opens_nothing(
    client: PageClient, session: Session, account: Account
) -> None:
    url = link(account, LinkPurpose.PASSWORD_RESET)
    with transaction() as s:
        s.get_one(Account, account.id).disabled_at = datetime.now(UTC)
    assert NOT_VALID in client.page(url, status=404)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        pytest.param("onze lettre", "au moins 12 caractères", id="eleven-characters"),
        pytest.param("motdepasse123", "se devine trop facilement", id="common"),
        pytest.param("dominique bernard", "se devine trop facilement", id="own-name"),
        pytest.param("suivisuivi2026", "se devine trop facilement", id="product-name"),
        pytest.param(f"{ADDRESS}!", "se devine trop facilement", id="own-address"),
        pytest.param("x y" * 334, "1000 caractères au plus", id="too-long"),
    ],
)
def test_a_password_easily_guessed_is_refused_with_help(
    client: PageClient, session: Session, account: Account, password: str, words: str
) -> None:
    before = stored_hash(session, account)
    url = link(account, LinkPurpose.PASSWORD_RESET)
    answer = set_password(client, url, password)
    assert answer.status_code == 422
    assert words in main_text(answer.text)
    assert stored_hash(session, account) == before
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("douze lettre", id="twelve-characters"),
        pytest.param("  espaces gardés autour  ", id="spaces-kept"),
        pytest.param("🙂 chaise 🚲 nuage ✈", id="emoji"),
        pytest.param("vélo nuage chaise radis " * 5 + "fin du mot.", id="over-128"),
    ],
)
def test_any_characters_make_a_password_whole(
    client: PageClient, session: Session, account: Account, password: str
) -> None:
    set_password(client, link(account, LinkPurpose.PASSWORD_RESET), password)
    kept = stored_hash(session, account)
    assert passwords.matches(kept, password)
    assert not passwords.matches(kept, password[:-1])
    assert not passwords.matches(kept, password.strip() + "x")


def test_two_different_typings_are_refused(client: PageClient, account: Account) -> None:
    answer = set_password(client, link(account, LinkPurpose.PASSWORD_RESET), NEW, f"{NEW}x")
    assert answer.status_code == 422
    assert "Les deux saisies sont différentes." in answer.text


def test_confirming_an_address_takes_a_press_and_signs_out(
    client: PageClient, session: Session, account: Account
) -> None:
    sign_in(client, account)
    url = link(account, LinkPurpose.ADDRESS_CHANGE, "nouvelle@example.org")
    reset = link(account, LinkPurpose.PASSWORD_RESET)
    assert client.submit(url).location == "/connexion"
    session.expire_all()
    assert session.get_one(Account, account.id).email == "nouvelle@example.org"
    assert "/connexion" in client.get("/compte").location
    assert NOT_VALID in client.page(reset, status=404)
    told = session.execute(select(Job).where(Job.kind == JobKind.MAIL_ADDRESS_CHANGED))
    assert told.scalar_one().payload["account_id"] == str(account.id)


def test_an_address_taken_meanwhile_stays_where_it_is(
    client: PageClient, session: Session, account: Account
) -> None:
    url = link(account, LinkPurpose.ADDRESS_CHANGE, "prise@example.org")
    with transaction() as s:
        make_account(s, Role.TUTOR, email="prise@example.org")
    answer = client.submit(url)
    assert NOT_VALID in main_text(answer.text)
    assert session.get_one(Account, account.id).email == ADDRESS


def ask(client: PageClient, email: str) -> TestResponse:
    return client.submit("/mot-de-passe-oublie", {"email": email})


def test_a_forgotten_password_is_answered_the_same_to_all(
    client: PageClient, session: Session, account: Account
) -> None:
    with transaction() as s:
        closed = make_account(s, Role.TUTOR, email="ferme@example.org", password=PASSWORD)
        closed.disabled_at = datetime.now(UTC)
        make_account(s, Role.TUTOR, email="invite@example.org")
    answers = [
        (answer.status_code, answer.location)
        for email in (ADDRESS, "inconnu@example.org", "ferme@example.org", "invite@example.org")
        for answer in [ask(client, email)]
    ]
    assert set(answers) == {(302, "/mot-de-passe-oublie/envoye")}
    assert "Si cette adresse est celle d’un compte" in client.page("/mot-de-passe-oublie/envoye")
    jobs = session.execute(select(Job.kind, Job.payload)).all()
    known = {str(account.id)} | {str(row) for (row,) in session.execute(select(Account.id))}
    assert len(jobs) == 4  # the same work for nobody
    mailed = sorted(kind for kind, payload in jobs if payload["account_id"] in known)
    assert mailed == [JobKind.MAIL_INVITATION, JobKind.MAIL_PASSWORD_RESET]


def test_asking_for_links_again_and_again_waits(
    client: PageClient, session: Session, account: Account
) -> None:
    for _time in range(5):
        assert ask(client, ADDRESS).status_code == 302
    answer = ask(client, ADDRESS)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Trop d’essais de suite" in main_text(answer.text)
    assert ask(client, "autre@example.org").status_code == 302
