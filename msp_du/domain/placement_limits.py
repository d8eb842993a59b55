"""What the law and custom say of a placement, by its legal tie (domain §3.1, §3.2).

Minutes are whole, shares exact. A finding holds the figure, the limit and the article: what is
forbidden stops the act until somebody overrides it with a reason, what is custom is confirmed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Final

from msp_du.domain.allowances import RATES, Presence, Rate
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.placement_lengths import (
    FIRST_OF_SEPTEMBER,
    YearStart,
    calendar_days,
    span,
)
from msp_du.domain.vocabulary import Regime


class Limit(StrEnum):
    """What a placement is checked against."""

    HOST_YEAR = "host_year"
    WEEK_MAXIMUM = "week_maximum"
    WEEK_USUAL = "week_usual"
    TAUGHT = "taught"
    TAUGHT_PRESENT = "taught_present"
    TAUGHT_PRESENT_UNKNOWN = "taught_present_unknown"
    GAP = "gap"
    GAP_UNSURE = "gap_unsure"
    ALLOWANCE = "allowance"
    LEAVE = "leave"
    CONTINUING_CAP = "continuing_cap"
    SUPERVISED = "supervised"
    FOLLOWED = "followed"


ARTICLES: Final[Mapping[Limit, str | None]] = {
    Limit.HOST_YEAR: "L124-5",
    Limit.WEEK_MAXIMUM: "L3121-20",
    Limit.WEEK_USUAL: "L3121-27",
    Limit.TAUGHT: "D124-2",
    Limit.TAUGHT_PRESENT: "D124-2",
    Limit.TAUGHT_PRESENT_UNKNOWN: "D124-2",
    Limit.GAP: "L124-11",
    Limit.GAP_UNSURE: "L124-11",
    Limit.ALLOWANCE: "L124-6",
    Limit.LEAVE: "L124-13",
    Limit.CONTINUING_CAP: None,
    Limit.SUPERVISED: None,
    Limit.FOLLOWED: None,
}
"""Articles of the Code de l’éducation (L3121: Code du travail); None is custom alone."""

FORBIDDEN: Final = frozenset(
    {Limit.HOST_YEAR, Limit.WEEK_MAXIMUM, Limit.TAUGHT, Limit.TAUGHT_PRESENT, Limit.GAP}
)
"""What the law refuses; all others are told and confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalFigures:
    """The figures in force, which an institution sets; durations in minutes."""

    day_minutes: int = 420
    month_days: int = 22
    most_minutes: int = 924 * 60
    allowance_above_minutes: int = 308 * 60
    least_taught_minutes: int = 200 * 60
    least_present_minutes: int = 50 * 60
    gap_divisor: int = 3
    usual_week_minutes: int = 35 * 60
    most_week_minutes: int = 48 * 60
    continuing_minutes: int = 924 * 60
    most_supervised: int = 3
    most_followed: int = 24
    year_starts: YearStart = FIRST_OF_SEPTEMBER
    rates: tuple[Rate, ...] = RATES

    def __post_init__(self) -> None:
        if self.usual_week_minutes > self.most_week_minutes:
            raise RuleViolation(Rule.LIMITS_FIGURES, field="usual_week_minutes")
        if len({rate.applies_from for rate in self.rates}) < max(1, len(self.rates)):
            raise RuleViolation(Rule.LIMITS_RATES)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the placement states beside its periods."""

    weekly_minutes: int | None = None
    has_nights: bool = False
    has_sundays: bool = False
    has_holidays: bool = False
    is_same_post: bool = False
    """Whether the post is one that another trainee held before."""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another trainee's placement in the same service: its first and its last day."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Case:
    """All that a placement is judged by.

    ``years`` holds what is planned and worked at the host in each academic year, this placement
    included, renewals and other periods too; ``taught_present`` is None while no class is planned.
    ``supervised`` and ``followed`` count the trainees of both tutors at the same time, with this
    one.
    """

    regime: Regime
    periods: Sequence[Period]
    terms: Terms = Terms()
    years: Mapping[date, Presence] = field(default_factory=dict)
    taught: int = 0
    taught_present: int | None = None
    neighbours: Sequence[Neighbour] = ()
    supervised: int = 1
    followed: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A limit that a placement meets: its figure and the limit, in the unit of its kind.

    Minutes for durations, days for gaps, people for tutors. ``since`` is the first day of the
    academic year, or the last day of the placement before.
    """

    limit: Limit
    figure: int
    bound: int
    since: date | None = None

    @property
    def is_forbidden(self) -> bool:
        return self.limit in FORBIDDEN

    @property
    def article(self) -> str | None:
        return ARTICLES[self.limit]


