"""A sheet of marks by keyboard, on a phone, and by two tutors at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect
from sqlalchemy import select

from msp_du.extensions import db, transaction
from msp_du.models import Mark
from msp_du.services import passwords
from tests.factories import (
    PASSWORD,
    make_cohort,
    make_enrolment,
    make_institution,
    make_marker,
    make_person,
    module_of,
)
from tests.support.browser import MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in

TUTORS = ("dominique@example.org", "noe@example.org")
PEOPLE = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A module with two assessments, thirty trainees, two tutors."""

    site: Site
    path: str

    def marks(self) -> list[int | None]:
        with self.site.app.app_context():
            statement = select(Mark.hundredths).order_by(Mark.hundredths)
            return list(db.session().execute(statement).scalars())


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Sheet]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            cohort = make_cohort(session, code="P2026")
            module = module_of(session, cohort)
            for email, name in zip(TUTORS, ("Dominique Bernard", "Noé Faure"), strict=True):
                tutor = make_marker(session, cohort, module, display_name=name)
                tutor.email = email
                tutor.password_hash = passwords.hash_password(PASSWORD)
            for number in range(PEOPLE):
                person = make_person(session, birth_family_name=f"Personne {number:02}")
                make_enrolment(session, cohort=cohort, person=person)
            path = f"/notes/{cohort.id}/{module.id}"
        yield Sheet(site, path)


def open_sheet(sheet: Sheet, visit: Visit, number: int = 0, **options: Any) -> Page:
    page = visit(sheet.site.url, **options)
    sign_in(page, TUTORS[number], PASSWORD)
    page.goto(sheet.path)
    return page


def said(page: Page) -> Locator:
    """The line below the grid."""
    return page.locator(".grid-status")


def paste(page: Page, text: str) -> None:
    """Paste as a spreadsheet's copy does, where the focus is."""
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def values(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "input[data-mark]", "(fields) => fields.map((field) => field.value)"
    )
    return found


