"""Public holidays of France, those that follow Easter included (Code du travail, L3133-1)."""

from datetime import date, timedelta
from functools import cache
from typing import Final

FIXED: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of those that are on the same day each year."""
AFTER_EASTER: Final = (1, 39, 50)
"""Days after Easter Sunday of Easter Monday, Ascension and Whit Monday."""


@cache
def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher).

    >>> easter(2026), easter(2038), easter(2285)
    (datetime.date(2026, 4, 5), datetime.date(2038, 4, 25), datetime.date(2285, 3, 22))
    """
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weeks, over = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * weeks - epact - over) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def of_year(year: int) -> frozenset[date]:
    """Return the eleven public holidays of a year; fewer days when two fall together."""
    moving = {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in FIXED})


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday."""
    return day in of_year(day.year)


def is_off(day: date) -> bool:
    """Tell whether a day is a Sunday or a public holiday: deadlines in open days leave it out."""
    return day.isoweekday() == 7 or is_holiday(day)
