"""Documents asked for, numbered and frozen; printed once by the worker; replaced and revoked.

A request freezes the facts and takes the number; the worker prints outside any transaction, and
``finish`` keeps the bytes. From then on nothing changes them: a correction is a new document.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain import frozen_facts
from msp_du.domain.documents import Issuer, canonical
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import DocumentKind, DocumentState, JobKind
from msp_du.models import Account, Cohort, Document, Enrolment, Institution
from msp_du.services import (
    audit,
    document_facts,
    entitlements,
    outbox,
    stored_files,
    verification_codes,
)
from msp_du.services.document_facts import Edition, Facts
from msp_du.services.document_register import check_number, check_valid, job_key, lock
from msp_du.services.entitlements import Entitlement
from msp_du.services.issue_plans import plan

MEDIA_TYPE: Final = "application/pdf"
MIDDLE: Final = {DocumentKind.CERTIFICATE: "DU", DocumentKind.TRANSCRIPT: "RN"}
"""What parts the year from the rest in a number; it says nothing of what was studied."""


@dataclass(frozen=True, slots=True)
class ToPrint:
    """All that rendering needs: the facts as frozen, and the logo they name."""

    facts: Facts
    logo: bytes | None


@dataclass(frozen=True, slots=True)
class Printed:
    """What the printer made: a PDF with this code in it, by these templates."""

    code: str
    pdf: bytes
    template_version: str


Printer: TypeAlias = Callable[[ToPrint, str, str], Printed]
"""Takes what to print, its code and the address that its QR code leads to."""


@dataclass(frozen=True, slots=True)
class CodeKey:
    """The key of the codes' digests, and its name in the register."""

    id: str
    secret: str


def request(
    session: Session,
    enrolment: Enrolment,
    kind: DocumentKind,
    year: int | None = None,
    *,
    actor: Account | None,
    edition: Edition,
    now: datetime,
) -> Document:
    """Freeze and number a document, and have it printed; ``year`` is that of a transcript.

    Raises RuleViolation DOCUMENT_NOT_ENTITLED, DOCUMENT_EXISTS, DOCUMENT_UNSIGNED, or
    DOCUMENT_SIGN_MISSING (detail ``signs``) for a text that the documents' font cannot print;
    then no number is taken.
    """
    institution = _lock(session, enrolment.institution_id)
    entitlement = entitlements.of_enrolment(session, enrolment).find(kind, year)
    if entitlement is None or not entitlement.is_due:
        raise RuleViolation(Rule.DOCUMENT_NOT_ENTITLED)
    if not entitlement.is_ready:
        raise RuleViolation(Rule.DOCUMENT_EXISTS)
    issuer = document_facts.issuer_of(session, institution, edition.host)
    draft = _Draft(institution, issuer, enrolment, entitlement)
    return _issue(session, draft, actor=actor, edition=edition, now=now)


def request_many(
    session: Session,
    cohort: Cohort,
    kind: DocumentKind,
    *,
    seen: str,
    actor: Account,
    edition: Edition,
    now: datetime,
) -> list[Document]:
    """Ask for every document of a kind that ``plan`` shows as possible, all or none.

    Raises RuleViolation STALE_VERSION when the plan confirmed, known by its ``meaning``, would
    no longer say the same.
    """
    institution = _lock(session, cohort.institution_id)
    found = plan(session, cohort, kind, actor=actor, edition=edition)
    if found.meaning != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    issuer = document_facts.issuer_of(session, institution, edition.host)
    return [
        _issue(
            session,
            _Draft(institution, issuer, row.enrolment, entitlement),
            actor=actor,
            edition=edition,
            now=now,
        )
        for row, entitlement in found.possible
    ]


def replace(
    session: Session,
    document: Document,
    *,
    typed_number: str,
    actor: Account,
    edition: Edition,
    now: datetime,
) -> Document:
    """Ask for the same document with today's facts; the old one holds until the new one is made.

    Raises RuleViolation as ``request`` does, DOCUMENT_STATE unless the document is valid, and
    DOCUMENT_NUMBER_WRONG when ``typed_number`` is another.
    """
    check_number(document, typed_number)
    institution = _lock(session, document.institution_id)
    lock(session, document)
    check_valid(document)
    taken = select(Document.id).where(Document.replaces_id == document.id)
    if session.execute(taken).first() is not None:
        raise RuleViolation(Rule.DOCUMENT_EXISTS)
    enrolment = document.enrolment
    found = entitlements.of_enrolment(session, enrolment).find(document.kind, year_of(document))
    if found is None or not found.is_due:
        raise RuleViolation(Rule.DOCUMENT_NOT_ENTITLED)
    issuer = document_facts.issuer_of(session, institution, edition.host)
    draft = _Draft(institution, issuer, enrolment, found, replaces=document)
    return _issue(session, draft, actor=actor, edition=edition, now=now)


