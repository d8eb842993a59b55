"""The chain of acts: each event holds the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from msp_du.models import Account, AuditDetail, AuditEvent, AuditHead, Base

GENESIS = "0" * 64
BATCH = 1000

origin: ContextVar[str] = ContextVar("origin", default="")
"""Where the act comes from (network address and agent, or the command), set once a request."""


class ChainFaultKind(StrEnum):
    """What a check of the chain can find."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT = "cut"
    DETAILS_CHANGED = "details-changed"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A break in the chain, at the event that shows it."""

    kind: ChainFaultKind
    sequence: int


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the whole chain found; ``purged`` counts details gone by retention."""

    events: int
    head: str
    purged: int
    faults: tuple[ChainFault, ...]


def record(
    session: Session,
    act: str,
    subject: Base | None = None,
    *,
    actor: Account | None,
    institution_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append an act (``area:verb``) to the chain, in the caller's transaction.

    ``details`` hold ids, codes and counts, never a name; they live apart and may be purged.
    """
    head = _locked_head(session)
    session.flush()
    text = _detail_text(details)
    event = AuditEvent(
        sequence=head.sequence + 1,
        happened_at=datetime.now(UTC),
        institution_id=institution_id or getattr(subject, "institution_id", None),
        actor_id=actor.id if actor else None,
        act=act,
        object_type=getattr(subject, "__tablename__", ""),
        object_id=getattr(subject, "id", None),
        details_digest=_sha256(text),
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    event.detail = AuditDetail(text=text)
    session.add(event)
    head.sequence, head.hash = event.sequence, event.hash
    session.flush()
    return event


def event_hash(event: AuditEvent) -> str:
    """Hash an event's canonical text, the same on every engine."""
    parts = (
        event.sequence,
        event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.institution_id or "",
        event.actor_id or "",
        event.act,
        event.object_type,
        event.object_id or "",
        event.details_digest,
        event.previous_hash,
    )
    return _sha256("\n".join(str(part) for part in parts))


def head(session: Session) -> tuple[int, str]:
    """Return the sequence number and hash of the last event, to be kept outside the database."""
    row = session.get(AuditHead, 1)
    return (row.sequence, row.hash) if row else (0, GENESIS)


def verify(session: Session, kept_heads: Sequence[tuple[int, str]] = ()) -> ChainReport:
    """Check every event, the links between them, and the heads kept outside the database."""
    faults: list[ChainFault] = []
    previous, expected, purged = GENESIS, 1, 0
    kept = dict(kept_heads)
    statement = (
        select(AuditEvent, AuditDetail.text)
        .outerjoin(AuditDetail, AuditDetail.event_id == AuditEvent.id)
        .order_by(AuditEvent.sequence)
        .execution_options(yield_per=BATCH, populate_existing=True)
    )
    for event, text in session.execute(statement):
        kind = _fault_of(event, text, previous=previous, expected=expected)
        if kind is None and kept.get(event.sequence, event.hash) != event.hash:
            kind = ChainFaultKind.CHANGED
        if kind is not None:
            faults.append(ChainFault(kind, event.sequence))
        purged += text is None
        previous, expected = event.hash, event.sequence + 1
    last_known = max([head(session)[0], *kept])
    if last_known >= expected:
        faults.append(ChainFault(ChainFaultKind.CUT, expected))
    return ChainReport(expected - 1, previous, purged, tuple(faults))


def _locked_head(session: Session) -> AuditHead:
    """Return the head, which nobody else may move now; of the first acts at once, one makes it."""
    statement = select(AuditHead).with_for_update()
    head = session.execute(statement).scalar_one_or_none()
    if head is not None:
        return head
    with suppress(IntegrityError), session.begin_nested():
        session.add(AuditHead(id=1, sequence=0, hash=GENESIS))
    return session.execute(statement).scalar_one()


def _fault_of(
    event: AuditEvent, text: str | None, *, previous: str, expected: int
) -> ChainFaultKind | None:
    if event.sequence != expected:
        return ChainFaultKind.MISSING
    if event.previous_hash != previous or event_hash(event) != event.hash:
        return ChainFaultKind.CHANGED
    if text is not None and _sha256(text) != event.details_digest:
        return ChainFaultKind.DETAILS_CHANGED
    return None


def _detail_text(details: Mapping[str, Any] | None) -> str:
    content = {"origin": origin.get(), "details": dict(details or {})}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
