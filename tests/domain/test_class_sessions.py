"""Times of a class, the moments at which one may sign, the code shown in the room."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.calendar import PARIS
from msp_du.domain.class_sessions import (
    CODE_SIGNS,
    Pattern,
    check_times,
    code_of,
    days_of,
    normal_code,
    signed_state,
    span,
)
from msp_du.domain.errors import Rule, RuleViolation

MONDAY = date(2026, 11, 30)
MORNING = span(MONDAY, time(9), time(12, 30), PARIS)
NINE = datetime(2026, 11, 30, 8, tzinfo=UTC)
HALF_PAST_TWELVE = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("half_day", "starts_at", "ends_at", "minutes"),
    [
        pytest.param(HalfDay.MORNING, time(9), time(12, 30), 210, id="a usual morning"),
        pytest.param(HalfDay.MORNING, time(12, 59), time(13), 1, id="last minute of a morning"),
        pytest.param(HalfDay.AFTERNOON, time(12), time(18), 360, id="earliest and longest"),
    ],
)
def test_times_that_fit_give_the_minutes(
    half_day: HalfDay, starts_at: time, ends_at: time, minutes: int
) -> None:
    assert check_times(half_day, starts_at, ends_at) == minutes


@pytest.mark.parametrize(
    ("half_day", "starts_at", "ends_at"),
    [
        pytest.param(HalfDay.MORNING, time(9), time(9), id="no time at all"),
        pytest.param(HalfDay.MORNING, time(13), time(14), id="a morning after noon"),
        pytest.param(HalfDay.AFTERNOON, time(11, 59), time(14), id="an afternoon before noon"),
        pytest.param(HalfDay.AFTERNOON, time(12), time(18, 1), id="a minute too long"),
    ],
)
def test_times_that_do_not_fit_are_refused(
    half_day: HalfDay, starts_at: time, ends_at: time
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_times(half_day, starts_at, ends_at)
    assert refusal.value.rule is Rule.CLASS_TIMES


@pytest.mark.parametrize(
    ("now", "is_signable"),
    [
        pytest.param(NINE - timedelta(minutes=15), True, id="a quarter of an hour before"),
        pytest.param(NINE - timedelta(minutes=15, seconds=1), False, id="a second too early"),
        pytest.param(HALF_PAST_TWELVE + timedelta(minutes=15), True, id="as long after"),
        pytest.param(HALF_PAST_TWELVE + timedelta(minutes=15, seconds=1), False, id="too late"),
    ],
)
def test_one_signs_during_the_class_and_a_quarter_of_an_hour_around(
    now: datetime, is_signable: bool
) -> None:
    assert MORNING.is_signable(now) is is_signable


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        pytest.param(HALF_PAST_TWELVE, HALF_PAST_TWELVE + timedelta(hours=4), False, id="touch"),
        pytest.param(NINE - timedelta(hours=2), NINE, False, id="touch before"),
        pytest.param(
            HALF_PAST_TWELVE - timedelta(minutes=1),
            HALF_PAST_TWELVE + timedelta(hours=1),
            True,
            id="a minute in common",
        ),
    ],
)
def test_hours_that_share_a_minute_overlap(
    starts: datetime, ends: datetime, overlaps: bool
) -> None:
    assert MORNING.overlaps(starts, ends) is overlaps


def test_who_signs_is_late_past_the_minutes_allowed() -> None:
    limit = NINE + timedelta(minutes=15)
    assert signed_state(limit, NINE, late_after=15) is AttendanceState.PRESENT
    late = signed_state(limit + timedelta(seconds=1), NINE, late_after=15)
    assert late is AttendanceState.LATE


def test_a_pattern_gives_its_half_days_in_the_order_of_the_calendar() -> None:
    weeks = [MONDAY + timedelta(weeks=1), MONDAY]
    found = list(days_of(Pattern(weeks, [1], list(HalfDay))))
    assert [(day.day, half.value) for day, half in found] == [
        (1, "morning"),
        (1, "afternoon"),
        (8, "morning"),
        (8, "afternoon"),
    ]


def test_codes_use_every_sign_and_forgive_how_they_are_typed() -> None:
    codes = {code_of(number * 7919**3) for number in range(400)}
    assert set("".join(codes)) == set(CODE_SIGNS)
    assert not set("01ILO") & set(CODE_SIGNS)
    assert normal_code("ab c-2 3d") == "ABC23D"
