"""The page where a document is verified: what it says, what it never does, when it says wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.verification import new_code, printed
from msp_du.domain.vocabulary import DocumentState, JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Attempt, Job
from tests.conftest import build
from tests.factories import make_account
from tests.factories.documents import make_certificate_facts, make_holder, make_transcript_facts
from tests.factories.issued import make_document
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.statements import statements

NAME = "Lefèvre-Oüahdi"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTHING = "Aucun document ne correspond"


def ask(
    client: PageClient, code: str, family_name: str = NAME, *, url: str = "/v", **rest: Any
) -> TestResponse:
    return client.post(url, data={"code": code, "family_name": family_name}, **rest)


def make(state: DocumentState = DocumentState.VALID, **rest: Any) -> str:
    code = new_code()
    with transaction() as s:
        make_document(s, code=code, state=state, **rest)
    return code


def test_the_address_on_the_paper_leads_to_what_the_paper_says(
    client: PageClient, session: Session
) -> None:
    code = make(facts=make_certificate_facts(holder=make_holder(usage_name="BERNARD")))
    page = client.get(f"/v/{printed(code)}")
    values = form_values(find_form(page.text))
    assert values == {"code": printed(code), "family_name": ""}
    with time_machine.travel(NOON, tick=False):
        answer = client.post("/v", data=values | {"family_name": "LEFEVRE OUAHDI"})
    assert answer.status_code == 200
    text = main_text(answer.text)
    assert text.startswith("Ce document est valable")
    for line in (
        "Délivré à Camille Inès LEFÈVRE-OÜAHDI",
        "Nom d’usage BERNARD",
        "Intitulé Diplôme d’université Médiateur de santé-pair",
        "Numéro 2026-DU-0042",
        "Délivré le 14 juillet 2026",
        "Décision du jury 30 juin 2026",
        "Spécimen : document de démonstration",
        "Vérifié le 22/11/2026 à 13 h 00",
        "localhost:8000",
        "scolarite@exemple.fr",
    ):
        assert line in text


def test_a_paper_of_a_real_instance_is_no_specimen(client: PageClient, session: Session) -> None:
    code = make(facts=make_certificate_facts(is_specimen=False))
    assert "Spécimen" not in main_text(ask(client, code).text)


def test_a_transcript_is_told_by_its_year_and_no_mark(client: PageClient, session: Session) -> None:
    facts = make_transcript_facts()
    text = main_text(ask(client, make(facts=facts)).text)
    assert "Document Relevé de notes, année 2 (2025-2026)" in text
    for hidden in ("13.44", "13,44", "13.05", "UE1.1", "Assez bien", "03/03/1984", "214"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (DocumentState.REPLACED, "Ce document a été remplacé"),
        (DocumentState.REVOKED, "Ce document a été annulé"),
    ],
)
def test_what_no_longer_holds_names_nobody(
    client: PageClient, session: Session, state: DocumentState, title: str
) -> None:
    text = main_text(ask(client, make(state)).text)
    assert text.startswith(title)
    assert "2026-DU-0042" in text
    assert "LEFÈVRE" not in text
    assert ("Annulé le" in text) is (state is DocumentState.REVOKED)


def test_no_match_is_the_same_bytes_whatever_was_typed_and_why(
    client: PageClient, session: Session
) -> None:
    named, hidden = make(), make(withdrawn_at=NOON)
    answers = [
        ask(client, new_code(), "Quelqu’un"),
        ask(client, named, "<b>Personne</b>"),
        ask(client, hidden),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len({_steady(answer) for answer in answers}) == 1
    text = main_text(answers[0].text)
    assert text.startswith(NOTHING)
    assert "Cela ne prouve rien contre la personne" in text
    assert "écrivez à l’établissement" in text


def _steady(answer: TestResponse) -> tuple[tuple[str, str], ...]:
    """Return the headers but for the nonce, new in each answer of the application."""
    return tuple((k, v) for k, v in answer.headers if k != "Content-Security-Policy")


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        pytest.param("POST", "/v", "7KQM-2XZB", id="short"),
        pytest.param("POST", "/v", "7KQM-2XZB-9HTR-C4WN-F", id="check character"),
        pytest.param("POST", "/v", '"><script>\0', id="hostile"),
        pytest.param("POST", "/v", "A" * 2000, id="long"),
        pytest.param("GET", "/v/7KQM-2XZB", "7KQM-2XZB", id="short address"),
        pytest.param("GET", "/v/%3Cb%3E%22", '<b>"', id="hostile address"),
    ],
)
def test_what_is_no_code_costs_no_query_and_is_kept_to_be_mended(
    client: PageClient, session: Session, *, method: str, path: str, code: str
) -> None:
    data = {"code": code, "family_name": "L'Œuvre"} if method == "POST" else None
    with statements(session.get_bind().engine) as sent:
        answer = client.open(path, method=method, data=data)
    assert sent == []
    assert answer.status_code == 422
    assert "Ce code est incomplet ou contient une faute" in answer.text
    values = form_values(find_form(answer.text))
    name = "L'Œuvre" if method == "POST" else ""
    assert values == {"code": code.replace("\0", ""), "family_name": name}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ("Saisissez le code", "Saisissez le nom de famille")),
        ({"code": "7KQM-2XZB-9HTR-C4WN-E", "family_name": " - "}, ("Saisissez le nom de famille",)),
        ({"family_name": NAME}, ("Saisissez le code",)),
    ],
)
def test_what_was_left_out_is_asked_for(
    client: PageClient, session: Session, fields: dict[str, str], said: tuple[str, ...]
) -> None:
    with statements(session.get_bind().engine) as sent:
        answer = client.post("/v", data=fields)
    assert (answer.status_code, sent) == (422, [])
    for sentence in said:
        assert answer.text.count(sentence) == 2  # in the summary and at the field
    assert answer.text.count('class="govuk-error-message"') == len(said)


def test_no_cookie_no_account_and_the_same_page_for_somebody_signed_in(
    app: Flask, client: PageClient, session: Session
) -> None:
    code = make()
    with transaction() as s:
        account = make_account(s, Role.REGISTRAR)
    reader = app.test_client()
    assert isinstance(reader, PageClient)
    sign_in(reader, account)
    with reader.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Pour vous seul")]
    with time_machine.travel(NOON, tick=False):
        with statements(session.get_bind().engine) as sent:
            pages = [(client.get(url), reader.get(url)) for url in ("/v", f"/v/{printed(code)}")]
        assert sent == []
        pages.append((ask(client, code), ask(reader, code)))
    for stranger, answer in pages:
        assert stranger.data == answer.data
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "csrf_token" not in answer.text
        assert "<script" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Pour vous seul" in reader.get("/aide").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200, id="our page"),
        pytest.param({"Origin": "null"}, 200, id="an older browser"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 400, id="another site"),
    ],
)
def test_the_question_comes_from_our_page(
    client: PageClient, session: Session, headers: dict[str, str], status: int
) -> None:
    answer = ask(client, make(), headers=headers)
    assert answer.status_code == status
    assert ("Camille" in answer.text) is (status == 200)


def test_the_language_is_kept_from_page_to_page(client: PageClient, session: Session) -> None:
    code = make()
    page = client.get(f"/v/{printed(code)}?lang=en")
    form = find_form(page.text)
    assert form.get("action") == "/v?lang=en"
    assert f'href="/v/{printed(code)}?lang=fr"' in page.text
    answer = ask(client, code, url="/v?lang=en")
    assert '<html class="govuk-template" lang="en">' in answer.text
    assert "14 July 2026" in main_text(answer.text)
    assert 'href="/v?lang=fr"' in answer.text


def test_the_eleventh_miss_of_a_minute_waits_and_keeps_what_was_typed(
    client: PageClient, session: Session
) -> None:
    code = make()
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(10):
            assert main_text(ask(client, new_code()).text).startswith(NOTHING)
        answer = ask(client, code)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "60"
        assert "Réessayez dans une minute." in main_text(answer.text)
        assert form_values(find_form(answer.text)) == {"code": code, "family_name": NAME}
        clock.shift(timedelta(minutes=1))
        assert ask(client, code).status_code == 200
    assert session.execute(select(func.count(Attempt.id))).scalar_one() == 20


def test_misses_are_remembered_by_another_process(
    app: Flask, client: PageClient, session: Session
) -> None:
    code = make()
    for _time in range(10):
        ask(client, new_code())
    restarted = build(app.extensions["msp_du_config"])
    other = restarted.test_client()
    assert isinstance(other, PageClient)
    assert ask(other, code).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert ask(other, code, environ_base=elsewhere).status_code == 200
    with restarted.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("is_real", [True, False], ids=["real", "made up"])
def test_a_code_tried_ten_times_rests_and_the_holder_of_a_real_one_is_told(
    client: PageClient, session: Session, *, is_real: bool
) -> None:
    code = make() if is_real else new_code()
    with time_machine.travel(NOON, tick=False):
        for number in range(10):
            address = {"REMOTE_ADDR": f"198.51.100.{number}"}
            answer = ask(client, code, "Personne", environ_base=address)
            assert main_text(answer.text).startswith(NOTHING)
            answer.close()
        answer = ask(client, code)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "86400")
    assert "Réessayez dans 24 heures." in main_text(answer.text)
    session.rollback()
    kinds = [job.kind for job in session.execute(select(Job)).scalars()]
    assert kinds == ([JobKind.MAIL_CODE_TRIED] if is_real else [])


def test_a_stranger_finds_the_page_from_the_first_one(client: PageClient) -> None:
    assert 'href="/v"' in client.get("/").text
    assert client.page("/v").startswith("Vérifier un document")
