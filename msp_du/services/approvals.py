"""What a contact of the host does with hours that were sent: approve a list, return a line.

Written for a contact, not for an account: a personal link will call the same services.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import ledger
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import check_transition
from msp_du.domain.vocabulary import HoursState, SignatureVia
from msp_du.models import (
    Account,
    Contact,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursSignature,
    Person,
    Placement,
    PlacementPeriod,
)
from msp_du.services import audit, hours_notices, hours_rows, hours_sums


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A placement on a contact’s desk and what waits there; of the trainee, only a name.

    ``oldest`` and ``latest`` are days of entries that wait; ``starts_on`` and ``ends_on`` the
    first and last day of the placement.
    """

    placement_id: UUID
    trainee: str
    waiting: int
    minutes: int
    oldest: date | None
    latest: date | None
    starts_on: date | None
    ends_on: date | None

    def is_over(self, today: date) -> bool:
        """Tell whether its last day is past and nothing waits."""
        return not self.waiting and self.ends_on is not None and self.ends_on < today


def desk(session: Session, account_id: UUID, institution_ids: Collection[UUID]) -> list[DeskRow]:
    """List the placements of an account's contacts, those that have waited longest first."""
    waiting = (
        select(
            HoursEntry.placement_id,
            func.count().label("entries"),
            func.sum(HoursEntry.minutes).label("minutes"),
            func.min(HoursEntry.worked_on).label("oldest"),
            func.max(HoursEntry.worked_on).label("latest"),
        )
        .where(HoursEntry.state == HoursState.SUBMITTED)
        .group_by(HoursEntry.placement_id)
        .subquery()
    )
    bounds = (
        select(
            PlacementPeriod.placement_id,
            func.min(PlacementPeriod.starts_on).label("starts_on"),
            func.max(PlacementPeriod.ends_on).label("ends_on"),
        )
        .group_by(PlacementPeriod.placement_id)
        .subquery()
    )
    statement = (
        select(
            Placement.id,
            Person,
            func.coalesce(waiting.c.entries, 0),
            func.coalesce(waiting.c.minutes, 0),
            waiting.c.oldest,
            waiting.c.latest,
            bounds.c.starts_on,
            bounds.c.ends_on,
        )
        .join(Contact, Contact.id == Placement.contact_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(waiting, waiting.c.placement_id == Placement.id)
        .outerjoin(bounds, bounds.c.placement_id == Placement.id)
        .where(Contact.account_id == account_id, Contact.institution_id.in_(institution_ids))
        .order_by(waiting.c.oldest.is_(None), waiting.c.oldest, Person.sort_key, Placement.id)
    )
    return [
        DeskRow(placement_id, person.name.display, *facts)
        for placement_id, person, *facts in session.execute(statement)
    ]


def to_sign(session: Session, placement: Placement) -> list[HoursEntry]:
    """List the entries that wait for a decision, by day, with what they correct."""
    statement = (
        select(HoursEntry)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.state == HoursState.SUBMITTED)
        .options(joinedload(HoursEntry.replaces))
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
    hours_sums.keep(session, placement.id)
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
    hours_sums.keep(session, placement.id)
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
