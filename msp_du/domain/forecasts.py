"""Where a year's placement hours are heading, and what makes somebody worth a word in time.

Minutes are whole, paces are exact fractions of days: nothing is rounded before it is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from msp_du.domain import ledger
from msp_du.domain.hours import Period
from msp_du.domain.ledger import Totals

SILENT_DAYS: Final = 21
"""Days of a placement without a word after which the coordination is told."""

WAITING_DAYS: Final = 30
"""Days after which hours that were sent should be signed."""

FEWEST_DAYS: Final = 28
"""Days before a pace says anything about a date."""


class RiskReason(StrEnum):
    """Why somebody may not have their hours in time."""

    NOTHING_PLANNED = "nothing_planned"
    PLAN_TOO_SHORT = "plan_too_short"
    BEHIND = "behind"
    TOO_LATE = "too_late"
    SILENT = "silent"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Risk:
    """A reason and its figure: minutes, days or a day, whichever the reason is about."""

    reason: RiskReason
    minutes: int = 0
    days: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The hours of a year so far.

    ``last_logged`` is the latest day noted, ``oldest_sent`` the day on which the oldest entry
    that still waits was sent, ``ends_on`` the last day of the academic year.
    """

    totals: Totals
    periods: Sequence[Period]
    ends_on: date
    last_logged: date | None = None
    oldest_sent: date | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of the placements."""
        return min((period.starts_on for period in self.periods), default=None)

    @property
    def deadline(self) -> date:
        """The last day on which hours can be made: that of the placements, else of the year."""
        return max((period.ends_on for period in self.periods), default=self.ends_on)


def at_present_pace(course: Course, today: date) -> date | None:
    """Return the day on which the requirement is logged if all goes on as since the first day.

    None as in ``ledger.forecast``: met, nothing logged, not begun, or years away.
    """
    first_day = course.first_day
    if first_day is None:
        return None
    return ledger.forecast(course.totals, first_day=first_day, today=today)


def at_planned_pace(course: Course, today: date) -> date | None:
    """Return the day on which the requirement is logged if from tomorrow all goes as planned.

    None when the requirement is met, or what is planned from now on does not suffice.

    >>> ten_days = Period(date(2026, 9, 1), date(2026, 9, 10), 600)
    >>> behind = Course(Totals(500, 600, 100, 0, 0), [ten_days], date(2027, 8, 31))
    >>> at_planned_pace(behind, date(2026, 9, 2))
    datetime.date(2026, 9, 9)
    """
    wanted = ledger.planned_by(course.periods, today) + missing(course)
    if missing(course) == 0 or ledger.planned_by(course.periods, course.deadline) < wanted:
        return None
    early, late = today, course.deadline
    while late - early > timedelta(days=1):
        middle = early + (late - early) // 2
        if ledger.planned_by(course.periods, middle) >= wanted:
            late = middle
        else:
            early = middle
    return late


def missing(course: Course) -> int:
    """Return the minutes still to be logged, never below 0."""
    return max(0, course.totals.required - course.totals.logged)


def risks(course: Course, today: date) -> tuple[Risk, ...]:
    """Return why the hours of a year may not be there in time; () when all is well or done."""
    if course.totals.approved >= course.totals.required:
        return ()
    return (*_plan_risks(course), *_pace_risks(course, today), *_quiet_risks(course, today))


def _plan_risks(course: Course) -> Iterator[Risk]:
    """Tell a plan that is missing, or that is shorter than what has to be done."""
    to_plan = course.totals.required - course.totals.planned
    if not course.periods:
        if missing(course):
            yield Risk(RiskReason.NOTHING_PLANNED, minutes=missing(course))
    elif to_plan > 0 and missing(course):
        yield Risk(RiskReason.PLAN_TOO_SHORT, minutes=min(to_plan, missing(course)))


def _pace_risks(course: Course, today: date) -> Iterator[Risk]:
    """Tell hours far below what was planned so far, and a pace that leads past the last day."""
    if ledger.is_late(course.totals, course.periods, today):
        behind = ledger.planned_by(course.periods, today) - course.totals.logged
        yield Risk(RiskReason.BEHIND, minutes=behind)
    first_day, day = course.first_day, at_present_pace(course, today)
    if first_day and day and day > course.deadline and (today - first_day).days >= FEWEST_DAYS:
        yield Risk(RiskReason.TOO_LATE, day=day)


def _quiet_risks(course: Course, today: date) -> Iterator[Risk]:
    """Tell a placement of which nothing is heard, and hours that nobody signs."""
    running = [period for period in course.periods if period.contains(today)]
    if running:
        since = min(period.starts_on for period in running)
        days = (today - max(since, course.last_logged or since)).days
        if days >= SILENT_DAYS and missing(course):
            yield Risk(RiskReason.SILENT, days=days)
    if course.oldest_sent is not None:
        days = (today - course.oldest_sent).days
        if days >= WAITING_DAYS:
            yield Risk(RiskReason.UNSIGNED, minutes=course.totals.submitted, days=days)
