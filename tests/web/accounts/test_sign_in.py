"""Getting in and out: the same for everybody who may not, a new session for whoever may."""

import re
import statistics
import time
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.blueprints.accounts.next_page import own_path
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, AccountSession, AuditEvent
from msp_du.services import passwords, throttle
from msp_du.web.access import SESSION_KEY
from tests.factories import PASSWORD, make_account
from tests.support.client import PageClient, sign_in
from tests.support.signing_in import ADDRESS, enter, sid

WRONG = "L’adresse ou le mot de passe ne convient pas."


def same_but_for_tokens(html: str) -> str:
    return re.sub(r'(csrf_token" value|nonce)="[^"]*"', "", html)


def test_the_right_password_opens_a_session_and_is_noted(
    client: PageClient, session: Session, account: Account
) -> None:
    answer = enter(client, email=f"  {ADDRESS.upper()} ")
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Bonjour" in client.page("/")
    row = session.execute(select(AccountSession)).scalar_one()
    assert row.account_id == account.id
    acts = session.execute(select(AuditEvent.act, AuditEvent.actor_id)).all()
    assert ("accounts:sign-in", account.id) in [tuple(act) for act in acts]


def test_wrong_unknown_closed_and_unopened_accounts_are_told_the_same(
    client: PageClient, session: Session, account: Account
) -> None:
    with transaction() as s:
        closed = make_account(s, Role.TUTOR, email="ferme@example.org", password=PASSWORD)
        closed.disabled_at = datetime.now(UTC)
        make_account(s, Role.TUTOR, email="invite@example.org")
    tries = {
        ADDRESS: "pas le bon mot de passe",
        "inconnu@example.org": PASSWORD,
        "ferme@example.org": PASSWORD,
        "invite@example.org": PASSWORD,
    }
    pages = set()
    for email, password in tries.items():
        answer = enter(client, email, password)
        assert WRONG in answer.text
        assert password not in answer.text
        pages.add((answer.status_code, same_but_for_tokens(answer.text.replace(email, "…"))))
    assert len(pages) == 1
    assert session.execute(select(func.count(AccountSession.id))).scalar_one() == 0


def test_a_known_address_takes_as_long_as_an_unknown_one(
    client: PageClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FREE_PER_ACCOUNT", 1000)
    enter(client, "premier@example.org", "pas le bon mot de passe")
    times: dict[str, list[float]] = {ADDRESS: [], "inconnu@example.org": []}
    for _round in range(7):
        for email, taken in times.items():
            started = time.perf_counter()
            enter(client, email, "pas le bon mot de passe")
            taken.append(time.perf_counter() - started)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert 0.6 < known / unknown < 1.6


@pytest.mark.parametrize("who", [None, "closed"], ids=["unknown", "closed"])
def test_the_work_of_argon2_is_done_for_nobody_too(
    client: PageClient, session: Session, who: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as s:
        shut = make_account(s, Role.TUTOR, email=ADDRESS, password=PASSWORD)
        shut.disabled_at = datetime.now(UTC)
    asked: list[str | None] = []

    def matches(password_hash: str | None, password: str) -> bool:
        asked.append(password_hash)
        return False

    monkeypatch.setattr(passwords, "matches", matches)
    assert WRONG in enter(client, ADDRESS if who else "inconnu@example.org").text
    assert asked == [None]


def test_signing_in_renews_a_hash_of_former_costs(
    client: PageClient, session: Session, account: Account
) -> None:
    former = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with transaction() as s:
        s.get_one(Account, account.id).password_hash = former
    assert enter(client).location == "/"
    session.rollback()
    kept = session.execute(select(Account.password_hash)).scalar_one()
    assert kept is not None
    assert kept != former
    assert passwords.matches(kept, PASSWORD)


def test_a_session_id_planted_before_is_not_the_one_after(
    client: PageClient, session: Session, account: Account
) -> None:
    other = client.application.test_client()
    with client.session_transaction() as cookie:
        cookie[SESSION_KEY] = "planted"
    enter(client)
    first = sid(client)
    assert first not in {None, "planted"}
    with other.session_transaction() as cookie:
        cookie[SESSION_KEY] = "planted"
    assert "/connexion" in other.get("/compte").location


def test_signing_in_again_ends_the_browsers_former_session(
    client: PageClient, session: Session, account: Account
) -> None:
    sign_in(client, account)
    former = sid(client)
    page = client.application.test_client().get("/connexion").text
    assert "Se connecter" in page
    token = re.search(r'csrf_token" value="([^"]+)"', client.get("/compte").text)
    assert token
    fields = {"csrf_token": token[1], "email": ADDRESS, "password": PASSWORD}
    assert client.post("/connexion", data=fields).status_code == 302
    assert sid(client) != former
    assert session.execute(select(func.count(AccountSession.id))).scalar_one() == 1


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/heures/", "/heures/"),
        ("/promotions/?page=2", "/promotions/?page=2"),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("/\t/evil.example", None),
        ("\\\\evil.example", None),
        ("https://evil.example/", None),
        ("javascript:alert(1)", None),
        ("heures", None),
        ("/a\r\nSet-Cookie: x=1", None),
        ("", None),
        (None, None),
        ("/" + "a" * 1999, "/" + "a" * 1999),
        ("/" + "a" * 2000, None),
    ],
    ids=repr,
)
def test_only_a_path_of_ours_is_followed(asked: str | None, kept: str | None) -> None:
    assert own_path(asked) == kept


@pytest.mark.parametrize(
    ("asked", "target"),
    [("/compte", "/compte"), ("//evil.example", "/"), ("/%5Cevil.example", "/")],
)
def test_signing_in_leads_on_to_our_own_pages_only(
    client: PageClient, account: Account, asked: str, target: str
) -> None:
    answer = enter(client, url=f"/connexion?next={asked}")
    assert answer.location == target


def test_a_page_asked_for_before_is_found_after(client: PageClient, account: Account) -> None:
    sent = client.get("/compte/appareils")
    assert enter(client, url=sent.location).location == "/compte/appareils"


def test_the_form_lets_a_password_manager_work(client: PageClient) -> None:
    page = client.get("/connexion").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_a_post_without_its_token_changes_nothing(
    client: PageClient, session: Session, account: Account
) -> None:
    answer = client.post("/connexion", data={"email": ADDRESS, "password": PASSWORD})
    assert answer.status_code == 400
    assert "restée ouverte trop longtemps" in answer.text
    assert session.execute(select(func.count(AccountSession.id))).scalar_one() == 0
