"""Presence at night, on Sundays and on public holidays: only if the placement states it (§3.2)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from msp_du.domain.hours import Entry
from msp_du.domain.placement_limits import Terms
from msp_du.domain.public_holidays import is_holiday

ARTICLE: Final = "D124-4"
NIGHT_FROM, NIGHT_UNTIL = time(21), time(6)
"""What the Code du travail calls night where nothing else is agreed (L3122-20)."""


class OddPresence(StrEnum):
    """What must be stated."""

    NIGHT = "night"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


def unstated(
    entries: Iterable[Entry], terms: Terms, zone: ZoneInfo
) -> Iterator[tuple[date, OddPresence]]:
    """Give the days that were worked against what the placement states, and how."""
    stated = {
        OddPresence.NIGHT: terms.has_nights,
        OddPresence.SUNDAY: terms.has_sundays,
        OddPresence.HOLIDAY: terms.has_holidays,
    }
    for entry in entries:
        for kind in _kinds(entry, zone):
            if not stated[kind]:
                yield entry.worked_on, kind


def _kinds(entry: Entry, zone: ZoneInfo) -> Iterator[OddPresence]:
    if entry.interval is not None and _is_at_night(*entry.interval, zone):
        yield OddPresence.NIGHT
    if entry.worked_on.isoweekday() == 7:
        yield OddPresence.SUNDAY
    if is_holiday(entry.worked_on):
        yield OddPresence.HOLIDAY


def _is_at_night(started_at: datetime, ended_at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a shift has a minute after 21:00 or before 6:00."""
    start = started_at.astimezone(zone).replace(tzinfo=None)
    end = ended_at.astimezone(zone).replace(tzinfo=None)
    night = datetime.combine(start.date(), NIGHT_FROM)
    morning = datetime.combine(start.date(), NIGHT_UNTIL)
    return start < morning or end > night or end > morning + timedelta(days=1)
