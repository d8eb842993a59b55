from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from msp_du.domain.calendar import (
    PARIS,
    Week,
    as_utc,
    asks_which,
    clock_change_minutes,
    elapsed_minutes,
    is_ambiguous,
    shift,
    to_utc,
    today,
    week_of,
)
from msp_du.domain.errors import Rule, RuleViolation

MARCH_EVE = date(2026, 3, 28)
MARCH_CHANGE = date(2026, 3, 29)
OCTOBER_EVE = date(2026, 10, 24)
OCTOBER_CHANGE = date(2026, 10, 25)
REUNION = ZoneInfo("Indian/Reunion")


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        pytest.param(
            datetime(2026, 7, 15, 21, 59, tzinfo=UTC), PARIS, date(2026, 7, 15), id="summer-before"
        ),
        pytest.param(
            datetime(2026, 7, 15, 22, 0, tzinfo=UTC), PARIS, date(2026, 7, 16), id="summer-midnight"
        ),
        pytest.param(
            datetime(2026, 12, 31, 22, 59, tzinfo=UTC), PARIS, date(2026, 12, 31), id="old-year"
        ),
        pytest.param(
            datetime(2026, 12, 31, 23, 0, tzinfo=UTC), PARIS, date(2027, 1, 1), id="new-year"
        ),
        pytest.param(
            datetime(2026, 7, 15, 20, 0, tzinfo=UTC), REUNION, date(2026, 7, 16), id="reunion"
        ),
        pytest.param(
            datetime(2026, 7, 15, 23, 30, tzinfo=timezone(timedelta(hours=5))),
            PARIS,
            date(2026, 7, 15),
            id="moment-of-another-zone",
        ),
    ],
)
def test_today_is_the_day_of_the_institution(now: datetime, zone: ZoneInfo, day: date) -> None:
    assert today(now, zone) == day


def test_a_moment_without_zone_is_a_mistake() -> None:
    naive = datetime(2026, 7, 15, 12, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        as_utc(naive)


@pytest.mark.parametrize(
    ("day", "week", "monday", "sunday"),
    [
        pytest.param(
            date(2026, 7, 13), Week(2026, 29), date(2026, 7, 13), date(2026, 7, 19), id="monday"
        ),
        pytest.param(
            date(2026, 7, 19), Week(2026, 29), date(2026, 7, 13), date(2026, 7, 19), id="sunday"
        ),
        pytest.param(
            date(2026, 7, 20), Week(2026, 30), date(2026, 7, 20), date(2026, 7, 26), id="next"
        ),
        pytest.param(
            date(2026, 12, 31), Week(2026, 53), date(2026, 12, 28), date(2027, 1, 3), id="week-53"
        ),
        pytest.param(
            date(2027, 1, 3), Week(2026, 53), date(2026, 12, 28), date(2027, 1, 3), id="year-end"
        ),
        pytest.param(
            date(2027, 1, 4), Week(2027, 1), date(2027, 1, 4), date(2027, 1, 10), id="week-1"
        ),
        pytest.param(
            date(2024, 12, 30), Week(2025, 1), date(2024, 12, 30), date(2025, 1, 5), id="early"
        ),
        pytest.param(
            date(2028, 2, 29), Week(2028, 9), date(2028, 2, 28), date(2028, 3, 5), id="29-feb"
        ),
    ],
)
def test_week_runs_from_monday_to_sunday(day: date, week: Week, monday: date, sunday: date) -> None:
    assert week_of(day) == week
    assert (week.starts_on, week.ends_on) == (monday, sunday)


@pytest.mark.parametrize(
    ("day", "clock", "twice"),
    [
        pytest.param(OCTOBER_CHANGE, time(1, 59), False, id="before"),
        pytest.param(OCTOBER_CHANGE, time(2, 0), True, id="first-minute"),
        pytest.param(OCTOBER_CHANGE, time(2, 59), True, id="last-minute"),
        pytest.param(OCTOBER_CHANGE, time(3, 0), False, id="after"),
        pytest.param(OCTOBER_EVE, time(2, 30), False, id="day-before"),
        pytest.param(MARCH_CHANGE, time(2, 30), False, id="skipped-in-march"),
    ],
)
def test_only_the_october_hour_is_shown_twice(day: date, clock: time, twice: bool) -> None:
    assert is_ambiguous(day, clock, PARIS) is twice


@pytest.mark.parametrize(
    ("day", "clock", "second", "moment"),
    [
        pytest.param(date(2026, 7, 15), time(9), False, (2026, 7, 15, 7, 0), id="summer"),
        pytest.param(date(2026, 1, 15), time(9), False, (2026, 1, 15, 8, 0), id="winter"),
        pytest.param(date(2028, 2, 29), time(9), True, (2028, 2, 29, 8, 0), id="29-feb"),
        pytest.param(date(2027, 1, 1), time(0, 30), False, (2026, 12, 31, 23, 30), id="year-end"),
        pytest.param(MARCH_CHANGE, time(1, 59), False, (2026, 3, 29, 0, 59), id="march-before"),
        pytest.param(MARCH_CHANGE, time(3, 0), False, (2026, 3, 29, 1, 0), id="march-after"),
        pytest.param(OCTOBER_CHANGE, time(2, 30), False, (2026, 10, 25, 0, 30), id="first"),
        pytest.param(OCTOBER_CHANGE, time(2, 30), True, (2026, 10, 25, 1, 30), id="second"),
        pytest.param(date(2026, 7, 15), time(9, 0, 59, 9), False, (2026, 7, 15, 7, 0), id="minute"),
        pytest.param(date(1970, 1, 1), time(9), False, (1970, 1, 1, 8, 0), id="earliest-year"),
        pytest.param(date(2999, 12, 31), time(9), False, (2999, 12, 31, 8, 0), id="latest-year"),
    ],
)
def test_clock_time_becomes_utc(
    day: date, clock: time, second: bool, moment: tuple[int, int, int, int, int]
) -> None:
    utc = to_utc(day, clock, PARIS, second=second)
    assert utc == datetime(*moment, tzinfo=UTC)
    assert utc.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        pytest.param(MARCH_CHANGE, time(2, 0), id="first-skipped-minute"),
        pytest.param(MARCH_CHANGE, time(2, 59), id="last-skipped-minute"),
        pytest.param(date.min, time(0), id="year-1"),
        pytest.param(date(1969, 12, 31), time(9), id="before-earliest-year"),
        pytest.param(date(3000, 1, 1), time(9), id="after-latest-year"),
        pytest.param(date.max, time(23, 59), id="year-9999"),
    ],
)
@pytest.mark.parametrize("second", [False, True], ids=["first", "second"])
def test_time_that_does_not_exist_is_refused(day: date, clock: time, second: bool) -> None:
    with pytest.raises(RuleViolation) as refusal:
        to_utc(day, clock, PARIS, second=second, field="start")
    assert refusal.value.rule is Rule.HOURS_NO_SUCH_TIME
    assert refusal.value.field == "start"
    assert refusal.value.details == {"day": day, "time": clock}


