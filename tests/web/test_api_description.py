"""The description of the interface: valid, about every route, true of what is answered."""

import json
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import TestResponse

from msp_du.domain import hours_requests
from msp_du.domain.hours import HoursWarning
from msp_du.domain.placement_days import PlacementStage
from msp_du.domain.verification import new_code
from msp_du.domain.vocabulary import HoursKind, HoursState
from msp_du.extensions import transaction
from msp_du.services.verification import Answer
from tests.factories.issued import make_document
from tests.support.api_desk import ApiDesk, api_desk
from tests.support.client import PageClient

Json = dict[str, Any]


@pytest.fixture
def described(client: PageClient) -> Json:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: Json = answer.get_json()
    return found


@pytest.fixture
def desk(app: Flask, client: PageClient) -> ApiDesk:
    return api_desk(app, client)


def test_it_is_valid_and_names_every_route_and_no_other(described: Json, app: Flask) -> None:
    OpenAPIV31SpecValidator(described).validate()
    served = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    told = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert told == served
    for path, method in served - {("/api/v1/verifications", "post")}:
        is_open = path == "/api/v1/openapi.json"
        operation = described["paths"][path][method]
        assert (operation["security"] == []) is is_open
        assert ("401" in operation["responses"]) is not is_open


def test_its_lists_are_those_of_the_rules(described: Json) -> None:
    schemas = described["components"]["schemas"]
    sent = schemas["HoursRequest"]["properties"]
    assert set(sent) == set(hours_requests.READERS)
    assert set(schemas["HoursRequest"]["required"]) == set(hours_requests.REQUIRED)
    assert sent["minutes"]["maximum"] == hours_requests.MOST_MINUTES
    assert sent["break_minutes"]["maximum"] == hours_requests.LONGEST_BREAK
    assert sent["activity"]["maxLength"] == hours_requests.LONGEST_ACTIVITY
    assert sent["competencies"]["maxItems"] == hours_requests.MOST_COMPETENCIES
    assert set(sent["confirmed"]["items"]["enum"]) == {*HoursWarning, "identifying-text"}
    assert schemas["HoursKind"]["enum"] == list(HoursKind)
    assert set(schemas["HoursEntry"]["properties"]["state"]["enum"]) == set(HoursState)
    assert set(schemas["Placement"]["properties"]["state"]["enum"]) == set(PlacementStage)
    verdicts = set(schemas["Verification"]["properties"]["state"]["enum"])
    assert verdicts == set(Answer) - {Answer.LIMITED}


def check(described: Json, path: str, answer: TestResponse) -> int:
    """Hold an answer against what is written of its status; return that."""
    method = answer.request.method.lower()
    told = described["paths"][path][method]["responses"][str(answer.status_code)]
    schema = told["content"][answer.mimetype]["schema"] | {"components": described["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.get_json())
    return answer.status_code


def test_real_answers_are_as_it_says(desk: ApiDesk, described: Json) -> None:
    path, body = "/api/v1/hours", desk.body()
    times = desk.body(minutes=None, start="20:00", end="21:00")
    posts = [
        desk.send(body),
        desk.send(body),
        desk.send(body | {"minutes": 60}),
        desk.send(times),
        desk.send(desk.body(minutes=600)),
        desk.send(desk.body(minutes="x", more=1)),
        desk.send([]),
        desk.send(body, **{"X-CSRFToken": "old"}),
        desk.send(desk.body(placement=desk.body()["client_id"])),
        desk.send(body, **{"Sec-Fetch-Site": "cross-site"}),
    ]
    statuses = [check(described, path, answer) for answer in posts]
    assert statuses == [201, 200, 409, 201, 422, 422, 422, 419, 404, 400]
    reads = [
        (path, f"{path}?placement={desk.placement}"),
        (path, path),
        ("/api/v1/placements", "/api/v1/placements"),
        ("/api/v1/session", "/api/v1/session"),
    ]
    assert [check(described, path, desk.client.get(url)) for path, url in reads] == [
        200,
        422,
        200,
        200,
    ]
    with desk.client.session_transaction() as cookie:
        cookie.clear()
    assert check(described, path, desk.send(body)) == 401
    assert check(described, "/api/v1/session", desk.client.get("/api/v1/session")) == 401


def test_bodies_that_it_forbids_are_refused(desk: ApiDesk, described: Json) -> None:
    schema = {"$ref": "#/components/schemas/HoursRequest", "components": described["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    bodies = [
        desk.body(),
        desk.body(minutes=None, start="09:00", end="17:00", break_minutes=60),
        desk.body(minutes=None),
        desk.body(minutes=0),
        desk.body(start="09:00", end="10:00"),
        desk.body(client_id="x"),
        desk.body(kind="rest"),
        desk.body(note=""),
    ]
    allowed = [validator.is_valid(body) for body in bodies]
    assert allowed == [True, True, *[False] * 6]
    statuses = [desk.send(body).status_code for body in bodies]
    assert [status in {200, 201, 409} or None for status in statuses[2:]] == [None] * 6
    assert statuses[0] == 201


def test_verdicts_are_as_it_says(client: PageClient, app: Flask, described: Json) -> None:
    path, code = "/api/v1/verifications", new_code()
    with app.app_context(), transaction() as session:
        make_document(session, code=code)
    name = "Lefèvre-Oüahdi"
    sent = [
        {"code": code, "family_name": name},
        {"code": new_code(), "family_name": name},
        {"code": "x", "family_name": name},
        {"code": code},
    ]
    answers = [
        client.post(path, data=json.dumps(each), content_type="application/json") for each in sent
    ]
    assert [check(described, path, answer) for answer in answers] == [200, 200, 422, 422]
