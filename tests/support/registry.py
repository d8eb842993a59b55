"""A registrar's desk: a graduate, what issues their documents, and a printer without ink."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.verification import new_code
from msp_du.domain.vocabulary import DocumentKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Document, Enrolment, Signatory
from msp_du.services import issuing
from msp_du.services.document_facts import Edition
from msp_du.services.issuing import CodeKey, Printed, ToPrint
from tests.factories import make_account, make_cohort, make_enrolment, make_institution, make_person
from tests.factories.boards import make_graduate

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
EDITION = Edition(today=date(2026, 11, 22), host="diplomes.exemple.fr", is_specimen=False)
KEY = CodeKey("1", "c" * 43)
_sheets = count(1)


def plain_printer(wanted: ToPrint, code: str, url: str) -> Printed:
    """Make something that is no PDF, never twice the same."""
    text = f"%PDF {wanted.facts.number} {next(_sheets)} {code} {url}"
    return Printed(code, text.encode(), "template-1")


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody admitted in both years, and the registrar of their institution."""

    registrar: Account
    enrolment: Enrolment

    def request(
        self,
        kind: DocumentKind = DocumentKind.CERTIFICATE,
        year: int | None = None,
        *,
        edition: Edition = EDITION,
    ) -> Document:
        """Ask for a document of the graduate."""
        with transaction() as session:
            return issuing.request(
                session,
                self.enrolment,
                kind,
                year,
                actor=self.registrar,
                edition=edition,
                now=NOW,
            )

    def issued(
        self, kind: DocumentKind = DocumentKind.CERTIFICATE, year: int | None = None
    ) -> Document:
        """Ask for a document and print it."""
        return printed(self.request(kind, year).id)

    def replaced(self, document: Document) -> Document:
        """Ask for the document anew; the new one is not yet printed."""
        with transaction() as session:
            return issuing.replace(
                session,
                document,
                typed_number=document.number,
                actor=self.registrar,
                edition=EDITION,
                now=NOW,
            )


def printed(
    document_id: UUID,
    printer: Callable[[ToPrint, str, str], Printed] = plain_printer,
    *,
    now: datetime = NOW,
) -> Document:
    """Print a document as the worker does, and keep it."""
    with transaction() as session:
        wanted = issuing.prepare(session, document_id)
    assert wanted is not None
    made = printer(wanted, new_code(), "https://diplomes.exemple.fr/v/X")
    with transaction() as session:
        return issuing.finish(session, document_id, made, key=KEY, now=now)


def open_desk(session: Session) -> Desk:
    """A graduate of an institution with one signatory, and a registrar."""
    institution = make_institution(session)
    session.add(
        Signatory(
            institution_id=institution.id, position=1, name="Paul Ngoma", capacity="Le président"
        )
    )
    person = make_person(
        session,
        institution=institution,
        birth_family_name="Lefèvre-Oüahdi",
        usage_family_name="Le Goff",
    )
    cohort = make_cohort(session, institution=institution)
    enrolment = make_enrolment(session, cohort=cohort, person=person)
    make_graduate(session, enrolment=enrolment)
    return Desk(make_account(session, Role.REGISTRAR, institution=institution), enrolment)
