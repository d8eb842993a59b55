"""Classes in the week: their times, the weeks they are planned over, the code shown in the room.

Times are those of the institution's clocks. A code is six signs without those that are taken for
one another; it holds for one session, from a little before it to a little after.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.calendar import as_utc, to_utc
from msp_du.domain.errors import Rule, RuleViolation

SIGNING_MARGIN: Final = timedelta(minutes=15)
"""How long before a session, and after it, one may sign."""
LONGEST_MINUTES: Final = 360
"""A half-day of class does not last longer."""
MORNING_BEFORE: Final = time(13)
AFTERNOON_FROM: Final = time(12)
"""A morning begins before 13:00, an afternoon at 12:00 or later."""
USUAL_TIMES: Final = {
    HalfDay.MORNING: (time(9), time(12, 30)),
    HalfDay.AFTERNOON: (time(13, 30), time(17)),
}
CODE_LENGTH: Final = 6
CODE_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class PlannedAs(StrEnum):
    """What becomes of one half-day of a pattern."""

    NEW = "new"
    KEPT = "kept"
    TAKEN = "taken"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Span:
    """When a session begins and ends, as aware moments."""

    starts: datetime
    ends: datetime

    def is_signable(self, now: datetime) -> bool:
        """Tell whether a code holds now, both bounds included."""
        return self.starts - SIGNING_MARGIN <= as_utc(now) <= self.ends + SIGNING_MARGIN

    def overlaps(self, starts: datetime, ends: datetime) -> bool:
        """Tell whether it shares a minute with other times; touching ones do not."""
        return self.starts < as_utc(ends) and as_utc(starts) < self.ends


@dataclass(frozen=True, slots=True)
class Pattern:
    """Weeks, by their Monday, times days of the week (0 is Monday), times halves of the day."""

    mondays: Collection[date]
    weekdays: Collection[int]
    half_days: Collection[HalfDay]


def span(held_on: date, starts_at: time, ends_at: time, zone: ZoneInfo) -> Span:
    """Return the moments of a session.

    >>> from msp_du.domain.calendar import PARIS
    >>> span(date(2026, 11, 30), time(9), time(12, 30), PARIS).starts.isoformat()
    '2026-11-30T08:00:00+00:00'
    """
    return Span(to_utc(held_on, starts_at, zone), to_utc(held_on, ends_at, zone))


def check_times(half_day: HalfDay, starts_at: time, ends_at: time) -> int:
    """Return the minutes of a session.

    Raises RuleViolation CLASS_TIMES when it ends before it begins, lasts too long, or its start
    does not lie in its half of the day.
    """
    minutes = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
    is_morning = half_day is HalfDay.MORNING
    fits = starts_at < MORNING_BEFORE if is_morning else starts_at >= AFTERNOON_FROM
    if not fits or not 0 < minutes <= LONGEST_MINUTES:
        raise RuleViolation(Rule.CLASS_TIMES, field="ends_at")
    return minutes


def days_of(pattern: Pattern) -> Iterator[tuple[date, HalfDay]]:
    """Give the half-days of a pattern in the order of the calendar.

    >>> monday = date(2026, 11, 30)
    >>> [day.day for day, _half in days_of(Pattern([monday], [2, 0], [HalfDay.MORNING]))]
    [30, 2]
    """
    for monday in sorted(pattern.mondays):
        for weekday in sorted(pattern.weekdays):
            for half_day in HalfDay:
                if half_day in pattern.half_days:
                    yield monday + timedelta(days=weekday), half_day


def code_of(number: int) -> str:
    """Return the code that stands for a large number.

    >>> code_of(0), code_of(31**6 - 1), code_of(31**6)
    ('AAAAAA', '999999', 'AAAAAA')
    """
    signs = []
    for _position in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_SIGNS))
        signs.append(CODE_SIGNS[rest])
    return "".join(reversed(signs))


def normal_code(typed: str) -> str:
    """Return what was typed in capitals, without spaces and dashes.

    >>> normal_code(" kx3-p2m ")
    'KX3P2M'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def signed_state(now: datetime, starts: datetime, *, late_after: int) -> AttendanceState:
    """Return what is noted of who signs now: late once more than ``late_after`` minutes passed."""
    is_late = as_utc(now) > as_utc(starts) + timedelta(minutes=late_after)
    return AttendanceState.LATE if is_late else AttendanceState.PRESENT
