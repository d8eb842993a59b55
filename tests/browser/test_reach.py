"""Pages within reach: of large text on a narrow screen, of the keyboard, of a thumb."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from msp_du.demonstration import build, story
from msp_du.domain.vocabulary import Role
from tests.browser.conftest import SmallClass
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, sign_in

NARROW = ViewportSize(width=320, height=640)
FIRST_OF_LIST = "main a[href*='/promotions/'], main a[href*='/validation/']"

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

# What has the focus: the part of the page it is in, and whether one can see that it has it.
FOCUSED = """() => {
  const element = document.activeElement;
  const seen = (pseudo, part) => {
    const style = getComputedStyle(part, pseudo);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || style.boxShadow !== "none";
  };
  const parts = [element, ...(element.labels ?? [])];
  const name = (element.name || element.innerText || element.id || element.tagName).trim();
  return {
    area: element === document.body ? "none" : element.matches(".skip-link") ? "skip"
      : element.closest("header") ? "header" : element.closest("main") ? "main" : "footer",
    name: name.split("\\n")[0],
    visible: parts.some((part) => [null, "::before", "::after"].some((p) => seen(p, part))),
  };
}"""


def address(role: Role) -> str:
    return next(each.email for each in build.known_accounts() if each.role is role)


MAIN_PAGES = {
    Role.TRAINEE: ("/", "/heures/", "/heures/ajouter", "/formation/", "/compte"),
    Role.SUPERVISOR: ("/", "/validation/"),
    Role.COORDINATOR: ("/", "/promotions/", "/stages/structures", "/etablissement/"),
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
        first = page.locator(FIRST_OF_LIST).first
        if path in {"/promotions/", "/validation/"} and first.count():
            paths.append(str(first.get_attribute("href")))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if role is Role.TRAINEE:
            page.locator("summary").evaluate_all("all => all.forEach((one) => one.click())")
        page.locator(".account > summary").click()
        found += [f"{path}: {cut}" for cut in page.evaluate(CUT)]
        if wider := sideways_scroll(page):
            found.append(f"{path}: {wider} px too wide")
        shape = re.sub(r"[0-9a-f-]{36}|/", "-", path).strip("-") or "home"
        shoot(page, f"large-text/{role}-{shape}")
    assert found == []


def tab_through(page: Page, most: int = 120) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the footer is reached."""
    stops = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        stops.append(stop)
        if stop["area"] in {"footer", "none"}:
            break
    return stops


def check_stops(page: Page, *, wanted: list[str]) -> None:
    """Check that Tab leads through the page in its order, each stop in sight."""
    stops = tab_through(page)
    areas = [stop["area"] for stop in stops]
    assert areas == sorted(areas, key=["skip", "header", "main", "footer"].index)
    assert areas[0] == "skip"
    assert areas[-1] == "footer"
    assert [stop["name"] for stop in stops if not stop["visible"]] == []
    names = [stop["name"] for stop in stops if stop["area"] == "main"]
    assert [name for name in names if name in wanted] == wanted


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
    page.goto("/validation/")
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
        page.goto("/validation/") if not _step else page.locator("main a").first.click()
        found += too_small(page)
    assert found == []
