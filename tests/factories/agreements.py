"""Agreements in every state, prepared and signed as the services do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.agreements import SignedVia, SignerCapacity
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Agreement, AgreementSigner, Contact, Placement
from msp_du.services import agreement_rows, agreement_sheets, agreement_signing, agreements
from msp_du.services.agreement_sheets import AgreementSheet
from msp_du.services.agreement_signing import Declaration, Scan
from msp_du.services.agreements import Edition
from tests.factories.people import TODAY, make_account

EDITION = Edition(datetime.now(UTC), TODAY, is_specimen=False)


def make_sheet(session: Session, placement: Placement, **typed: str | int) -> AgreementSheet:
    """The usual terms and signers of a placement."""
    among = agreement_sheets.candidates(session, placement)
    return AgreementSheet(
        agreement_sheets.first_terms(session, placement) | typed,
        agreement_sheets.usual_keys(placement, among),
    )


def make_draft(
    session: Session,
    placement: Placement,
    *,
    actor: Account | None = None,
    signers: Sequence[str] | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> Agreement:
    """The draft of a placement's next paper."""
    sheet = make_sheet(session, placement)
    sheet = replace(sheet, others=others)
    if signers is not None:
        sheet = replace(sheet, signer_keys=signers)
    actor = actor or make_account(session, Role.COORDINATOR)
    return agreements.prepare(session, placement, sheet, actor=actor, edition=EDITION)


def make_sent(
    session: Session,
    placement: Placement,
    *,
    actor: Account | None = None,
    signers: Sequence[str] | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> Agreement:
    """A paper that awaits its signatures."""
    actor = actor or make_account(session, Role.COORDINATOR)
    draft = make_draft(session, placement, actor=actor, signers=signers, others=others)
    agreements.send(session, draft, actor=actor, edition=EDITION)
    return agreement_rows.lock(session, draft)


def sign(session: Session, signer: AgreementSigner, *, digest: str | None = None) -> None:
    """Sign on screen under the name that the paper gives."""
    digest = digest or signer.agreement.facts_digest or ""
    agreement_signing.sign(
        session,
        signer,
        Declaration(signer.name, "en mon nom", digest),
        via=SignedVia.SCREEN,
        actor=None,
        now=datetime.now(UTC),
    )


def sign_all(session: Session, agreement: Agreement) -> None:
    """Let everybody sign who has not."""
    for signer in agreement_rows.awaited(agreement):
        sign(session, signer)


def sign_on_paper(session: Session, agreement: Agreement, signer: AgreementSigner) -> None:
    """Note that somebody signed by hand today; the scan is the paper's file as well."""
    agreement_signing.sign_on_paper(
        session,
        agreement,
        [signer.id],
        Scan(f"%PDF-1.7 {agreement.id}".encode(), "application/pdf", TODAY),
        actor=make_account(session, Role.COORDINATOR),
        now=datetime.now(UTC),
        today=TODAY,
    )
    agreement.sent_file_id = signer.scan_id
    session.flush()


def make_agreed(session: Session, placement: Placement, contact: Contact) -> dict[str, UUID]:
    """Add an amendment to print: signed by the trainee on paper, and sent to the contact."""
    keys = [SignerCapacity.TRAINEE, f"{SignerCapacity.HOST_SUPERVISOR}:{contact.id}"]
    amendment = make_sent(session, placement, signers=keys)
    trainee, host = amendment.signers
    sign_on_paper(session, amendment, trainee)
    return {"agreement": amendment.id, "signer": trainee.id, "desk_signer": host.id}
