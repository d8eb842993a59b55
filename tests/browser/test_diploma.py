"""The whole main job, in a real browser: from a curriculum to a certificate that a stranger reads.

Mark, rate, decide, issue, download, verify, revoke; each person in a browser of their own.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from tests.support import conformance
from tests.support.browser import DESKTOP, Visit
from tests.support.commands import Outcome, Run
from tests.support.judging_steps import (
    NAME,
    OTHER,
    TUTOR,
    mark,
    name_marker,
    rate_as_host,
    rate_oneself,
    validate_core,
)
from tests.support.live import Site
from tests.support.opening_steps import (
    COHORT,
    CONTACT,
    Stay,
    agree,
    approve,
    import_class_list,
    import_curriculum,
    log_and_submit,
    open_cohort,
    open_host,
    open_placement,
    open_year,
    see_hours,
)
from tests.support.sitting_steps import (
    close,
    decide,
    open_sitting,
    prepare,
    sign_and_publish,
    to_the_table,
)
from tests.support.story import (
    PHONE,
    Browser,
    Setting,
    address,
    invitation,
    let_worker_work,
    open_accounts,
)

DATA = Path(__file__).parent / "data"
TRAINEE = "lukasz.sahin@example.org"
PRINTED = "Łukasz ŞAHIN-NGUYỄN"
STAFF = {
    "administrator": "Sofia Nunes",
    "coordinator": "Ada Roy",
    "tutor": TUTOR,
    "board_member": "Yann Morvan",
    "registrar": "Marc Le Goff",
}
MODULES = ("M11", "M12", "M21", "P22")

SETTINGS = [
    pytest.param(Setting("sqlite", PHONE, True), id="phone"),
    pytest.param(Setting("postgresql", DESKTOP, False), id="without-scripts"),
]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody at the university, signed in; the others come by invitation."""

    site: Site
    setting: Setting
    visit: Visit
    links: dict[str, str]

    def enter(self, role: str) -> Browser:
        """Let somebody of the university open their account."""
        someone = Browser(self.site, self.setting, self.visit)
        someone.open_account(self.links[role], address(role))
        return someone

    def invite(self, email: str) -> Browser:
        """Let somebody open the account to which a mail invited them."""
        someone = Browser(self.site, self.setting, self.visit)
        someone.open_account(invitation(self.site, email), email)
        return someone


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_from_a_curriculum_to_a_certificate_that_a_stranger_verifies(
    site: Site, setting: Setting, visit: Visit, command: Run, tmp_path: Path
) -> None:
    cast = Cast(site, setting, visit, open_accounts(command, **STAFF))
    today = calendar.today(datetime.now(UTC), PARIS)
    name_signatory(cast.enter("administrator"))
    coordinator, trainee = open_course(cast, today)
    log_and_submit(trainee)
    contact = cast.invite(CONTACT)
    approve(contact)
    see_hours(trainee, of_stay=7, of_diploma=7)

    for module in MODULES:
        name_marker(coordinator, module)
    tutor = cast.enter("tutor")
    mark(tutor)
    rate_oneself(trainee)
    rate_as_host(contact)
    validate_core(tutor)
    hold_board(cast, coordinator, today)

    registrar = cast.enter("registrar")
    issue(registrar)
    let_worker_work(site)
    transcript = tmp_path / download(trainee, "Relevé de notes", tmp_path)
    certificate = tmp_path / download(trainee, "Diplôme", tmp_path)
    assert "13,00" in conformance.text_of(transcript)
    assert PRINTED in conformance.text_of(certificate)
    assert ask_register(command, certificate) == (0, "valid")

    url = conformance.scanned(certificate)
    stranger = Stranger(cast, url)
    stranger.finds_valid()
    stranger.finds_nothing("Le Bihan")
    revoke(registrar)
    stranger.finds_revoked()
    assert ask_register(command, certificate) == (1, "revoked")
    assert ask_register(command, transcript) == (0, "valid")


def hold_board(cast: Cast, coordinator: Browser, today: date) -> None:
    """Sit over the class: one is admitted, the other waits; sign and publish at once."""
    prepare(coordinator, today)
    president = cast.enter("board_member")
    open_sitting(president)
    expect(president.row(OTHER)).to_contain_text("À voir")
    decide(president, NAME, "Admission")
    to_the_table(president)
    close(president)
    sign_and_publish(president)


