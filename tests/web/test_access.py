"""Every route, for every role, on their own objects and on everybody else's."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import LinkPurpose
from msp_du.extensions import db, transaction
from msp_du.models import Account, Contact
from msp_du.services import calendar_feeds, desk_links, links
from tests.support.access_matrix import Line, Reach, lines, routes
from tests.support.client import PageClient, csrf_token, sign_in
from tests.support.desk import carry
from tests.support.rows import rows_digest
from tests.support.world import ACTORS, DESK_HOLDER, Scope, World, build_world

LINES = lines()
MOST_TOGETHER = 10
GUIDE = "stagiaire"
CODE = "7KQM-2XZB-9HTR-C4WN-E"
PURPOSES = {
    "accounts.accept_invitation": LinkPurpose.INVITATION,
    "accounts.reset_password": LinkPurpose.PASSWORD_RESET,
    "accounts.confirm_address": LinkPurpose.ADDRESS_CHANGE,
}


@pytest.fixture
def world(app: Flask) -> World:
    """The three cohorts."""
    with app.app_context():
        with transaction() as session:
            world = build_world(session)
        db.session.remove()
    return world


def test_the_matrix_names_every_route_and_no_other(app: Flask) -> None:
    assert {(line.endpoint, line.method) for line in LINES} == set(routes(app))
    for line in LINES:
        assert set(line.reach) == {"anonymous", DESK_HOLDER, *ACTORS}, line.name


@dataclass(frozen=True, slots=True)
class Question:
    """A request that is ready to be made."""

    client: PageClient
    url: str
    method: str
    data: dict[str, str] | None

    def ask(self) -> TestResponse:
        return self.client.open(self.url, method=self.method, data=self.data)


def prepare(app: Flask, world: World, line: Line, actor: str, scope: Scope | None) -> Question:
    """Sign somebody in and fill a route with objects of a scope."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    if actor in ACTORS:
        sign_in(client, world.actors[actor])
    data = {"csrf_token": csrf_token(client)} if line.method == "POST" else None
    rule = routes(app)[line.endpoint, line.method]
    secret = ""
    if line.method == "POST" or "secret" in rule.arguments:
        with app.app_context(), transaction() as session:
            world.restore(session)
            world.reopen(session)
            secret = fresh_secret(session, world, line.endpoint)
    if actor == DESK_HOLDER:
        carry(client, world.desk)
    texts = {"guide": GUIDE, "code": CODE, "secret": secret}
    values = texts | world.arguments(scope, rule.arguments, line.endpoint.split(".")[0])
    with app.test_request_context():
        _, url = rule.build(values) or ("", "")
    return Question(client, url, line.method, data)


def fresh_secret(session: Session, world: World, endpoint: str) -> str:
    """Make a link that still opens its page, if the page needs one."""
    account = session.get_one(Account, world.ids[Scope.OWN]["account"])
    now, purpose = datetime.now(UTC), PURPOSES.get(endpoint)
    if endpoint in {"host_desk.open_link", "host_desk.refuse_link"}:
        contact = session.get_one(Contact, world.ids[Scope.OTHER_COHORT]["contact"])
        return desk_links.issue(session, contact, now=now)
    if endpoint in {"host_desk.ask_by_slip", "host_desk.renew_link"}:
        return "unknown-to-anybody"  # any secret gets the same answer there
    if endpoint == "attendance.show_feed":
        return calendar_feeds.open_feed(session, account, now=now)
    if purpose is None:
        return ""
    return links.make(session, account, purpose, now=now, subject=f"{uuid4()}@example.org")


