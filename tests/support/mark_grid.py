"""A sheet of marks that is served, and what a browser test does with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from msp_du.extensions import db, transaction
from msp_du.models import Mark
from msp_du.services import passwords
from tests.factories import (
    PASSWORD,
    make_cohort,
    make_enrolment,
    make_institution,
    make_marker,
    make_person,
    module_of,
)
from tests.support.browser import Visit
from tests.support.live import Site, empty_instance, sign_in

TUTORS = ("dominique@example.org", "noe@example.org")
PEOPLE = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A module with two assessments, thirty trainees, two tutors."""

    site: Site
    path: str

    def marks(self) -> list[int | None]:
        with self.site.app.app_context():
            statement = select(Mark.hundredths).order_by(Mark.hundredths)
            return list(db.session().execute(statement).scalars())


@contextmanager
def serve_sheet(folder: Path) -> Iterator[Sheet]:
    """Serve an instance that holds such a module."""
    with empty_instance(folder) as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            cohort = make_cohort(session, code="P2026")
            module = module_of(session, cohort)
            for email, name in zip(TUTORS, ("Dominique Bernard", "Noé Faure"), strict=True):
                tutor = make_marker(session, cohort, module, display_name=name)
                tutor.email = email
                tutor.password_hash = passwords.hash_password(PASSWORD)
            for number in range(PEOPLE):
                person = make_person(session, birth_family_name=f"Personne {number:02}")
                make_enrolment(session, cohort=cohort, person=person)
            path = f"/notes/{cohort.id}/{module.id}"
        yield Sheet(site, path)


def open_sheet(sheet: Sheet, visit: Visit, number: int = 0, **options: Any) -> Page:
    """Open the sheet as one of its tutors."""
    page = visit(sheet.site.url, **options)
    sign_in(page, TUTORS[number], PASSWORD)
    page.goto(sheet.path)
    return page


def said(page: Page) -> Locator:
    """The line below the grid."""
    return page.locator(".grid-status")


def paste(page: Page, text: str) -> None:
    """Paste as a spreadsheet's copy does, where the focus is."""
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def values(page: Page) -> list[str]:
    """What stands in each cell."""
    found: list[str] = page.eval_on_selector_all(
        "input[data-mark]", "(fields) => fields.map((field) => field.value)"
    )
    return found
