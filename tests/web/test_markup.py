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
    AgreementSigner,
    Base,
    BoardDecision,
    BoardSeat,
    BoardSitting,
    ClassSession,
    Contact,
    Deadline,
    HostProposalChange,
    HostService,
    HoursEntry,
    Institution,
    Module,
    Organisation,
    Person,
    Placement,
    PlacementHandover,
    PlacementOffer,
    PlacementOverride,
    Signatory,
    StudyArrangement,
    Unit,
)
from tests.support.access_matrix import Reach, lines, routes
from tests.support.client import PageClient, sign_in
from tests.support.desk import carry
from tests.support.world import DESK_HOLDER, Scope, World, build_world

PROBE = "<svg onload=x>\"'{{7*7}}"
ESCAPED = "&lt;svg onload=x&gt;&#34;&#39;{{7*7}}"
WRITTEN: dict[type[Base], tuple[str, ...]] = {
    Account: ("display_name",),
    AgreementSigner: ("name", "quality"),
    BoardDecision: ("reference",),
    ClassSession: ("instructor_name", "room"),
    BoardSeat: ("name", "quality"),
    BoardSitting: ("order_reference",),
    Contact: ("name", "job_title", "phone"),
    Deadline: ("label",),
    HostProposalChange: ("old", "new"),
    HostService: ("name", "place"),
    HoursEntry: ("activity",),
    Institution: ("name", "department", "product_name", "host_name", "sender_name"),
    Module: ("title_fr", "title_en"),
    Organisation: ("name", "city", "notes", "category_label"),
    Person: (
        "birth_family_name",
        "usage_family_name",
        "given_names",
        "chosen_given_name",
        "birth_place",
    ),
    Placement: ("service",),
    PlacementHandover: ("name", "former_name"),
    PlacementOffer: ("service",),
    PlacementOverride: ("reason",),
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


def come_in(client: PageClient, world: World, actor: str) -> None:
    """Sign an account in, or open the desk of whoever has none."""
    if actor == DESK_HOLDER:
        with client.session_transaction() as cookie:
            cookie.clear()
        carry(client, world.desk)
    else:
        sign_in(client, world.actors[actor])


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
            come_in(client, world, actor)
            answer = client.get(url)
            assert answer.status_code < 500, url
            if answer.mimetype == "text/html":
                assert "<svg onload" not in answer.text, url
                assert ESCAPED.replace("{{7*7}}", "49") not in answer.text, url
                shown += ESCAPED in answer.text
    assert shown >= SHOWN_ON
