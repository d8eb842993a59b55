"""Texts leave compressed, files of ours are kept, pages of somebody are not."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Institution
from tests.factories import make_account
from tests.support.client import PageClient, sign_in

ASKS = {"Accept-Encoding": "gzip, br"}
CSS = "/static/css/app.css"


def plain_client(app: Flask) -> FlaskClient:
    """A client that reads no page: what comes may be packed."""
    return FlaskClient(app, app.response_class)


def test_a_page_is_the_same_once_it_is_unpacked(app: Flask) -> None:
    browser = plain_client(app)
    plain = browser.get("/aide")
    packed = browser.get("/aide", headers=ASKS)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert b"<h1" in gzip.decompress(packed.data)
    assert packed.content_length == len(packed.data)


def test_a_page_that_may_echo_its_address_is_not_packed(app: Flask) -> None:
    browser = plain_client(app)
    assert "Content-Encoding" not in browser.get("/aide?lang=fr&x=guess", headers=ASKS).headers
    assert "Content-Encoding" not in browser.post("/connexion", headers=ASKS).headers


def test_the_style_sheet_is_light_and_kept_for_a_year(app: Flask) -> None:
    browser = app.test_client()
    answer = browser.get(f"{CSS}?v=1", headers=ASKS)
    assert gzip.decompress(answer.data) == (Path(app.static_folder or "") / CSS[8:]).read_bytes()
    assert len(answer.data) <= 12_000
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert answer.headers["Vary"] == "Accept-Encoding"
    again = browser.get(CSS, headers=ASKS | {"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    again.close()


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        pytest.param(CSS, {}, id="not-asked"),
        pytest.param(CSS, {"Accept-Encoding": "gzip;q=0"}, id="refused"),
        pytest.param(CSS, ASKS | {"Range": "bytes=0-9999"}, id="range"),
        pytest.param("/static/js/submit_once.js", ASKS, id="too-small"),
        pytest.param("/static/fonts/atkinson-hyperlegible-400.woff2", ASKS, id="font"),
    ],
)
def test_other_answers_leave_as_they_are(app: Flask, url: str, headers: dict[str, str]) -> None:
    answer = app.test_client().get(url, headers=headers)
    assert "Content-Encoding" not in answer.headers
    whole = (Path(app.static_folder or "") / url[8:]).read_bytes()
    assert answer.data == (whole[:10_000] if "Range" in headers else whole)
    answer.close()


def test_files_know_nothing_of_who_is_signed_in(client: PageClient, session: Session) -> None:
    with transaction() as writing:
        account = make_account(writing, Role.ADMINISTRATOR)
        institution = writing.get_one(Institution, account.grants[0].institution_id)
        institution.brand_colour, institution.accent_colour = "#1f4e4a", "#e3a458"
        style = f"/etablissement/{institution.id}/style.css"
    sign_in(client, account)
    answer = client.get(CSS)
    assert "Set-Cookie" not in answer.headers
    answer.close()
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get(style).headers["Cache-Control"] == "no-store"
    kept = client.get(f"{style}?version=1").headers["Cache-Control"]
    assert kept == "private, max-age=86400"
