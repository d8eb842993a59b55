from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from msp_du.domain.calendar import PARIS, shift
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Caution, Entry, HoursWarning, Limits, Period, Proposal, check_entry

TODAY = date(2026, 7, 15)  # a Wednesday
MONDAY, TUESDAY, SUNDAY = date(2026, 7, 13), date(2026, 7, 14), date(2026, 7, 19)
SPRING = Period(date(2026, 3, 2), date(2026, 4, 30), 12600)
SUMMER = Period(date(2026, 7, 6), date(2026, 8, 31), 12600)
SPRING_BOUNDS = (SPRING.starts_on, SPRING.ends_on)
SUMMER_BOUNDS = (SUMMER.starts_on, SUMMER.ends_on)
ACCEPTED: dict[str, Any] = {
    "proposal": Proposal.of_duration(TODAY, 420),
    "periods": [SUMMER, SPRING],
    "others": [],
    "today": TODAY,
    "limits": Limits(),
}


def by_clock(day: date, start: str, end: str, *, pause: int = 0) -> Proposal:
    return Proposal.of_shift(
        day, time.fromisoformat(start), time.fromisoformat(end), zone=PARIS, break_minutes=pause
    )


def logged(day: date, start: str, end: str) -> Entry:
    started_at, ended_at = shift(day, time.fromisoformat(start), time.fromisoformat(end), PARIS)
    return Entry(day, int((ended_at - started_at).total_seconds()) // 60, started_at, ended_at)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="as-it-is"),
        pytest.param({"proposal": Proposal.of_duration(SUMMER.starts_on, 420)}, id="first-day"),
        pytest.param(
            {"proposal": Proposal.of_duration(SUMMER.ends_on, 420), "today": SUMMER.ends_on},
            id="last-day",
        ),
        pytest.param({"proposal": Proposal.of_duration(SPRING.ends_on, 420)}, id="other-period"),
        pytest.param({"proposal": Proposal.of_duration(TODAY, 1)}, id="one-minute"),
        pytest.param({"proposal": Proposal.of_duration(TODAY, 600)}, id="exactly-10-hours"),
        pytest.param({"others": [Entry(TODAY, 180)]}, id="exactly-10-hours-in-two"),
        pytest.param(
            {"proposal": Proposal.of_duration(TODAY, 420), "others": [Entry(MONDAY, 1680)]},
            id="exactly-35-hours",
        ),
        pytest.param({"others": [Entry(MONDAY, 600)]}, id="another-day-is-not-this-day"),
        pytest.param(
            {"others": [Entry(date(2026, 7, 12), 2800), Entry(date(2026, 7, 20), 2800)]},
            id="sunday-before-and-monday-after-are-other-weeks",
        ),
        pytest.param(
            {"proposal": by_clock(TODAY, "09:00", "12:00"), "others": [Entry(TODAY, 240)]},
            id="times-and-a-duration-on-one-day",
        ),
        pytest.param(
            {
                "proposal": Proposal.of_duration(TODAY, 240),
                "others": [logged(TODAY, "09:00", "12:00")],
            },
            id="a-duration-beside-times",
        ),
        pytest.param(
            {
                "proposal": by_clock(TODAY, "12:00", "17:00"),
                "others": [logged(TODAY, "09:00", "12:00"), logged(TODAY, "17:00", "18:00")],
            },
            id="one-begins-as-another-ends",
        ),
        pytest.param(
            {
                "proposal": by_clock(TODAY, "07:00", "12:00"),
                "others": [logged(TUESDAY, "21:00", "07:00")],
            },
            id="after-the-night-of-the-day-before",
        ),
    ],
)
def test_entry_is_accepted_without_a_word(change: dict[str, Any]) -> None:
    assert check_entry(**ACCEPTED | change) == ()


