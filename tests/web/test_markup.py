"""Whatever people write is shown as they wrote it: no page takes it for markup or a template."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.verification import new_code
from msp_du.domain.vocabulary import HoursState
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    Base,
    BoardDecision,
    BoardSeat,
    BoardSitting,
    ClassSession,
    Contact,
    Deadline,
    HoursEntry,
    Institution,
    Module,
    Organisation,
    Person,
    Placement,
    Signatory,
    StudyArrangement,
    Unit,
)
from tests.support.access_matrix import Reach, lines, routes
from tests.support.client import PageClient, sign_in
from tests.support.world import Scope, World, build_world

PROBE = "<svg onload=x>\"'{{7*7}}"
ESCAPED = "&lt;svg onload=x&gt;&#34;&#39;{{7*7}}"
WRITTEN: dict[type[Base], tuple[str, ...]] = {
    Account: ("display_name",),
    BoardDecision: ("reference",),
    ClassSession: ("instructor_name", "room"),
    BoardSeat: ("name", "quality"),
    BoardSitting: ("order_reference",),
    Contact: ("name", "job_title", "phone"),
    Deadline: ("label",),
    HoursEntry: ("activity",),
    Institution: ("name", "department", "product_name", "host_name", "sender_name"),
    Module: ("title_fr", "title_en"),
    Organisation: ("name", "city"),
    Person: (
        "birth_family_name",
        "usage_family_name",
        "given_names",
        "chosen_given_name",
        "birth_place",
    ),
    Placement: ("service",),
    Signatory: ("name", "capacity"),
    StudyArrangement: ("precision",),
    Unit: ("title_fr", "title_en"),
}
PAGES = [
    line for line in lines() if line.method == "GET" and not line.endpoint.startswith("accounts.")
]
SHOWN_ON = 30
"""Pages, counted once for each actor, on which a probe is expected at least."""


def write_probes(session: Session) -> None:
    for model, names in WRITTEN.items():
        rows = list(session.execute(select(model)).scalars())
        for number, row in enumerate(rows):
            for name in names:
                number_too = f" {number}" if (model, name) == (Organisation, "name") else ""
                setattr(row, name, PROBE + number_too)
    sent = select(HoursEntry).where(HoursEntry.state == HoursState.SUBMITTED).limit(1)
    entry = session.execute(sent).scalar_one()
    entry.state, entry.return_reason = HoursState.RETURNED, PROBE
    session.flush()


@pytest.fixture
def world(session: Session) -> World:
    with transaction() as s:
        world = build_world(s)
        write_probes(s)
    db.session.remove()
    return world


def test_no_page_takes_what_people_write_for_markup(
    app: Flask, client: PageClient, world: World
) -> None:
    shown = 0
    for line in PAGES:
        rule = routes(app)[line.endpoint, line.method]
        values = {"guide": "stagiaire", "code": new_code(), "secret": "s"} | world.arguments(
            Scope.OWN, rule.arguments, line.endpoint.split(".")[0]
        )
        with app.test_request_context():
            _, url = rule.build(values) or ("", "")
        for actor, reach in line.reach.items():
            if actor == "anonymous" or reach is Reach.DENY:
                continue
            sign_in(client, world.actors[actor])
            answer = client.get(url)
            assert answer.status_code < 500, url
            if answer.mimetype == "text/html":
                assert "<svg onload" not in answer.text, url
                assert ESCAPED.replace("{{7*7}}", "49") not in answer.text, url
                shown += ESCAPED in answer.text
    assert shown >= SHOWN_ON
