"""Signing a paper: on screen by whoever it names, or on paper with the scan; in any order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.agreements import AgreementAct, SignedVia, after
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Agreement, AgreementSigner
from msp_du.services import agreement_rows, audit, stored_files


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who somebody says they are as they sign, and the digest of what they were shown."""

    name: str
    capacity: str
    digest: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper as it was signed by hand; ``files.scans`` read it before."""

    content: bytes
    media_type: str
    signed_on: date


def sign(
    session: Session,
    signer: AgreementSigner,
    declaration: Declaration,
    *,
    via: SignedVia,
    actor: Account | None,
    now: datetime,
) -> Agreement:
    """Sign a paper as it was shown; the last signature puts it in force.

    Locks the paper. Raises RuleViolation AGREEMENT_STATE (it is not, or no longer, awaiting
    signatures), AGREEMENT_CHANGED (another text than was shown), AGREEMENT_SIGNED_ALREADY.
    """
    agreement = agreement_rows.lock(session, signer.agreement)
    after(AgreementAct.SIGN_LAST, agreement.state)
    if agreement.facts_digest != declaration.digest:
        raise RuleViolation(Rule.AGREEMENT_CHANGED)
    if signer.signed_at is not None:
        raise RuleViolation(Rule.AGREEMENT_SIGNED_ALREADY)
    signer.signed_at, signer.via = now, via
    signer.declared_name, signer.declared_capacity = declaration.name, declaration.capacity
    signer.digest = declaration.digest
    session.flush()
    audit.record(
        session,
        "agreements:sign",
        agreement,
        actor=actor,
        details={"signer": signer.id, "via": via, "digest": declaration.digest},
    )
    agreement_rows.put_in_force(session, agreement, now=now)
    return agreement


def sign_on_paper(
    session: Session,
    agreement: Agreement,
    signer_ids: Collection[UUID],
    scan: Scan,
    *,
    actor: Account,
    now: datetime,
    today: date,
) -> Agreement:
    """Note that these people signed by hand, and keep the scan that shows it.

    Raises RuleViolation AGREEMENT_STATE, AGREEMENT_SIGNERS (none of them, or not of this paper),
    AGREEMENT_SIGNED_ALREADY, AGREEMENT_SIGNED_EARLY (before it was sent, or in the future).
    """
    agreement = agreement_rows.lock(session, agreement)
    after(AgreementAct.SIGN_LAST, agreement.state)
    signers = [each for each in agreement.signers if each.id in signer_ids]
    if not signers or len(signers) != len(set(signer_ids)):
        raise RuleViolation(Rule.AGREEMENT_SIGNERS, field="signers")
    if any(each.signed_at is not None for each in signers):
        raise RuleViolation(Rule.AGREEMENT_SIGNED_ALREADY, field="signers")
    sent_on = (agreement.sent_at or now).date()
    if not sent_on <= scan.signed_on <= today:
        raise RuleViolation(
            Rule.AGREEMENT_SIGNED_EARLY, field="signed_on", first_day=sent_on, last_day=today
        )
    file = stored_files.keep(
        session, agreement.institution_id, scan.content, scan.media_type, now=now
    )
    for signer in signers:
        signer.signed_at, signer.signed_on, signer.via = now, scan.signed_on, SignedVia.PAPER
        signer.declared_name = signer.name
        signer.declared_capacity = signer.quality or signer.capacity.value
        signer.digest, signer.scan_id = agreement.facts_digest, file.id
        signer.recorded_by_id = actor.id
    session.flush()
    details = {"signers": [each.id for each in signers], "sha256": file.sha256}
    audit.record(session, "agreements:sign-on-paper", agreement, actor=actor, details=details)
    agreement_rows.put_in_force(session, agreement, now=now)
    return agreement