@pytest.mark.parametrize(
    ("change", "cautions"),
    [
        pytest.param(
            {"proposal": Proposal.of_duration(TODAY, 601)},
            [Caution(HoursWarning.OVER_DAILY_HINT, 601, 600)],
            id="10-hours-01",
        ),
        pytest.param(
            {"proposal": Proposal.of_duration(TODAY, 780)},
            [Caution(HoursWarning.OVER_DAILY_HINT, 780, 600)],
            id="exactly-13-hours",
        ),
        pytest.param(
            {"others": [Entry(TODAY, 100), Entry(TODAY, 81)]},
            [Caution(HoursWarning.OVER_DAILY_HINT, 601, 600)],
            id="10-hours-01-in-three",
        ),
        pytest.param(
            {"others": [Entry(MONDAY, 1681)]},
            [Caution(HoursWarning.OVER_WEEKLY_HINT, 2101, 2100)],
            id="35-hours-01",
        ),
        pytest.param(
            {"others": [Entry(MONDAY, 1000), Entry(SUNDAY, 1460)]},
            [Caution(HoursWarning.OVER_WEEKLY_HINT, 2880, 2100)],
            id="exactly-48-hours-monday-to-sunday",
        ),
        pytest.param(
            {
                "proposal": Proposal.of_duration(date(2027, 1, 3), 420),
                "periods": [Period(date(2026, 12, 1), date(2027, 1, 31))],
                "others": [Entry(date(2026, 12, 28), 1681), Entry(date(2027, 1, 4), 600)],
                "today": date(2027, 1, 5),
            },
            [Caution(HoursWarning.OVER_WEEKLY_HINT, 2101, 2100)],
            id="week-53-goes-over-the-year-end",
        ),
        pytest.param(
            {
                "proposal": by_clock(SUNDAY, "21:00", "07:00"),
                "others": [Entry(MONDAY, 1501), Entry(date(2026, 7, 20), 600)],
                "today": date(2026, 7, 20),
            },
            [Caution(HoursWarning.OVER_WEEKLY_HINT, 2101, 2100)],
            id="sunday-night-is-of-the-week-it-starts",
        ),
        pytest.param(
            {
                "proposal": by_clock(TODAY, "20:00", "07:00"),
                "others": [Entry(date(2026, 7, 16), 420)],
            },
            [Caution(HoursWarning.OVER_DAILY_HINT, 660, 600)],
            id="night-is-of-the-day-it-starts",
        ),
        pytest.param(
            {
                "proposal": by_clock(date(2026, 3, 28), "21:00", "07:00", pause=30),
                "today": date(2026, 3, 29),
            },
            [Caution(HoursWarning.CLOCK_CHANGE, -60)],
            id="march-night",
        ),
        pytest.param(
            {
                "proposal": by_clock(date(2026, 10, 24), "21:00", "07:00"),
                "periods": [Period(date(2026, 10, 1), date(2026, 10, 24))],
                "others": [Entry(date(2026, 10, 19), 1441)],
                "today": date(2026, 10, 24),
            },
            [
                Caution(HoursWarning.OVER_DAILY_HINT, 660, 600),
                Caution(HoursWarning.OVER_WEEKLY_HINT, 2101, 2100),
                Caution(HoursWarning.CLOCK_CHANGE, 60),
            ],
            id="october-night-after-a-long-week",
        ),
        pytest.param(
            {"limits": Limits(warn_day=419, warn_week=419, refuse_day=420, refuse_week=420)},
            [
                Caution(HoursWarning.OVER_DAILY_HINT, 420, 419),
                Caution(HoursWarning.OVER_WEEKLY_HINT, 420, 419),
            ],
            id="limits-are-settings",
        ),
    ],
)
def test_entry_is_accepted_once_confirmed(change: dict[str, Any], cautions: list[Caution]) -> None:
    assert list(check_entry(**ACCEPTED | change)) == cautions


