"""Whole tasks by keyboard alone: each stop of Tab in its order and in sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from tests.browser.conftest import SmallClass
from tests.factories import PASSWORD, make_account, make_cohort
from tests.factories.sittings import make_sitting
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
    expect(page.get_by_role("status")).to_contain_text("Noté et reçu")
    assert small_class.entries == before + 1


def test_approval_by_keyboard(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url)
    sign_in(page, small_class.supervisor, small_class.password)
    page.goto("/bureau/")
    page.get_by_role("main").get_by_role("link").first.click()
    check_stops(page, wanted=["declared_name", "declared_capacity", "Je valide ces heures"])
    page.get_by_role("button", name="Je valide ces heures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reçu")
    expect(page.get_by_role("main")).to_contain_text("Tout est enregistré.")


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
            make_account(session, Role.COORDINATOR, email=made.coordinator, password=PASSWORD)
            member = make_account(session, Role.BOARD_MEMBER, email=made.member, password=PASSWORD)
            make_sitting(session, cohort, members=[member], reference="PV 2026-14", is_open=True)
            for name in ("Lefèvre", "Nguyễn"):
                make_candidate(session, cohort, family_name=name)
        yield made


def enter_room(page: Page, board_room: BoardRoom) -> None:
    sign_in(page, board_room.member, PASSWORD)
    page.goto("/jury/")
    page.get_by_role("link", name="P2026, année 1").press("Enter")
    page.get_by_role("link", name="PV 2026-14").press("Enter")
    page.get_by_role("link", name="Ouvrir les dossiers").press("Enter")


def test_a_decision_by_keyboard(board_room: BoardRoom, visit: Visit) -> None:
    page = visit(board_room.site.url)
    enter_room(page, board_room)
    page.get_by_role("link", name="Lefèvre").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier en séance")
    check_stops(page, wanted=["result", "may_progress", "derogation"])
    page.get_by_label("Admission", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Enregistrer et passer au suivant").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La décision est prise")
    expect(page.locator(".heading__lead")).to_contain_text("Nguyễn")


def test_clear_cases_by_keyboard(board_room: BoardRoom, visit: Visit) -> None:
    page = visit(board_room.site.url)
    enter_room(page, board_room)
    page.get_by_role("link", name="Décider 2 cas clairs").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cas clairs")
    assert axe(page) == []
    shoot(page, "board/clear")
    check_stops(page, wanted=["Prendre 2 décisions"])
    page.get_by_role("button", name="Prendre 2 décisions").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 décisions")


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
