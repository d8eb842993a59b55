"""Where a year's hours are heading: exact dates, and both sides of each boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from msp_du.domain import ledger
from msp_du.domain.forecasts import (
    Course,
    Risk,
    RiskReason,
    at_planned_pace,
    at_present_pace,
    missing,
    risks,
)
from msp_du.domain.hours import Period
from msp_du.domain.ledger import Totals

START, END = date(2026, 9, 1), date(2026, 12, 9)
HUNDRED_DAYS = Period(START, END, 10_000)
TODAY = START + timedelta(days=49)
YEAR_END = date(2027, 8, 31)


def course(logged: int = 5000, **values: object) -> Course:
    """Half-way through a hundred days of 100 minutes, nothing signed yet."""
    found = Course(Totals(10_000, 10_000, logged, 0, 0), [HUNDRED_DAYS], YEAR_END, TODAY)
    return replace(found, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("logged", "at_present", "at_plan"),
    [
        pytest.param(5000, END, END, id="on-time"),
        pytest.param(5001, END, END, id="a-minute-ahead"),
        pytest.param(5100, date(2026, 12, 8), date(2026, 12, 8), id="a-day-ahead"),
        pytest.param(4999, date(2026, 12, 10), None, id="a-minute-behind"),
        pytest.param(2500, date(2027, 3, 19), None, id="half-the-pace"),
        pytest.param(10_000, None, None, id="met"),
        pytest.param(0, None, None, id="nothing-logged"),
    ],
)
def test_the_day_is_forecast_at_both_paces(
    logged: int, at_present: date | None, at_plan: date | None
) -> None:
    found = course(logged)
    assert (at_present_pace(found, TODAY), at_planned_pace(found, TODAY)) == (at_present, at_plan)


def test_without_a_placement_no_day_is_forecast() -> None:
    found = course(0, periods=[])
    assert (at_present_pace(found, TODAY), at_planned_pace(found, TODAY)) == (None, None)
    assert (found.first_day, found.deadline) == (None, YEAR_END)


def test_a_pause_between_two_periods_is_waited_for() -> None:
    later = Period(date(2027, 2, 1), date(2027, 2, 10), 1000)
    found = course(9500, periods=[replace(HUNDRED_DAYS, planned_minutes=9000), later])
    assert at_planned_pace(found, END) == date(2027, 2, 5)


@given(
    planned=some.integers(1, 20_000),
    logged=some.integers(0, 20_000),
    required=some.integers(1, 20_000),
    after=some.integers(-20, 120),
)
def test_the_day_forecast_is_the_first_on_which_the_plan_suffices(
    planned: int, logged: int, required: int, after: int
) -> None:
    today = START + timedelta(days=after)
    periods = [Period(START, END, planned)]
    found = Course(Totals(required, planned, logged, 0, 0), periods, YEAR_END)
    day = at_planned_pace(found, today)

    def reached(until: date) -> bool:
        more = ledger.planned_by(periods, until) - ledger.planned_by(periods, today)
        return logged + more >= required

    if day is None:
        assert missing(found) == 0 or not reached(END)
    else:
        assert reached(day)
        assert not reached(day - timedelta(days=1))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(course(), (), id="all-is-well"),
        pytest.param(
            course(4999 - 999), (Risk(RiskReason.TOO_LATE, day=date(2027, 1, 3)),), id="80"
        ),
        pytest.param(
            course(3999),
            (
                Risk(RiskReason.BEHIND, minutes=1001),
                Risk(RiskReason.TOO_LATE, day=date(2027, 1, 4)),
            ),
            id="a-minute-below-80-percent",
        ),
        pytest.param(
            course(0, periods=[], totals=Totals(600, 0, 0, 0, 0)),
            (Risk(RiskReason.NOTHING_PLANNED, minutes=600),),
            id="nothing-planned",
        ),
        pytest.param(
            course(periods=[], totals=Totals(600, 0, 600, 0, 0)),
            (),
            id="all-logged-nothing-planned",
        ),
        pytest.param(
            course(totals=Totals(10_001, 10_000, 5050, 0, 0)),
            (Risk(RiskReason.PLAN_TOO_SHORT, minutes=1),),
            id="plan-a-minute-short",
        ),
        pytest.param(course(last_logged=TODAY - timedelta(days=20)), (), id="20-days-silent"),
        pytest.param(
            course(last_logged=TODAY - timedelta(days=21)),
            (Risk(RiskReason.SILENT, days=21),),
            id="21-days-silent",
        ),
        pytest.param(course(oldest_sent=TODAY - timedelta(days=29)), (), id="sent-29-days-ago"),
        pytest.param(
            course(
                totals=Totals(10_000, 10_000, 5000, 420, 0),
                oldest_sent=TODAY - timedelta(days=30),
            ),
            (Risk(RiskReason.UNSIGNED, minutes=420, days=30),),
            id="sent-30-days-ago",
        ),
        pytest.param(
            course(totals=Totals(10_000, 0, 0, 0, 10_000), periods=[]), (), id="all-signed"
        ),
    ],
)
def test_who_is_at_risk_and_why(found: Course, expected: tuple[Risk, ...]) -> None:
    assert risks(found, TODAY) == expected


@pytest.mark.parametrize(
    ("days", "told"), [pytest.param(27, False, id="27"), pytest.param(28, True, id="28")]
)
def test_a_pace_says_nothing_before_four_weeks(days: int, told: bool) -> None:
    today = START + timedelta(days=days)
    slow = course(ledger.planned_by([HUNDRED_DAYS], today) - 100, last_logged=today)
    assert (RiskReason.TOO_LATE in {risk.reason for risk in risks(slow, today)}) is told


def test_before_the_first_and_after_the_last_day_nobody_is_silent() -> None:
    for today in (START - timedelta(days=1), END + timedelta(days=30)):
        found = course(9900, last_logged=START - timedelta(days=60))
        assert RiskReason.SILENT not in {risk.reason for risk in risks(found, today)}
    quiet = course(10_000, last_logged=None)
    assert risks(quiet, TODAY) == ()
