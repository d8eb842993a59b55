from datetime import UTC, date, datetime, time

import pytest

from msp_du.domain.calendar import PARIS, shift
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import (
    TRANSITIONS,
    Entry,
    Limits,
    Period,
    Proposal,
    can_edit,
    check_entry,
    check_periods,
    check_transition,
    worked_minutes,
)
from msp_du.domain.vocabulary import HoursState

TODAY = date(2026, 7, 15)
MONDAY, TUESDAY = date(2026, 7, 13), date(2026, 7, 14)
MOMENT = datetime(2026, 7, 15, 7, 0, tzinfo=UTC)
SPRING = Period(date(2026, 3, 2), date(2026, 4, 30), 12600)
SUMMER = Period(date(2026, 7, 6), date(2026, 8, 31), 12600)


def by_clock(day: date, start: str, end: str, *, pause: int = 0) -> Proposal:
    return Proposal.of_shift(
        day, time.fromisoformat(start), time.fromisoformat(end), zone=PARIS, break_minutes=pause
    )


def logged(day: date, start: str, end: str) -> Entry:
    started_at, ended_at = shift(day, time.fromisoformat(start), time.fromisoformat(end), PARIS)
    return Entry(day, int((ended_at - started_at).total_seconds()) // 60, started_at, ended_at)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        pytest.param(("09:00", "12:00"), ("12:00", "17:00"), False, id="touching"),
        pytest.param(("09:00", "12:01"), ("12:00", "17:00"), True, id="a-minute"),
        pytest.param(("09:00", "17:00"), ("10:00", "11:00"), True, id="inside"),
        pytest.param(("09:00", "12:00"), ("09:00", "12:00"), True, id="equal"),
        pytest.param(("09:00", "10:00"), ("11:00", "12:00"), False, id="apart"),
    ],
)
def test_overlap_is_the_same_seen_from_both_sides(
    one: tuple[str, str], other: tuple[str, str], shared: bool
) -> None:
    mine, theirs = logged(TODAY, *one), logged(TODAY, *other)
    assert mine.overlaps(theirs) is shared
    assert theirs.overlaps(mine) is shared
    assert not mine.overlaps(Entry(TODAY, 60))


@pytest.mark.parametrize(
    ("day", "clocks", "pause", "minutes", "change"),
    [
        pytest.param(TODAY, ("09:00", "17:00"), 60, 420, 0, id="day-with-a-break"),
        pytest.param(TODAY, ("08:30", "12:15"), 0, 225, 0, id="morning"),
        pytest.param(TODAY, ("21:00", "07:00"), 30, 570, 0, id="night"),
        pytest.param(TODAY, ("09:00", "10:00"), 59, 1, 0, id="one-minute-left"),
        pytest.param(date(2026, 3, 28), ("21:00", "07:00"), 0, 540, -60, id="march"),
        pytest.param(date(2026, 10, 24), ("21:00", "07:00"), 0, 660, 60, id="october"),
        pytest.param(date(2028, 2, 29), ("21:00", "07:00"), 0, 600, 0, id="29-feb"),
        pytest.param(date(2026, 12, 31), ("21:00", "07:00"), 0, 600, 0, id="new-year"),
    ],
)
def test_shift_by_the_clock_is_worth_its_minutes(
    day: date, clocks: tuple[str, str], pause: int, minutes: int, change: int
) -> None:
    proposal = by_clock(day, *clocks, pause=pause)
    assert (proposal.worked_on, proposal.minutes) == (day, minutes)
    assert (proposal.break_minutes, proposal.clock_change) == (pause, change)


def test_second_passage_of_the_october_hour_is_kept() -> None:
    proposal = Proposal.of_shift(
        date(2026, 10, 25), time(2, 45), time(2, 15), zone=PARIS, second_end=True
    )
    assert proposal.minutes == 30
    late = Proposal.of_shift(
        date(2026, 10, 25), time(2, 30), time(9), zone=PARIS, second_start=True
    )
    assert late.minutes == 390


