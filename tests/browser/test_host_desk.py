"""A host from a received mail to a signed list, on a phone, without an account."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect
from sqlalchemy import select

from msp_du.domain.vocabulary import HoursState
from msp_du.extensions import db, transaction
from msp_du.jobs.worker import run_due
from msp_du.models import HoursEntry, HoursSignature, Placement
from msp_du.services import hours_notices
from tests.factories import (
    TODAY,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_person,
    make_placement,
)
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance

COUNT_ACTS = """
addEventListener("click", (event) => { if (event.isTrusted) window.countAct("click"); }, true);
"""
WORKDAYS = 15


@dataclass
class Received:
    """The mails that an SMTP server was given."""

    texts: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.texts.append(f"{message['Subject']}\n{message.get_content()}")
        return "250 OK"

    def link(self) -> str:
        found = re.search(r"http://localhost:\d+(/bureau/lien/\S+)", self.texts[-1])
        assert found is not None
        return found[1]


@pytest.fixture
def received() -> Iterator[tuple[Received, int]]:
    box = Received()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture
def site(tmp_path: Path, received: tuple[Received, int]) -> Iterator[Site]:
    """Two trainees with three weeks each at one host; mails leave by SMTP."""
    _box, port = received
    with empty_instance(tmp_path / "instance") as made:
        made.app.extensions["msp_du_config"] = replace(
            made.config, mail="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False
        )
        with made.app.app_context(), transaction() as session:
            make_institution(session)
            contact = make_contact(session)
            for name in ("Sacha", "Noé"):
                person = make_person(session, chosen_given_name=name)
                enrolment = make_enrolment(session, person=person)
                placement = make_placement(session, enrolment=enrolment, contact=contact)
                for days in range(1, WORKDAYS + 1):
                    day = TODAY - timedelta(days=days)
                    make_entry(
                        session, placement=placement, worked_on=day, state=HoursState.SUBMITTED
                    )
                hours_notices.tell_of_sent(session, placement, now=datetime.now(UTC))
        run_due(made.app)
        yield made


def counting(page: Page) -> list[str]:
    acts: list[str] = []

    def count(kind: str) -> None:
        acts.append(kind)

    page.context.expose_function("countAct", count)
    page.add_init_script(COUNT_ACTS)
    return acts


def test_two_trainees_and_three_weeks_are_signed_from_the_mail(
    site: Site, received: tuple[Received, int], visit: Visit
) -> None:
    box, _port = received
    assert len(box.texts) == 1
    assert "30 jours de stage attendent votre validation" in box.texts[0]
    page = visit(site.url, size=MOBILE)
    acts = counting(page)
    page.goto(box.link())
    for _ in range(20):
        assert page.request.head(box.link()).ok
    shoot(page, "desk-open-mobile")
    page.get_by_role("button", name="Ouvrir").tap()
    expect(page.get_by_role("link", name="Relire et signer")).to_be_visible()
    shoot(page, "desk-mobile")
    assert "lien" not in page.url
    page.get_by_role("link", name="Relire et signer").tap()
    expect(page.get_by_label("Votre nom")).to_be_visible()
    shoot(page, "desk-sign-mobile")
    assert axe(page) == []
    assert sideways_scroll(page) == 0
    page.get_by_label("Votre nom").fill("A. Diallo")
    page.get_by_role("button", name="Je valide ces heures").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reçu")
    assert len(acts) + 1 <= 4  # the link of the mail counts as well
    shoot(page, "desk-receipt-mobile")
    assert axe(page) == []
    with site.app.app_context():
        signed = db.session().execute(select(HoursSignature.minutes)).scalars().all()
        assert signed == [WORKDAYS * 420] * 2
    run_due(site.app)
    assert "Reçu de votre signature" in box.texts[-1]
    assert_receipt_is_voided_in_sight(site, box, visit)


def assert_receipt_is_voided_in_sight(site: Site, box: Received, visit: Visit) -> None:
    """Open the receipt by its own link, before and after an hour is corrected."""
    page = visit(site.url, size=DESKTOP)
    page.goto(box.link())
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_role("main")).to_contain_text("Tout est enregistré")
    with site.app.app_context(), transaction() as session:
        placement = session.execute(select(Placement.id).limit(1)).scalar_one()
        entry = select(HoursEntry).where(HoursEntry.placement_id == placement).limit(1)
        session.execute(entry).scalar_one().minutes = 300
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Une signature ne vaut plus")
    expect(page.get_by_role("main")).to_contain_text("Signature nulle")
    shoot(page, "desk-receipt-void")
    assert axe(page) == []
    page.goto("/bureau/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recevoir un nouveau lien")
