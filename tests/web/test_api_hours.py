"""Hours sent by a program: once each, refused by field and rule, never to a page."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.aliases import alias_of
from msp_du.domain.vocabulary import HoursState, Language, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Competency, HoursEntryCompetency, Placement
from msp_du.services import hours as log_service
from tests.factories import make_account, make_entry, make_framework, make_placement
from tests.support.api_desk import URL, ApiDesk, api_desk
from tests.support.client import PageClient, sign_in
from tests.support.log_desk import today
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask, client: PageClient) -> ApiDesk:
    return api_desk(app, client)


def test_a_day_is_noted_once_whatever_is_repeated(desk: ApiDesk, app: Flask) -> None:
    body = desk.body()
    first, again = desk.send(body), desk.send(body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    (row,) = desk.log.rows()
    assert first.get_json() == {
        "id": str(row.id),
        **body,
        "start": None,
        "end": None,
        "break_minutes": 0,
        "kind": "direct_support",
        "activity": None,
        "competencies": [],
        "state": "draft",
    }
    assert first.headers["Cache-Control"] == "no-store"
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, desk.log.placement_id)
        actor = session.get_one(Account, desk.log.account_id)
        log_service.submit(session, placement, actor=actor, now=datetime.now(UTC))
    late = desk.send(body)  # the phone comes back once the day was sent to the host
    assert (late.status_code, late.get_json()["state"]) == (200, "submitted")


def test_times_make_the_minutes_and_the_kind_is_that_of_the_last_day(desk: ApiDesk) -> None:
    times = {"start": "09:00", "end": "17:00", "break_minutes": 60}
    yesterday = (today() - timedelta(days=1)).isoformat()
    given = desk.send(desk.body(minutes=None, kind="group", **times)).get_json()
    assert (given["minutes"], given["kind"]) == (420, "group")
    assert {name: given[name] for name in times} == times
    told = desk.send(body := desk.body(date=yesterday)).get_json()
    assert told["kind"] == "group"
    desk.send(desk.body(date=yesterday, minutes=30, kind="travel"))
    assert desk.send(body).status_code == 200  # its kind was not said: it is no other body now


@pytest.mark.parametrize(
    "change",
    [{"minutes": 419}, {"kind": "group"}, {"date": (today() - timedelta(days=1)).isoformat()}],
    ids=["minutes", "kind", "date"],
)
def test_an_id_does_not_serve_for_another_body(desk: ApiDesk, change: dict[str, Any]) -> None:
    body = desk.body()
    desk.send(body)
    refused = desk.send(body | change)
    problem = refused.get_json()
    assert (refused.status_code, refused.mimetype) == (409, "application/problem+json")
    assert (problem["field"], problem["rule"]) == ("client_id", "hours-client-id-reused")
    assert len(desk.log.rows()) == 1


def test_an_id_does_not_serve_for_another_placement_nor_after_a_removal(
    desk: ApiDesk, app: Flask
) -> None:
    with app.app_context(), transaction() as session:
        first = session.get_one(Placement, desk.log.placement_id)
        second = make_placement(session, enrolment=first.enrolment_year.enrolment).id
    body = desk.body()
    desk.send(body)
    assert desk.send(body | {"placement": str(second)}).status_code == 409
    (row,) = desk.log.rows()
    with app.app_context(), transaction() as session:
        entry, actor = session.merge(row), session.get_one(Account, desk.log.account_id)
        log_service.delete_draft(session, entry, actor=actor, version=1)
    for again in (body, body | {"placement": str(second)}):
        refused = desk.send(again)
        assert (refused.status_code, refused.get_json()["rule"]) == (409, "hours-removed")
    assert desk.log.rows() == []


TOMORROW = (today() + timedelta(days=1)).isoformat()
LONG_AGO = (today() - timedelta(days=301)).isoformat()


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        pytest.param({"date": TOMORROW}, "date", "hours-in-future", id="tomorrow"),
        pytest.param({"date": LONG_AGO}, "date", "hours-outside-periods", id="outside"),
        pytest.param({"minutes": 781}, "minutes", "hours-over-daily-limit", id="13 h"),
        pytest.param({"minutes": "7"}, "minutes", "wrong-type", id="text"),
        pytest.param({"note": "x"}, "note", "unknown-field", id="unknown"),
        pytest.param({"competencies": ["Z9"]}, "competencies", "hours-competency-unknown", id="Z9"),
        pytest.param(
            {"minutes": None, "start": "08:00", "end": "09:00"},
            "start",
            "hours-overlap",
            id="overlap",
        ),
        pytest.param(
            {"minutes": None, "start": "10:00", "end": "11:00", "break_minutes": 60},
            "break_minutes",
            "hours-break-too-long",
            id="break",
        ),
    ],
)
def test_a_refusal_names_the_field_and_the_rule(
    desk: ApiDesk, *, change: dict[str, Any], field: str, rule: str
) -> None:
    desk.send(desk.body(minutes=None, start="08:30", end="09:30"))
    answer = desk.send(desk.body(**change))
    problem = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert (problem["field"], problem["rule"]) == (field, rule)
    assert problem["errors"] == [{"field": field, "rule": rule, "detail": problem["detail"]}]
    assert problem["detail"].endswith((".", "…"))
    assert "%" not in problem["detail"]
    assert len(desk.log.rows()) == 1


def test_every_field_that_is_wrong_is_named_in_the_readers_language(
    desk: ApiDesk, app: Flask
) -> None:
    wrong = {"minutes": -1, "date": "19/11/2026"}
    french = desk.send(desk.body(**wrong)).get_json()
    assert {(each["field"], each["rule"]) for each in french["errors"]} == {
        ("minutes", "out-of-range"),
        ("date", "wrong-format"),
    }
    with app.app_context(), transaction() as session:
        session.get_one(Account, desk.log.account_id).language = Language.ENGLISH
    future = desk.send(desk.body(date=TOMORROW)).get_json()
    assert future["detail"] == "That day has not come yet."


def test_what_needs_a_second_look_is_confirmed_by_its_word(desk: ApiDesk) -> None:
    body = desk.body(minutes=601)
    problem = desk.send(body).get_json()
    assert (problem["field"], problem["rule"]) == ("confirmed", "hours-warning-unconfirmed")
    (caution,) = problem["cautions"]
    assert caution["confirm"] == "over-daily-hint"
    assert "10\u00a0h\u00a001" in caution["detail"].replace("\u202f", "\u00a0")
    assert desk.send(body | {"confirmed": ["clock-change"]}).status_code == 422
    assert desk.send(body | {"confirmed": ["over-daily-hint"]}).status_code == 201
    assert desk.send(body).status_code == 200
    assert len(desk.log.rows()) == 1


def test_a_text_that_may_point_at_a_person_is_read_again(desk: ApiDesk) -> None:
    body = desk.body(activity="Appelé le 06 12 34 56 78")
    problem = desk.send(body).get_json()
    assert problem["rule"] == "hours-warning-unconfirmed"
    assert problem["cautions"][0]["confirm"] == "identifying-text"
    assert "06" not in json.dumps(problem)
    assert desk.log.rows() == []
    told = desk.send(body | {"confirmed": ["identifying-text"]})
    assert (told.status_code, told.get_json()["activity"]) == (201, body["activity"])


def test_competencies_are_kept_by_id(desk: ApiDesk, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, desk.log.placement_id)
        make_framework(session, cohort=placement.enrolment_year.enrolment.cohort)
        one, two = session.scalars(select(Competency).order_by(Competency.position).limit(2))
        named, expected = [two.code, str(one.id)], [str(one.id), str(two.id)]
    told = desk.send(desk.body(competencies=named)).get_json()
    assert told["competencies"] == expected
    (row,) = desk.log.rows()
    with app.app_context(), transaction() as session:
        kept = session.scalars(select(HoursEntryCompetency.competency_id))
        assert sorted(map(str, kept)) == sorted(expected)
        actor = session.get_one(Account, desk.log.account_id)
        log_service.delete_draft(session, session.merge(row), actor=actor, version=1)
        assert session.scalars(select(HoursEntryCompetency)).all() == []


def test_somebody_unknown_is_told_so_and_led_nowhere(desk: ApiDesk, client: PageClient) -> None:
    with client.session_transaction() as cookie:
        cookie.clear()
    for method, path in (
        ("POST", URL),
        ("GET", f"{URL}?placement={desk.placement}"),
        ("GET", "/api/v1/placements"),
        ("GET", "/api/v1/session"),
    ):
        answer = client.open(path, method=method, json=desk.body())
        problem = answer.get_json()
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), path
        assert problem["type"] == "/problems/not-signed-in"
    assert desk.log.rows() == []


def test_a_session_gives_its_alias_and_a_token_that_works(desk: ApiDesk) -> None:
    stale = desk.send(body := desk.body(), **{"X-CSRFToken": "old"})
    assert (stale.status_code, stale.get_json()["type"]) == (419, "/problems/stale-token")
    told = desk.client.get("/api/v1/session").get_json()
    assert told == {"alias": alias_of(desk.log.account_id), "csrf": told["csrf"]}
    assert desk.send(body, **{"X-CSRFToken": told["csrf"]}).status_code == 201


def test_the_token_of_a_page_works(desk: ApiDesk) -> None:
    page = desk.client.get("/heures/").text
    found = re.search(r'<meta name="csrf-token" content="([^"]+)">', page)
    assert found
    assert desk.send(desk.body(), **{"X-CSRFToken": found[1]}).status_code == 201


def test_a_page_of_another_site_sends_nothing(desk: ApiDesk) -> None:
    answer = desk.send(desk.body(), **{"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert desk.log.rows() == []


def test_a_foreign_placement_answers_like_a_made_up_one(desk: ApiDesk, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        foreign = str(make_placement(session).id)
    made_up = str(uuid4())
    sent = [desk.send(desk.body(placement=each)) for each in (foreign, made_up)]
    read = [desk.client.get(f"{URL}?placement={each}") for each in (foreign, made_up, "x")]
    assert {answer.status_code for answer in [*sent, *read]} == {404}
    assert len({answer.data for answer in [*sent, *read]}) == 1


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        pytest.param(b"{", "application/json", 400, id="half"),
        pytest.param(b"[" * 9000, "application/json", 400, id="deep"),
        pytest.param(b"null", "application/json", 422, id="null"),
        pytest.param(b"{}", "text/plain", 415, id="no JSON"),
        pytest.param(b" " * (16 * 1024 + 1), "application/json", 413, id="too big"),
    ],
)
def test_what_cannot_be_read_is_refused(
    desk: ApiDesk, *, data: bytes, media_type: str, status: int
) -> None:
    headers = {"X-CSRFToken": desk.token}
    answer = desk.client.post(URL, data=data, content_type=media_type, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_lists_take_the_same_statements_however_long(desk: ApiDesk, app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    counts: list[int] = []
    listed: list[dict[str, Any]] = []
    placements: list[dict[str, Any]] = []
    for _round in range(2):
        with app.app_context(), transaction() as session:
            placement = session.get_one(Placement, desk.log.placement_id)
            for days in range(3):
                day = today() - timedelta(days=10 * len(counts) + days + 1)
                make_entry(session, placement=placement, worked_on=day, state=HoursState.SUBMITTED)
            make_placement(session, enrolment=placement.enrolment_year.enrolment)
        with statements(engine) as sent:
            listed = desk.client.get(f"{URL}?placement={desk.placement}").get_json()
            placements = desk.client.get("/api/v1/placements").get_json()
        counts.append(len(sent))
    assert (len(listed), len(placements)) == (6, 3)
    assert listed == sorted(listed, key=lambda each: str(each["date"]))
    assert {each["state"] for each in listed} == {"submitted"}
    assert placements[0]["id"] == desk.placement
    assert set(placements[0]) == {"id", "host", "starts_on", "ends_on", "state"}
    assert placements[0]["state"] == "running"
    assert counts[0] == counts[1]


def test_an_account_of_the_staff_notes_nothing(desk: ApiDesk, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        tutor = make_account(session, Role.TUTOR)
    other = app.test_client()
    assert isinstance(other, PageClient)
    sign_in(other, tutor)
    token = other.get("/api/v1/session").get_json()["csrf"]
    answer = other.post(URL, json=desk.body(), headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
