"""The first half of the main job, in a real browser, from an empty instance to hours signed."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from msp_du.jobs.worker import run_due
from tests.support.browser import DESKTOP, Visit, axe, shoot, sideways_scroll
from tests.support.commands import runner
from tests.support.live import Site, empty_instance
from tests.support.mailing import kept, text_of
from tests.support.postgres import create_database, drop_database

ROOT = Path(__file__).parents[2]
CURRICULUM = ROOT / "msp_du/data/curricula/du-msp-2026.yaml"
CLASS_LIST = ROOT / "tests/files/data/class-list-nasty.csv"
PHONE = ViewportSize(width=360, height=740)
PASSWORD = "une phrase assez longue"
TRAINEE = "yasmine.benali@example.org"
CONTACT = "solene.prigent@example.org"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how the story is played."""

    engine: str
    size: ViewportSize
    javascript: bool


SETTINGS = [
    pytest.param(Setting("sqlite", PHONE, True), id="phone"),
    pytest.param(Setting("sqlite", DESKTOP, False), id="without-scripts"),
    pytest.param(Setting("postgresql", DESKTOP, True), id="postgresql"),
]


@pytest.fixture(params=SETTINGS)
def setting(request: pytest.FixtureRequest) -> Setting:
    found: Setting = request.param
    return found


