"""Failures are counted, and each one makes the next try wait longer.

The counts live in the database: they outlive a restart and hold for every process. Nobody is ever
locked out for good by a stranger's tries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import AttemptKind
from msp_du.models import Attempt
from msp_du.services import tokens

WINDOW = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=15)
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """What tries are counted for: an account's address or a network address, as a keyed digest."""

    digest: str
    free: int

    @classmethod
    def account(cls, key: str, email: str) -> "Subject":
        return cls(
            tokens.keyed_digest(key, f"account:{email.strip().casefold()}"), FREE_PER_ACCOUNT
        )

    @classmethod
    def address(cls, key: str, address: str) -> "Subject":
        return cls(tokens.keyed_digest(key, f"address:{_network(address)}"), FREE_PER_ADDRESS)


def _network(address: str) -> str:
    """Return what one subscriber holds: an IPv4 address, or the /64 of an IPv6 one.

    A server that listens on both kinds writes IPv4 addresses as IPv6 ones, all of one /64.

    >>> _network("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::/64'
    >>> _network("::ffff:192.0.2.1")
    '192.0.2.1'
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, 64), strict=False))
    return str(known.ipv4_mapped) if isinstance(known, IPv6Address) else address


def wait(
    session: Session, kind: AttemptKind, subjects: Iterable[Subject], *, now: datetime
) -> timedelta:
    """Return how long to wait before the next try: nothing, then 1 s, 2 s, 4 s … up to 15 min."""
    longest = timedelta(0)
    for subject in subjects:
        statement = select(func.count(), func.max(Attempt.happened_at)).where(
            Attempt.kind == kind,
            Attempt.subject_digest == subject.digest,
            Attempt.happened_at > now - WINDOW,
        )
        count, last = session.execute(statement).one()
        if count >= subject.free:
            pause = min(timedelta(seconds=2 ** min(count - subject.free, 10)), LONGEST_WAIT)
            longest = max(longest, last + pause - now)
    return longest


def failures(session: Session, kind: AttemptKind, subject: Subject, *, now: datetime) -> int:
    """Count the failures of the last 24 hours."""
    statement = select(func.count()).where(
        Attempt.kind == kind,
        Attempt.subject_digest == subject.digest,
        Attempt.happened_at > now - WINDOW,
    )
    return session.execute(statement).scalar_one()


def record_failure(
    session: Session, kind: AttemptKind, subjects: Iterable[Subject], *, now: datetime
) -> None:
    """Count a failure; this outlives the refusal, in a transaction of its own."""
    for subject in subjects:
        session.add(Attempt(kind=kind, subject_digest=subject.digest, happened_at=now))
    session.execute(delete(Attempt).where(Attempt.happened_at <= now - WINDOW))


def forgive(session: Session, kind: AttemptKind, subject: Subject) -> None:
    """Forget the failures of an account whose owner got in."""
    session.execute(
        delete(Attempt).where(Attempt.kind == kind, Attempt.subject_digest == subject.digest)
    )