def year_of(document: Document) -> int | None:
    """Return the year that a transcript is of; None for the diploma."""
    if document.kind is DocumentKind.CERTIFICATE:
        return None
    return document.decision.enrolment_year.year_number


def prepare(session: Session, document_id: UUID) -> ToPrint | None:
    """Return what the printer needs, or None when there is nothing left to print.

    Raises UnreadableFacts when the register holds other facts than were written there.
    """
    document = session.get(Document, document_id)
    if document is None or document.state is not DocumentState.PENDING:
        return None
    frozen_facts.unchanged(document.facts, document.facts_digest)
    facts = document_facts.read(document)
    logo = document_facts.logo_of(session, document.institution_id, facts.issuer.logo)
    return ToPrint(facts, logo.content if logo else None)


def finish(
    session: Session, document_id: UUID, made: Printed, *, key: CodeKey, now: datetime
) -> Document:
    """Keep the bytes, the digest of the code, and let the document hold from now on.

    What it replaces is replaced. A document that was finished before stays as it was made then.
    """
    statement = select(Document).where(Document.id == document_id).with_for_update()
    document = session.execute(statement.execution_options(populate_existing=True)).scalar_one()
    if document.state is not DocumentState.PENDING:
        return document
    file = stored_files.keep(session, document.institution_id, made.pdf, MEDIA_TYPE, now=now)
    document.file_id = file.id
    document.code_digest = verification_codes.digest(key.secret, made.code)
    document.code_key_id = key.id
    document.template_version = made.template_version
    document.issued_at = now
    document.state = DocumentState.VALID
    _end_former(session, document, now=now)
    session.flush()
    details = {"number": document.number, "sha256": file.sha256}
    audit.record(session, "documents:issue", document, actor=None, details=details)
    return document


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is about to be numbered; the institution is locked."""

    institution: Institution
    issuer: Issuer
    enrolment: Enrolment
    entitlement: Entitlement
    replaces: Document | None = None


def _issue(
    session: Session, draft: _Draft, *, actor: Account | None, edition: Edition, now: datetime
) -> Document:
    kind, day = draft.entitlement.kind, edition.today
    sequence = _next_sequence(session, draft.institution, kind, day.year)
    last = draft.entitlement.years[max(draft.entitlement.years)]
    number = f"{day.year}-{MIDDLE[kind]}-{sequence:04}"
    person, years = draft.enrolment.person, draft.entitlement.years
    text = canonical(
        document_facts.gather(
            kind, number, draft.issuer, person=person, years=years, edition=edition
        )
    )
    document = Document(
        institution_id=draft.institution.id,
        kind=kind,
        number_year=day.year,
        sequence=sequence,
        number=number,
        person_id=person.id,
        enrolment_id=draft.enrolment.id,
        decision_id=last.decision.id,
        facts=text,
        facts_digest=frozen_facts.digest(text),
        matching_names=document_facts.matching_names(person),
        is_specimen=edition.is_specimen,
        requested_at=now,
        issued_on=day,
        replaces_id=draft.replaces.id if draft.replaces else None,
    )
    session.add(document)
    session.flush()
    details = {"number": number, "facts": document.facts_digest}
    if draft.replaces:
        details["replaces"] = draft.replaces.number
    audit.record(session, "documents:request", document, actor=actor, details=details)
    outbox.queue(
        session,
        JobKind.DOCUMENT_RENDER,
        job_key(document.id),
        {"document_id": str(document.id)},
        institution_id=draft.institution.id,
    )
    return document


def _next_sequence(
    session: Session, institution: Institution, kind: DocumentKind, number_year: int
) -> int:
    statement = select(func.max(Document.sequence)).where(
        Document.institution_id == institution.id,
        Document.kind == kind,
        Document.number_year == number_year,
    )
    return (session.execute(statement).scalar_one() or 0) + 1


def _end_former(session: Session, document: Document, *, now: datetime) -> None:
    """Replace what the document replaces; who let nobody hear of the old one hears of neither."""
    if document.replaces_id is None:
        return
    statement = select(Document).where(Document.id == document.replaces_id).with_for_update()
    former = session.execute(statement.execution_options(populate_existing=True)).scalar_one()
    document.withdrawn_at = former.withdrawn_at
    if former.state is DocumentState.VALID:
        former.state, former.ended_at = DocumentState.REPLACED, now


def _lock(session: Session, institution_id: UUID) -> Institution:
    """Lock the institution, so that numbers follow one another without gaps."""
    return session.get_one(
        Institution, institution_id, with_for_update=True, populate_existing=True
    )
