"""Receipts of what contacts signed: frozen as shown, with what each signature is worth now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from msp_du.domain import ledger
from msp_du.domain.desk import read_list
from msp_du.domain.vocabulary import JobKind
from msp_du.models import (
    Account,
    Contact,
    DeskReceipt,
    DeskToken,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursSignature,
    Institution,
    Person,
    Placement,
)
from msp_du.services import approvals, audit, outbox

_later = aliased(HoursEntry)


@dataclass(frozen=True, slots=True)
class SignedList:
    """One list of a receipt: the trainee's name, the lines as they were signed, by whom."""

    trainee: str
    host: str
    time_zone: str
    lines: tuple[ledger.SignedEntry, ...]
    signature: HoursSignature
    in_place_of: Contact | None
    is_void: bool


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as a line of a list."""

    id: UUID
    signed_at: datetime
    lists: int
    minutes: int


def begin(session: Session, contact: Contact, *, now: datetime) -> DeskReceipt:
    """Open the receipt of what a contact signs in one go."""
    receipt = DeskReceipt(
        institution_id=contact.institution_id, contact_id=contact.id, signed_at=now
    )
    session.add(receipt)
    session.flush()
    return receipt


def add(
    session: Session,
    receipt: DeskReceipt,
    token: DeskToken,
    signature: HoursSignature,
    entries: Sequence[HoursEntry],
) -> None:
    """Write a list that was signed on a receipt, with its canonical text."""
    token.signature_id = signature.id
    token.lines = ledger.canonical_list(approvals.signed_entries(entries))
    token.receipt_id = receipt.id
    taken = select(func.count()).where(DeskToken.receipt_id == receipt.id)
    token.position = session.execute(taken).scalar_one()
    session.add(token)
    session.flush()


def finish(session: Session, receipt: DeskReceipt, *, actor: Account | None) -> None:
    """Write the receipt in the chain, and send its copy to the contact's known address."""
    statement = select(func.count()).where(DeskToken.receipt_id == receipt.id)
    details = {"contact": receipt.contact_id, "lists": session.execute(statement).scalar_one()}
    audit.record(session, "desk:sign", receipt, actor=actor, details=details)
    outbox.queue(
        session,
        JobKind.MAIL_DESK_COPY,
        f"{JobKind.MAIL_DESK_COPY}:{receipt.id}",
        {"receipt_id": str(receipt.id)},
        institution_id=receipt.institution_id,
    )


def read(session: Session, receipt: DeskReceipt) -> list[SignedList]:
    """Return what a receipt holds, in the order in which it was signed."""
    statement = (
        select(DeskToken, Person, Institution.time_zone)
        .join(Placement, Placement.id == DeskToken.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Institution, Institution.id == Placement.institution_id)
        .where(DeskToken.receipt_id == receipt.id)
        .order_by(DeskToken.position, DeskToken.id)
        .options(
            joinedload(DeskToken.signature).joinedload(HoursSignature.contact),
            joinedload(DeskToken.placement).joinedload(Placement.organisation),
            joinedload(DeskToken.in_place_of),
        )
    )
    rows = session.execute(statement).all()
    signed = {token.id: token.signature for token, *_rest in rows if token.signature is not None}
    void = void_among(session, signed.values())
    return [
        SignedList(
            trainee=person.name.display,
            host=token.placement.organisation.name,
            time_zone=zone,
            lines=tuple(read_list(token.lines)),
            signature=signed[token.id],
            in_place_of=token.in_place_of,
            is_void=signed[token.id].id in void,
        )
        for token, person, zone in rows
    ]


def void_among(session: Session, signatures: Iterable[HoursSignature]) -> set[UUID]:
    """Return which signatures no longer stand for what was signed; two statements.

    That is: an entry changed in any digit, or a later version replaces it.
    """
    digests = {signature.id: signature.digest for signature in signatures}
    entries = select(HoursEntry).where(HoursEntry.signature_id.in_(digests))
    now: defaultdict[UUID, list[HoursEntry]] = defaultdict(list)
    for entry in session.execute(entries).scalars():
        if entry.signature_id is not None:
            now[entry.signature_id].append(entry)
    replaced = (
        select(HoursEntry.signature_id)
        .join(_later, _later.replaces_id == HoursEntry.id)
        .where(HoursEntry.signature_id.in_(digests))
    )
    corrected = {found for found in session.execute(replaced).scalars() if found is not None}
    changed = {one for one, digest in digests.items() if approvals.digest_of(now[one]) != digest}
    return changed | corrected


def of_contacts(session: Session, contact_ids: Collection[UUID]) -> list[ReceiptRow]:
    """List the receipts of contacts, the latest first; twenty at most."""
    statement = (
        select(
            DeskReceipt.id,
            DeskReceipt.signed_at,
            func.count(DeskToken.id),
            func.coalesce(func.sum(HoursSignature.minutes), 0),
        )
        .join(DeskToken, DeskToken.receipt_id == DeskReceipt.id)
        .join(HoursSignature, HoursSignature.id == DeskToken.signature_id)
        .where(DeskReceipt.contact_id.in_(contact_ids))
        .group_by(DeskReceipt.id, DeskReceipt.signed_at)
        .order_by(DeskReceipt.signed_at.desc(), DeskReceipt.id)
        .limit(20)
    )
    return [
        ReceiptRow(identity, signed_at, lists, int(minutes))
        for identity, signed_at, lists, minutes in session.execute(statement)
    ]
