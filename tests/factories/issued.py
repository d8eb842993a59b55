"""Documents as the register holds them once they are printed, without printing them."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from msp_du.domain.documents import CertificateFacts, TranscriptFacts, canonical
from msp_du.domain.names import fold
from msp_du.domain.verification import new_code
from msp_du.domain.vocabulary import (
    DocumentKind,
    DocumentState,
    RevocationReason,
)
from msp_du.models import (
    Document,
    Enrolment,
    Person,
    StoredFile,
)
from msp_du.services import verification_codes
from tests.factories.boards import make_decision
from tests.factories.cohorts import make_enrolment
from tests.factories.documents import make_certificate_facts
from tests.factories.people import make_person, numbers

CODE_KEY = "c" * 43
"""The code key of the tests' configuration."""


def make_document(
    session: Session,
    *,
    code: str | None = None,
    code_key: str = CODE_KEY,
    facts: CertificateFacts | TranscriptFacts | None = None,
    person: Person | None = None,
    enrolment: Enrolment | None = None,
    family_names: tuple[str, ...] = ("Lefèvre-Oüahdi",),
    state: DocumentState = DocumentState.VALID,
    withdrawn_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> Document:
    """A certificate (or what the facts are) in the register, with this code on its paper."""
    now = datetime.now(UTC)
    enrolment = enrolment or make_enrolment(session, person=person or make_person(session))
    facts = facts or make_certificate_facts()
    is_printed = state is not DocumentState.PENDING
    has_ended = state in {DocumentState.REPLACED, DocumentState.REVOKED}
    document = Document(
        institution_id=enrolment.institution_id,
        kind=_kind(facts),
        number_year=facts.issued_on.year,
        sequence=next(numbers),
        number=facts.number,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        decision_id=make_decision(session, enrolment=enrolment).id,
        facts=canonical(facts),
        facts_digest=hashlib.sha256(canonical(facts).encode()).hexdigest(),
        matching_names=json.dumps([fold(name) for name in family_names]),
        is_specimen=facts.is_specimen,
        state=state,
        requested_at=now,
        issued_on=facts.issued_on,
        ended_at=(ended_at or now) if has_ended else None,
        revocation_reason=RevocationReason.CLERICAL_ERROR
        if state is DocumentState.REVOKED
        else None,
        withdrawn_at=withdrawn_at,
    )
    if is_printed:
        document.file_id = _file(session, enrolment, now).id
        document.code_digest = verification_codes.digest(code_key, code or new_code())
        document.code_key_id, document.template_version, document.issued_at = "1", "1", now
    session.add(document)
    session.flush()
    return document


def _kind(facts: CertificateFacts | TranscriptFacts) -> DocumentKind:
    is_certificate = isinstance(facts, CertificateFacts)
    return DocumentKind.CERTIFICATE if is_certificate else DocumentKind.TRANSCRIPT


def _file(session: Session, enrolment: Enrolment, now: datetime) -> StoredFile:
    file = StoredFile(
        institution_id=enrolment.institution_id,
        sha256=uuid4().hex * 2,
        size=4,
        media_type="application/pdf",
        created_at=now,
        content=b"test",
    )
    session.add(file)
    session.flush()
    return file
