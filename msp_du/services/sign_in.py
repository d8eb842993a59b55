"""Signing in and out: the throttle before, the new session after, the same for everybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import AttemptKind, JobKind
from msp_du.models import Account, AccountSession
from msp_du.services import accounts, audit, outbox, passwords, sessions, throttle

WARN_AT = 10
"""Failed sign-ins of one account in a day after which its owner is told."""


@dataclass(frozen=True, slots=True)
class Try:
    """Who tries, from where: what failures are counted for."""

    email: str
    account: throttle.Subject
    address: throttle.Subject

    @classmethod
    def of(cls, key: str, *, email: str, network_address: str) -> "Try":
        """Build the two subjects with keyed digests (``key`` is the instance's secret)."""
        return cls(
            email,
            throttle.Subject.account(key, email),
            throttle.Subject.address(key, network_address),
        )

    @property
    def subjects(self) -> tuple[throttle.Subject, throttle.Subject]:
        return self.account, self.address


def wait(session: Session, kind: AttemptKind, attempt: Try, *, now: datetime) -> timedelta:
    """Return how long this person or network must wait before the next try; never negative."""
    pause = throttle.wait(session, kind, attempt.subjects, now=now)
    return max(pause, timedelta(0))


def check(session: Session, *, email: str, password: str) -> Account | None:
    """Return the account that the address and password open, or None.

    An unknown, closed or not yet opened account costs the same work as a wrong password.
    """
    account = accounts.find(session, email)
    known_hash = account.password_hash if account and account.is_active else None
    return account if passwords.matches(known_hash, password) else None


def count_failure(session: Session, kind: AttemptKind, attempt: Try, *, now: datetime) -> None:
    """Count a failure; called in a transaction of its own, which outlives the refusal.

    At the tenth failed sign-in in a day the owner of the account, if there is one, is told by mail.
    """
    throttle.record_failure(session, kind, attempt.subjects, now=now)
    session.flush()
    if kind is not AttemptKind.SIGN_IN:
        return
    if throttle.failures(session, kind, attempt.account, now=now) == WARN_AT:
        _warn_owner(session, attempt.email, now=now)


def _warn_owner(session: Session, email: str, *, now: datetime) -> None:
    account = accounts.find(session, email)
    if account is not None and account.is_active:
        outbox.queue(
            session,
            JobKind.MAIL_FAILED_SIGN_INS,
            f"failed-sign-ins:{account.id}:{now.isoformat()}",
            {"account_id": str(account.id)},
        )


def enter(
    session: Session,
    account_id: UUID,
    *,
    proved_hash: str | None,
    device: str,
    attempt: Try,
    now: datetime,
    renewed_hash: str | None = None,
    replaces: UUID | None = None,
) -> str:
    """Open a new session for an account whose password was just proved; return its secret id.

    ``proved_hash`` is the hash that the password matched: RuleViolation PASSWORD_WRONG when it
    changed, or the account was closed, in the meantime. ``renewed_hash`` takes its place when
    hashes cost more today. The browser's former session ends.
    """
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or not account.is_active or account.password_hash != proved_hash:
        raise RuleViolation(Rule.PASSWORD_WRONG)
    account.password_hash = renewed_hash or proved_hash
    if replaces is not None:
        sessions.end(session, replaces)
    raw = sessions.start(session, account, device=device, now=now)
    throttle.forgive(session, AttemptKind.SIGN_IN, attempt.account)
    audit.record(session, "accounts:sign-in", account, actor=account)
    return raw


def recover(
    session: Session, secret: str, *, password_hash: str, key: str, now: datetime
) -> Account:
    """Set a password by a mailed link, and let its owner in at once however often others tried."""
    account = accounts.reset_password(session, secret, password_hash=password_hash, now=now)
    throttle.forgive(session, AttemptKind.SIGN_IN, throttle.Subject.account(key, account.email))
    return account


def leave(session: Session, row: AccountSession) -> None:
    """End the session of a browser that signs out."""
    audit.record(session, "accounts:sign-out", row.account, actor=row.account)
    sessions.end(session, row.id)


def end_session(session: Session, row: AccountSession, *, actor: Account) -> None:
    """End one session of an account from another of its devices."""
    audit.record(session, "accounts:end-session", row, actor=actor)
    sessions.end(session, row.id)


def end_other_sessions(session: Session, *, actor: Account, keep: UUID | None) -> None:
    """End every session of the account but the one in use."""
    audit.record(session, "accounts:end-sessions", actor, actor=actor)
    sessions.end_all(session, actor, but=keep)
