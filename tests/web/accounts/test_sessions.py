"""How a session ends: by hand, by time, by the account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, AccountSession
from msp_du.web.access import SESSION_KEY
from tests.factories import PASSWORD, make_account
from tests.support.client import PageClient, sign_in
from tests.support.signing_in import ADDRESS, enter, sid


def test_signing_out_kills_a_copied_cookie(
    app: Flask, client: PageClient, session: Session, account: Account
) -> None:
    sign_in(client, account)
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie[SESSION_KEY] = sid(client)
    assert thief.get("/compte").status_code == 200
    token = re.search(r'csrf_token" value="([^"]+)"', client.get("/compte").text)
    assert token
    answer = client.post("/deconnexion", data={"csrf_token": token[1]})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "suivi=;" in answer.headers["Set-Cookie"]
    assert sid(client) is None
    assert "/connexion" in thief.get("/compte").location
    assert session.execute(select(func.count(AccountSession.id))).scalar_one() == 0


def test_signing_out_twice_does_no_harm(client: PageClient) -> None:
    token = re.search(r'csrf_token" value="([^"]+)"', client.get("/connexion").text)
    assert token
    answer = client.post("/deconnexion", data={"csrf_token": token[1]})
    assert answer.location == "/"
    assert "Bienvenue" in client.page("/")


def test_an_account_that_is_closed_is_out_at_the_next_page(
    client: PageClient, session: Session, account: Account
) -> None:
    sign_in(client, account)
    assert "Mon compte" in client.page("/compte")
    with transaction() as s:
        s.get_one(Account, account.id).disabled_at = datetime.now(UTC)
    assert "/connexion" in client.get("/compte").location


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("role", "created", "seen", "is_in"),
    [
        pytest.param(Role.TUTOR, 29 * MINUTE, 29 * MINUTE, True, id="staff-29-min-idle"),
        pytest.param(Role.TUTOR, 31 * MINUTE, 31 * MINUTE, False, id="staff-31-min-idle"),
        pytest.param(Role.TUTOR, 719 * MINUTE, MINUTE, True, id="staff-just-under-12-h"),
        pytest.param(Role.TUTOR, 721 * MINUTE, MINUTE, False, id="staff-over-12-h"),
        pytest.param(Role.TRAINEE, timedelta(days=13.9), timedelta(days=13), True, id="trainee"),
        pytest.param(Role.TRAINEE, timedelta(days=14.1), MINUTE, False, id="trainee-over-14-d"),
    ],
)
def test_a_session_lasts_as_long_as_its_role_may(
    client: PageClient,
    session: Session,
    role: Role,
    created: timedelta,
    seen: timedelta,
    *,
    is_in: bool,
) -> None:
    with transaction() as s:
        owner = make_account(s, role)
    sign_in(client, owner)
    with transaction() as s:
        row = s.execute(select(AccountSession)).scalar_one()
        row.created_at -= created
        row.last_seen_at -= seen
    answer = client.get("/compte")
    assert ("Mon compte" in answer.text) is is_in
    assert (answer.status_code == 200) is is_in


@pytest.mark.parametrize(("role", "lasts"), [(Role.TRAINEE, True), (Role.TUTOR, False)])
def test_only_a_trainees_cookie_outlives_the_browser(
    client: PageClient, session: Session, role: Role, *, lasts: bool
) -> None:
    with transaction() as s:
        make_account(s, role, email=ADDRESS, password=PASSWORD)
    cookie = enter(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert ("Expires=" in cookie) is lasts
