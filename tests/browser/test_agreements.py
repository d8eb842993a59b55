"""An agreement of three signers: one by hand, one on screen, the host on a phone by their link."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.services import desk_links
from tests.factories import (
    PASSWORD,
    make_account,
    make_contact,
    make_enrolment,
    make_institution,
    make_person,
    make_placement,
)
from tests.factories.agreements import make_sent
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in
from tests.support.scans import scan

COORDINATOR, HOST = "helene@example.org", "Amina Diallo"


@dataclass(frozen=True, slots=True)
class Sent:
    """An agreement that awaits three signatures, and the host's personal link."""

    site: Site
    path: str
    link: str


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[Sent]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            person = make_person(session, birth_family_name="Lefèvre", given_names="Camille")
            enrolment = make_enrolment(session, person=person)
            contact = make_contact(session, name=HOST)
            placement = make_placement(
                session, enrolment=enrolment, contact=contact, is_signed=False
            )
            coordinator = make_account(
                session,
                Role.COORDINATOR,
                email=COORDINATOR,
                cohort=enrolment.cohort,
                password=PASSWORD,
            )
            paper = make_sent(session, placement, actor=coordinator)
            assert len(paper.signers) == 3
            secret = desk_links.issue(session, contact, now=datetime.now(UTC))
            made = Sent(site, f"/conventions/{paper.id}", f"/bureau/lien/{secret}")
        yield made


def judged(page: Page, name: str) -> None:
    assert axe(page) == []
    assert sideways_scroll(page) == 0
    shoot(page, f"agreement/{name}")


def signed(page: Page, capacity: str) -> str:
    """What the table of signatures says of somebody."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=capacity))
    return row.get_by_role("cell").last.inner_text()


def test_three_people_sign_by_hand_on_screen_and_by_a_link(sent: Sent, visit: Visit) -> None:
    office = visit(sent.site.url, size=DESKTOP)
    sign_in(office, COORDINATOR, PASSWORD)
    office.goto(sent.path)
    for one in ("Stagiaire", "structure", "Université"):
        assert signed(office, one).startswith("Attendue")
    sign_by_hand(office, "Stagiaire")
    sign_on_screen(office)
    host = visit(sent.site.url, size=MOBILE)
    sign_at_desk(host, sent.link)
    office.goto(sent.path)
    expect(office.get_by_role("main")).to_contain_text("Signée par tous le")
    assert "par lien personnel" in signed(office, "structure")
    judged(office, "signed-by-all")


def sign_by_hand(office: Page, capacity: str) -> None:
    office.get_by_role("link", name="Noter des signatures sur papier").click()
    office.get_by_role("button", name="Enregistrer les signatures").click()
    expect(office.locator("[data-error-summary]")).to_be_focused()
    judged(office, "on-paper-refused")
    office.get_by_label(capacity).check()
    office.get_by_label("Exemplaire signé").set_input_files(scan())
    office.get_by_role("button", name="Enregistrer les signatures").click()
    expect(office.get_by_role("main")).to_contain_text("sont enregistrées")
    assert "sur papier" in signed(office, capacity)
    assert signed(office, "structure").startswith("Attendue")
    judged(office, "one-of-three")


def sign_on_screen(office: Page) -> None:
    office.get_by_role("link", name="Lire et signer").click()
    office.get_by_label("Votre nom").fill("Hélène Roy")
    office.get_by_role("button", name="Signer").click()
    expect(office.get_by_role("main")).to_contain_text("Votre signature est enregistrée.")
    assert "Hélène Roy" in signed(office, "Université")


def sign_at_desk(host: Page, link: str) -> None:
    host.goto(link)
    host.get_by_role("button", name="Ouvrir").tap()
    expect(host.get_by_role("heading", name="Conventions à signer")).to_be_visible()
    judged(host, "desk")
    host.get_by_role("link", name="Convention").tap()
    expect(host.get_by_role("heading", level=1)).to_contain_text("Signer")
    judged(host, "desk-sign")
    host.get_by_label("Votre nom").fill("")
    host.get_by_role("button", name="Signer").tap()
    expect(host.locator("[data-error-summary]")).to_be_focused()
    judged(host, "desk-refused")
    host.get_by_label("Votre nom").fill(HOST)
    host.get_by_role("button", name="Signer").tap()
    expect(host.get_by_role("main")).to_contain_text("Votre signature est enregistrée.")
    assert HOST in signed(host, "structure")
    judged(host, "desk-signed")
    host.goto("/bureau/")
    expect(host.get_by_role("heading", name="Conventions à signer")).to_have_count(0)
