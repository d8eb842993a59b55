"""What a contact of the host does with hours that were sent: approve a list, return a line.

Written for a contact, not for an account: a personal link will call the same services.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import ledger
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import check_transition
from msp_du.domain.vocabulary import HoursState, SignatureVia
from msp_du.models import (
    Account,
    Contact,
    HoursEntry,
    HoursSignature,
    Placement,
)
from msp_du.services import audit, hours_notices, hours_rows


def to_sign(session: Session, placement: Placement) -> list[HoursEntry]:
    """List the entries that wait for a decision, by day."""
    statement = (
        select(HoursEntry)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.state == HoursState.SUBMITTED)
        .order_by(HoursEntry.worked_on, HoursEntry.started_at, HoursEntry.id)
    )
    return list(session.execute(statement).scalars())


def digest_of(entries: Iterable[HoursEntry]) -> str:
    """Return the digest of exactly these entries: what a page shows is what gets signed."""
    return ledger.list_digest(
        ledger.SignedEntry(
            id=entry.id,
            version=entry.version,
            worked_on=entry.worked_on,
            minutes=entry.minutes,
            started_at=entry.started_at,
            ended_at=entry.ended_at,
            break_minutes=entry.break_minutes,
            kind=entry.kind,
            presence=entry.presence,
        )
        for entry in entries
    )


def approve(
    session: Session,
    placement: Placement,
    *,
    actor: Account | None,
    contact: Contact,
    entry_ids: Collection[UUID],
    digest: str,
    declared_name: str,
    declared_capacity: str,
    via: SignatureVia,
    now: datetime,
) -> HoursSignature:
    """Sign the entries that were shown, once: the same list again is the first signature.

    SIGNATURE_CHANGED when one of them was changed, taken back or returned meanwhile, that is
    when ``digest`` is no longer theirs; NOT_AUTHORISED for another host's contact.
    """
    hours_rows.lock_trainee(session, placement)
    _speaks_for_host(placement, contact)
    first = _signature(session, placement, contact, digest)
    if first is not None:
        return first
    entries = hours_rows.of_placement(session, placement, entry_ids)
    waiting = all(entry.state is HoursState.SUBMITTED for entry in entries)
    if not entries or not waiting or digest_of(entries) != digest:
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    signature = HoursSignature(
        placement_id=placement.id,
        contact_id=contact.id,
        signed_at=now,
        declared_name=declared_name,
        declared_capacity=declared_capacity,
        minutes=sum(entry.minutes for entry in entries),
        digest=digest,
        via=via,
    )
    session.add(signature)
    session.flush()
    _mark_approved(session, entries, signature)
    details = {
        "contact": contact.id,
        "digest": digest,
        "entries": len(entries),
        "minutes": signature.minutes,
        "placement": placement.id,
        "via": via,
    }
    audit.record(
        session,
        "hours:approve",
        signature,
        actor=actor,
        institution_id=placement.institution_id,
        details=details,
    )
    return signature


def return_entry(
    session: Session,
    entry: HoursEntry,
    *,
    actor: Account | None,
    contact: Contact,
    reason: str,
    version: int,
) -> HoursEntry:
    """Send a line back to the trainee with a reason; a mail tells them."""
    entry, _person_id = hours_rows.lock_entry(session, entry)
    placement = entry.placement
    _speaks_for_host(placement, contact)
    check_transition(entry.state, HoursState.RETURNED)
    if entry.version != version:
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    entry.state = HoursState.RETURNED
    entry.return_reason = reason
    session.flush()
    audit.record(
        session,
        "hours:return",
        entry,
        actor=actor,
        institution_id=placement.institution_id,
        details={"contact": contact.id, "placement": placement.id},
    )
    hours_notices.tell_of_returned(session, placement, now=datetime.now(UTC))
    return entry


def signatures(session: Session, placement: Placement) -> list[HoursSignature]:
    """List the approvals of a placement, the latest first."""
    statement = (
        select(HoursSignature)
        .where(HoursSignature.placement_id == placement.id)
        .order_by(HoursSignature.signed_at.desc(), HoursSignature.id)
        .options(joinedload(HoursSignature.contact))
    )
    return list(session.execute(statement).scalars())


def signature_holds(session: Session, signature: HoursSignature) -> bool:
    """Tell whether the entries under a signature are still, in every digit, what was signed."""
    statement = select(HoursEntry).where(HoursEntry.signature_id == signature.id)
    return digest_of(session.execute(statement).scalars()) == signature.digest


def _speaks_for_host(placement: Placement, contact: Contact) -> None:
    if contact.id != placement.contact_id:
        raise RuleViolation(Rule.NOT_AUTHORISED)


def _signature(
    session: Session, placement: Placement, contact: Contact, digest: str
) -> HoursSignature | None:
    statement = select(HoursSignature).where(
        HoursSignature.placement_id == placement.id,
        HoursSignature.contact_id == contact.id,
        HoursSignature.digest == digest,
    )
    return session.execute(statement).scalars().first()


def _mark_approved(
    session: Session, entries: Sequence[HoursEntry], signature: HoursSignature
) -> None:
    """Approve in one statement, which leaves ``version`` as it was signed.

    The version is part of what the digest stands for; the lock on the person keeps others away.
    """
    session.execute(
        update(HoursEntry)
        .where(HoursEntry.id.in_([entry.id for entry in entries]))
        .values(state=HoursState.APPROVED, signature_id=signature.id)
        .execution_options(synchronize_session="fetch")
    )