@pytest.mark.parametrize(
    ("change", "broken", "field", "details"),
    [
        pytest.param(
            {"proposal": Proposal.of_duration(date(2026, 7, 16), 420)},
            Rule.HOURS_IN_FUTURE,
            "worked_on",
            {"today": TODAY},
            id="tomorrow",
        ),
        pytest.param(
            {"proposal": Proposal.of_duration(date(2026, 7, 5), 420)},
            Rule.HOURS_OUTSIDE_PERIODS,
            "worked_on",
            {
                "first_day": SPRING.starts_on,
                "last_day": SUMMER.ends_on,
                "periods": (SPRING_BOUNDS, SUMMER_BOUNDS),
            },
            id="day-before-the-period",
        ),
        pytest.param(
            {
                "proposal": Proposal.of_duration(date(2026, 9, 1), 420),
                "periods": [SUMMER],
                "today": date(2026, 9, 1),
            },
            Rule.HOURS_OUTSIDE_PERIODS,
            "worked_on",
            {
                "first_day": SUMMER.starts_on,
                "last_day": SUMMER.ends_on,
                "periods": (SUMMER_BOUNDS,),
            },
            id="day-after-the-period",
        ),
        pytest.param(
            {"periods": []},
            Rule.HOURS_OUTSIDE_PERIODS,
            "worked_on",
            {"first_day": None, "last_day": None, "periods": ()},
            id="no-period",
        ),
        pytest.param(
            {
                "proposal": by_clock(TODAY, "11:59", "17:00"),
                "others": [Entry(TODAY, 60), logged(TODAY, "09:00", "12:00")],
            },
            Rule.HOURS_OVERLAP,
            "start",
            {
                "worked_on": TODAY,
                "started_at": datetime(2026, 7, 15, 7, 0, tzinfo=UTC),
                "ended_at": datetime(2026, 7, 15, 10, 0, tzinfo=UTC),
            },
            id="one-shared-minute",
        ),
        pytest.param(
            {
                "proposal": by_clock(TODAY, "06:59", "12:00"),
                "others": [logged(TUESDAY, "21:00", "07:00")],
            },
            Rule.HOURS_OVERLAP,
            "start",
            {
                "worked_on": TUESDAY,
                "started_at": datetime(2026, 7, 14, 19, 0, tzinfo=UTC),
                "ended_at": datetime(2026, 7, 15, 5, 0, tzinfo=UTC),
            },
            id="within-the-night-of-the-day-before",
        ),
        pytest.param(
            {"proposal": Proposal.of_duration(TODAY, 781)},
            Rule.HOURS_OVER_DAILY_LIMIT,
            "minutes",
            {"limit": 780, "total": 781, "day": TODAY},
            id="13-hours-01",
        ),
        pytest.param(
            {"proposal": by_clock(TODAY, "09:00", "12:00"), "others": [Entry(TODAY, 601)]},
            Rule.HOURS_OVER_DAILY_LIMIT,
            "end",
            {"limit": 780, "total": 781, "day": TODAY},
            id="13-hours-01-in-two",
        ),
        pytest.param(
            {"others": [Entry(MONDAY, 1000), Entry(SUNDAY, 1461)]},
            Rule.HOURS_OVER_WEEKLY_LIMIT,
            "minutes",
            {"limit": 2880, "total": 2881, "first_day": MONDAY, "last_day": SUNDAY},
            id="48-hours-01",
        ),
        pytest.param(
            {"limits": Limits(refuse_day=419)},
            Rule.HOURS_OVER_DAILY_LIMIT,
            "minutes",
            {"limit": 419, "total": 420, "day": TODAY},
            id="daily-limit-is-a-setting",
        ),
        pytest.param(
            {"limits": Limits(refuse_week=419)},
            Rule.HOURS_OVER_WEEKLY_LIMIT,
            "minutes",
            {"limit": 419, "total": 420, "first_day": MONDAY, "last_day": SUNDAY},
            id="weekly-limit-is-a-setting",
        ),
    ],
)
def test_entry_is_refused(
    change: dict[str, Any], broken: Rule, field: str, details: dict[str, object]
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_entry(**ACCEPTED | change)
    assert refusal.value.rule is broken
    assert refusal.value.field == field
    assert refusal.value.details == details
