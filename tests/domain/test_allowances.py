"""The allowance: when it is due, at which rate, how much (domain §3.2)."""

from datetime import date
from fractions import Fraction

import pytest

from msp_du.domain.allowances import (
    RATES,
    AllowanceState,
    Presence,
    amount,
    by_month,
    rate_on,
    state_of,
)
from msp_du.domain.placement_lengths import YearStart
from msp_du.domain.vocabulary import Regime

THRESHOLD = 308 * 60
YEAR = date(2025, 9, 1)
STUDENT = Regime.STUDENT_INTERNSHIP


@pytest.mark.parametrize(
    ("signed_on", "cents"),
    [
        (date(2023, 12, 31), 435),
        (date(2024, 1, 1), 435),
        (date(2025, 12, 31), 435),
        (date(2026, 1, 1), 450),
        (date(2030, 1, 1), 450),
    ],
    ids=str,
)
def test_the_rate_is_that_of_the_day_of_signature(signed_on: date, cents: int) -> None:
    assert rate_on(RATES[::-1], signed_on).cents == cents


@pytest.mark.parametrize(
    ("minutes", "cents", "due"),
    [
        (309 * 60, 435, 134_415),
        (309 * 60, 450, 139_050),
        (924 * 60, 450, 415_800),
        (1, 435, 7),
        (Fraction(2, 29), 435, 1),  # half a cent
        (Fraction(2, 30), 435, 0),
        (0, 435, 0),
    ],
    ids=str,
)
def test_an_amount_is_exact_and_rounded_once(minutes: Fraction, cents: int, due: int) -> None:
    assert amount(minutes, cents) == due


@pytest.mark.parametrize(
    ("regime", "planned", "approved", "state"),
    [
        pytest.param(STUDENT, 308 * 60, 0, AllowanceState.BELOW, id="308 h"),
        pytest.param(STUDENT, 308 * 60 + 1, 0, AllowanceState.DUE, id="minute more planned"),
        pytest.param(STUDENT, 280 * 60, 308 * 60 + 1, AllowanceState.DUE, id="minute more done"),
        pytest.param(STUDENT, 309 * 60, 0, AllowanceState.DUE, id="309 h"),
        pytest.param(
            Regime.CONTINUING_EDUCATION, 925 * 60, 0, AllowanceState.NOT_BY_LAW, id="continuing"
        ),
        pytest.param(Regime.EMPLOYMENT, 925 * 60, 0, AllowanceState.PAID_WORK, id="employment"),
        pytest.param(
            Regime.EXTERNAL_ASSIGNMENT, 925 * 60, 0, AllowanceState.OTHER_EMPLOYER, id="assignment"
        ),
    ],
)
def test_it_is_due_above_the_threshold_to_students_alone(
    regime: Regime, planned: int, approved: int, state: AllowanceState
) -> None:
    presence = Presence(Fraction(planned), approved)
    assert state_of(regime, [presence], above_minutes=THRESHOLD) is state


def test_two_years_below_the_threshold_make_no_allowance_together() -> None:
    years = [Presence(Fraction(200 * 60)), Presence(Fraction(200 * 60))]
    assert state_of(STUDENT, years, above_minutes=THRESHOLD) is AllowanceState.BELOW
    assert state_of(STUDENT, [], above_minutes=THRESHOLD) is AllowanceState.BELOW


def test_months_add_up_to_the_sum_from_the_first_hour() -> None:
    days = [(date(2025, 10, day), 421) for day in range(1, 23)]
    days += [(date(2025, 11, day), 421) for day in range(1, 24)]
    whole = sum(minutes for _day, minutes in days)
    presences = {YEAR: Presence(approved=whole)}
    assert whole > THRESHOLD
    months = by_month(days, presences, cents=435, above_minutes=THRESHOLD, starts=YearStart())
    assert [(month.first_day, month.minutes) for month in months] == [
        (date(2025, 10, 1), 22 * 421),
        (date(2025, 11, 1), 23 * 421),
    ]
    assert months[0].cents == amount(22 * 421, 435)
    assert sum(month.cents for month in months) == amount(whole, 435)


def test_a_year_under_the_threshold_brings_nothing_beside_one_over_it() -> None:
    presences = {
        YEAR: Presence(Fraction(309 * 60)),
        date(2026, 9, 1): Presence(Fraction(308 * 60)),
    }
    days = [(date(2026, 8, 31), 60), (date(2026, 9, 1), 60), (date(2027, 9, 1), 60)]
    months = by_month(days, presences, cents=450, above_minutes=THRESHOLD, starts=YearStart())
    assert [(month.minutes, month.cents) for month in months] == [(60, 450), (60, 0), (60, 0)]
