"""Days, ISO weeks, clock changes and academic years, in the time zone of the institution.

Moments are kept in UTC and only shown in a zone: Python subtracts two local times of one zone
on the clock's face, which is an hour wrong on the two change nights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from msp_du.domain.errors import Rule, RuleViolation

PARIS: Final = ZoneInfo("Europe/Paris")
"""Zone of an institution that chose none."""

EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2999
LONGEST_YEAR_DAYS: Final = 400
"""An academic year may run from 1 September to 30 September of the next one (domain §3.2)."""

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, Monday to Sunday; ``year`` is the ISO year, not always that of the day."""

    year: int
    number: int

    @property
    def starts_on(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def ends_on(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """A year of the institution, both days included."""

    label: str
    starts_on: date
    ends_on: date

    def contains(self, day: date) -> bool:
        """Tell whether the day falls in the year, bounds included."""
        return self.starts_on <= day <= self.ends_on


def as_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; a naive one is a mistake of the caller (ValueError)."""
    if moment.tzinfo is None:
        msg = "a moment needs a time zone"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def today(now: datetime, zone: ZoneInfo) -> date:
    """Return the civil day in the zone at an aware moment.

    >>> today(datetime(2026, 7, 14, 22, 30, tzinfo=UTC), PARIS)
    datetime.date(2026, 7, 15)
    """
    return as_utc(now).astimezone(zone).date()


def week_of(day: date) -> Week:
    """Return the ISO week of a day.

    >>> week_of(date(2027, 1, 3))
    Week(year=2026, number=53)
    """
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def elapsed_minutes(start: datetime, end: datetime) -> int:
    """Return the whole minutes that really passed between two aware moments (security §5.2)."""
    return (as_utc(end) - as_utc(start)) // _MINUTE


def clock_change_minutes(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Return by how much the time elapsed differs from what the clock's face says.

    −60 over the March night, +60 over the October night, 0 on all others.
    """
    before = as_utc(start).astimezone(zone).replace(tzinfo=None)
    after = as_utc(end).astimezone(zone).replace(tzinfo=None)
    return elapsed_minutes(start, end) - (after - before) // _MINUTE


def is_ambiguous(day: date, clock: time, zone: ZoneInfo) -> bool:
    """Tell whether the clock shows this time twice that day, so that one must ask which."""
    return _fold_gain(day, clock, zone) > timedelta(0)


def asks_which(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[bool, bool]:
    """Tell for the start and the end of a shift whether the form must ask "first or second?".

    The end is on the next day when it is not after the start.
    """
    start_twice = is_ambiguous(day, start, zone)
    end_twice = start_twice and is_ambiguous(day, end, zone)
    end_day = day if end > start or day == date.max else day + timedelta(days=1)
    return start_twice, end_twice or is_ambiguous(end_day, end, zone)


def to_utc(
    day: date, clock: time, zone: ZoneInfo, *, second: bool = False, field: str | None = None
) -> datetime:
    """Return the UTC moment, to the minute, at which the clock shows this time on this day.

    ``second`` picks the later of the two when the hour is doubled (October) and means nothing
    otherwise. A time the clock skips (02:30 in March), or a year nobody works in, is refused
    with HOURS_NO_SUCH_TIME (details ``day``, ``time``) under ``field``.
    """
    known_year = EARLIEST_YEAR <= day.year <= LATEST_YEAR
    if not known_year or _fold_gain(day, clock, zone) < timedelta(0):
        raise RuleViolation(Rule.HOURS_NO_SUCH_TIME, field=field, day=day, time=clock)
    whole = clock.replace(second=0, microsecond=0, fold=int(second))
    return datetime.combine(day, whole, tzinfo=zone).astimezone(UTC)


def shift(
    day: date,
    start: time,
    end: time,
    zone: ZoneInfo,
    *,
    second_start: bool = False,
    second_end: bool = False,
) -> tuple[datetime, datetime]:
    """Return start and end in UTC of a shift that begins on ``day``; the end is always later.

    An end that is not after the start is on the next day, so a shift spans at most 24 hours of
    the clock (equal times: 24). In a doubled hour, an end before the start is still the same day
    when it is the second passage; and after a second passage an end cannot be a first one.
    """
    asked_start = second_start and is_ambiguous(day, start, zone)
    started_at = to_utc(day, start, zone, second=asked_start, field="start")
    same_hour = is_ambiguous(day, start, zone) and is_ambiguous(day, end, zone)
    if end > start or (same_hour and second_end and not asked_start):
        ended_at = to_utc(day, end, zone, second=second_end or asked_start, field="end")
    else:
        next_day = day + timedelta(days=1)
        ended_at = to_utc(next_day, end, zone, second=second_end, field="end")
    return started_at, ended_at


def check_years(years: Sequence[AcademicYear]) -> None:
    """Refuse a year that ends before it begins or never ends, and two that share a day.

    CALENDAR_BOUNDS: details ``label``, ``first_day``, ``last_day``; CALENDAR_OVERLAP: details
    ``label``, ``other``.
    """
    for year in years:
        longest = timedelta(days=LONGEST_YEAR_DAYS)
        if not timedelta(0) < year.ends_on - year.starts_on < longest:
            raise _bounds(year)
    for earlier, later in pairwise(sorted(years, key=lambda year: year.starts_on)):
        if later.starts_on <= earlier.ends_on:
            raise _overlap(later.label, earlier.label)


def check_teaching_weeks(year: AcademicYear, mondays: Sequence[date]) -> None:
    """Refuse teaching weeks, named by their Monday, that are not of their year or given twice.

    A week is of the year when one of its days from Monday to Friday is, so that classes may
    begin on Tuesday 1 September. CALENDAR_BOUNDS also for a day that is no Monday; details as
    for ``check_years``, the label being the day in ISO form.
    """
    for monday in mondays:
        friday = monday + timedelta(days=4)
        if monday.weekday() or friday < year.starts_on or monday > year.ends_on:
            raise _bounds(AcademicYear(monday.isoformat(), year.starts_on, year.ends_on))
    for earlier, later in pairwise(sorted(mondays)):
        if earlier == later:
            raise _overlap(later.isoformat(), earlier.isoformat())


def year_of(day: date, years: Sequence[AcademicYear]) -> AcademicYear | None:
    """Return the academic year of a day, or None between two years."""
    return next((year for year in years if year.contains(day)), None)


def _fold_gain(day: date, clock: time, zone: ZoneInfo) -> timedelta:
    """Positive where the clock goes back over this time, negative where it jumps over it."""
    first = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    again = first.replace(fold=1)
    return (first.utcoffset() or timedelta(0)) - (again.utcoffset() or timedelta(0))


def _bounds(year: AcademicYear) -> RuleViolation:
    return RuleViolation(
        Rule.CALENDAR_BOUNDS,
        field="ends_on",
        label=year.label,
        first_day=year.starts_on,
        last_day=year.ends_on,
    )


def _overlap(label: str, other: str) -> RuleViolation:
    return RuleViolation(Rule.CALENDAR_OVERLAP, field="starts_on", label=label, other=other)
