"""A post is taken from our own pages only, with the token they hold."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import AccountSession
from tests.factories import make_account
from tests.support.access_matrix import Line, lines, public_reads, routes
from tests.support.client import PageClient, csrf_token, sign_in

POSTS = [line for line in lines() if line.method == "POST" and line.endpoint not in public_reads()]
NOT_UNDERSTOOD = "Cette demande n’a pas été comprise"
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://autre.univ-exemple.fr"},
    {"Origin": "https://evil.example"},
)
UUID_TEXT = "00000000-0000-4000-8000-000000000000"


def address(app: Flask, line: Line) -> str:
    rule = routes(app)[line.endpoint, line.method]
    values = {name: UUID_TEXT if name.endswith("_id") else "x" for name in rule.arguments}
    with app.test_request_context():
        _, url = rule.build(values) or ("", "")
    return url


def test_a_post_of_another_site_or_without_a_token_is_refused(
    client: PageClient, app: Flask
) -> None:
    token = {"csrf_token": csrf_token(client)}
    for line in POSTS:
        if line.endpoint.startswith("api."):
            continue
        url = address(app, line)
        for headers in FOREIGN:
            answer = client.post(url, data=token, headers=headers)
            assert answer.status_code == 400, line.name
            assert NOT_UNDERSTOOD in answer.text
        answer = client.post(url, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400, line.name
        assert "restée ouverte trop longtemps" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, id="our own page"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="the reader"),
        pytest.param({"Origin": "http://localhost:8000"}, id="the public address"),
        pytest.param({"Origin": "http://localhost"}, id="the host asked for"),
        pytest.param({}, id="a browser that does not say"),
    ],
)
def test_a_post_of_our_own_page_is_taken(
    client: PageClient, session: Session, headers: dict[str, str]
) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    sign_in(client, account)
    data = {"csrf_token": csrf_token(client)}
    assert client.post("/deconnexion", data=data, headers=headers).status_code == 302
    assert session.execute(select(func.count(AccountSession.id))).scalar_one() == 0


@pytest.mark.parametrize(
    ("path", "status"), [("/invitation/x", 404), ("/mot-de-passe-oublie", 400)]
)
def test_an_older_browser_may_hide_the_origin_of_a_page_that_sends_no_referrer(
    client: PageClient, path: str, status: int
) -> None:
    data = {"csrf_token": csrf_token(client)}
    answer = client.post(path, data=data, headers={"Origin": "null"})
    assert answer.status_code == status
    assert (NOT_UNDERSTOOD in answer.text) is (status == 400)