@pytest.mark.parametrize(
    ("day", "clocks", "seconds", "minutes", "change"),
    [
        pytest.param(date(2026, 7, 15), (time(9), time(17)), "", 480, 0, id="day"),
        pytest.param(date(2026, 7, 15), (time(21), time(7)), "", 600, 0, id="night"),
        pytest.param(date(2026, 7, 15), (time(21), time(0)), "", 180, 0, id="till-midnight"),
        pytest.param(date(2026, 7, 15), (time(9), time(9, 1)), "", 1, 0, id="one-minute"),
        pytest.param(date(2026, 7, 15), (time(9), time(9)), "", 1440, 0, id="equal-is-24-hours"),
        pytest.param(date(2026, 7, 15), (time(9), time(8, 59)), "", 1439, 0, id="23-hours-59"),
        pytest.param(MARCH_EVE, (time(21), time(7)), "", 540, -60, id="march-night-9-hours"),
        pytest.param(OCTOBER_EVE, (time(21), time(7)), "", 660, 60, id="october-night-11-hours"),
        pytest.param(MARCH_EVE, (time(21), time(1, 59)), "", 299, 0, id="march-home-before"),
        pytest.param(MARCH_EVE, (time(21), time(3)), "", 300, -60, id="march-home-after"),
        pytest.param(MARCH_CHANGE, (time(3), time(2, 30)), "", 1410, 0, id="march-day-after"),
        pytest.param(OCTOBER_EVE, (time(21), time(2, 30)), "", 330, 0, id="october-home-first"),
        pytest.param(OCTOBER_EVE, (time(21), time(2, 30)), "e", 390, 60, id="october-home-second"),
        pytest.param(OCTOBER_CHANGE, (time(2, 30), time(9)), "", 450, 60, id="from-first"),
        pytest.param(OCTOBER_CHANGE, (time(2, 30), time(9)), "s", 390, 0, id="from-second"),
        pytest.param(OCTOBER_CHANGE, (time(2, 30), time(9)), "e", 450, 60, id="end-not-doubled"),
        pytest.param(OCTOBER_CHANGE, (time(2, 15), time(2, 45)), "", 30, 0, id="both-first"),
        pytest.param(OCTOBER_CHANGE, (time(2, 15), time(2, 45)), "se", 30, 0, id="both-second"),
        pytest.param(OCTOBER_CHANGE, (time(2, 15), time(2, 45)), "e", 90, 60, id="through-both"),
        pytest.param(OCTOBER_CHANGE, (time(2, 15), time(2, 45)), "s", 30, 0, id="second-pulls-end"),
        pytest.param(OCTOBER_CHANGE, (time(2, 45), time(2, 15)), "e", 30, 60, id="back-in-time"),
        pytest.param(OCTOBER_CHANGE, (time(2, 30), time(2, 30)), "e", 60, 60, id="hour-itself"),
        pytest.param(OCTOBER_CHANGE, (time(2, 45), time(2, 15)), "", 1470, 60, id="next-day"),
        pytest.param(OCTOBER_CHANGE, (time(2, 45), time(2, 15)), "se", 1410, 0, id="day-after"),
        pytest.param(OCTOBER_CHANGE, (time(1), time(2, 30)), "s", 90, 0, id="start-not-doubled"),
        pytest.param(OCTOBER_CHANGE, (time(3), time(2, 30)), "e", 1410, 0, id="end-tomorrow"),
        pytest.param(date(2028, 2, 28), (time(21), time(7)), "", 600, 0, id="into-29-feb"),
        pytest.param(date(2028, 2, 29), (time(21), time(7)), "", 600, 0, id="out-of-29-feb"),
        pytest.param(date(2026, 12, 31), (time(21), time(7)), "", 600, 0, id="new-year-night"),
    ],
)
def test_shift_counts_the_minutes_that_passed(
    day: date, clocks: tuple[time, time], seconds: str, minutes: int, change: int
) -> None:
    began, ended = shift(
        day, *clocks, PARIS, second_start="s" in seconds, second_end="e" in seconds
    )
    assert elapsed_minutes(began, ended) == minutes
    assert clock_change_minutes(began, ended, PARIS) == change
    assert today(began, PARIS) == day


