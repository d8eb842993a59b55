"""Plugin: stories played in a browser, by several people, from an empty instance."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from msp_du.jobs.worker import run_due
from tests.support.browser import Visit, axe, shoot, sideways_scroll
from tests.support.commands import Run, runner
from tests.support.live import Site, empty_instance
from tests.support.mailing import kept, text_of
from tests.support.postgres import create_database, drop_database

PHONE = ViewportSize(width=360, height=740)
PASSWORD = "une phrase assez longue"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how a story is played."""

    engine: str
    size: ViewportSize
    javascript: bool


@pytest.fixture
def setting(request: pytest.FixtureRequest) -> Setting:
    """The setting; a story says which by parametrising this fixture."""
    found: Setting = request.param
    return found


@pytest.fixture
def site(
    setting: Setting, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """An empty instance, served, on the engine of the setting."""
    folder = tmp_path_factory.mktemp("story") / "instance"
    if setting.engine == "sqlite":
        with empty_instance(folder) as served:
            yield served
        return
    cluster = request.getfixturevalue("postgres_url")
    name = f"story_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    url = create_database(cluster, name)
    with empty_instance(folder, url) as served:
        yield served
    drop_database(cluster, name)


@pytest.fixture
def command(site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of this instance's operator."""
    return runner(site.config, monkeypatch, capsys)


def open_accounts(command: Run, **names: str) -> dict[str, str]:
    """Create the institution and an account a role; return the links that open them, by role."""
    words = ("Université du Sud", "--code", "sud", "--sender", "suivi@univ-sud.example")
    assert command("institutions", "create", *words).status == 0
    said = {}
    for role, name in names.items():
        words = (address(role), "--name", name, "--role", role)
        said[role] = command("accounts", "create", *words).out.strip()
    return said


def address(role: str) -> str:
    """Return the address of whoever has this role at the university."""
    return f"{role}@univ-sud.example"


class Browser:
    """One person's browser, which looks closely at each page it is told to look at."""

    def __init__(self, site: Site, setting: Setting, visit: Visit) -> None:
        self.site = site
        self.setting = setting
        self.page: Page = visit(site.url, size=setting.size, javascript=setting.javascript)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def look(self, title: str) -> None:
        """Check that this is the page, and that it can be used."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(spaced(title, whole=True))
        assert sideways_scroll(self.page) <= 0
        if self.setting.javascript:
            assert axe(self.page) == []

    def shoot(self, name: str) -> None:
        """Take a picture for people to look at."""
        shoot(self.page, f"story/{name}-{self.setting.size['width']}")

    def go(self, *names: str) -> None:
        """Follow links by their words, one after the other."""
        for name in names:
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def follow(self, words: str) -> None:
        """Follow a link of the page itself by some of its words."""
        self.main.get_by_role("link", name=words).first.click()

    def press(self, name: str) -> None:
        self.main.get_by_role("button", name=name).click()

    def box(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def type(self, label: str, value: str) -> None:
        self.box(label).fill(value)

    def date(self, legend: str, day: date, *, within: Locator | None = None) -> None:
        group = (within or self.main).get_by_role("group", name=legend)
        for label, number in (("Jour", day.day), ("Mois", day.month), ("Année", day.year)):
            group.get_by_label(label, exact=True).fill(str(number))

    def says(self, text: str) -> None:
        # Numbers and units are joined by no-break spaces, which a person does not see.
        expect(self.main).to_contain_text(spaced(text))

    def row(self, name: str) -> Locator:
        """Return the line of a table that stands for somebody or something."""
        return self.main.get_by_role("row").filter(has_text=name)

    def open_account(self, link: str, email: str) -> None:
        """Choose a password behind a one-time link, then sign in."""
        self.page.goto(link)
        self.look("Ouvrir votre compte")
        self.type("Nouveau mot de passe", PASSWORD)
        self.type("Le même, une seconde fois", PASSWORD)
        self.press("Ouvrir mon compte")
        self.look("Se connecter")
        self.type("Adresse e-mail", email)
        self.type("Mot de passe", PASSWORD)
        self.press("Se connecter")


def spaced(text: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return the pattern of a text whose spaces may be no-break ones."""
    words = re.escape(text).replace(r"\ ", r"\s+")
    return re.compile(rf"^\s*{words}\s*$" if whole else words)


def let_worker_work(site: Site) -> None:
    """Do everything that waits for the worker, as the worker does."""
    while run_due(site.app):
        pass


def invitation(site: Site, email: str) -> str:
    """Let the worker send what waits, and return the link that was mailed to this address."""
    let_worker_work(site)
    sent = [text_of(mail) for mail in kept(site.mails) if mail["To"] == email]
    found = re.findall(r"http://localhost:\d+/invitation/[\w-]+", "\n".join(sent))
    return str(found[-1])