def test_thirty_marks_are_typed_by_keyboard(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.locator("input[data-mark]").first.focus()
    keys = 0
    for number in range(PEOPLE):
        text = str(number % 20)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        keys += len(text) + 1
    assert keys <= 160
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == sorted(number % 20 * 100 for number in range(PEOPLE))
    expect(page.locator("#m30-1-s")).to_have_text("enregistré")
    expect(page.locator("[data-averages] td").first).to_have_text("7,83")
    assert axe(page) == []
    shoot(page, "marks/typed-1180")


def test_keys_lead_from_cell_to_cell(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.locator("#m2-1").focus()
    for key, wanted in (
        ("ArrowDown", "m3-1"),
        ("ArrowRight", "m3-2"),
        ("ArrowUp", "m2-2"),
        ("Shift+Enter", "m1-2"),
        ("ArrowUp", "m1-2"),
        ("ArrowLeft", "m1-1"),
        ("Tab", "m1-2"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == wanted, key
    page.keyboard.type("12,5")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "m1-2"  # inside the text
    page.keyboard.press("Escape")
    expect(page.locator("#m1-2")).to_have_value("")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("F2")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [1400]


def test_a_refused_mark_stays_in_view_and_the_others_are_saved(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit, size=MOBILE)
    assert sideways_scroll(page) <= 0
    boxes = [each.bounding_box() for each in page.locator("input[data-mark]").all()[:4]]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    page.locator("#m2-1").fill("25")
    page.locator("#m3-2").fill("12.5")
    page.locator("#m4-1").focus()
    refused = page.locator("#m2-1")
    expect(refused).to_have_accessible_description(re.compile("Une note ne dépasse pas 20."))
    assert refused.get_attribute("aria-invalid") == "true"
    expect(refused).to_have_value("25")
    expect(said(page)).to_contain_text("Une note ne dépasse pas 20.")
    expect(page.locator("#m3-2")).to_have_value("12,5")
    assert sheet.marks() == [1250]
    assert axe(page) == []
    assert sideways_scroll(page) <= 0
    shoot(page, "marks/refused-360")
    refused.fill("5")
    refused.press("Enter")
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [500, 1250]


def test_forty_marks_are_pasted_at_once_and_the_block_is_undone(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.locator("#m3-1").fill("9")
    page.locator("#m3-1").press("Enter")
    expect(said(page)).to_have_text("Tout est enregistré.")
    before = values(page)
    page.locator("#m1-1").focus()
    rows = [f"{number % 20},5\t{number % 20}.25" for number in range(20)]
    paste(page, "\r\n".join(rows) + "\r\n")
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert len(sheet.marks()) == 40
    assert values(page)[:4] == ["0,5", "0,25", "1,5", "1,25"]
    page.keyboard.press("Control+z")
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert values(page) == before
    assert sheet.marks() == [900]
    page.locator("#m30-1").focus()
    paste(page, "25\t13\n11")
    faults = page.locator(".grid-paste li")
    expect(faults).to_have_text(
        [
            "« 11 » : en dehors de la feuille.",
            re.compile("^Camille Personne 29, Dossier.* 25 ».*20"),
        ]
    )
    shoot(page, "marks/pasted-1180")
    assert axe(page) == []
    page.get_by_role("button", name="Annuler le collage").click()
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert values(page) == before
    assert sheet.marks() == [900]


def test_two_tutors_on_one_cell_see_both_values(sheet: Sheet, visit: Visit) -> None:
    mine = open_sheet(sheet, visit, size=MOBILE)
    theirs = open_sheet(sheet, visit, 1, javascript=False)
    theirs.locator("#m1-1").fill("9")
    theirs.get_by_role("button", name="Enregistrer les notes").click()
    expect(theirs.get_by_role("status")).to_contain_text("Une note enregistrée.")
    mine.locator("#m1-1").fill("14")
    with mine.expect_response("**/cellules") as answer:
        mine.locator("#m1-2").fill("11")
    assert answer.value.status == 409
    panel = mine.get_by_role("group", name="Camille Personne 00")
    expect(panel).to_contain_text("Vous avez saisi 14. Cette note a changé : 9, par Noé Faure, le")
    mine.locator("#m1-2").press("Enter")
    expect(said(mine)).to_have_text("Notes à départager : 1.")
    assert sheet.marks() == [900, 1100]
    assert axe(mine) == []
    assert sideways_scroll(mine) <= 0
    shoot(mine, "marks/conflict-360")
    panel.get_by_role("button", name="Garder 14").click()
    expect(said(mine)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [1100, 1400]


def test_a_network_cut_keeps_what_is_typed_and_sends_it_again(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.context.set_offline(True)
    for text in ("8", "9"):
        page.locator("#m1-1" if text == "8" else "#m2-1").fill(text)
    page.locator("#m2-1").press("Enter")
    expect(page.locator("#m1-1-s")).to_have_text("échec")
    expect(said(page)).to_contain_text("Notes non enregistrées : 2.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(50)
    assert asked == ["beforeunload"]
    assert sheet.marks() == []
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [800, 900]


def test_a_session_that_ended_loses_nothing(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    other = page.context.new_page()
    other.goto("/")
    other.locator("summary.account__name").click()
    other.get_by_role("button", name="Se déconnecter").click()
    page.locator("#m1-1").fill("8")
    page.locator("#m1-1").press("Enter")
    expect(said(page)).to_contain_text("Votre session a pris fin. Notes non enregistrées : 1")
    expect(page.locator("#m1-1")).to_have_value("8")
    sign_in(other, TUTORS[1], PASSWORD)
    page.get_by_role("button", name="Réessayer").click()
    expect(said(page)).to_contain_text("Un autre compte est connecté")
    assert sheet.marks() == []
    other.locator("summary.account__name").click()
    other.get_by_role("button", name="Se déconnecter").click()
    sign_in(other, TUTORS[0], PASSWORD)
    page.get_by_role("button", name="Réessayer").click()
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [800]
