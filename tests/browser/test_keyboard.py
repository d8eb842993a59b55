"""Whole tasks by keyboard alone: each stop of Tab in its order and in sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from tests.browser.conftest import SmallClass
from tests.factories import PASSWORD, TODAY, make_account, make_cohort
from tests.support.board import make_candidate
from tests.support.browser import Visit, axe, shoot
from tests.support.keyboard import FOCUSED, check_stops
from tests.support.live import Site, empty_instance, sign_in


def test_sign_in_by_keyboard(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url)
    page.goto("/connexion")
    check_stops(page, wanted=["email", "password", "Se connecter"])
    page.goto("/connexion")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["area"] == "main"
    page.get_by_label("Adresse e-mail").fill(small_class.trainee)
    page.keyboard.press("Tab")
    page.keyboard.type(small_class.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Camille")


def test_hours_by_keyboard(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url)
    sign_in(page, small_class.trainee, small_class.password)
    page.goto("/heures/ajouter")
    check_stops(page, wanted=["day", "duration", "kind", "Enregistrer"])
    before = small_class.entries
    page.get_by_label("Aujourd’hui").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Hier")).to_be_checked()
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noté")
    assert small_class.entries == before + 1


def test_approval_by_keyboard(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url)
    sign_in(page, small_class.supervisor, small_class.password)
    page.goto("/validation/")
    page.get_by_role("main").get_by_role("link").first.click()
    check_stops(page, wanted=["declared_name", "declared_capacity", "Je valide ces heures"])
    page.get_by_role("button", name="Je valide ces heures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("signé")


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """A cohort of two whose year is complete, a member of its board, and its coordinator."""

    site: Site
    member: str = "helene@example.org"
    coordinator: str = "ada@example.org"


@pytest.fixture
def board_room(tmp_path: Path) -> Iterator[BoardRoom]:
    with empty_instance(tmp_path / "instance") as site:
        made = BoardRoom(site)
        with site.app.app_context(), transaction() as session:
            cohort = make_cohort(session, code="P2026")
            for role, email in (
                (Role.BOARD_MEMBER, made.member),
                (Role.COORDINATOR, made.coordinator),
            ):
                make_account(session, role, email=email, password=PASSWORD)
            for name in ("Lefèvre", "Nguyễn"):
                make_candidate(session, cohort, family_name=name)
        yield made


SITTING = ["decided_on-day", "decided_on-month", "decided_on-year", "reference"]


def type_sitting(page: Page) -> None:
    """Type when the board sat, and where that is written, from the first box on."""
    page.get_by_role("textbox", name="Jour").focus()
    for text in (str(TODAY.day), str(TODAY.month), str(TODAY.year), "PV 2026-14"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_decision_by_keyboard(board_room: BoardRoom, visit: Visit) -> None:
    page = visit(board_room.site.url)
    sign_in(page, board_room.member, PASSWORD)
    page.goto("/jury/")
    page.get_by_role("link", name="P2026, année 1").press("Enter")
    page.get_by_role("link", name="Lefèvre").press("Enter")
    check_stops(page, wanted=["result", *SITTING, "step"])
    page.get_by_label("Admission", exact=True).focus()
    page.keyboard.press("Space")
    type_sitting(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Relire la décision")
    assert axe(page) == []
    check_stops(page, wanted=["step", "step"])
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La décision est enregistrée")


def test_admissions_by_keyboard(board_room: BoardRoom, visit: Visit) -> None:
    page = visit(board_room.site.url)
    sign_in(page, board_room.member, PASSWORD)
    page.goto("/jury/")
    page.get_by_role("link", name="P2026, année 1").press("Enter")
    page.get_by_role("link", name="Admettre les 2 dossiers sans réserve").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Admissions")
    assert axe(page) == []
    shoot(page, "board/admissions")
    check_stops(page, wanted=[*SITTING, "Enregistrer 2 admissions"])
    type_sitting(page)
    expect(page.get_by_role("status")).to_contain_text("2 admissions")


def test_a_sheet_of_marks_by_keyboard(board_room: BoardRoom, visit: Visit) -> None:
    page = visit(board_room.site.url)
    sign_in(page, board_room.coordinator, PASSWORD)
    page.goto("/notes/")
    page.get_by_role("link", name="M112", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Notes du module M112")
    cells = page.locator("input[data-mark]")
    names = [str(cell.get_attribute("name")) for cell in cells.all()]
    assert len(names) == 4
    check_stops(page, wanted=names)
    cells.first.focus()
    page.keyboard.type("15,25")
    page.keyboard.press("Tab")
    expect(page.locator(".grid-status")).to_have_text("Tout est enregistré.")
    page.reload()
    expect(cells.first).to_have_value("15,25")
