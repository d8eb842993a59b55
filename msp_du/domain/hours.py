"""Rules of the hours log: what may be logged, what must be confirmed, who may change what.

All durations are whole minutes; all moments are aware and compared in UTC. The minutes of a
night shift belong to the day, and so to the ISO week, on which it starts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Self
from zoneinfo import ZoneInfo

from msp_du.domain.calendar import as_utc, clock_change_minutes, elapsed_minutes, shift, week_of
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState

TRANSITIONS: Final[Mapping[HoursState, frozenset[HoursState]]] = MappingProxyType(
    {
        HoursState.DRAFT: frozenset({HoursState.SUBMITTED}),
        HoursState.SUBMITTED: frozenset(
            {HoursState.DRAFT, HoursState.APPROVED, HoursState.RETURNED}
        ),
        HoursState.RETURNED: frozenset({HoursState.DRAFT, HoursState.SUBMITTED}),
        HoursState.APPROVED: frozenset(),
    }
)
"""Allowed moves (domain §3.3); an approved entry is only followed by a new version."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a placement on which hours may be logged, both included."""

    starts_on: date
    ends_on: date
    planned_minutes: int = 0

    def contains(self, day: date) -> bool:
        """Tell whether the day falls in the period, bounds included."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes a day and a week above which we warn or refuse; settings of the institution."""

    warn_day: int = 600
    warn_week: int = 2100
    refuse_day: int = 780
    refuse_week: int = 2880


@dataclass(frozen=True, slots=True)
class Entry:
    """Hours of one day; started and ended are both given, or neither (a duration only)."""

    worked_on: date
    minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.started_at is None) is not (self.ended_at is None):
            msg = "start and end go together"
            raise ValueError(msg)

    @property
    def interval(self) -> tuple[datetime, datetime] | None:
        """Start and end in UTC, or None for a duration only."""
        if self.started_at is None or self.ended_at is None:
            return None
        return as_utc(self.started_at), as_utc(self.ended_at)

    def overlaps(self, other: "Entry") -> bool:
        """Tell whether two timed entries share a minute; one that ends as the other starts not."""
        mine, theirs = self.interval, other.interval
        return bool(mine and theirs and mine[0] < theirs[1] and theirs[0] < mine[1])


@dataclass(frozen=True, slots=True)
class Proposal(Entry):
    """What a trainee wants to log; build it with ``of_duration`` or ``of_shift``.

    ``clock_change`` is elapsed minus clock-face minutes: −60 in March, +60 in October, else 0.
    """

    break_minutes: int = 0
    clock_change: int = 0

    @classmethod
    def of_duration(cls, worked_on: date, minutes: int) -> Self:
        """Propose a duration without times."""
        return cls(worked_on, minutes)

    @classmethod
    def of_shift(
        cls,
        worked_on: date,
        start: time,
        end: time,
        *,
        zone: ZoneInfo,
        break_minutes: int = 0,
        second_start: bool = False,
        second_end: bool = False,
    ) -> Self:
        """Propose a shift by the clock; see ``calendar.shift`` and ``worked_minutes``.

        >>> from msp_du.domain.calendar import PARIS
        >>> Proposal.of_shift(date(2026, 3, 28), time(21), time(7), zone=PARIS).minutes
        540
        """
        started_at, ended_at = shift(
            worked_on, start, end, zone, second_start=second_start, second_end=second_end
        )
        return cls(
            worked_on,
            worked_minutes(started_at, ended_at, break_minutes),
            started_at,
            ended_at,
            break_minutes,
            clock_change_minutes(started_at, ended_at, zone),
        )


