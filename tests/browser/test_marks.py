"""A sheet of marks by keyboard, on a phone, and by two tutors at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect
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
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
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


def cells(page: Page) -> list[str]:
    return [str(each.input_value()) for each in page.locator("input[data-mark]").all()]


def test_thirty_marks_are_typed_by_keyboard(sheet: Sheet, visit: Visit) -> None:
    page = visit(sheet.site.url, size=DESKTOP)
    sign_in(page, TUTORS[0], PASSWORD)
    page.goto(sheet.path)
    page.locator("input[data-mark]").first.focus()
    keys = 0
    for number in range(PEOPLE):
        text = str(number % 20)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        keys += len(text) + 1
    expect(page.get_by_role("button", name="Enregistrer les notes")).to_be_focused()
    page.keyboard.press("Enter")
    assert keys + 1 <= 160
    expect(page.get_by_role("status")).to_contain_text("30 notes enregistrées.")
    assert sheet.marks() == sorted(number % 20 * 100 for number in range(PEOPLE))


def test_keys_lead_from_cell_to_cell(sheet: Sheet, visit: Visit) -> None:
    page = visit(sheet.site.url, size=DESKTOP)
    sign_in(page, TUTORS[0], PASSWORD)
    page.goto(sheet.path)
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


@pytest.mark.parametrize("size", [MOBILE, DESKTOP], ids=["phone", "desk"])
def test_a_refused_sheet_leads_to_the_cell_and_keeps_the_rest(
    sheet: Sheet, visit: Visit, size: ViewportSize
) -> None:
    page = visit(sheet.site.url, size=size)
    sign_in(page, TUTORS[0], PASSWORD)
    page.goto(sheet.path)
    assert axe(page) == []
    assert sideways_scroll(page) <= 0
    boxes = [each.bounding_box() for each in page.locator("input[data-mark]").all()[:4]]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    page.locator("#m2-1").fill("25")
    page.locator("#m3-2").fill("12,5")
    page.get_by_role("button", name="Enregistrer les notes").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert axe(page) == []
    assert sideways_scroll(page) <= 0
    shoot(page, f"marks/refused-{size['width']}")
    summary.get_by_role("link").press("Enter")
    expect(page.locator("#m2-1")).to_be_focused()
    told = re.compile("Une note ne dépasse pas 20.")
    expect(page.locator("#m2-1")).to_have_accessible_description(told)
    expect(page.locator("#m3-2")).to_have_value("12,5")
    assert sheet.marks() == []


def test_two_tutors_on_one_cell_settle_it(sheet: Sheet, visit: Visit) -> None:
    mine, theirs = visit(sheet.site.url, size=MOBILE), visit(sheet.site.url, javascript=False)
    for page, email in ((mine, TUTORS[0]), (theirs, TUTORS[1])):
        sign_in(page, email, PASSWORD)
        page.goto(sheet.path)
    theirs.locator("#m1-1").fill("9")
    theirs.get_by_role("button", name="Enregistrer les notes").click()
    expect(theirs.get_by_role("status")).to_contain_text("Une note enregistrée.")
    mine.locator("#m1-1").fill("14")
    mine.get_by_role("button", name="Enregistrer les notes").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Notes à départager")
    expect(mine.get_by_role("main")).to_contain_text("Saisie par Noé Faure")
    assert axe(mine) == []
    assert sideways_scroll(mine) <= 0
    shoot(mine, "marks/settle-360")
    mine.get_by_label("La vôtre : 14").check()
    mine.get_by_role("button", name="Enregistrer ce choix").click()
    expect(mine.get_by_role("status")).to_contain_text("Une note enregistrée.")
    assert sheet.marks() == [1400]
