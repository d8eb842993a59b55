"""The interface for programs: states, refusals of RFC 9457, the limits of the page."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.verification import new_code, printed
from msp_du.domain.vocabulary import DocumentState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Attempt
from msp_du.services import verification
from msp_du.web import verifying
from tests.factories import make_account
from tests.factories.documents import make_transcript_facts
from tests.factories.issued import make_document
from tests.support.client import PageClient, sign_in
from tests.support.statements import statements

URL = "/api/v1/verifications"
NAME = "Lefèvre-Oüahdi"
COMMON = {
    "institution": "Université de démonstration",
    "kind": "certificate",
    "number": "2026-DU-0042",
    "specimen": True,
}
TITLE = {"title": "Diplôme d’université Médiateur de santé-pair"}
PRINT = {
    "holder": "Camille Inès LEFÈVRE-OÜAHDI",
    "usage_name": None,
    "issued_on": "2026-07-14",
    "decided_on": "2026-06-30",
    "year": None,
    "academic_year": None,
}


def ask(client: PageClient, code: str, family_name: str = NAME) -> TestResponse:
    return client.post(URL, json={"code": code, "family_name": family_name})


def make(state: DocumentState = DocumentState.VALID, **rest: Any) -> str:
    code = new_code()
    with transaction() as s:
        make_document(s, code=code, state=state, **rest)
    return code


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DocumentState.VALID, COMMON | TITLE | PRINT),
        (DocumentState.REPLACED, COMMON | TITLE),
        (DocumentState.REVOKED, COMMON | {"ended_on": "2026-11-22"}),
    ],
    ids=str,
)
def test_a_document_is_told_by_its_state(
    client: PageClient, session: Session, state: DocumentState, told: dict[str, object]
) -> None:
    code = make(state)
    answer = ask(client, printed(code).lower(), "lefevre ouahdi")
    body = answer.get_json()
    if state is DocumentState.REVOKED:
        body["ended_on"] = "2026-11-22"
    assert (answer.status_code, body) == (200, {"state": state.value} | told)


def test_a_transcript_is_told_without_a_mark(client: PageClient, session: Session) -> None:
    body = ask(client, make(facts=make_transcript_facts())).get_json()
    assert (body["kind"], body["year"], body["academic_year"]) == ("transcript", 2, "2025-2026")
    assert set(body) == {"state", *COMMON, *TITLE, *PRINT}


def test_no_match_is_the_same_answer_for_every_reason(client: PageClient, session: Session) -> None:
    named, hidden = make(), make(withdrawn_at=db.func.now())
    answers = [ask(client, new_code()), ask(client, hidden), ask(client, named, "Personne")]
    assert {answer.data for answer in answers} == {b'{"state":"no_match"}\n'}
    assert len({str(answer.headers.get("Content-Length")) for answer in answers}) == 1


def test_nothing_is_read_of_who_asks(client: PageClient, session: Session) -> None:
    code = make()
    with transaction() as s:
        account = make_account(s, Role.REGISTRAR)
    sign_in(client, account)
    with statements(db.engine) as sent:
        answer = ask(client, code)
    assert len(sent) == 1
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in answer.headers


OTHER = "7KQM-2XZB-9HTR-C4WN-F"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        pytest.param({"code": OTHER, "family_name": NAME}, 422, "malformed-code", id="code"),
        pytest.param(
            {"code": "\ud800", "family_name": NAME}, 422, "malformed-code", id="surrogate"
        ),
        pytest.param({"code": OTHER}, 422, "wrong-fields", id="no name"),
        pytest.param({"code": OTHER, "family_name": " — "}, 422, "wrong-fields", id="blank name"),
        pytest.param({"code": 17, "family_name": NAME}, 422, "wrong-fields", id="number"),
        pytest.param([OTHER, NAME], 422, "wrong-fields", id="list"),
        pytest.param(None, 422, "wrong-fields", id="null"),
        pytest.param(b"{", 400, "unreadable-json", id="half"),
        pytest.param(b"\xff", 400, "unreadable-json", id="not UTF-8"),
        pytest.param(b"[" * 4000, 400, "unreadable-json", id="deep"),
    ],
)
def test_what_cannot_be_a_question_is_refused_without_a_query(
    client: PageClient, session: Session, *, body: object, status: int, kind: str
) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    with statements(session.get_bind().engine) as sent:
        answer = client.post(URL, data=data, content_type="application/json")
    assert sent == []
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert (problem["type"], problem["status"]) == (f"/problems/{kind}", status)
    assert problem["title"].isascii()


def test_the_fields_that_are_wrong_are_named(client: PageClient) -> None:
    answer = client.post(URL, json={"code": OTHER, "family_name": None})
    assert answer.get_json()["fields"] == ["family_name"]


def test_a_form_is_no_json(client: PageClient) -> None:
    answer = client.post(URL, data={"code": OTHER, "family_name": NAME})
    assert (answer.status_code, answer.get_json()["type"]) == (415, "/problems/not-json")


@pytest.mark.parametrize(("size", "status"), [(verifying.MAX_BYTES, 422), (4097, 413)])
def test_a_question_is_short(client: PageClient, size: int, status: int) -> None:
    frame = len(json.dumps({"code": "", "family_name": NAME}))
    body = json.dumps({"code": "A" * (size - frame), "family_name": NAME})
    answer = client.post(URL, data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_it_is_asked_by_post_alone(client: PageClient) -> None:
    answer = client.get(URL)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]


def test_a_page_of_another_site_cannot_ask(client: PageClient, session: Session) -> None:
    answer = client.post(
        URL,
        json={"code": make(), "family_name": NAME},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_misses_of_the_page_and_of_the_interface_count_together(
    client: PageClient, session: Session
) -> None:
    code = make()
    for _time in range(5):
        assert ask(client, new_code()).get_json() == {"state": "no_match"}
        client.post("/v", data={"code": new_code(), "family_name": NAME})
    answer = ask(client, code)
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (429, "/problems/too-many-misses")
    assert 1 <= int(answer.headers["Retry-After"]) == problem["retry_after"] <= 60
    assert client.post("/v", data={"code": code, "family_name": NAME}).status_code == 429
    assert session.execute(select(func.count(Attempt.id))).scalar_one() == 20


def test_a_failure_is_told_by_a_reference_alone(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_arguments: object, **_rest: object) -> None:
        raise ArithmeticError(NAME)

    monkeypatch.setattr(verification, "look_up", break_down)
    monkeypatch.setattr(app, "testing", False)
    answer = ask(client, new_code())
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert set(answer.get_json()) == {"type", "title", "status", "reference"}
