"""A contact’s personal link: made when its mail is written, opened by a post, renewed by mail.

A link opens the desk in a browser for half an hour; it may do so again until it ends: by time, by a
newer one, or by the coordinator. Only digests are kept.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.desk import LINK_LASTS, OPEN_LASTS, RECEIPT_LASTS, DeskPurpose
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind
from msp_du.models import Account, Contact, ContactFlag, DeskLink, DeskReceipt, DeskSession
from msp_du.services import audit, outbox, tokens


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """What opening a link gives: the secret of the browser's session, and what it opens."""

    raw: str
    purpose: DeskPurpose
    receipt_id: UUID | None


def issue(session: Session, contact: Contact, *, now: datetime) -> str:
    """Make the link of a contact's desk and return its secret; earlier ones end now."""
    session.execute(select(Contact.id).where(Contact.id == contact.id).with_for_update())
    session.execute(
        update(DeskLink)
        .where(
            DeskLink.contact_id == contact.id,
            DeskLink.purpose == DeskPurpose.DESK,
            DeskLink.replaced_at.is_(None),
            DeskLink.revoked_at.is_(None),
        )
        .values(replaced_at=now)
    )
    return _make(session, contact.id, now=now)


def issue_receipt(session: Session, receipt: DeskReceipt, *, now: datetime) -> str:
    """Make a link that opens one receipt and nothing else, and return its secret."""
    return _make(session, receipt.contact_id, now=now, receipt_id=receipt.id)


def find(session: Session, secret: str, *, now: datetime) -> DeskLink | None:
    """Return a link that still opens something, or None."""
    link = _known(session, secret)
    return link if link is not None and _holds(link, now=now) else None


def open_desk(session: Session, secret: str, *, now: datetime) -> OpenedDesk:
    """Let a browser in for half an hour; RuleViolation LINK_NOT_VALID when the link has ended."""
    link = find(session, secret, now=now)
    if link is None:
        raise RuleViolation(Rule.LINK_NOT_VALID)
    raw = tokens.new_secret()
    session.add(
        DeskSession(
            link_id=link.id,
            digest=tokens.digest(raw),
            opened_at=now,
            expires_at=min(now + OPEN_LASTS, link.expires_at),
        )
    )
    contact = link.contact
    details = {"contact": contact.id, "purpose": link.purpose}
    audit.record(
        session,
        "desk:open",
        link,
        actor=None,
        institution_id=contact.institution_id,
        details=details,
    )
    return OpenedDesk(raw, link.purpose, link.receipt_id)


def current(session: Session, raw: str, *, now: datetime) -> DeskSession | None:
    """Return the session of a browser while it and its link last, with the contact."""
    statement = (
        select(DeskSession)
        .where(DeskSession.digest == tokens.digest(raw))
        .options(
            joinedload(DeskSession.link)
            .joinedload(DeskLink.contact)
            .joinedload(Contact.organisation)
        )
        .execution_options(populate_existing=True)
    )
    found = session.execute(statement).scalar_one_or_none()
    return found if found is not None and is_open(found, now=now) else None


def is_open(found: DeskSession, *, now: datetime) -> bool:
    """Tell whether a browser's session and its link last."""
    lasts = found.ended_at is None and now < found.expires_at
    return lasts and _holds(found.link, now=now)


def close(session: Session, found: DeskSession, *, now: datetime) -> None:
    """End the session of a browser that leaves; the link opens again."""
    found.ended_at = now
    audit.record(
        session,
        "desk:close",
        found.link,
        actor=None,
        institution_id=found.link.contact.institution_id,
    )


def latest(session: Session, contact: Contact) -> DeskLink | None:
    """Return the link that opens a contact's desk, or opened it last; None once they are closed."""
    statement = (
        select(DeskLink)
        .where(
            DeskLink.contact_id == contact.id,
            DeskLink.purpose == DeskPurpose.DESK,
            DeskLink.replaced_at.is_(None),
            DeskLink.revoked_at.is_(None),
        )
        .order_by(DeskLink.created_at.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def revoke(
    session: Session, contact: Contact, *, now: datetime, actor: Account | None = None
) -> None:
    """End every link of a contact, and with them the browsers they opened."""
    details = {"contact": contact.id}
    audit.record(session, "desk:revoke", contact, actor=actor, details=details)
    session.execute(
        update(DeskLink)
        .where(DeskLink.contact_id == contact.id, DeskLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def renew(session: Session, secret: str, *, now: datetime) -> None:
    """Send a new link to the address known for the contact of an older one; else do nothing."""
    link = _known(session, secret)
    if link is not None:
        statement = _reachable(Contact.id == link.contact_id)
        for contact in session.execute(statement).scalars():
            queue(session, contact, now=now)


def renew_by_address(session: Session, address: str, *, now: datetime) -> None:
    """Send a new link to each contact known under an address; nothing tells whether one is."""
    statement = _reachable(func.lower(Contact.email) == address.strip().casefold())
    for contact in session.execute(statement).scalars():
        queue(session, contact, now=now)


def queue(session: Session, contact: Contact, *, now: datetime) -> None:
    """Ask the worker for a mail with a new link; one a minute for each contact at most."""
    outbox.queue(
        session,
        JobKind.MAIL_DESK_LINK,
        f"{JobKind.MAIL_DESK_LINK}:{contact.id}:{now:%Y-%m-%dT%H:%M}",
        {"contact_id": str(contact.id)},
        institution_id=contact.institution_id,
    )


def is_reachable(session: Session, contact: Contact) -> bool:
    """Tell whether a link may go to a contact: an address that is theirs, and no account."""
    return session.execute(_reachable(Contact.id == contact.id)).first() is not None


def may_write_to(session: Session, contact: Contact) -> bool:
    """Tell whether nobody said that what is sent to a contact reaches somebody else."""
    statement = select(Contact.id).where(Contact.id == contact.id, ~is_flagged())
    return session.execute(statement).first() is not None


def is_flagged() -> ColumnElement[bool]:
    """Keep the contacts whose link reached somebody else."""
    return exists().where(ContactFlag.contact_id == Contact.id, ContactFlag.cleared_at.is_(None))


def _reachable(which: ColumnElement[bool]) -> Select[Contact]:
    return (
        select(Contact)
        .where(which, Contact.email.is_not(None), Contact.account_id.is_(None), ~is_flagged())
        .order_by(Contact.id)
    )


def _make(
    session: Session, contact_id: UUID, *, now: datetime, receipt_id: UUID | None = None
) -> str:
    secret = tokens.new_secret()
    session.add(
        DeskLink(
            contact_id=contact_id,
            purpose=DeskPurpose.RECEIPT if receipt_id else DeskPurpose.DESK,
            receipt_id=receipt_id,
            digest=tokens.digest(secret),
            created_at=now,
            expires_at=now + (RECEIPT_LASTS if receipt_id else LINK_LASTS),
        )
    )
    session.flush()
    return secret


def _known(session: Session, secret: str) -> DeskLink | None:
    statement = (
        select(DeskLink)
        .where(DeskLink.digest == tokens.digest(secret))
        .options(joinedload(DeskLink.contact))
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def _holds(link: DeskLink, *, now: datetime) -> bool:
    return link.replaced_at is None and link.revoked_at is None and now < link.expires_at
