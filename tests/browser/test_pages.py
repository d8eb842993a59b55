"""Every page that a role finds from its navigation can be used, and tells no one anything."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Error, Page, Response, ViewportSize

from msp_du.demonstration import build, story
from msp_du.domain.vocabulary import Role
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, sign_in
from tests.support.pages import PageError, check_page

NARROW = ViewportSize(width=320, height=640)
MOST_BYTES = 30_000
"""What a page may weigh, compressed."""
MOST_PAGES = 30
MOST_ALIKE = 2
"""How many pages that differ by their object only are looked at."""
LINKS = """() => [...document.querySelectorAll("header nav a, header details a, main a")]
  .map((link) => new URL(link.href)).filter((url) => url.origin === location.origin)
  .map((url) => url.pathname + url.search)"""
PUBLIC = (
    "/connexion",
    "/mot-de-passe-oublie",
    "/mot-de-passe-oublie/envoye",
    "/invitation/une-adresse-qui-n-est-plus-bonne",
    "/aide",
    "/accessibilite",
    "/mentions-legales",
    "/confidentialite",
    "/contact",
    "/nulle-part",
)


def faults(page: Page, response: Response) -> Iterator[str]:
    """Yield what is wrong with the page that is shown, on a light phone and on a dark desk."""
    html = response.text()
    try:
        check_page(html)
    except PageError as error:
        yield str(error)
    if len(gzip.compress(html.encode())) > MOST_BYTES:
        yield f"{len(html)} characters are too many"
    for size in (MOBILE, NARROW, DESKTOP):
        page.set_viewport_size(size)
        scheme: Literal["dark", "light"] = "dark" if size is DESKTOP else "light"
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if size is not NARROW:
            yield from (f"at {size['width']} px: {fault}" for fault in axe(page))
        if wider := sideways_scroll(page):
            yield f"at {size['width']} px: {wider} px too wide"


def picture(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="light")
    for size in (DESKTOP, MOBILE):
        page.set_viewport_size(size)
        shoot(page, f"{name}-{size['width']}")


class Walk:
    """Follows links two deep from the navigation, each page once, few of those that are alike."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: set[str] = set()
        self.alike: Counter[str] = Counter()
        self.shown: list[str] = []

    def pages(self) -> Iterator[tuple[str, int, Response]]:
        waiting = [("/", 0)]
        while waiting and len(self.shown) < MOST_PAGES:
            path, depth = waiting.pop(0)
            if not self.is_new(path):
                continue
            response = self.open(path)
            if response is None:
                continue
            self.shown.append(path)
            yield path, depth, response
            if depth < 3:
                waiting += [(link, depth + 1) for link in self.page.evaluate(LINKS)]

    def is_new(self, path: str) -> bool:
        if path in self.seen:
            return False
        self.seen.add(path)
        shape = re.sub(r"[0-9a-f-]{36}|\?.*", "*", path)
        self.alike[shape] += 1
        return self.alike[shape] <= MOST_ALIKE

    def open(self, path: str) -> Response | None:
        """Open a page; a file to keep is none (its name is looked at elsewhere)."""
        try:
            return self.page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return None


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_can_be_used(demo: Site, visit: Visit, role: Role) -> None:
    account = next(each for each in build.known_accounts() if each.role is role)
    page = visit(demo.url, size=MOBILE)
    sign_in(page, account.email, story.PASSWORD)
    walk, found = Walk(page), []
    for path, depth, response in walk.pages():
        found += [f"{path}: {fault}" for fault in faults(page, response)]
        if response.status != 200:
            found.append(f"{path}: answers {response.status}")
        if depth < 2:
            shape = re.sub(r"[0-9a-f-]{36}|\W", "-", path).strip("-") or "home"
            picture(page, f"{role}/{shape}")
    assert found == []
    assert len(walk.shown) >= 7


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_public_page_can_be_used(demo: Site, visit: Visit, language: str) -> None:
    page = visit(demo.url, size=MOBILE)
    paths = list(PUBLIC)
    page.goto(f"/aide?lang={language}")
    guides = page.evaluate(LINKS)
    paths += [path.split("?")[0] for path in guides if path.startswith("/aide/")]
    assert len(paths) > len(PUBLIC)
    found = []
    for path in dict.fromkeys(paths):
        response = page.goto(f"{path}?lang={language}")
        assert response
        found += [f"{path}: {fault}" for fault in faults(page, response)]
        if page.locator("html").get_attribute("lang") != language:
            found.append(f"{path}: is not in {language}")
        if language == "fr":
            picture(page, f"public/{path.strip('/').replace('/', '-')}")
    assert found == []


def test_pages_that_refuse_can_be_used(demo: Site, visit: Visit) -> None:
    page = visit(demo.url, size=MOBILE)
    account = next(each for each in build.known_accounts() if each.role is Role.SUPERVISOR)
    sign_in(page, account.email, story.PASSWORD)
    for path, status in (("/promotions/", 403), ("/nulle-part", 404)):
        response = page.goto(path)
        assert response
        assert response.status == status
        assert list(faults(page, response)) == []
        picture(page, f"errors/{status}")
