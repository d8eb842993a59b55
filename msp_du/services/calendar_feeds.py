"""The secret address by which a phone reads its owner's calendar: one at a time, revocable."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.models import Account, CalendarFeed
from msp_du.services import audit, tokens


def current(session: Session, account: Account) -> CalendarFeed | None:
    """Return the feed that is open for an account."""
    statement = select(CalendarFeed).where(
        CalendarFeed.account_id == account.id, CalendarFeed.revoked_at.is_(None)
    )
    return session.execute(statement).scalar_one_or_none()


def open_feed(session: Session, account: Account, *, now: datetime) -> str:
    """Return the secret of a new feed; the one before is revoked. Locks the account."""
    _revoke(session, account, now)
    secret = tokens.new_secret()
    feed = CalendarFeed(account_id=account.id, digest=tokens.digest(secret), created_at=now)
    session.add(feed)
    session.flush()
    audit.record(session, "calendar-feeds:open", feed, actor=account)
    return secret


def revoke(session: Session, account: Account, *, now: datetime) -> None:
    """End the feed of an account; nothing if there is none."""
    feed = _revoke(session, account, now)
    if feed is not None:
        audit.record(session, "calendar-feeds:revoke", feed, actor=account)


def account_of(session: Session, secret: str) -> Account | None:
    """Return whose calendar a secret opens; None when it is made up, revoked, or theirs closed."""
    statement = (
        select(CalendarFeed)
        .where(CalendarFeed.digest == tokens.digest(secret), CalendarFeed.revoked_at.is_(None))
        .options(joinedload(CalendarFeed.account).selectinload(Account.grants))
    )
    feed = session.execute(statement).scalar_one_or_none()
    return feed.account if feed is not None and feed.account.is_active else None


def _revoke(session: Session, account: Account, now: datetime) -> CalendarFeed | None:
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    feed = current(session, account)
    if feed is not None:
        feed.revoked_at = now
        session.flush()
    return feed
