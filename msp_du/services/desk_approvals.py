"""Signing hours at a desk: several lists at once, some lines questioned, each form once.

A form carries a token bound to the placement, the signer, the act and the digest of the list that
was shown. What is done is written under the token's digest, unique: a form sent twice, or a second
tap, finds the receipts of the first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.desk import DeskAct, binding
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, SignatureVia
from msp_du.models import (
    Account,
    Contact,
    DeskReceipt,
    DeskToken,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursSignature,
    Placement,
)
from msp_du.services import approvals, desk_receipts, desks, hours_rows, tokens


@dataclass(frozen=True, slots=True)
class ShownList:
    """A placement's list as a form showed it, and what its reader makes of it.

    ``questions`` gives the reason of each line that goes back; the others are signed, unless the
    whole list is left for later.
    """

    placement_id: UUID
    entry_ids: tuple[UUID, ...]
    digest: str
    token: str
    is_signed: bool = True
    questions: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the contacts at the desk, how they came in, and as whom they declare to act."""

    contacts: tuple[Contact, ...]
    name: str
    capacity: str
    via: SignatureVia
    account: Account | None = None


def form_token(key: str, placement_id: UUID, contact_id: UUID, digest: str) -> str:
    """Return the token of a form that shows a list; ``key`` is the instance's secret."""
    return tokens.keyed_digest(
        key, binding(placement_id, contact_id, DeskAct.APPROVE_HOURS, digest)
    )


def sign(
    session: Session, lists: Sequence[ShownList], signer: Signer, *, key: str, now: datetime
) -> list[DeskReceipt]:
    """Sign the lists and send back the lines that were questioned, all or nothing.

    Returns a receipt for each contact who signed; a form that was used gives its own again.
    SIGNATURE_CHANGED when a list is no longer what was shown, or a token not the form's;
    SIGNATURE_NOTHING when no list is signed and no line questioned; NOT_AUTHORISED when a
    placement is not on this desk.
    """
    decided = [one for one in lists if one.is_signed or one.questions]
    if not decided:
        raise RuleViolation(Rule.SIGNATURE_NOTHING)
    placements = _locked(session, {one.placement_id for one in decided})
    spent = _spent(session, decided)
    if spent:
        return spent
    receipts: dict[UUID, DeskReceipt] = {}
    for one in decided:
        placement = placements.get(one.placement_id)
        if placement is None:
            raise RuleViolation(Rule.NOT_AUTHORISED)
        _decide(session, placement, one, signer, receipts, key=key, now=now)
    for receipt in receipts.values():
        desk_receipts.finish(session, receipt, actor=signer.account)
    return list(receipts.values())


def sign_on_behalf(
    session: Session,
    placement: Placement,
    shown: ShownList,
    *,
    actor: Account,
    capacity: str,
    reason: str,
    now: datetime,
) -> DeskReceipt:
    """Sign in the place of a contact who is absent; the reason is written under the signature."""
    placement = _locked(session, {placement.id})[placement.id]
    kept = _kept(session, placement, shown)
    signature = approvals.approve(
        session,
        placement,
        actor=actor,
        contact=placement.contact,
        entry_ids=[entry.id for entry in kept],
        digest=approvals.digest_of(kept),
        declared_name=actor.display_name,
        declared_capacity=capacity,
        via=SignatureVia.ON_BEHALF,
        now=now,
        reason=reason,
    )
    receipt = desk_receipts.begin(session, placement.contact, now=now)
    token = _token(placement, shown, placement.contact, now=now)
    token.digest = tokens.digest(f"{shown.token}:{receipt.id}")
    desk_receipts.add(session, receipt, token, signature, kept)
    desk_receipts.finish(session, receipt, actor=actor)
    return receipt


