"""A sheet of marks by keyboard, on a phone, by paste, and at 400 %."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.mark_grid import PEOPLE, Sheet, open_sheet, paste, said, serve_sheet, values


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Sheet]:
    with serve_sheet(tmp_path / "instance") as served:
        yield served


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
            re.compile("^Camille Personne 29, Dossier.*25.».*20"),
        ]
    )
    shoot(page, "marks/pasted-1180")
    assert axe(page) == []
    page.get_by_role("button", name="Annuler le collage").click()
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert values(page) == before
    assert sheet.marks() == [900]


ZOOMED = ViewportSize(width=320, height=256)
"""What is left of 1280 by 1024 at 400 %."""


@pytest.mark.parametrize("size", [ZOOMED, DESKTOP], ids=["zoomed", "desk"])
def test_names_and_heads_stay_in_view_and_hide_no_focus(
    sheet: Sheet, visit: Visit, size: ViewportSize
) -> None:
    page = open_sheet(sheet, visit, size=size)
    page.locator("#m1-1").focus()
    for key in ["Enter"] * 12 + ["Tab"] + ["Shift+Enter"] * 4:
        page.keyboard.press(key)
        hidden = page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const shown = document.elementFromPoint(
                box.left + box.width / 2, box.top + 4) === document.activeElement
                && box.top >= 0 && box.bottom <= innerHeight;
              const name = document.activeElement.closest("tr").querySelector("th [id]");
              const spot = name.getBoundingClientRect();
              const named = spot.top >= -1 && spot.bottom <= innerHeight + 1;
              const head = document.querySelector("thead th").getBoundingClientRect();
              const headed = innerWidth < 641 || head.top >= 0;
              return [shown || "focus", named || "name", headed || "head"]
                .filter((each) => each !== true);
            }"""
        )
        assert hidden == [], (key, page.evaluate("document.activeElement.id"))