Check = Callable[[Case, LegalFigures], Iterator[Finding]]


def check(case: Case, figures: LegalFigures) -> tuple[Finding, ...]:
    """Return what the law refuses, then what is told, for the legal tie of a placement."""
    found = [each for one in CHECKS[case.regime] for each in one(case, figures)]
    return tuple(sorted(found, key=lambda finding: not finding.is_forbidden))


def _host_year(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    for first_day, presence in sorted(case.years.items()):
        if presence.most > figures.most_minutes:
            figure = ceil(presence.most)
            yield Finding(Limit.HOST_YEAR, figure, figures.most_minutes, first_day)


def _continuing(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    for first_day, presence in sorted(case.years.items()):
        if presence.most > figures.continuing_minutes:
            figure = ceil(presence.most)
            yield Finding(Limit.CONTINUING_CAP, figure, figures.continuing_minutes, first_day)


def _allowance(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    bound = figures.allowance_above_minutes
    for first_day, presence in sorted(case.years.items()):
        if presence.most > bound:
            yield Finding(Limit.ALLOWANCE, ceil(presence.most), bound, first_day)


def _leave(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    planned = sum(period.planned_minutes for period in case.periods)
    bound = 2 * figures.month_days * figures.day_minutes
    if planned > bound:
        yield Finding(Limit.LEAVE, planned, bound)


def _taught(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    least, present = figures.least_present_minutes, case.taught_present
    if case.taught < figures.least_taught_minutes:
        yield Finding(Limit.TAUGHT, case.taught, figures.least_taught_minutes)
    if present is None:
        yield Finding(Limit.TAUGHT_PRESENT_UNKNOWN, 0, least)
    elif present < least:
        yield Finding(Limit.TAUGHT_PRESENT, present, least)


def _gap(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    """A post stays free for a third of the placement before, rounded up to whole days."""
    first, last = span(case.periods)
    mine = Neighbour(first, last)
    kind = Limit.GAP if case.terms.is_same_post else Limit.GAP_UNSURE
    for other in case.neighbours:
        before, after = sorted((mine, other), key=lambda one: one.starts_on)
        free = (after.starts_on - before.ends_on).days - 1
        needed = ceil(Fraction(before.days, figures.gap_divisor))
        if 0 <= free < needed:
            yield Finding(kind, free, needed, before.ends_on)


def _week(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    minutes = max(case.terms.weekly_minutes or 0, ceil(densest_week(case.periods)))
    if minutes > figures.most_week_minutes:
        yield Finding(Limit.WEEK_MAXIMUM, minutes, figures.most_week_minutes)
    elif minutes > figures.usual_week_minutes:
        yield Finding(Limit.WEEK_USUAL, minutes, figures.usual_week_minutes)


def _tutors(case: Case, figures: LegalFigures) -> Iterator[Finding]:
    if case.supervised > figures.most_supervised:
        yield Finding(Limit.SUPERVISED, case.supervised, figures.most_supervised)
    if case.followed > figures.most_followed:
        yield Finding(Limit.FOLLOWED, case.followed, figures.most_followed)


def densest_week(periods: Sequence[Period]) -> Fraction:
    """Return the minutes a week that the periods ask for, in the one that asks for most."""
    weeks = [Fraction(max(calendar_days([one]), 7), 7) for one in periods]
    return max(one.planned_minutes / week for one, week in zip(periods, weeks, strict=True))


CHECKS: Final[Mapping[Regime, tuple[Check, ...]]] = {
    Regime.STUDENT_INTERNSHIP: (
        _host_year,
        _taught,
        _gap,
        _week,
        _allowance,
        _leave,
        _tutors,
    ),
    Regime.CONTINUING_EDUCATION: (_continuing, _week, _tutors),
    Regime.EMPLOYMENT: (_week,),
    Regime.EXTERNAL_ASSIGNMENT: (_week, _tutors),
}
"""Which checks apply under which legal tie."""