@pytest.fixture
def site(setting: Setting, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    if setting.engine == "sqlite":
        with empty_instance(tmp_path / "instance") as served:
            yield served
        return
    cluster = request.getfixturevalue("postgres_url")
    name = f"story_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    url = create_database(cluster, name)
    with empty_instance(tmp_path / "instance", url) as served:
        yield served
    drop_database(cluster, name)


class Browser:
    """One person's browser, which looks closely at each page it is told to look at."""

    def __init__(self, site: Site, setting: Setting, visit: Visit) -> None:
        self.site = site
        self.setting = setting
        self.page: Page = visit(site.url, size=setting.size, javascript=setting.javascript)

    def look(self, title: str) -> None:
        """Check that this is the page, and that it can be used."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        assert sideways_scroll(self.page) <= 0
        if self.setting.javascript:
            assert axe(self.page) == []

    def go(self, *names: str) -> None:
        """Follow links by their words, one after the other."""
        for name in names:
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).click()

    def fill(self, **values: str) -> None:
        for label, value in values.items():
            self.box(label).fill(value)

    def box(self, label: str) -> Locator:
        return self.page.get_by_label(label.replace("_", " "), exact=True)

    def type(self, label: str, value: str) -> None:
        self.box(label).fill(value)

    def date(self, legend: str, day: date, *, within: Locator | None = None) -> None:
        group = (within or self.page.get_by_role("main")).get_by_role("group", name=legend)
        for label, number in (("Jour", day.day), ("Mois", day.month), ("Année", day.year)):
            group.get_by_label(label, exact=True).fill(str(number))

    def says(self, text: str) -> None:
        # Numbers and units are joined by no-break spaces, which a person does not see.
        expect(self.page.get_by_role("main")).to_contain_text(spaced(text))

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


def spaced(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\ ", r"\s+"))


def invitation(site: Site, email: str) -> str:
    """Let the worker send what waits, and return the link that was mailed to this address."""
    while run_due(site.app):
        pass
    sent = [text_of(mail) for mail in kept(site.mails) if mail["To"] == email]
    found = re.findall(r"http://localhost:\d+/invitation/[\w-]+", "\n".join(sent))
    return str(found[-1])


@pytest.fixture
def links(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, str]:
    """The links that the operator's commands print, by role."""
    run = runner(site.config, monkeypatch, capsys)
    words = ("Université du Sud", "--code", "sud", "--sender", "suivi@univ-sud.example")
    assert run("institutions", "create", *words).status == 0
    said = {}
    for role in ("administrator", "coordinator"):
        words = (f"{role}@univ-sud.example", "--name", "Ada Roy", "--role", role)
        said[role] = run("accounts", "create", *words).out.strip()
    return said


def test_from_a_curriculum_and_a_class_list_to_signed_hours(
    site: Site, setting: Setting, visit: Visit, links: dict[str, str]
) -> None:
    today = calendar.today(datetime.now(UTC), PARIS)
    coordinator = Browser(site, setting, visit)
    coordinator.open_account(links["coordinator"], "coordinator@univ-sud.example")
    import_curriculum(coordinator)
    open_year(coordinator, today)
    open_cohort(coordinator)
    import_class_list(coordinator)
    open_host(coordinator)
    open_placement(coordinator, today)

    trainee = Browser(site, setting, visit)
    trainee.open_account(invitation(site, TRAINEE), TRAINEE)
    log_and_submit(trainee)

    contact = Browser(site, setting, visit)
    contact.open_account(invitation(site, CONTACT), CONTACT)
    approve(contact)

    see_totals(trainee)
    coordinator.go("Promotions", "P2026")
    row = coordinator.page.get_by_role("row", name="Yasmine")
    expect(row).to_contain_text(spaced("7 h sur 700 h"))


def import_curriculum(someone: Browser) -> None:
    someone.go("Formation", "Importer une version")
    someone.look("Importer une version")
    someone.box("Fichier de la formation").set_input_files(CURRICULUM)
    someone.press("Voir l’aperçu")
    someone.look("Vérifier avant d’importer")
    someone.press("Importer cette version")
    someone.says("700 h")
    someone.says("420 h")


def open_year(someone: Browser, today: date) -> None:
    someone.go("Établissement", "Ouvrir le calendrier", "Ajouter une année")
    first = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    someone.type("Nom de l’année", f"{first.year}-{first.year + 1}")
    someone.date("Premier jour", first)
    someone.date("Dernier jour", date(first.year + 1, 8, 31))
    someone.press("Enregistrer")


def open_cohort(someone: Browser) -> None:
    someone.go("Promotions", "Ouvrir une promotion")
    someone.look("Ouvrir une promotion")
    someone.type("Code de la promotion", "P2026")
    someone.press("Ouvrir la promotion")
    someone.look("Promotion P2026")


def import_class_list(someone: Browser) -> None:
    someone.go("Importer une liste")
    someone.look("Importer une liste")
    someone.box("Liste de la promotion").set_input_files(CLASS_LIST)
    someone.press("Voir l’aperçu")
    someone.look("Vérifier avant d’importer")
    someone.says("La colonne « Observations » n’est pas connue : elle est ignorée.")
    someone.box("Envoyer les invitations maintenant").check()
    someone.press("Importer 24 personnes")
    someone.says("24 personnes sont inscrites.")
    someone.look("Promotion P2026")
    shoot(someone.page, f"story/cohort-{someone.setting.size['width']}")


def open_host(someone: Browser) -> None:
    someone.go("Structures", "Ajouter une structure")
    someone.look("Ajouter une structure")
    someone.type("Nom", "CMP des Quais")
    someone.box("Type de structure").select_option(label="Service hospitalier ou ambulatoire")
    someone.box("Emploie des personnes salariées").check()
    someone.box("Une personne responsable peut signer les heures").check()
    someone.press("Enregistrer")
    someone.look("Structure")
    someone.go("Ajouter un contact")
    someone.look("Ajouter un contact")
    someone.type("Nom", "Solène Prigent")
    someone.box("Tutorat de stage").check()
    someone.type("Adresse électronique (facultatif)", CONTACT)
    someone.press("Enregistrer")
    someone.press("Inviter ce contact")
    someone.says("Accès ouvert")


def open_placement(someone: Browser, today: date) -> None:
    someone.go("Promotions", "P2026")
    someone.page.get_by_role("link", name="Yasmine").click()
    someone.look("Fiche d’inscription")
    someone.go("Ajouter un stage", "CMP des Quais")
    someone.look("Ouvrir un stage")
    chosen = someone.box("Contact qui signera les heures").locator("option:checked")
    expect(chosen).to_contain_text("Solène Prigent")
    someone.box("Formation continue").check()
    first = someone.page.get_by_role("group", name="Période 1")
    someone.date("Du", today - timedelta(days=7), within=first)
    someone.date("Au", today + timedelta(days=60), within=first)
    first.get_by_label("Heures prévues").fill("140")
    someone.press("Enregistrer")
    expect(someone.page.get_by_role("heading", level=1)).to_contain_text("Stage du")
    shoot(someone.page, f"story/placement-{someone.setting.size['width']}")


def log_and_submit(someone: Browser) -> None:
    someone.look("Bonjour Yasmine")
    someone.go("Noter la journée")
    someone.look("Ajouter des heures")
    someone.box("7 h").check()
    someone.press("Enregistrer")
    someone.go("Envoyer 1 jour à valider")
    someone.look("Envoyer des heures à valider")
    someone.press("Envoyer les jours cochés")
    someone.look("Mes heures")
    someone.says("0 h sur 280 h")


def approve(someone: Browser) -> None:
    someone.go("Heures à valider")
    someone.look("Heures à valider")
    someone.page.get_by_role("main").get_by_role("link").first.click()
    someone.look("Heures de stage à valider")
    shoot(someone.page, f"story/approval-{someone.setting.size['width']}")
    someone.type("Votre nom", "Solène Prigent")
    someone.type("Votre fonction", "Cadre de santé")
    someone.press("Je valide ces heures")
    someone.look("Heures à valider")
    someone.says("C’est signé")


def see_totals(someone: Browser) -> None:
    someone.go("Heures")
    someone.look("Mes heures")
    someone.says("7 h sur 280 h")
    someone.go("Accueil")
    someone.says("7 h sur 700 h")
    shoot(someone.page, f"story/home-{someone.setting.size['width']}")
