"""Nights, Sundays and public holidays are worked only where the placement states them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from msp_du.domain.hours import Entry
from msp_du.domain.placement_limits import Terms
from msp_du.domain.placement_presence import OddPresence, unstated

PARIS = ZoneInfo("Europe/Paris")
MONDAY, SUNDAY, ARMISTICE = date(2026, 11, 16), date(2026, 11, 15), date(2026, 11, 11)


def shift(day: date, start: str, end: str) -> Entry:
    first = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=PARIS)
    last = datetime.fromisoformat(f"{day}T{end}").replace(tzinfo=PARIS)
    if last <= first:
        last += timedelta(days=1)
    return Entry(day, 60, first, last)


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        pytest.param(Entry(MONDAY, 420), [], id="duration on a Monday"),
        pytest.param(shift(MONDAY, "06:00", "21:00"), [], id="day"),
        pytest.param(shift(MONDAY, "05:59", "12:00"), [OddPresence.NIGHT], id="before six"),
        pytest.param(shift(MONDAY, "14:00", "21:01"), [OddPresence.NIGHT], id="after nine"),
        pytest.param(shift(MONDAY, "22:00", "05:00"), [OddPresence.NIGHT], id="past midnight"),
        pytest.param(Entry(SUNDAY, 420), [OddPresence.SUNDAY], id="Sunday"),
        pytest.param(Entry(ARMISTICE, 420), [OddPresence.HOLIDAY], id="public holiday"),
        pytest.param(
            shift(SUNDAY, "20:00", "23:00"),
            [OddPresence.NIGHT, OddPresence.SUNDAY],
            id="Sunday night",
        ),
    ],
)
def test_what_is_not_stated_is_told(entry: Entry, kinds: list[OddPresence]) -> None:
    assert list(unstated([entry], Terms(), PARIS)) == [(entry.worked_on, kind) for kind in kinds]


def test_what_is_stated_is_not() -> None:
    days = [Entry(ARMISTICE, 420), shift(SUNDAY, "20:00", "23:00")]
    stated = Terms(has_nights=True, has_sundays=True, has_holidays=True)
    assert list(unstated(days, stated, PARIS)) == []
    assert list(unstated(days, Terms(has_nights=True, has_sundays=True), PARIS)) == [
        (ARMISTICE, OddPresence.HOLIDAY)
    ]
