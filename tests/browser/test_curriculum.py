"""A unit edited with its sums as one types, and without script; the editor's pages are readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Cohort
from tests.factories import PASSWORD, make_account, make_cohort, make_framework
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in

EMAIL = "helene@example.org"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            cohort: Cohort = make_cohort(session, code="P2026")
            make_framework(session, cohort=cohort)
            make_account(session, Role.COORDINATOR, email=EMAIL, password=PASSWORD)
        yield site


def open_unit(page: Page) -> None:
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/formation/")
    page.get_by_role("link", name="2026", exact=True).click()
    page.get_by_role("link", name="Modifier", exact=True).click()
    page.get_by_role("link", name="Modifier UE1.1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unité UE1.1")


def sums(page: Page) -> list[str]:
    """The ECTS and the hours of the unit, the year and the whole."""
    rows = page.locator("[data-sums] tbody tr")
    return [
        f"{rows.nth(row).locator('td span').nth(0).inner_text()} "
        f"{rows.nth(row).locator('td span').nth(1).inner_text()}"
        for row in range(3)
    ]


def test_sums_follow_what_is_typed_and_say_so_without_script_once_saved(
    site: Site, visit: Visit
) -> None:
    page = visit(site.url, size=DESKTOP)
    open_unit(page)
    assert sums(page) == ["6 56", "30 210", "60 420"]
    page.get_by_label("ECTS").fill("7,5")
    page.locator("#modules-0-taught_hours").fill("20.25")
    assert sums(page) == ["7,5 62,25", "31,5 216,25", "61,5 426,25"]
    page.locator("#modules-0-taught_hours").fill("vingt")
    assert sums(page)[0] == "7,5 ?"
    page.locator("#modules-0-taught_hours").fill("20,25")
    page.locator("#modules-0-taught_hours").press("Tab")
    expect(page.locator("[data-sums-spoken]")).to_contain_text("Unité UE1.1, 7,5, 62,25")
    assert axe(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Le programme est enregistré.")
    plain = visit(site.url, size=MOBILE, javascript=False)
    open_unit(plain)
    assert sums(plain) == ["7,5 62,25", "31,5 216,25", "61,5 426,25"]
    plain.get_by_label("ECTS").fill("6")
    assert sums(plain)[0] == "7,5 62,25"
    plain.get_by_role("button", name="Enregistrer").click()
    assert sums(plain) == ["6 62,25", "30 216,25", "60 426,25"]


def test_the_pages_of_the_editor_are_readable_on_a_phone(site: Site, visit: Visit) -> None:
    page = visit(site.url, size=MOBILE)
    open_unit(page)
    outline = page.get_by_role("link", name="Retour au plan").get_attribute("href") or ""
    matrix = outline.replace("modifier", "competences")
    module = page.get_by_role("link", name="Titre et évaluations M111").get_attribute("href") or ""
    for path in (outline, module, f"{outline}/regles", matrix):
        page.goto(path)
        assert axe(page) == [], path
        assert sideways_scroll(page) <= 0, path
    shoot(page, "curriculum/matrix-360")
    page.get_by_role("link", name="M111").click()
    page.get_by_label("A1.").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Un lien est changé.")