def name_signatory(administrator: Browser) -> None:
    administrator.go("Établissement", "Ajouter un ou une signataire")
    administrator.look("Ajouter un ou une signataire")
    administrator.type("Prénom et nom", "Paul Ngoma")
    administrator.type("Qualité", "Présidence de l’université")
    administrator.press("Enregistrer")
    administrator.says("Paul Ngoma")


def open_course(cast: Cast, today: date) -> tuple[Browser, Browser]:
    """Import, enrol and place; return the coordinator and the trainee."""
    coordinator = cast.enter("coordinator")
    import_curriculum(coordinator, DATA / "small-curriculum.yaml", shown=("7 h", "10"))
    open_year(coordinator, today)
    open_cohort(coordinator)
    import_class_list(coordinator, DATA / "small-class.csv", 2)
    open_host(coordinator)
    open_placement(coordinator, Stay(NAME, 7, tutor=TUTOR), today)
    agree(coordinator)
    trainee = cast.invite(TRAINEE)
    trainee.look("Bonjour Łukasz")
    return coordinator, trainee


def issue(registrar: Browser) -> None:
    """Ask for the certificate with all that are ready, and for the transcript on its own."""
    registrar.go("Documents", COHORT)
    registrar.look(f"Documents de la promotion {COHORT}")
    registrar.go("Éditer le diplôme prêt")
    registrar.look("Éditer les diplômes")
    registrar.says(PRINTED)
    registrar.press("Éditer un diplôme")
    registrar.look(f"Documents de la promotion {COHORT}")
    registrar.go(NAME)
    registrar.look("Documents d’une personne")
    registrar.box("Relevé, année 1").check()
    registrar.press("Éditer ce document")
    registrar.look("Relevé de notes")
    registrar.says("En préparation")


def download(trainee: Browser, kind: str, folder: Path) -> str:
    """Keep a document of one's own in a folder, and return the name of its file."""
    trainee.go("Documents")
    trainee.look("Documents")
    trainee.shoot("documents")
    expect(trainee.row(kind)).to_contain_text("Valable")
    with trainee.page.expect_download() as download:
        trainee.row(kind).get_by_role("link", name="Télécharger").click()
    name = download.value.suggested_filename
    download.value.save_as(folder / name)
    return name


def revoke(registrar: Browser) -> None:
    registrar.go("Documents", COHORT, NAME)
    registrar.main.locator("tr").get_by_role("link", name=re.compile("^Diplôme")).click()
    registrar.look("Diplôme")
    registrar.shoot("document")
    number = registrar.page.locator(".heading__lead").inner_text()
    registrar.go("Révoquer")
    registrar.look("Révoquer le document")
    registrar.box("Édité par erreur").check()
    registrar.type("Numéro du document", number)
    registrar.press("Révoquer le document")
    registrar.look("Diplôme")
    registrar.says("Ce document ne fait plus foi")


def ask_register(command: Run, file: Path) -> tuple[int, str]:
    """Ask the operator's command about a file; return how it ended and what it said."""
    said: Outcome = command("documents", "verify", str(file), "--json")
    return said.status, json.loads(said.out)["state"]


class Stranger(Browser):
    """Somebody who was handed the paper: no account, and no scripts in any setting."""

    def __init__(self, cast: Cast, url: str) -> None:
        size = cast.setting.size
        super().__init__(cast.site, Setting(cast.setting.engine, size, False), cast.visit)
        self.url = url
        assert re.fullmatch(re.escape(cast.site.url) + r"/v/(?:\w{4}-){4}\w", url)

    def ask(self, family_name: str) -> None:
        self.page.goto(self.url)
        self.look("Vérifier un document")
        expect(self.box("Code du document")).to_have_value(self.url.rpartition("/")[2])
        self.type("Nom de famille", family_name)
        self.press("Vérifier")

    def finds_valid(self) -> None:
        self.ask("sahin nguyen")
        self.look("Ce document est valable")
        self.says(PRINTED)
        self.says("Diplôme d’université")
        self.shoot("verdict-valid")
        assert self.page.context.cookies() == []

    def finds_nothing(self, family_name: str) -> None:
        self.ask(family_name)
        self.look("Aucun document ne correspond")
        self.says("Cela ne prouve rien contre la personne")
        self.shoot("verdict-nothing")

    def finds_revoked(self) -> None:
        self.ask("ŞAHIN-NGUYỄN")
        self.look("Ce document a été annulé")
        expect(self.main).not_to_contain_text(PRINTED)
        self.shoot("verdict-revoked")
