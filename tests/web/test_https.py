"""The instance as it is in service: https, behind one proxy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_urlsafe

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import LinkPurpose, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account
from msp_du.services import links
from tests.conftest import build
from tests.factories import PASSWORD, make_account
from tests.support.client import PageClient, find_form, form_values

HOST = "suivi.example.org"
PUBLIC_URL = f"https://{HOST}"
PROXIED = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": HOST}
NEW = "cinq mots tirés au hasard"


@pytest.fixture
def secure_app(app: Flask) -> Iterator[Flask]:
    """The same database, served over https behind one proxy."""
    config = replace(
        app.extensions["msp_du_config"],
        public_url=PUBLIC_URL,
        proxies=1,
        secret_key=token_urlsafe(32),
        code_key=token_urlsafe(32),
    )
    served = build(config.checked())
    yield served
    with served.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(secure_app: Flask) -> PageClient:
    client = secure_app.test_client()
    assert isinstance(client, PageClient)
    client.environ_base |= PROXIED
    return client


@pytest.fixture
def account(secure_app: Flask) -> Account:
    with secure_app.app_context(), transaction() as session:
        return make_account(session, Role.TRAINEE, email="camille@example.org", password=PASSWORD)


def post(client: PageClient, url: str, fields: dict[str, str]) -> TestResponse:
    """Fill and send a page's form as a browser does that keeps the referrer to itself."""
    page = client.get(url, base_url=PUBLIC_URL)
    assert page.status_code == 200
    values = form_values(find_form(page.text)) | fields
    return client.post(
        url, data=values, base_url=PUBLIC_URL, headers={"Sec-Fetch-Site": "same-origin"}
    )


def test_the_cookie_can_be_set_by_this_host_alone(visitor: PageClient, account: Account) -> None:
    answer = post(visitor, "/connexion", {"email": account.email, "password": PASSWORD})
    assert answer.location == "/"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *parts = cookie.split("; ")
    assert name.startswith("__Host-suivi=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert "domain" not in cookie.casefold()


@pytest.mark.parametrize(
    ("purpose", "path"),
    [(LinkPurpose.INVITATION, "/invitation/"), (LinkPurpose.PASSWORD_RESET, "/mot-de-passe/")],
)
def test_the_page_of_a_mailed_link_works_without_a_referrer(
    secure_app: Flask, visitor: PageClient, account: Account, purpose: LinkPurpose, path: str
) -> None:
    with secure_app.app_context(), transaction() as session:
        owner = session.get_one(Account, account.id)
        secret = links.make(session, owner, purpose, now=datetime.now(UTC))
    answer = post(visitor, path + secret, {"password": NEW, "again": NEW})
    assert (answer.status_code, answer.location) == (302, "/connexion")


@pytest.mark.parametrize(
    "path",
    ["/", "/connexion", "/rien", "/static/css/app.css", "/static/rien.css", "/deconnexion"],
)
def test_every_answer_asks_for_https_and_bars_every_frame(visitor: PageClient, path: str) -> None:
    answer = visitor.get(path, base_url=PUBLIC_URL)
    answer.close()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_http_on_this_machine_asks_for_no_https(client: PageClient) -> None:
    answer = client.get("/")
    assert "Strict-Transport-Security" not in answer.headers
    assert "Content-Security-Policy" in answer.headers


def test_what_a_client_says_of_itself_is_not_believed_without_a_proxy(client: PageClient) -> None:
    answer = client.get("/compte", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.location == "/connexion?next=/compte"
    answer = client.get("/connexion", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text
