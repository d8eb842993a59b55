from datetime import date

import pytest

from msp_du.domain.calendar import (
    AcademicYear,
    check_teaching_weeks,
    check_years,
    week_of,
    year_of,
)
from msp_du.domain.errors import Rule, RuleViolation

YEAR = AcademicYear("2026-2027", date(2026, 9, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2027, 8, 31), True),
        (date(2027, 9, 1), False),
    ],
    ids=str,
)
def test_academic_year_holds_both_its_bounds(day: date, inside: bool) -> None:
    assert YEAR.contains(day) is inside
    assert year_of(day, [YEAR]) == (YEAR if inside else None)


@pytest.mark.parametrize(
    "years",
    [
        pytest.param([], id="none"),
        pytest.param([YEAR], id="one"),
        pytest.param(
            [AcademicYear("2027-2028", date(2027, 9, 1), date(2028, 8, 31)), YEAR],
            id="one-after-the-other-in-any-order",
        ),
        pytest.param([AcademicYear("a", date(2026, 9, 1), date(2026, 9, 2))], id="two-days"),
        pytest.param([AcademicYear("a", date(2026, 9, 1), date(2027, 10, 5))], id="400-days"),
    ],
)
def test_calendar_of_years_is_accepted(years: list[AcademicYear]) -> None:
    check_years(years)
    assert [year_of(year.ends_on, years) for year in years] == years


@pytest.mark.parametrize(
    ("year", "broken", "details"),
    [
        pytest.param(
            AcademicYear("a", date(2028, 9, 1), date(2028, 9, 1)),
            Rule.CALENDAR_BOUNDS,
            {"label": "a", "first_day": date(2028, 9, 1), "last_day": date(2028, 9, 1)},
            id="one-day",
        ),
        pytest.param(
            AcademicYear("a", date(2028, 9, 1), date(2027, 9, 1)),
            Rule.CALENDAR_BOUNDS,
            {"label": "a", "first_day": date(2028, 9, 1), "last_day": date(2027, 9, 1)},
            id="backwards",
        ),
        pytest.param(
            AcademicYear("a", date(2030, 9, 1), date(2031, 10, 6)),
            Rule.CALENDAR_BOUNDS,
            {"label": "a", "first_day": date(2030, 9, 1), "last_day": date(2031, 10, 6)},
            id="401-days",
        ),
        pytest.param(
            AcademicYear("a", date(2027, 8, 31), date(2028, 8, 31)),
            Rule.CALENDAR_OVERLAP,
            {"label": "a", "other": "2026-2027"},
            id="shares-the-last-day",
        ),
        pytest.param(
            AcademicYear("a", date(2025, 9, 1), date(2026, 9, 1)),
            Rule.CALENDAR_OVERLAP,
            {"label": "2026-2027", "other": "a"},
            id="shares-the-first-day",
        ),
    ],
)
def test_calendar_of_years_is_refused(
    year: AcademicYear, broken: Rule, details: dict[str, object]
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_years([YEAR, year])
    assert refusal.value.rule is broken
    assert refusal.value.details == details


@pytest.mark.parametrize(
    "mondays",
    [
        pytest.param([], id="none"),
        pytest.param([date(2026, 8, 31)], id="year-begins-on-its-tuesday"),
        pytest.param([date(2027, 8, 30)], id="year-ends-on-its-tuesday"),
        pytest.param([date(2026, 10, 12), date(2026, 10, 5)], id="two-in-a-row"),
    ],
)
def test_teaching_weeks_are_accepted(mondays: list[date]) -> None:
    check_teaching_weeks(YEAR, mondays)
    assert all(week_of(monday).starts_on == monday for monday in mondays)


def test_week_counts_for_the_year_that_begins_on_its_friday_not_on_its_saturday() -> None:
    check_teaching_weeks(AcademicYear("a", date(2026, 9, 4), YEAR.ends_on), [date(2026, 8, 31)])
    with pytest.raises(RuleViolation) as refusal:
        check_teaching_weeks(AcademicYear("a", date(2026, 9, 5), YEAR.ends_on), [date(2026, 8, 31)])
    assert refusal.value.rule is Rule.CALENDAR_BOUNDS


@pytest.mark.parametrize(
    ("mondays", "broken", "label"),
    [
        pytest.param([date(2026, 10, 6)], Rule.CALENDAR_BOUNDS, "2026-10-06", id="a-tuesday"),
        pytest.param([date(2026, 8, 24)], Rule.CALENDAR_BOUNDS, "2026-08-24", id="week-before"),
        pytest.param([date(2027, 9, 6)], Rule.CALENDAR_BOUNDS, "2027-09-06", id="week-after"),
        pytest.param([date(2026, 10, 5)] * 2, Rule.CALENDAR_OVERLAP, "2026-10-05", id="twice"),
    ],
)
def test_teaching_weeks_are_refused(mondays: list[date], broken: Rule, label: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_teaching_weeks(YEAR, mondays)
    assert refusal.value.rule is broken
    assert refusal.value.details["label"] == label
