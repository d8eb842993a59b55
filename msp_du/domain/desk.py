"""The host’s desk: what a personal link opens, for how long, and what signing binds together."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from msp_du.domain.ledger import SignedEntry
from msp_du.domain.vocabulary import HoursKind, Presence

LINK_LASTS = timedelta(days=14)
RECEIPT_LASTS = timedelta(days=365)
OPEN_LASTS = timedelta(minutes=30)
CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODE_TRIES_A_DAY = 20
"""Wrong codes of all the browsers of a contact: opening the link again gives few more tries."""
SEEN_MONTHS = 3
"""How long a host goes on seeing a trainee once the placement is over."""

_NOTHING = "-"


class DeskPurpose(StrEnum):
    """What a link of a contact opens: the whole desk, or one receipt."""

    DESK = "desk"
    RECEIPT = "receipt"


class DeskAct(StrEnum):
    """What a form of the desk does, once."""

    APPROVE_HOURS = "approve_hours"
    RETURN_HOURS = "return_hours"


def binding(placement_id: UUID, contact_id: UUID, act: DeskAct, version: str) -> str:
    """Return the text whose keyed digest is a form's token: nothing else fits that form.

    ``version`` is the digest of the list that the form shows.
    """
    return f"desk-form:{act}:{placement_id}:{contact_id}:{version}"


def seen_since(today: date) -> date:
    """Return the earliest last day of a placement that its host still sees.

    >>> seen_since(date(2027, 5, 31))
    datetime.date(2027, 2, 28)
    """
    months = today.year * 12 + today.month - 1 - SEEN_MONTHS
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def read_list(text: str) -> list[SignedEntry]:
    """Read a canonical list of hours back; its first line names its form."""
    return [_entry(line.split("\t")) for line in text.splitlines()[1:]]


def _entry(cells: list[str]) -> SignedEntry:
    identity, version, worked_on, minutes, started, ended, pause, kind, presence = cells
    return SignedEntry(
        id=UUID(identity),
        version=int(version),
        worked_on=date.fromisoformat(worked_on),
        minutes=int(minutes),
        started_at=_moment(started),
        ended_at=_moment(ended),
        break_minutes=int(pause),
        kind=HoursKind(kind),
        presence=Presence(presence),
    )


def _moment(text: str) -> datetime | None:
    return None if text == _NOTHING else datetime.fromisoformat(text)