@pytest.mark.parametrize(
    ("end", "pause", "broken", "field", "details"),
    [
        pytest.param(
            "10:00",
            60,
            Rule.HOURS_BREAK_TOO_LONG,
            "break_minutes",
            {"elapsed": 60, "break_minutes": 60},
            id="break-takes-all",
        ),
        pytest.param(
            "10:00",
            61,
            Rule.HOURS_BREAK_TOO_LONG,
            "break_minutes",
            {"elapsed": 60, "break_minutes": 61},
            id="break-takes-more",
        ),
        pytest.param("10:00", -1, Rule.HOURS_BREAK_NEGATIVE, "break_minutes", {}, id="negative"),
        pytest.param("09:00", 0, Rule.HOURS_TOO_SHORT, "end", {}, id="no-time"),
        pytest.param("08:59", 0, Rule.HOURS_TOO_SHORT, "end", {}, id="backwards"),
    ],
)
def test_worked_time_is_refused(
    end: str, pause: int, broken: Rule, field: str, details: dict[str, object]
) -> None:
    began = datetime.combine(TODAY, time(9), tzinfo=UTC)
    ended = datetime.combine(TODAY, time.fromisoformat(end), tzinfo=UTC)
    with pytest.raises(RuleViolation) as refusal:
        worked_minutes(began, ended, pause)
    assert refusal.value.rule is broken
    assert refusal.value.field == field
    assert refusal.value.details == details


@pytest.mark.parametrize(
    ("started_at", "ended_at"), [(MOMENT, None), (None, MOMENT)], ids=["no-end", "no-start"]
)
def test_start_and_end_go_together(started_at: datetime | None, ended_at: datetime | None) -> None:
    with pytest.raises(ValueError, match="together"):
        Entry(TODAY, 60, started_at, ended_at)


@pytest.mark.parametrize(
    "periods",
    [
        pytest.param([], id="none"),
        pytest.param([SUMMER, SPRING], id="apart-in-any-order"),
        pytest.param(
            [Period(MONDAY, MONDAY, 1), Period(TUESDAY, TODAY, 1)], id="one-after-another"
        ),
    ],
)
def test_periods_are_accepted(periods: list[Period]) -> None:
    check_periods(periods)
    assert all(period.contains(period.ends_on) for period in periods)


@pytest.mark.parametrize(
    ("period", "broken", "field"),
    [
        pytest.param(Period(TUESDAY, MONDAY, 60), Rule.PERIOD_BOUNDS, "ends_on", id="backwards"),
        pytest.param(
            Period(date(2026, 6, 1), date(2026, 6, 2), 0),
            Rule.HOURS_TOO_SHORT,
            "planned_minutes",
            id="plans-nothing",
        ),
        pytest.param(
            Period(SUMMER.ends_on, date(2026, 9, 30), 60),
            Rule.PERIOD_OVERLAP,
            "starts_on",
            id="shares-the-last-day",
        ),
    ],
)
def test_periods_are_refused(period: Period, broken: Rule, field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_periods([period, SUMMER])
    assert refusal.value.rule is broken
    assert refusal.value.field == field
    assert refusal.value.details == {"first_day": period.starts_on, "last_day": period.ends_on}


ALLOWED = {
    (HoursState.DRAFT, HoursState.SUBMITTED),
    (HoursState.SUBMITTED, HoursState.DRAFT),
    (HoursState.SUBMITTED, HoursState.APPROVED),
    (HoursState.SUBMITTED, HoursState.RETURNED),
    (HoursState.RETURNED, HoursState.DRAFT),
    (HoursState.RETURNED, HoursState.SUBMITTED),
}


@pytest.mark.parametrize("current", HoursState, ids=str)
@pytest.mark.parametrize("wanted", HoursState, ids=str)
def test_entry_moves_only_where_the_table_says(current: HoursState, wanted: HoursState) -> None:
    if (current, wanted) in ALLOWED:
        check_transition(current, wanted)
        assert wanted in TRANSITIONS[current]
        return
    with pytest.raises(RuleViolation) as refusal:
        check_transition(current, wanted)
    assert refusal.value.rule is Rule.HOURS_STATE
    assert refusal.value.details == {"current": current, "wanted": wanted}


@pytest.mark.parametrize(
    ("state", "free"),
    [
        (HoursState.DRAFT, True),
        (HoursState.RETURNED, True),
        (HoursState.SUBMITTED, False),
        (HoursState.APPROVED, False),
    ],
    ids=str,
)
def test_entry_is_edited_only_in_the_hands_of_its_trainee(state: HoursState, free: bool) -> None:
    assert can_edit(state) is free


@pytest.mark.parametrize("minutes", [0, -1])
def test_entry_of_no_time_is_refused(minutes: int) -> None:
    proposal = Proposal.of_duration(TODAY, minutes)
    with pytest.raises(RuleViolation) as refusal:
        check_entry(proposal, periods=[SUMMER], others=[], today=TODAY, limits=Limits())
    assert refusal.value.rule is Rule.HOURS_TOO_SHORT
    assert refusal.value.field == "minutes"
