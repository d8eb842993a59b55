"""The register read: documents of a person, of a page, of bytes; ended, hidden, shown again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, defer, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import (
    DocumentKind,
    DocumentState,
    JobKind,
    JobState,
    RevocationReason,
)
from msp_du.models import Account, BoardDecision, Document, Enrolment, Job, StoredFile
from msp_du.services import audit, decisions
from msp_du.services.columns import rows

_WITH_RIGHTS: Final = (
    joinedload(Document.file),
    joinedload(Document.enrolment).joinedload(Enrolment.cohort),
    joinedload(Document.decision).joinedload(BoardDecision.sitting),
    defer(Document.facts),
)
_OF_PERSON: Final = (
    select(Document)
    .where(Document.person_id == bindparam("person_id"))
    .options(defer(Document.facts))
    .order_by(Document.requested_at.desc(), Document.number)
)
_OF_HOLDER: Final = _OF_PERSON.join(Document.decision).where(decisions.is_out())
_NAMED: Final = (
    select(Document.id, Document.kind, Document.number, Document.issued_on, Document.state)
    .join(Document.decision)
    .where(Document.person_id == bindparam("person_id"), decisions.is_out())
    .order_by(Document.requested_at.desc(), Document.number)
)


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document as its holder's first page names it."""

    id: UUID
    kind: DocumentKind
    number: str
    issued_on: date
    state: DocumentState


def find(session: Session, document_id: UUID) -> Document | None:
    """Return a document with its file's description and what rights ask; one statement."""
    return session.get(Document, document_id, options=_WITH_RIGHTS)


def of_person(session: Session, person_id: UUID) -> list[Document]:
    """List the documents about a person, the latest first; one statement."""
    return list(session.execute(_OF_PERSON, {"person_id": person_id}).scalars())


def of_holder(session: Session, person_id: UUID, *, now: datetime) -> list[Document]:
    """List as ``of_person`` what the person may know of: what is published; one statement."""
    return list(session.execute(_OF_HOLDER, {"person_id": person_id, "now": now}).scalars())


def named_of_holder(session: Session, person_id: UUID, *, now: datetime) -> list[OwnDocument]:
    """List as ``of_holder`` what a page needs to name the documents; one statement."""
    values = {"person_id": person_id, "now": now}
    return [OwnDocument(*row) for row in rows(session, _NAMED, values)]


def successor_of(session: Session, document: Document) -> Document | None:
    """Return what replaces a document, or will."""
    statement = select(Document).where(Document.replaces_id == document.id)
    return session.execute(statement).scalar_one_or_none()


def find_by_digest(session: Session, sha256: str) -> Document | None:
    """Return the document whose file has these bytes; None too while its holder hides it."""
    statement = (
        select(Document)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(StoredFile.sha256 == sha256, Document.withdrawn_at.is_(None))
    )
    return session.execute(statement).scalars().first()


def revoke(
    session: Session,
    document: Document,
    reason: RevocationReason,
    *,
    typed_number: str,
    actor: Account,
    now: datetime,
) -> None:
    """End a valid document for good.

    Raises RuleViolation DOCUMENT_NUMBER_WRONG when ``typed_number`` is another, DOCUMENT_STATE
    unless the document is valid.
    """
    check_number(document, typed_number)
    lock(session, document)
    check_valid(document)
    document.state = DocumentState.REVOKED
    document.revocation_reason, document.ended_at = reason, now
    session.flush()
    details = {"number": document.number, "reason": reason}
    audit.record(session, "documents:revoke", document, actor=actor, details=details)


def withdraw(session: Session, document: Document, *, actor: Account, now: datetime) -> None:
    """Tell nobody outside of the document any more; nothing if so already."""
    lock(session, document)
    if document.state is DocumentState.PENDING:
        raise RuleViolation(Rule.DOCUMENT_STATE, current=document.state)
    if document.withdrawn_at is None:
        document.withdrawn_at = now
        session.flush()
        audit.record(session, "documents:withdraw", document, actor=actor)


def resume(session: Session, document: Document, *, actor: Account) -> None:
    """Confirm the document again to who asks with its code; nothing if so already."""
    lock(session, document)
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        session.flush()
        audit.record(session, "documents:resume", document, actor=actor)


def try_again(session: Session, document: Document, *, actor: Account, now: datetime) -> None:
    """Have the worker take up a document that it gave up; RuleViolation DOCUMENT_STATE else."""
    lock(session, document)
    statement = select(Job).where(Job.key == job_key(document.id)).with_for_update()
    job = session.execute(statement).scalar_one_or_none()
    if job is None or job.state is not JobState.FAILED:
        raise RuleViolation(Rule.DOCUMENT_STATE, current=document.state)
    job.state, job.tries, job.next_at, job.error = JobState.PENDING, 0, now, None
    session.flush()
    audit.record(session, "documents:try-again", document, actor=actor)


def given_up(session: Session, document_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these documents the worker could not print; one statement."""
    keys = {job_key(each): each for each in document_ids}
    statement = select(Job.key).where(Job.key.in_(keys), Job.state == JobState.FAILED)
    return {keys[key] for key in session.execute(statement).scalars()}


def job_key(document_id: UUID) -> str:
    """Return the name of the job that prints a document: there is one."""
    return f"{JobKind.DOCUMENT_RENDER}:{document_id}"


def check_number(document: Document, typed: str) -> None:
    """Refuse an act that nothing undoes unless the document's number was typed."""
    if typed.strip().upper() != document.number.upper():
        raise RuleViolation(Rule.DOCUMENT_NUMBER_WRONG, field="number")


def check_valid(document: Document) -> None:
    """Refuse with DOCUMENT_STATE a document that does not hold, or not yet."""
    if document.state is not DocumentState.VALID:
        raise RuleViolation(Rule.DOCUMENT_STATE, current=document.state)


def lock(session: Session, document: Document) -> None:
    """Read a document again that nobody else may change now."""
    session.refresh(document, with_for_update={"of": Document})