class HoursWarning(StrEnum):
    """What the trainee must confirm before an entry is saved."""

    OVER_DAILY_HINT = "over-daily-hint"
    OVER_WEEKLY_HINT = "over-weekly-hint"
    CLOCK_CHANGE = "clock-change"


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning and its numbers, in minutes.

    For the two hints ``minutes`` is the new total and ``limit`` what it goes over; for a clock
    change ``minutes`` is the signed difference (−60, +60) and ``limit`` is None.
    """

    kind: HoursWarning
    minutes: int
    limit: int | None = None


def worked_minutes(start: datetime, end: datetime, break_minutes: int) -> int:
    """Return the minutes between two aware moments, less the break (domain §3.4).

    HOURS_TOO_SHORT when the end is not after the start; HOURS_BREAK_NEGATIVE;
    HOURS_BREAK_TOO_LONG when nothing is left (details ``elapsed``, ``break_minutes``).
    """
    elapsed = elapsed_minutes(start, end)
    if elapsed <= 0:
        raise RuleViolation(Rule.HOURS_TOO_SHORT, field="end")
    if break_minutes < 0:
        raise RuleViolation(Rule.HOURS_BREAK_NEGATIVE, field="break_minutes")
    if break_minutes >= elapsed:
        raise RuleViolation(
            Rule.HOURS_BREAK_TOO_LONG,
            field="break_minutes",
            elapsed=elapsed,
            break_minutes=break_minutes,
        )
    return elapsed - break_minutes


def check_periods(periods: Sequence[Period]) -> None:
    """Refuse a period that ends before it starts or plans nothing, and two that share a day.

    PERIOD_BOUNDS, HOURS_TOO_SHORT (field ``planned_minutes``) and PERIOD_OVERLAP, details
    ``first_day`` and ``last_day`` of the period at fault.
    """
    for period in periods:
        if period.ends_on < period.starts_on:
            raise _period_fault(Rule.PERIOD_BOUNDS, "ends_on", period)
        if period.planned_minutes <= 0:
            raise _period_fault(Rule.HOURS_TOO_SHORT, "planned_minutes", period)
    for earlier, later in pairwise(sorted(periods, key=lambda period: period.starts_on)):
        if later.starts_on <= earlier.ends_on:
            raise _period_fault(Rule.PERIOD_OVERLAP, "starts_on", later)


def check_day(worked_on: date, *, periods: Sequence[Period], today: date) -> None:
    """Refuse a day to come (HOURS_IN_FUTURE) or outside the placement (HOURS_OUTSIDE_PERIODS).

    Details: ``today``; ``first_day``, ``last_day`` and ``periods`` (pairs of bounds, in order).
    """
    if worked_on > today:
        raise RuleViolation(Rule.HOURS_IN_FUTURE, field="worked_on", today=today)
    if any(period.contains(worked_on) for period in periods):
        return
    bounds = tuple(sorted((period.starts_on, period.ends_on) for period in periods))
    raise RuleViolation(
        Rule.HOURS_OUTSIDE_PERIODS,
        field="worked_on",
        first_day=min((first for first, _last in bounds), default=None),
        last_day=max((last for _first, last in bounds), default=None),
        periods=bounds,
    )


def check_entry(
    proposal: Proposal,
    *,
    periods: Sequence[Period],
    others: Sequence[Entry],
    today: date,
    limits: Limits,
) -> tuple[Caution, ...]:
    """Refuse what may not be logged and return what must be confirmed (domain §3.4, ux T10).

    ``others`` are all entries of the same person that count, in any placement, without the one
    being edited or replaced. Besides the refusals of ``check_day``: HOURS_TOO_SHORT;
    HOURS_OVERLAP (details ``worked_on``, ``started_at``, ``ended_at`` of the other entry);
    HOURS_OVER_DAILY_LIMIT and HOURS_OVER_WEEKLY_LIMIT (details ``limit``, ``total`` in minutes,
    and ``day``, or ``first_day`` and ``last_day`` of the week). A total equal to a limit passes.
    """
    check_day(proposal.worked_on, periods=periods, today=today)
    field = "minutes" if proposal.started_at is None else "end"
    if proposal.minutes <= 0:
        raise RuleViolation(Rule.HOURS_TOO_SHORT, field=field)
    _check_overlap(proposal, others)
    day_total = _day_total(proposal, others)
    week_total = _week_total(proposal, others)
    _check_limits(proposal.worked_on, day_total, week_total, limits=limits, field=field)
    cautions = []
    if day_total > limits.warn_day:
        cautions.append(Caution(HoursWarning.OVER_DAILY_HINT, day_total, limits.warn_day))
    if week_total > limits.warn_week:
        cautions.append(Caution(HoursWarning.OVER_WEEKLY_HINT, week_total, limits.warn_week))
    if proposal.clock_change:
        cautions.append(Caution(HoursWarning.CLOCK_CHANGE, proposal.clock_change))
    return tuple(cautions)


def can_edit(state: HoursState) -> bool:
    """Tell whether the trainee may change or remove the entry as it stands."""
    return state in {HoursState.DRAFT, HoursState.RETURNED}


def check_transition(current: HoursState, wanted: HoursState) -> None:
    """Refuse a move that ``TRANSITIONS`` lacks (HOURS_STATE, details ``current``, ``wanted``)."""
    if wanted not in TRANSITIONS[current]:
        raise RuleViolation(Rule.HOURS_STATE, current=current, wanted=wanted)


def _check_overlap(proposal: Proposal, others: Iterable[Entry]) -> None:
    for other in others:
        if proposal.overlaps(other):
            raise RuleViolation(
                Rule.HOURS_OVERLAP,
                field="start",
                worked_on=other.worked_on,
                started_at=other.started_at,
                ended_at=other.ended_at,
            )


def _day_total(proposal: Proposal, others: Iterable[Entry]) -> int:
    same_day = (other.minutes for other in others if other.worked_on == proposal.worked_on)
    return proposal.minutes + sum(same_day)


def _week_total(proposal: Proposal, others: Iterable[Entry]) -> int:
    week = week_of(proposal.worked_on)
    same_week = (other.minutes for other in others if week_of(other.worked_on) == week)
    return proposal.minutes + sum(same_week)


def _check_limits(
    day: date, day_total: int, week_total: int, *, limits: Limits, field: str
) -> None:
    if day_total > limits.refuse_day:
        raise RuleViolation(
            Rule.HOURS_OVER_DAILY_LIMIT,
            field=field,
            limit=limits.refuse_day,
            total=day_total,
            day=day,
        )
    if week_total > limits.refuse_week:
        week = week_of(day)
        raise RuleViolation(
            Rule.HOURS_OVER_WEEKLY_LIMIT,
            field=field,
            limit=limits.refuse_week,
            total=week_total,
            first_day=week.starts_on,
            last_day=week.ends_on,
        )


def _period_fault(rule: Rule, field: str, period: Period) -> RuleViolation:
    return RuleViolation(rule, field=field, first_day=period.starts_on, last_day=period.ends_on)