def _decide(
    session: Session,
    placement: Placement,
    one: ShownList,
    signer: Signer,
    receipts: dict[UUID, DeskReceipt],
    *,
    key: str,
    now: datetime,
) -> None:
    contact, absent = _signer(session, placement, signer, now=now)
    expected = form_token(key, placement.id, contact.id, one.digest)
    if not compare_digest(one.token.encode(), expected.encode()):
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    kept = _kept(session, placement, one)
    token = _token(placement, one, contact, now=now)
    token.in_place_of_id = absent.id if absent else None
    if kept:
        signature = _approve(session, placement, kept, signer, contact, now=now)
        if contact.id not in receipts:
            receipts[contact.id] = desk_receipts.begin(session, contact, now=now)
        desk_receipts.add(session, receipts[contact.id], token, signature, kept)
    else:
        token.purpose = DeskAct.RETURN_HOURS
        session.add(token)
    _send_back(session, placement, one, signer, contact)


def _locked(session: Session, placement_ids: Collection[UUID]) -> dict[UUID, Placement]:
    """Lock the trainees of these placements, always in the same order; return the placements."""
    statement = (
        select(Placement)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Placement.id.in_(placement_ids))
        .order_by(Enrolment.person_id, Placement.id)
    )
    found = list(session.execute(statement).scalars())
    for placement in found:
        hours_rows.lock_trainee(session, placement)
    return {placement.id: placement for placement in found}


def _spent(session: Session, decided: Sequence[ShownList]) -> list[DeskReceipt]:
    """Return the receipts of these forms if they were used, all of them together."""
    digests = {tokens.digest(one.token) for one in decided}
    statement = select(DeskToken).where(DeskToken.digest.in_(digests))
    found = list(session.execute(statement).scalars())
    if found and len(found) < len(digests):
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    receipts = {token.receipt_id: token.receipt for token in found if token.receipt is not None}
    if found and not receipts:
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    return list(receipts.values())


def _signer(
    session: Session, placement: Placement, signer: Signer, *, now: datetime
) -> tuple[Contact, Contact | None]:
    zone = ZoneInfo(placement.enrolment_year.enrolment.cohort.institution.time_zone)
    today = calendar.today(now, zone)
    contact_ids = {contact.id for contact in signer.contacts}
    if desks.find(session, placement.id, contact_ids, today) is None:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    return desks.signer(session, placement, signer.contacts, today)


def _kept(session: Session, placement: Placement, one: ShownList) -> list[HoursEntry]:
    """Return the entries to sign, once the list is known to be what was shown."""
    shown = hours_rows.of_placement(session, placement, one.entry_ids)
    is_whole = len(shown) == len(one.entry_ids) > 0
    waits = all(entry.state is HoursState.SUBMITTED for entry in shown)
    if not is_whole or not waits or approvals.digest_of(shown) != one.digest:
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    if not set(one.questions) <= {entry.id for entry in shown}:
        raise RuleViolation(Rule.SIGNATURE_CHANGED)
    return [entry for entry in shown if one.is_signed and entry.id not in one.questions]


def _approve(
    session: Session,
    placement: Placement,
    entries: Sequence[HoursEntry],
    signer: Signer,
    contact: Contact,
    *,
    now: datetime,
) -> HoursSignature:
    return approvals.approve(
        session,
        placement,
        actor=signer.account,
        contact=contact,
        entry_ids=[entry.id for entry in entries],
        digest=approvals.digest_of(entries),
        declared_name=signer.name,
        declared_capacity=signer.capacity,
        via=signer.via,
        now=now,
    )


def _send_back(
    session: Session, placement: Placement, one: ShownList, signer: Signer, contact: Contact
) -> None:
    for entry in hours_rows.of_placement(session, placement, one.questions):
        approvals.return_entry(
            session,
            entry,
            actor=signer.account,
            contact=contact,
            reason=one.questions[entry.id],
            version=entry.version,
        )


def _token(placement: Placement, one: ShownList, contact: Contact, *, now: datetime) -> DeskToken:
    return DeskToken(
        digest=tokens.digest(one.token),
        placement_id=placement.id,
        contact_id=contact.id,
        purpose=DeskAct.APPROVE_HOURS,
        version=one.digest,
        used_at=now,
    )
