"""The allowance of a placement: when it is due, at which rate, how much a month (domain §3.2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msp_du.domain.placement_lengths import YearStart
from msp_du.domain.vocabulary import Regime

ARTICLES: Final = "L124-6, D124-8"
"""Of the Code de l’éducation."""


class AllowanceState(StrEnum):
    """Whether a placement gives right to an allowance, and why."""

    DUE = "due"
    BELOW = "below"
    NOT_BY_LAW = "not_by_law"
    PAID_WORK = "paid_work"
    OTHER_EMPLOYER = "other_employer"


WITHOUT: Final[Mapping[Regime, AllowanceState]] = {
    Regime.CONTINUING_EDUCATION: AllowanceState.NOT_BY_LAW,
    Regime.EMPLOYMENT: AllowanceState.PAID_WORK,
    Regime.EXTERNAL_ASSIGNMENT: AllowanceState.OTHER_EMPLOYER,
}
"""Legal ties under which no allowance is due, whatever the duration."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Cents an hour, for agreements signed from a day on."""

    applies_from: date
    cents: int


RATES: Final = (Rate(date(2024, 1, 1), 435), Rate(date(2026, 1, 1), 450))
"""15 % of the hourly ceiling of social security, until an institution sets others."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a placement: minutes that count, and what is due for them in cents."""

    first_day: date
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Minutes at one host in one academic year: planned, and worked with a signature."""

    planned: Fraction = Fraction(0)
    approved: int = 0

    @property
    def most(self) -> Fraction:
        """The larger of the two: what was agreed on, or what was done beyond it."""
        return max(self.planned, Fraction(self.approved))


def rate_on(rates: Sequence[Rate], day: date) -> Rate:
    """Return the rate in force on a day; the earliest one before all of them.

    >>> rate_on(RATES, date(2025, 12, 31)).cents, rate_on(RATES, date(2026, 1, 1)).cents
    (435, 450)
    """
    known = sorted(rates, key=lambda rate: rate.applies_from)
    return next((rate for rate in reversed(known) if rate.applies_from <= day), known[0])


def amount(minutes: Fraction | int, cents: int) -> int:
    """Return what is due for minutes at so many cents an hour, rounded half up once.

    >>> amount(309 * 60, 435)
    134415
    """
    exact = Fraction(minutes) * cents / 60
    return int(exact + Fraction(1, 2))


def state_of(
    regime: Regime, presences: Iterable[Presence], *, above_minutes: int
) -> AllowanceState:
    """Tell whether an allowance is due for at least one of the academic years."""
    if regime in WITHOUT:
        return WITHOUT[regime]
    over = any(one.most > above_minutes for one in presences)
    return AllowanceState.DUE if over else AllowanceState.BELOW


def by_month(
    worked: Iterable[tuple[date, int]],
    presences: Mapping[date, Presence],
    *,
    cents: int,
    above_minutes: int,
    starts: YearStart,
) -> tuple[Month, ...]:
    """Return each month with minutes that count, and its part of the exact sum.

    ``presences`` are those of the academic years, by first day: the days of a year that stays
    under the threshold bring nothing. Months add up to the sum, which is rounded once.
    """
    minutes: defaultdict[date, int] = defaultdict(int)
    paid: defaultdict[date, int] = defaultdict(int)
    for day, worked_minutes in worked:
        month = day.replace(day=1)
        minutes[month] += worked_minutes
        presence = presences.get(starts.before(day), Presence())
        if presence.most > above_minutes:
            paid[month] += worked_minutes
    months, so_far = [], 0
    for month in sorted(minutes):
        before, so_far = so_far, so_far + paid[month]
        cents_of_month = amount(so_far, cents) - amount(before, cents)
        months.append(Month(month, minutes[month], cents_of_month))
    return tuple(months)
