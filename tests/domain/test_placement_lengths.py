"""Hours as days and months, and the academic years they fall in (domain §3.2)."""

from datetime import date
from fractions import Fraction

import pytest

from msp_du.domain.hours import Period
from msp_du.domain.placement_lengths import YearStart, by_year, calendar_days, length_of

SEPTEMBER = YearStart()
OCTOBER = YearStart(10, 1)


@pytest.mark.parametrize(
    ("hours", "days", "months", "days_left", "hours_left"),
    [
        pytest.param(0, 0, 0, 0, 0, id="nothing"),
        pytest.param(6, 0, 0, 0, 6, id="less than a day"),
        pytest.param(7, 1, 0, 1, 0, id="a day"),
        pytest.param(153, 21, 0, 21, 6, id="hour short of a month"),
        pytest.param(154, 22, 1, 0, 0, id="a month"),
        pytest.param(280, 40, 1, 18, 0, id="280 h"),
        pytest.param(300, 42, 1, 20, 6, id="300 h"),
        pytest.param(308, 44, 2, 0, 0, id="308 h"),
        pytest.param(309, 44, 2, 0, 1, id="309 h"),
        pytest.param(420, 60, 2, 16, 0, id="420 h"),
        pytest.param(924, 132, 6, 0, 0, id="924 h"),
        pytest.param(925, 132, 6, 0, 1, id="925 h"),
    ],
)
def test_hours_are_days_and_days_are_months(
    hours: int, days: int, months: int, days_left: int, hours_left: int
) -> None:
    found = length_of(hours * 60)
    assert (found.days, found.months, found.days_left) == (days, months, days_left)
    assert found.minutes_left == hours_left * 60


def test_minutes_are_summed_before_they_are_converted() -> None:
    assert length_of(419 + 1).days == 1
    assert length_of(419).days + length_of(1).days == 0


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        pytest.param(SEPTEMBER, {2025: Fraction(62, 92) * 9200, 2026: Fraction(30, 92) * 9200}),
        pytest.param(OCTOBER, {2025: Fraction(9200)}),
    ],
    ids=["1 September", "1 October"],
)
def test_a_period_across_the_bound_is_split_by_its_days(
    starts: YearStart, expected: dict[int, Fraction]
) -> None:
    summer = Period(date(2026, 7, 1), date(2026, 9, 30), 9200)
    found = by_year([summer], starts)
    assert {day.year: minutes for day, minutes in found.items()} == expected
    assert sum(found.values()) == 9200


def test_periods_of_one_year_add_up_and_the_bound_days_are_on_their_side() -> None:
    last = Period(date(2026, 8, 31), date(2026, 8, 31), 420)
    first = Period(date(2026, 9, 1), date(2026, 9, 1), 300)
    autumn = Period(date(2026, 11, 1), date(2026, 11, 2), 60)
    assert by_year([autumn, first, last], SEPTEMBER) == {
        date(2025, 9, 1): 420,
        date(2026, 9, 1): 360,
    }
    assert calendar_days([autumn, first, last]) == 64


def test_a_period_of_three_years_is_in_each() -> None:
    long = Period(date(2025, 8, 31), date(2026, 9, 1), 367)
    assert list(by_year([long], SEPTEMBER).values()) == [1, 365, 1]
