"""What a phone is given to note hours without a network: nothing of anybody, and little of it."""

import gzip
import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask

from msp_du.domain.aliases import alias_of
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Placement
from tests.factories import make_account, make_placement
from tests.support.client import PageClient, main_text, sign_in
from tests.support.log_desk import LogDesk, log_desk
from tests.support.pages import REVEALING

STATIC = Path(__file__).parents[2] / "msp_du" / "static"
OFFLINE_BYTES, PAGE_BYTES = 4 * 1024, 20 * 1024


@pytest.fixture
def desk(app: Flask, client: PageClient) -> LogDesk:
    return log_desk(app, client)


def weight(*names: str) -> int:
    """Return the bytes of scripts, each as it is sent."""
    return sum(len(gzip.compress((STATIC / "js" / f"{name}.js").read_bytes())) for name in names)


def test_scripts_stay_light() -> None:
    assert weight("outbox", "sending", "worker") <= OFFLINE_BYTES
    whole = ("outbox", "sending", "worker", "hours_phone", "reveal", "submit_once")
    assert weight(*whole) <= PAGE_BYTES


def test_a_day_is_kept_with_these_fields_and_no_other() -> None:
    text = (STATIC / "js" / "outbox.js").read_text("utf-8")
    (listed,) = re.findall(r"const FIELDS = (\[.+?\]);", text, re.DOTALL)
    assert json.loads(listed) == [
        "client_id",
        "alias",
        "placement",
        "date",
        "minutes",
        "start",
        "end",
        "break_minutes",
        "created_at",
    ]


def bare(text: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", text)


def test_the_page_without_a_network_is_nobodys(app: Flask, desk: LogDesk) -> None:
    stranger = app.test_client()
    signed, unknown = desk.client.get("/hors-ligne"), stranger.get("/hors-ligne")
    assert bare(signed.text) == bare(unknown.text)
    assert "Set-Cookie" not in signed.headers
    assert "csrf" not in signed.text
    assert "Stage 1" in main_text(signed.text)
    assert "textarea" not in signed.text
    assert 'data-alias=""' in signed.text
    english = stranger.get("/hors-ligne?lang=en")
    assert '<html class="govuk-template" lang="en">' in english.text


def shell(text: str) -> dict[str, object]:
    (line,) = re.findall(r"^const SHELL = (.+);$", text, re.MULTILINE)
    found: dict[str, object] = json.loads(line)
    return found


def test_the_worker_keeps_that_page_and_static_files_alone(app: Flask, client: PageClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert "Set-Cookie" not in answer.headers
    kept = shell(answer.text)
    assert kept["page"] == "/hors-ligne"
    files = kept["files"]
    assert isinstance(files, list)
    page = client.get("/hors-ligne").text
    linked = re.findall(r'(?:src|href|data-outbox)="(/static/[^"]+\.(?:js|css|woff2)[^"]*)"', page)
    assert set(map(html.unescape, linked)) <= set(files)
    for url in files:
        with client.get(url) as static:
            assert static.status_code == 200
            assert "max-age=31536000" in static.headers["Cache-Control"] or "fonts/" in url
    assert shell(client.get("/sw.js").text) == kept
    english = shell(client.get("/sw.js?lang=en").text)
    assert english["page"] == "/hors-ligne?lang=en"
    assert english["version"] != kept["version"]
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "manifest-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_stands_on_a_home_screen_is_neutral(client: PageClient) -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["short_name"]) == ("Suivi", "Suivi")
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        with client.get(icon["src"]) as picture:
            assert picture.mimetype == icon["type"]
    assert not REVEALING.search(json.dumps(manifest))


def test_a_trainees_pages_give_an_alias_and_ids_alone(desk: LogDesk, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        first = session.get_one(Placement, desk.placement_id)
        second = make_placement(session, enrolment=first.enrolment_year.enrolment)
        hosts = {first.organisation.name, second.organisation.name}
        ids = {str(first.id), str(second.id)}
    for path in ("/", desk.url):
        page = desk.client.get(path).text
        assert f'data-alias="{alias_of(desk.account_id)}"' in page
        (known,) = re.findall(r'data-known="([^"]+)"', page)
        told = json.loads(html.unescape(known))
        assert set(told) == {"placements", "minutes"}
        assert set(told["placements"]) == ids
        assert all(isinstance(minutes, int) for minutes in told["minutes"])
        assert not any(host in html.unescape(known) for host in hosts)


def test_the_icon_in_the_page_is_that_of_the_file(client: PageClient) -> None:
    found = re.search(r'rel="icon" [^>]*href="data:image/svg\+xml,([^"]+)"', client.get("/").text)
    assert found
    drawn = (STATIC / "img" / "favicon.svg").read_text("utf-8").strip()
    assert unquote(html.unescape(found[1])) == drawn.replace('"', "'")


def test_pages_of_the_staff_hold_none_of_it(client: PageClient, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        tutor = make_account(session, Role.TUTOR)
    sign_in(client, tutor)
    page = client.get("/").text
    assert "data-outbox" not in page
    assert 'name="csrf-token"' in page
