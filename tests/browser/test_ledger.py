"""Hours that somebody follows: who may be late, a text erased, a closed day opened again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.services import approvals
from tests.factories import (
    PASSWORD,
    TODAY,
    make_account,
    make_enrolment,
    make_entry,
    make_institution,
    make_person,
    make_placement,
    make_placement_document,
)
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in

COORDINATOR, TUTOR = "helene@example.org", "ines@example.org"
TELLING = "Repas avec Mme Dupont"


@dataclass(frozen=True, slots=True)
class Followed:
    """A finished placement with one signed day, its tutor and its coordination."""

    site: Site
    placement_id: UUID
    entry_id: UUID


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    with empty_instance(tmp_path_factory.mktemp("ledger") / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            person = make_person(session, birth_family_name="Lefèvre", given_names="Camille")
            enrolment = make_enrolment(session, person=person)
            tutor = make_account(session, Role.TUTOR, email=TUTOR, password=PASSWORD)
            make_account(
                session,
                Role.COORDINATOR,
                email=COORDINATOR,
                cohort=enrolment.cohort,
                password=PASSWORD,
            )
            placement = make_placement(session, enrolment=enrolment, tutor=tutor)
            entry = make_entry(
                session,
                placement=placement,
                worked_on=TODAY - timedelta(days=20),
                state=HoursState.SUBMITTED,
            )
            entry.activity = TELLING
            session.flush()
            approvals.approve(
                session,
                placement,
                actor=None,
                contact=placement.contact,
                entry_ids=[entry.id],
                digest=approvals.digest_of([entry]),
                declared_name=placement.contact.name,
                declared_capacity="Cadre",
                via=SignatureVia.PERSONAL_LINK,
                now=datetime.now(UTC),
            )
            make_placement_document(session, placement)
            made = Followed(site, placement.id, entry.id)
        yield made


def judged(page: Page, name: str) -> None:
    """Check that the page can be used on a phone; on a desk it may be no wider than the window."""
    assert axe(page) == []
    for size in (DESKTOP, MOBILE):
        page.set_viewport_size(size)
        assert sideways_scroll(page) == 0
        shoot(page, f"ledger/{name}-{size['width']}")


def test_a_tutor_finds_who_may_be_late_and_erases_what_names_somebody(
    followed: Followed, visit: Visit
) -> None:
    page = visit(followed.site.url, size=MOBILE)
    sign_in(page, TUTOR, PASSWORD)
    page.get_by_role("link", name="Heures à suivre de près").tap()
    row = page.get_by_role("row").filter(has_text="Lefèvre")
    expect(row).to_contain_text("de moins que prévu à ce jour")
    judged(page, "followed")
    page.goto(f"/stages/{followed.placement_id}")
    page.get_by_role("link", name="Jour par jour").tap()
    expect(page.get_by_role("main")).to_contain_text(TELLING)
    judged(page, "journal")
    page.get_by_role("rowheader").get_by_role("link").tap()
    expect(page.get_by_text("Il disparaît de toutes les versions")).to_be_visible()
    judged(page, "before-erasing")
    page.get_by_role("button", name="Effacer le texte de ce jour").tap()
    said = page.get_by_role("main")
    expect(said).to_contain_text("Le texte est effacé. Les heures restent.")
    expect(said).to_contain_text("Valable")
    expect(said).not_to_contain_text("Dupont")
    expect(page.get_by_role("button", name="Effacer le texte")).to_have_count(0)
    judged(page, "erased")


def test_the_coordination_opens_a_closed_day_again_with_a_reason(
    followed: Followed, visit: Visit
) -> None:
    page = visit(followed.site.url, size=MOBILE)
    sign_in(page, COORDINATOR, PASSWORD)
    page.goto(f"/heures/saisies/{followed.entry_id}")
    page.get_by_role("link", name="Rouvrir ce jour").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rouvrir un jour")
    judged(page, "opening")
    page.get_by_role("button", name="Rouvrir ce jour").tap()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    judged(page, "opening-refused")
    summary.get_by_role("link").first.press("Enter")
    page.keyboard.type("Durée mal reportée")
    page.get_by_role("button", name="Rouvrir ce jour").tap()
    said = page.get_by_role("main")
    expect(said).to_contain_text("Ce jour est rouvert.")
    expect(said).to_contain_text("Durée mal reportée")
    judged(page, "opened")
