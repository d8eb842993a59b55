"""The PDF of a paper: asked for when it is sent and when it is signed, made by the worker."""

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from msp_du.domain import agreement_terms, frozen_facts
from msp_du.domain.agreement_terms import PrintedAgreement, SignedLine
from msp_du.domain.agreements import AgreementState
from msp_du.domain.vocabulary import JobKind
from msp_du.models import Agreement, AgreementSigner
from msp_du.services import audit, document_facts, hours, outbox, stored_files

MEDIA_TYPE: Final = "application/pdf"


def queue(session: Session, agreement: Agreement) -> None:
    """Have a paper printed as it stands: to be signed, or with all its signatures."""
    stage = "signed" if agreement.state is AgreementState.SIGNED else "sent"
    outbox.queue(
        session,
        JobKind.AGREEMENT_RENDER,
        f"{JobKind.AGREEMENT_RENDER}:{agreement.id}:{stage}",
        {"paper_id": str(agreement.id)},
        institution_id=agreement.institution_id,
    )


def prepare(session: Session, paper_id: UUID) -> PrintedAgreement | None:
    """Return what the printer needs, None when there is nothing left to print.

    Raises UnreadableFacts when the table holds other facts than were written there.
    """
    agreement = session.get(Agreement, paper_id)
    if agreement is None or not _is_owed(agreement):
        return None
    text = frozen_facts.unchanged(agreement.facts, agreement.facts_digest)
    facts = agreement_terms.read(text)
    zone = hours.zone_of(agreement.placement)
    logo = document_facts.logo_of(session, agreement.institution_id, facts.issuer.logo)
    moment = agreement.signed_at or agreement.sent_at or agreement.created_at
    return PrintedAgreement(
        facts=facts,
        digest=agreement.facts_digest or "",
        signers=tuple(_line(each, zone) for each in agreement.signers),
        printed_on=moment.astimezone(zone).date(),
        logo=logo.content if logo else None,
    )


def finish(session: Session, paper_id: UUID, pdf: bytes, *, now: datetime) -> None:
    """Keep the bytes; nothing for a paper that was printed before."""
    agreement = session.get_one(Agreement, paper_id, with_for_update=True, populate_existing=True)
    if not _is_owed(agreement):
        return
    file = stored_files.keep(session, agreement.institution_id, pdf, MEDIA_TYPE, now=now)
    if agreement.state is AgreementState.SIGNED:
        agreement.signed_file_id = file.id
    else:
        agreement.sent_file_id = file.id
    session.flush()
    details = {"sha256": file.sha256, "edition": agreement.edition}
    audit.record(session, "agreements:print", agreement, actor=None, details=details)


def _is_owed(agreement: Agreement) -> bool:
    """Tell whether a PDF of the paper as it stands is still to be made."""
    if agreement.facts is None:
        return False
    if agreement.state is AgreementState.SIGNED:
        return agreement.signed_file_id is None
    return agreement.state is AgreementState.AWAITING_SIGNATURES and agreement.sent_file_id is None


def _line(signer: AgreementSigner, zone: ZoneInfo) -> SignedLine:
    at = signer.signed_at
    return SignedLine(
        capacity=signer.capacity,
        name=signer.name,
        quality=signer.quality,
        declared_name=signer.declared_name,
        declared_capacity=signer.declared_capacity,
        at=at.astimezone(zone) if at else None,
        on=signer.signed_on,
        via=signer.via,
    )
