"""One-time links: only their digest is kept, and a newer one ends the older."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import LinkPurpose
from msp_du.models import Account, LinkToken
from msp_du.services import tokens

LASTS = {
    LinkPurpose.INVITATION: timedelta(days=14),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.ADDRESS_CHANGE: timedelta(hours=24),
}


def make(
    session: Session,
    account: Account,
    purpose: LinkPurpose,
    *,
    now: datetime,
    subject: str | None = None,
) -> str:
    """Make a link for an account and return its secret; earlier ones for the same end now."""
    revoke(session, account, purpose, now=now)
    secret = tokens.new_secret()
    session.add(
        LinkToken(
            digest=tokens.digest(secret),
            purpose=purpose,
            account_id=account.id,
            subject=subject,
            account_version=account.version,
            created_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    session.flush()
    return secret


def revoke(session: Session, account: Account, purpose: LinkPurpose, *, now: datetime) -> None:
    """End the open links of an account for a purpose."""
    session.execute(
        update(LinkToken)
        .where(
            LinkToken.account_id == account.id,
            LinkToken.purpose == purpose,
            LinkToken.used_at.is_(None),
            LinkToken.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def find(session: Session, secret: str, purpose: LinkPurpose, *, now: datetime) -> LinkToken | None:
    """Return a link that still opens something, or None."""
    statement = (
        select(LinkToken)
        .where(LinkToken.digest == tokens.digest(secret), LinkToken.purpose == purpose)
        .options(joinedload(LinkToken.account))
        .with_for_update(of=LinkToken)
    )
    link = session.execute(statement).scalar_one_or_none()
    if link is None or link.used_at or link.revoked_at or link.expires_at <= now:
        return None
    return link if link.account.is_active else None


def use(session: Session, secret: str, purpose: LinkPurpose, *, now: datetime) -> LinkToken:
    """Spend a link; RuleViolation LINK_NOT_VALID if it is spent, ended, too old or made up."""
    link = find(session, secret, purpose, now=now)
    if link is None:
        raise RuleViolation(Rule.LINK_NOT_VALID)
    link.used_at = now
    return link
