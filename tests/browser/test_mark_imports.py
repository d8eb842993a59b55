"""A tutor takes the template, fills it in, imports it and thinks better of it; axe on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_writer import XLSX
from msp_du.models import Mark
from msp_du.services import passwords
from tests.factories import (
    PASSWORD,
    make_cohort,
    make_enrolment,
    make_institution,
    make_mark,
    make_marker,
    make_person,
    module_of,
    year_of,
)
from tests.support.browser import MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in

TUTOR = "dominique@example.org"


@dataclass(frozen=True, slots=True)
class Module:
    """A module with two assessments, two trainees, one mark."""

    site: Site
    path: str

    def marks(self) -> list[int | None]:
        with self.site.app.app_context():
            statement = select(Mark.hundredths).order_by(Mark.hundredths)
            return list(db.session().execute(statement).scalars())


@pytest.fixture
def module(tmp_path: Path) -> Iterator[Module]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            cohort = make_cohort(session, code="P2026")
            marked = module_of(session, cohort)
            tutor = make_marker(session, cohort, marked)
            tutor.email, tutor.password_hash = TUTOR, passwords.hash_password(PASSWORD)
            _first, second = (
                year_of(session, make_enrolment(session, cohort=cohort, person=person))
                for person in (
                    make_person(session, birth_family_name=name) for name in ("Adam", "Brun")
                )
            )
            make_mark(session, second, "M112-CC", "9")
            path = f"/notes/{cohort.id}/{marked.id}"
        yield Module(site, path)


def filled(book: bytes) -> bytes:
    """Fill the first column of marks as a person does, in the workbook itself."""
    workbook = openpyxl.load_workbook(BytesIO(book))
    sheet = workbook.worksheets[0]
    for row, text in ((2, "12,5"), (3, "14")):
        sheet.cell(row, 3).value = text
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def check(page: Page, name: str) -> None:
    assert axe(page) == []
    assert sideways_scroll(page) <= 0
    shoot(page, f"marks/{name}-360")


def test_a_template_is_filled_imported_and_undone(module: Module, visit: Visit) -> None:
    page = visit(module.site.url, size=MOBILE)
    sign_in(page, TUTOR, PASSWORD)
    page.goto(f"{module.path}/suivi")
    check(page, "steps")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Télécharger le modèle").click()
    book = filled(Path(coming.value.path()).read_bytes())
    page.get_by_role("link", name="Importer un fichier").click()
    page.get_by_label("Fichier de notes").set_input_files(
        {"name": "notes.xlsx", "mimeType": XLSX, "buffer": book}
    )
    page.get_by_role("button", name="Voir l’aperçu").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("M112-CC : 12,5, nouvelle")
    expect(main).to_contain_text("M112-CC : 9 → 14, changée")
    check(page, "preview")
    page.get_by_role("button", name="Importer 2 notes").click()
    expect(page.get_by_role("status")).to_contain_text("2 notes importées.")
    assert module.marks() == [1250, 1400]
    check(page, "imports")
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_role("status")).to_contain_text("revenues à ce qu’elles étaient")
    assert module.marks() == [900]
    page.get_by_role("link", name="M112").click()
    expect(main).to_contain_text("14 → 9")
    check(page, "history")
