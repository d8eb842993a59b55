"""Reminders: when one may leave, what is worth one, and what waits too long.

One message a person and day at most, never at night nor on a day of rest, and never twice in a
few days about the same things.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msp_du.domain import calendar

FIRST_HOUR: Final = 8
LAST_HOUR: Final = 19
"""Local hours in which a reminder may leave, the last one not included."""
SUNDAY: Final = 6
SOON: Final = timedelta(days=7)
"""How long before a day by which something is due it is recalled."""


class DueKind(StrEnum):
    """What somebody owes, or, for a coordinator, what waits too long elsewhere."""

    HOURS_TO_SIGN = "hours_to_sign"
    HOURS_NOT_SENT = "hours_not_sent"
    HOURS_RETURNED = "hours_returned"
    MARKS_TO_ENTER = "marks_to_enter"
    PAPER_TO_HAND_IN = "paper_to_hand_in"
    AGREEMENT_TO_SIGN = "agreement_to_sign"
    AGREEMENT_OF_HOST = "agreement_of_host"
    WAITING_ELSEWHERE = "waiting_elsewhere"


PATIENCE: Final = {
    DueKind.HOURS_TO_SIGN: timedelta(days=3),
    DueKind.HOURS_NOT_SENT: timedelta(days=7),
    DueKind.HOURS_RETURNED: timedelta(days=3),
    DueKind.MARKS_TO_ENTER: timedelta(0),
    DueKind.PAPER_TO_HAND_IN: timedelta(days=7),
    DueKind.AGREEMENT_TO_SIGN: timedelta(days=3),
    DueKind.AGREEMENT_OF_HOST: timedelta(days=3),
    DueKind.WAITING_ELSEWHERE: timedelta(0),
}
"""How long something may be owed before it is recalled for the first time."""


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """Who owes: an account, or a contact of a host who has none."""

    account_id: UUID | None = None
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Things of one kind that somebody owes about one object.

    ``owed_since`` is the day since which the oldest is owed, ``due_on`` the day by which they
    are due, if there is one. ``object_id`` is a placement, a module or an agreement, never shown.
    """

    kind: DueKind
    recipient: Recipient
    institution_id: UUID
    object_id: UUID | None
    count: int
    owed_since: date
    due_on: date | None = None
    cohort_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Everything of one kind in a digest: how many, since when, by when."""

    kind: DueKind
    count: int
    since: date
    due_on: date | None


def may_leave(now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a reminder may leave at this moment: by day, on no Sunday and no holiday."""
    local = calendar.as_utc(now).astimezone(zone)
    day = local.date()
    is_rest = day.weekday() == SUNDAY or day in holidays(day.year)
    return not is_rest and FIRST_HOUR <= local.hour < LAST_HOUR


def is_ripe(due: Due, today: date) -> bool:
    """Tell whether something is owed for long enough, or due soon enough, to be recalled."""
    if due.due_on is not None:
        return today >= due.due_on - SOON
    return today >= due.owed_since + PATIENCE[due.kind]


def is_time(last: date | None, today: date, every_days: int) -> bool:
    """Tell whether so many days passed since the same was last recalled."""
    return last is None or today >= last + timedelta(days=every_days)


def waits_too_long(due: Due, today: date, after_days: int) -> bool:
    """Tell whether a coordinator is to hear of it, counted from when it was owed, or due."""
    since = max(due.owed_since, due.due_on or due.owed_since)
    return today >= since + timedelta(days=after_days)


def grouped(dues: Iterable[Due]) -> list[Group]:
    """Add up what a digest says, kind by kind, in the order of the kinds."""
    found: dict[DueKind, list[Due]] = {kind: [] for kind in DueKind}
    for due in dues:
        found[due.kind].append(due)
    return [
        Group(
            kind,
            count=sum(due.count for due in of_kind),
            since=min(due.owed_since for due in of_kind),
            due_on=min((due.due_on for due in of_kind if due.due_on), default=None),
        )
        for kind, of_kind in found.items()
        if of_kind
    ]


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year in France (Code du travail, L3133-1).

    >>> [day.isoformat() for day in sorted(holidays(2026))][2:6]
    ['2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25']
    """
    easter = easter_sunday(year)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    return frozenset(
        {date(year, month, day) for month, day in fixed}
        | {easter + timedelta(days=after) for after in moving}
    )


def easter_sunday(year: int) -> date:
    """Return Easter of a year of the Gregorian calendar (anonymous algorithm, Meeus, 1991).

    >>> easter_sunday(2027)
    datetime.date(2027, 3, 28)
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - shift + 15) % 30
    quads, last = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quads - epact - last) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
