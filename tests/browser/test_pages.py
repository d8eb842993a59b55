"""Every page that a role finds from its navigation can be used, and tells no one anything."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Error, Page, Response, ViewportSize, expect

from msp_du.demonstration import build, story
from msp_du.demonstration.build import DemoAccount
from msp_du.domain.vocabulary import DocumentState, Role
from tests.support.browser import DESKTOP, MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, sign_in
from tests.support.off_the_path import off_the_path
from tests.support.pages import PageError, check_page

NARROW = ViewportSize(width=320, height=640)
MOST_BYTES = 30_000
"""What a page may weigh, compressed."""
MOST_PAGES = 165
MOST_ALIKE = 1
"""How many pages that differ by their object only are looked at, near the navigation."""
NEAR = 2
"""How many links from home are near; of those farther away, one of a kind is looked at."""
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
    "/v",
    "/v/7KQM-2XZB-9HTR-C4WN-E",
    "/v/7KQM-2XZB-9HTR-C4WN-X",
)
GRADUATE = "graduate"
WALKERS: dict[str, DemoAccount] = {
    **{each.role: each for each in reversed(build.known_accounts())},
    GRADUATE: [each for each in build.known_accounts() if each.role is Role.TRAINEE][-1],
}
WANTED = {
    Role.TRAINEE: {"/notes/", "/competences/", "/competences/*/evaluer?domaine", "/documents/"},
    GRADUATE: {"/notes/", "/documents/", "/documents/*"},
    Role.TUTOR: {
        "/notes/",
        "/notes/*/*",
        "/competences/",
        "/competences/*",
        "/competences/*/evaluer?domaine&reprendre",
    },
    Role.SUPERVISOR: {"/competences/stages/*", "/competences/stages/*/evaluer?domaine"},
    Role.COORDINATOR: {
        "/notes/*/*",
        "/notes/*/*?session",
        "/notes/*/*/responsables",
        "/competences/*",
        "/jury/*?annee",
        "/jury/decisions/*",
    },
    Role.REGISTRAR: {
        "/documents/promotions/*",
        "/documents/promotions/*/diplomes",
        "/documents/promotions/*/releves",
        "/documents/inscriptions/*",
        "/documents/*",
        "/documents/*/revoquer",
        "/documents/*/remplacer",
    },
    Role.BOARD_MEMBER: {
        "/jury/*?annee",
        "/jury/decisions/*",
        "/jury/decisions/*/correction",
        "/jury/seances/*",
        "/jury/seances/*/dossiers",
        "/jury/seances/*/dossiers/*",
        "/jury/seances/*/presence",
    },
    Role.ADMINISTRATOR: {"/etablissement/comptes"},
}
"""Pages that the walk of each must have come by, whatever else it finds."""


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
    """Follows every link from home, each page once, few of those that are alike."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: set[str] = set()
        self.alike: Counter[str] = Counter()
        self.shown: list[str] = []

    def pages(self, others: list[str]) -> Iterator[tuple[str, int, Response]]:
        """Yield the pages with how far from home they are; ``others`` are looked at first."""
        waiting = [(path, 0) for path in ("/", *others)]
        while waiting:
            path, depth = waiting.pop(0)
            if not self.is_new(path, depth):
                continue
            response = self.open(path)
            if response is None:
                continue
            self.shown.append(path)
            yield path, depth, response
            waiting += [(link, depth + 1) for link in self.page.evaluate(LINKS)]

    def is_new(self, path: str, depth: int) -> bool:
        if path in self.seen:
            return False
        self.seen.add(path)
        shape = shape_of(path)
        most = MOST_ALIKE if depth <= NEAR else 1
        if depth and self.alike[shape] >= most:
            return False
        self.alike[shape] += 1
        return True

    def open(self, path: str) -> Response | None:
        """Open a page; a file to keep is none (its name is looked at elsewhere)."""
        try:
            return self.page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return None


def shape_of(path: str) -> str:
    """Return what pages have in common that differ by their object only."""
    url = urlsplit(path)
    names = "&".join(name for name, _value in parse_qsl(url.query))
    shape = re.sub(r"[0-9a-f-]{36}", "*", url.path)
    return f"{shape}?{names}" if names else shape


@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_of_a_role_can_be_used(demo: Site, visit: Visit, walker: str) -> None:
    page = visit(demo.url, size=MOBILE)
    sign_in(page, WALKERS[walker].email, story.PASSWORD)
    walk, found = Walk(page), []
    for path, depth, response in walk.pages(off_the_path(demo, walker)):
        found += [f"{path}: {fault}" for fault in faults(page, response)]
        if response.status != 200:
            found.append(f"{path}: answers {response.status}")
        if depth < 2 or shape_of(path) in WANTED[walker]:
            name = re.sub(r"\W+", "-", re.sub(r"[0-9a-f-]{36}", "one", path)).strip("-") or "home"
            picture(page, f"{walker}/{name}")
    assert found == []
    assert WANTED[walker] - {shape_of(path) for path in walk.shown} == set()
    assert 7 <= len(walk.shown) <= MOST_PAGES


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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_verdict_can_be_used(demo: Site, visit: Visit, language: str) -> None:
    page = visit(demo.url, size=MOBILE)
    papers = [(each.code, each.family_name, each.state) for each in demo.codes]
    assert {state for _code, _name, state in papers} == set(DocumentState) - {DocumentState.PENDING}
    found = []
    for code, name, state in [*papers, (papers[0][0], "Personne", "no-match")]:
        page.goto(f"/v/{code}?lang={language}")
        page.locator("[name=family_name]").fill(name)
        with page.expect_navigation() as shown:
            page.locator("main button").click()
        found += [f"{state}: {fault}" for fault in faults(page, shown.value)]
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".verdict")).to_have_count(1)
        picture(page, f"public/verdict-{state}-{language}")
    assert found == []
    assert page.context.cookies() == []
