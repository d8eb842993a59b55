"""Pages within reach: of large text on a narrow screen, of the keyboard, of a thumb."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from msp_du.demonstration import build, story
from msp_du.domain.vocabulary import Role
from tests.browser.conftest import SmallClass
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, sign_in

NARROW = ViewportSize(width=320, height=640)
LISTS = {"/promotions/", "/bureau/", "/notes/", "/competences/", "/jury/", "/documents/"}
"""Pages of which the first thing listed is looked at as well."""

# What sticks out of the window or is cut by a box that hides what is too much; a box that
# scrolls, a line of typed text and what is for screen readers alone are none of these.
CUT = """() => [...document.querySelectorAll("body *")].filter((element) => {
  if (element.closest(".govuk-visually-hidden, .skip-link, thead, svg")) return false;
  if (!element.checkVisibility()) return false;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  if (!box.width || !box.height) return false;
  if (box.right > document.documentElement.clientWidth + 1 || box.left < -1)
    return !element.closest(".table-region");
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  return !element.matches("input, select, textarea")
    && (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      || hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => `${element.tagName}.${element.className}: ${element.innerText ?? ""}`)"""

# Each thing to tap with the room it takes: with its label for a box to tick.
TARGETS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((element) => element.checkVisibility() && !element.closest(".skip-link"))
  .map((element) => {
    const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
    const ticked = ["radio", "checkbox"].includes(element.type);
    const parts = ticked ? boxes : boxes.slice(0, 1);
    const words = [...element.parentElement.childNodes].filter((node) => node !== element)
      .map((node) => node.textContent.trim()).join("");
    const from = (side) => Math.min(...parts.map((box) => box[side]));
    const to = (side) => Math.max(...parts.map((box) => box[side]));
    const flows = element.tagName === "A" && getComputedStyle(element).display === "inline";
    return {
      name: `${element.tagName} ${(element.innerText || element.name || "").slice(0, 40)}`,
      height: to("bottom") - from("top"),
      width: to("right") - from("left"),
      main: element.matches(".govuk-button, input, select, textarea, .nav__link, summary")
        && !element.matches(".govuk-button--quiet"),
      inSentence: flows && words !== "",
    };
  })"""


def address(role: Role) -> str:
    return next(each.email for each in build.known_accounts() if each.role is role)


MAIN_PAGES = {
    Role.TRAINEE: (
        "/",
        "/heures/",
        "/heures/ajouter",
        "/notes/",
        "/competences/",
        "/documents/",
        "/formation/",
        "/compte",
    ),
    Role.TUTOR: ("/", "/notes/", "/competences/"),
    Role.SUPERVISOR: ("/", "/bureau/"),
    Role.COORDINATOR: ("/", "/promotions/", "/stages/structures", "/etablissement/"),
    Role.REGISTRAR: ("/", "/documents/"),
    Role.BOARD_MEMBER: ("/", "/jury/"),
    Role.ADMINISTRATOR: ("/etablissement/", "/etablissement/comptes"),
}


@pytest.mark.parametrize("role", MAIN_PAGES)
def test_large_text_on_a_narrow_screen_is_whole(demo: Site, visit: Visit, role: Role) -> None:
    page = visit(demo.url, size=NARROW)
    sign_in(page, address(role), story.PASSWORD)
    paths = list(MAIN_PAGES[role])
    found = []
    for path in paths:
        page.goto(path)
        first = page.locator(f"main a[href^='{path}']:not([href='{path}'])").first
        if path in LISTS and first.count():
            paths.append(str(first.get_attribute("href")))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if role in {Role.TRAINEE, Role.TUTOR}:
            page.locator("summary").evaluate_all("all => all.forEach((one) => one.click())")
        page.locator(".account > summary").click()
        found += [f"{path}: {cut}" for cut in page.evaluate(CUT)]
        if wider := sideways_scroll(page):
            found.append(f"{path}: {wider} px too wide")
        shape = re.sub(r"[0-9a-f-]{36}|\W", "-", path).strip("-") or "home"
        shoot(page, f"large-text/{role}-{shape}")
    assert found == []


def test_large_text_of_a_verdict_is_whole(demo: Site, visit: Visit) -> None:
    page = visit(demo.url, size=NARROW)
    found = []
    for listed in demo.codes:
        page.goto(f"/v/{listed.code}")
        page.locator("[name=family_name]").fill(listed.family_name)
        page.locator("main button").click()
        expect(page.locator(".verdict")).to_be_visible()
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found += [f"{listed.state}: {cut}" for cut in page.evaluate(CUT)]
        if wider := sideways_scroll(page):
            found.append(f"{listed.state}: {wider} px too wide")
        shoot(page, f"large-text/verdict-{listed.state}")
    assert found == []


def expect_summary(page: Page, *, leads_to: str) -> None:
    """Check the page of a form that was refused: title, focus, and where its first line leads."""
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Erreur\u00a0: ")
    assert axe(page) == []
    assert sideways_scroll(page) <= 0
    summary.get_by_role("link").first.press("Enter")
    assert page.evaluate("document.activeElement.name") == leads_to


@pytest.mark.parametrize("size", [MOBILE, DESKTOP], ids=["phone", "desk"])
def test_a_refused_form_leads_to_what_is_wrong(
    small_class: SmallClass, visit: Visit, size: ViewportSize
) -> None:
    page = visit(small_class.site.url, size=size)
    page.goto("/connexion")
    page.get_by_role("button", name="Se connecter").click()
    expect_summary(page, leads_to="email")

    sign_in(page, small_class.trainee, small_class.password)
    page.goto("/heures/ajouter")
    page.get_by_label("Autre durée").check()
    page.get_by_label("Durée exacte").fill("beaucoup")
    page.get_by_role("button", name="Enregistrer").click()
    expect_summary(page, leads_to="minutes")
    shoot(page, f"refused/hours-{size['width']}")

    page = visit(small_class.site.url, size=size)
    sign_in(page, small_class.supervisor, small_class.password)
    page.goto("/bureau/")
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_label("Votre nom").fill("")
    page.get_by_role("button", name="Je valide ces heures").click()
    expect_summary(page, leads_to="declared_name")


def too_small(page: Page) -> list[str]:
    """Name what a thumb could miss: main acts under 44 px, anything else under 24 px."""
    found = []
    for target in page.evaluate(TARGETS):
        least = 44 if target["main"] else 24
        if target["inSentence"]:
            continue
        if target["height"] < least - 0.5 or target["width"] < min(least, 32) - 0.5:
            found.append(f"{target['name']}: {target['width']:.0f} × {target['height']:.0f}")
    return found


def test_a_thumb_reaches_everything(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url, size=MOBILE)
    found = []
    page.goto("/connexion")
    found += too_small(page)
    sign_in(page, small_class.trainee, small_class.password)
    for path in ("/", "/heures/", "/heures/ajouter", "/formation/", "/compte"):
        page.goto(path)
        page.locator("summary").evaluate_all("all => all.forEach((one) => one.click())")
        found += [f"{path}: {fault}" for fault in too_small(page)]
    page = visit(small_class.site.url, size=MOBILE)
    sign_in(page, small_class.supervisor, small_class.password)
    for _step in range(2):
        page.goto("/bureau/") if not _step else page.locator("main a").first.click()
        found += too_small(page)
    assert found == []
