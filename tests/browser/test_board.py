"""A whole board in a real browser: sat, closed, signed, published, corrected; then year 2."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import AcademicYear, Enrolment, Institution
from tests.factories import PASSWORD, make_account, make_cohort
from tests.support import conformance
from tests.support.board import make_candidate
from tests.support.browser import DESKTOP, Visit
from tests.support.live import Site, empty_instance, sign_in
from tests.support.opening_steps import COHORT
from tests.support.sitting_steps import (
    PRESIDENT,
    REFERENCE,
    close,
    decide,
    open_sitting,
    prepare,
    sign_and_publish,
    to_the_table,
)
from tests.support.story import Browser, Setting, let_worker_work

HERE = Setting("sqlite", DESKTOP, True)
WEAK = {"M121-ET": "7.95", "M122-ET": "7.95", "M123-EC": "7.95"}
NAMES = ("Arnaud", "Bensaïd", "Chol", "Diop")
TRAINEE = "arnaud@example.org"


@pytest.fixture
def small_class(tmp_path: Path) -> Iterator[Site]:
    """Four trainees: clear, weak in one unit, short of hours, without any."""
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            cohort = make_cohort(session, code="P2026")
            institution = session.execute(select(Institution)).scalar_one()
            begun = cohort.academic_year
            following = begun.ends_on + timedelta(days=1)
            session.add(
                AcademicYear(
                    institution_id=institution.id,
                    label=f"{following.year}-{following.year + 1}",
                    starts_on=following,
                    ends_on=begun.ends_on.replace(year=following.year + 1),
                )
            )
            institution.appeal_text = "Recours gracieux.\n\nRecours contentieux."
            for role, name in ((Role.COORDINATOR, "Ada Roy"), (Role.BOARD_MEMBER, PRESIDENT)):
                email = f"{role}@example.org"
                make_account(session, role, email=email, display_name=name, password=PASSWORD)
            known: tuple[dict[str, Any], ...] = (
                {},
                {"but": WEAK},
                {"minutes": 279 * 60},
                {"minutes": 0},
            )
            for name, changes in zip(NAMES, known, strict=True):
                year = make_candidate(session, cohort, family_name=name, **changes)
                if name == NAMES[0]:
                    person = session.get_one(Enrolment, year.enrolment_id).person
                    make_account(
                        session, Role.TRAINEE, email=TRAINEE, person=person, password=PASSWORD
                    )
        yield site


def enter(site: Site, visit: Visit, email: str) -> Browser:
    someone = Browser(site, HERE, visit)
    sign_in(someone.page, email, PASSWORD)
    return someone


def download(someone: Browser, name: str, folder: Path, *, place: int = 0) -> Path:
    with someone.page.expect_download() as started:
        someone.main.get_by_role("link", name=name).nth(place).click()
    path = folder / f"{len(list(folder.iterdir()))}.pdf"
    started.value.save_as(path)
    return path


def test_a_whole_board(small_class: Site, visit: Visit, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    coordinator = enter(small_class, visit, "coordinator@example.org")
    president = enter(small_class, visit, "board_member@example.org")
    trainee = enter(small_class, visit, TRAINEE)
    prepare(coordinator, calendar.today(datetime.now(UTC), PARIS))
    open_sitting(president)
    to_the_table(coordinator)
    sit(president, coordinator)
    close_once(president, coordinator)
    read_papers(coordinator, papers)

    trainee.go("Notes")
    expect(trainee.main).not_to_contain_text("Décision du jury")
    sign_and_publish(president)
    trainee.page.reload()
    trainee.says("Admission")
    letter = conformance.text_of(download(trainee, "Lettre du jury (PDF)", papers))
    assert "Recours contentieux." in letter
    correct(president, coordinator, papers)
    move_on(coordinator)
    trainee.page.reload()
    trainee.says("Année 2")


def sit(president: Browser, coordinator: Browser) -> None:
    """Give points, decide the clear case, admit by derogation; the other machine sees it."""
    watched = coordinator.row("Bensaïd")
    expect(watched).to_contain_text("Cas clair")
    president.follow("Bensaïd")
    president.follow("Ajouter des points")
    president.look("Points du jury, année 1")
    president.main.get_by_role("combobox", name="Moyenne").select_option(label="UE1.2")
    president.type("Points ajoutés", "0,1")
    president.main.get_by_role("textbox", name="Motif").fill("Régularité du travail.")
    president.press("Ajouter les points")
    president.says("7,95 avant, 8,05 après")
    president.box("Admission par le jury").check()
    president.press("Enregistrer et passer au suivant")
    expect(watched).to_contain_text("Admission par le jury", timeout=15_000)  # by itself

    to_the_table(president)
    president.follow("Décider un cas clair")
    president.look(f"Cas clairs de la séance {REFERENCE}")
    president.press("Prendre une décision")
    decide(president, "Chol", "Admission par le jury", "L’heure qui manque est faite.")
    to_the_table(president)


def close_once(president: Browser, coordinator: Browser) -> None:
    """Have both on the page that closes: the second one is refused."""
    coordinator.follow("Clore la séance")
    close(president)
    coordinator.type("Recopiez la référence de la séance", REFERENCE)
    coordinator.press("Clore avec")
    coordinator.says("ce n’est plus possible")
    coordinator.page.goto(president.page.url)


def read_papers(coordinator: Browser, papers: Path) -> None:
    text = conformance.text_of(download(coordinator, "Procès-verbal (PDF)", papers))
    for words in ("Camille ARNAUD", "0,1 point", "L’heure qui manque est faite.", "Camille DIOP"):
        assert words in text.replace("\u00a0", " "), words
    results = conformance.text_of(download(coordinator, "Liste des résultats", papers))
    assert "ARNAUD" not in results


def correct(president: Browser, coordinator: Browser, papers: Path) -> None:
    """Put a slip right: the new edition says so, and the former one stays."""
    president.follow("Camille Chol")
    president.follow("Corriger la décision")
    president.look("Rectifier une décision, année 1")
    president.box("Ajournement").check()
    for label, words in (
        ("Motif de la dérogation", "Les heures ne sont pas faites."),
        ("Ce qui est rectifié, et pourquoi", "Erreur de report."),
        ("Recopiez la référence de la séance", REFERENCE),
    ):
        president.main.get_by_role("textbox", name=label).fill(words)
    president.press("Rectifier la décision")
    president.says("La décision est rectifiée : Ajournement.")
    let_worker_work(president.site)
    coordinator.page.reload()
    coordinator.look(f"Séance {REFERENCE}")
    again = conformance.text_of(download(coordinator, "Procès-verbal (PDF)", papers))
    changed = "« Ajournement » au lieu de « Admission par le jury »"
    assert changed in again.replace("\u00a0", " ")
    former = download(coordinator, "Procès-verbal (PDF)", papers, place=1)
    assert former.read_bytes() == (papers / "0.pdf").read_bytes()


def move_on(coordinator: Browser) -> None:
    """Let those whom the board admitted begin year 2; who was refused keeps what is acquired."""
    coordinator.go("Promotions", COHORT)
    coordinator.follow("Après le jury")
    coordinator.look(f"Après le jury, promotion {COHORT}, année 1")
    for name, decision, way in (
        ("Arnaud", "Admission", "Passe dans l’année suivante"),
        ("Bensaïd", "Admission par le jury", "Passe dans l’année suivante"),
        ("Chol", "Ajournement", "Recommence l’année"),
        ("Diop", "–", "Attend la décision du jury"),
    ):
        expect(coordinator.row(name)).to_contain_text(decision)
        expect(coordinator.row(name)).to_contain_text(way)
    expect(coordinator.row("Chol")).to_contain_text("UE1.1, UE1.2, UE1.3, UE1.4, UE1.5")
    coordinator.type("Code de la promotion", COHORT)
    coordinator.press("Enregistrer pour 3 personnes")
    coordinator.says("C’est fait pour 3 personnes.")
    expect(coordinator.row("Arnaud")).to_contain_text("Déjà fait")
