"""How long a placement is in law: hours make days, days make months (domain §3.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from msp_du.domain.hours import Period


@dataclass(frozen=True, slots=True)
class Length:
    """A duration of presence: whole days, then whole months of days, and what is left over."""

    minutes: int
    days: int
    months: int
    days_left: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class YearStart:
    """The day on which the academic year begins, for the count of hours at a host."""

    month: int = 9
    day: int = 1

    def before(self, day: date) -> date:
        """Return the first day of the academic year that a day is in.

        >>> YearStart().before(date(2027, 8, 31)), YearStart().before(date(2027, 9, 1))
        (datetime.date(2026, 9, 1), datetime.date(2027, 9, 1))
        """
        this_year = date(day.year, self.month, self.day)
        return this_year if day >= this_year else date(day.year - 1, self.month, self.day)

    def after(self, first_day: date) -> date:
        """Return the first day of the year that follows the one beginning on ``first_day``."""
        return date(first_day.year + 1, self.month, self.day)


FIRST_OF_SEPTEMBER: Final = YearStart()


def length_of(minutes: int, *, day_minutes: int = 420, month_days: int = 22) -> Length:
    """Convert minutes of presence: 7 h are a day, 22 days are a month; minutes are summed first.

    >>> length_of(280 * 60)
    Length(minutes=16800, days=40, months=1, days_left=18, minutes_left=0)
    """
    days, minutes_left = divmod(minutes, day_minutes)
    months, days_left = divmod(days, month_days)
    return Length(minutes, days, months, days_left, minutes_left)


def by_year(periods: Iterable[Period], starts: YearStart) -> dict[date, Fraction]:
    """Return the minutes planned in each academic year, by its first day, exactly.

    A period across the bound is split by its calendar days.
    """
    planned: dict[date, Fraction] = {}
    for period in periods:
        whole = (period.ends_on - period.starts_on).days + 1
        for first_day, days in _parts(period, starts):
            share = Fraction(period.planned_minutes * days, whole)
            planned[first_day] = planned.get(first_day, Fraction(0)) + share
    return planned


def calendar_days(periods: Sequence[Period]) -> int:
    """Return the days from the first one to the last one, both included."""
    first, last = span(periods)
    return (last - first).days + 1


def span(periods: Sequence[Period]) -> tuple[date, date]:
    """Return the first and the last day of periods in any order."""
    return min(one.starts_on for one in periods), max(one.ends_on for one in periods)


def _parts(period: Period, starts: YearStart) -> list[tuple[date, int]]:
    """Return the academic years that a period is in, with its days in each."""
    parts, day = [], period.starts_on
    while day <= period.ends_on:
        first_day = starts.before(day)
        last = min(starts.after(first_day) - timedelta(days=1), period.ends_on)
        parts.append((first_day, (last - day).days + 1))
        day = last + timedelta(days=1)
    return parts
