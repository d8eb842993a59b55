"""Study arrangements: what is arranged, on which days, and who must know; never why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation

LONGEST_PRECISION: Final = 120
"""Characters of the neutral precision that an arrangement may carry."""
THIRD: Final = Fraction(1, 3)


class ArrangementKind(StrEnum):
    """What is arranged."""

    EXTRA_TIME_THIRD = "extra_time_third"
    EXTRA_TIME = "extra_time"
    ATTENDANCE_EXEMPTION = "attendance_exemption"
    REMOTE_SITTING = "remote_sitting"
    OTHER_EQUIPMENT = "other_equipment"


class Audience(StrEnum):
    """Who may have to know of an arrangement."""

    INSTRUCTORS = "instructors"
    EXAMINERS = "examiners"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is arranged for somebody on some days, both included; ``percent`` is of extra time."""

    kind: ArrangementKind
    starts_on: date
    ends_on: date
    percent: int | None = None
    precision: str | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the day falls in it."""
        return self.starts_on <= day <= self.ends_on

    @property
    def extra_time(self) -> Fraction | None:
        """The share of the time of an examination that is added to it.

        >>> day = date(2026, 9, 1)
        >>> Arrangement(ArrangementKind.EXTRA_TIME, day, day, 25).extra_time
        Fraction(1, 4)
        """
        if self.kind is ArrangementKind.EXTRA_TIME_THIRD:
            return THIRD
        return None if self.percent is None else Fraction(self.percent, 100)


def check(arrangement: Arrangement) -> None:
    """Refuse days in the wrong order, and extra time without its percentage, or one elsewhere.

    Raises RuleViolation ARRANGEMENT_DATES or ARRANGEMENT_PERCENT.
    """
    if arrangement.ends_on < arrangement.starts_on:
        raise RuleViolation(Rule.ARRANGEMENT_DATES, field="ends_on")
    is_timed = arrangement.kind is ArrangementKind.EXTRA_TIME
    has_percent = arrangement.percent is not None
    if (
        is_timed is not has_percent
        or not 1 <= (1 if arrangement.percent is None else arrangement.percent) <= 100
    ):
        raise RuleViolation(Rule.ARRANGEMENT_PERCENT, field="percent")