def verdict(response: TestResponse) -> str:
    """Say in a word what an answer means."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(("/connexion", "/bureau/nouveau-lien")):
        return "sign-in"
    if response.status_code == 401:  # what a program is told instead
        return "sign-in"
    return {403: "forbidden", 404: "unknown"}.get(response.status_code, "open")


def expected(reach: Reach, scope: Scope) -> str:
    """Say what the matrix promises for an object of a scope."""
    if reach is Reach.DENY:
        return "forbidden"
    near = {Reach.ALL: set(Scope), Reach.OWN: {Scope.OWN}, Reach.NEVER: set()}
    near[Reach.INSTITUTION] = {Scope.OWN, Scope.OTHER_COHORT}
    return "open" if scope in near[reach] else "unknown"


def together(lines: Iterable[Line]) -> list[list[Line]]:
    """Group the lines of an area, a few at a time: they leave the three cohorts as they are."""
    areas: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        areas[line.endpoint.split(".")[0]].append(line)
    return [
        found[first : first + MOST_TOGETHER]
        for found in areas.values()
        for first in range(0, len(found), MOST_TOGETHER)
    ]


def by_turns(groups: Iterable[list[Line]], *engines: str) -> list[pytest.ParameterSet]:
    """Ask each group on one engine only: the guard and the policies are the same on both."""
    return [
        pytest.param(group, engine, id=f"{group[0].name}-{engine}")
        for group, engine in zip(groups, cycle(engines), strict=False)
    ]


READING = together(line for line in LINES if line.method == "GET")
WRITING = [[line] for line in LINES if line.method == "POST"]


@pytest.mark.parametrize(
    ("group", "app"), by_turns([*READING, *WRITING], "sqlite", "postgresql"), indirect=["app"]
)
def test_each_role_gets_as_far_as_the_matrix_says(
    app: Flask, world: World, group: list[Line]
) -> None:
    for line in group:
        found, promised = reached(app, world, line)
        assert found == promised, line.name


def reached(
    app: Flask, world: World, line: Line
) -> tuple[dict[tuple[str, Scope], str], dict[tuple[str, Scope], str]]:
    """Return how far each actor got on a line, and how far the matrix says."""
    names_object = any(
        name.endswith("_id") for name in routes(app)[line.endpoint, line.method].arguments
    )
    scopes = [Scope.OTHER_INSTITUTION, Scope.OTHER_COHORT, Scope.OWN]
    found, promised = {}, {}
    for actor, reach in line.reach.items():
        # The guard refuses a role before any object is looked for: the own one is the best try.
        for scope in scopes if names_object and reach is not Reach.DENY else [Scope.OWN]:
            response = prepare(app, world, line, actor, scope).ask()
            assert response.status_code < 500, response.text
            found[actor, scope] = verdict(response)
            promised[actor, scope] = expected(reach, scope)
            if actor in {"anonymous", DESK_HOLDER} and reach is Reach.DENY:
                promised[actor, scope] = "sign-in"
            if reach is Reach.ALL and found[actor, scope] == "sign-in":
                found[actor, scope] = "open"  # an act that ends there, as signing out does
    return found, promised


def bare(response: TestResponse, url: str) -> str:
    """The answer without what differs between any two answers."""
    token = r'name="csrf-token" content="[^"]*"'
    text = re.sub(rf'nonce="[^"]*"|value="[^"]*"|{token}', "", response.text)
    return text.replace(url, "").replace(url.partition("?")[0], "")


FOREIGN = [
    line
    for line in LINES
    if any(reach in {Reach.OWN, Reach.INSTITUTION, Reach.NEVER} for reach in line.reach.values())
]


@pytest.mark.parametrize(
    ("group", "app"), by_turns(together(FOREIGN), "postgresql", "sqlite"), indirect=["app"]
)
def test_a_foreign_id_answers_like_a_made_up_one(
    app: Flask, world: World, group: list[Line]
) -> None:
    with app.app_context():
        before = rows_digest()
    for line in group:
        for actor, reach in line.reach.items():
            if reach in {Reach.OWN, Reach.INSTITUTION, Reach.NEVER}:
                compare(app, world, line, actor, reach)
    with app.app_context():
        assert rows_digest() == before


def compare(app: Flask, world: World, line: Line, actor: str, reach: Reach) -> None:
    """Ask for a made-up id, then for those of others."""
    question = prepare(app, world, line, actor, None)
    made_up, made_up_url = question.ask(), question.url
    assert made_up.status_code == 404, (line.name, actor)
    scopes = [Scope.OTHER_INSTITUTION]
    if reach is not Reach.INSTITUTION:
        scopes.append(Scope.OTHER_COHORT)
    for scope in scopes:
        question = prepare(app, world, line, actor, scope)
        foreign = question.ask()
        assert foreign.status_code == 404, (line.name, actor, scope)
        assert bare(foreign, question.url) == bare(made_up, made_up_url), (line.name, actor, scope)


@pytest.mark.parametrize("actor", ["anonymous", DESK_HOLDER, *ACTORS])
def test_no_get_changes_anything_but_the_exempt_tables(
    app: Flask, world: World, actor: str
) -> None:
    questions = [
        prepare(app, world, line, actor, Scope.OWN) for line in LINES if line.method == "GET"
    ]
    with app.app_context():
        before = rows_digest()
    for question in questions:
        question.ask()
    with app.app_context():
        assert rows_digest() == before