def test_minutes_passed_are_right_for_local_times_too() -> None:
    start = datetime(2026, 3, 28, 21, 0, tzinfo=PARIS)
    end = datetime(2026, 3, 29, 7, 0, tzinfo=PARIS)
    assert elapsed_minutes(start, end) == 540
    assert elapsed_minutes(end, start) == -540


@pytest.mark.parametrize(
    ("day", "start", "end", "field"),
    [
        pytest.param(MARCH_CHANGE, time(2, 30), time(9), "start", id="starts-in-the-gap"),
        pytest.param(MARCH_EVE, time(21), time(2, 30), "end", id="night-ends-in-the-gap"),
        pytest.param(MARCH_CHANGE, time(1), time(2, 30), "end", id="day-ends-in-the-gap"),
        pytest.param(date.max, time(21), time(7), "start", id="end-of-time"),
    ],
)
def test_shift_names_the_field_of_a_time_that_does_not_exist(
    day: date, start: time, end: time, field: str
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        shift(day, start, end, PARIS)
    assert refusal.value.rule is Rule.HOURS_NO_SUCH_TIME
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("day", "start", "end", "asked"),
    [
        pytest.param(date(2026, 7, 15), time(9), time(17), (False, False), id="plain"),
        pytest.param(OCTOBER_EVE, time(21), time(7), (False, False), id="across"),
        pytest.param(OCTOBER_EVE, time(21), time(2, 30), (False, True), id="ends-within"),
        pytest.param(OCTOBER_CHANGE, time(2, 30), time(9), (True, False), id="starts-within"),
        pytest.param(OCTOBER_CHANGE, time(2, 15), time(2, 45), (True, True), id="inside"),
        pytest.param(OCTOBER_CHANGE, time(2, 45), time(2, 15), (True, True), id="backwards"),
        pytest.param(OCTOBER_CHANGE, time(3), time(2, 30), (False, False), id="next-day"),
        pytest.param(date.max, time(21), time(7), (False, False), id="end-of-time"),
    ],
)
def test_form_asks_which_passage_only_when_it_matters(
    day: date, start: time, end: time, asked: tuple[bool, bool]
) -> None:
    assert asks_which(day, start, end, PARIS) == asked
