"""Attendance at classes: what is noted, what counts, and where a unit's gate stands.

Time is counted in whole minutes, shares are exact. Why somebody was absent is noted nowhere.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self, TypeVar

from msp_du.domain.vocabulary import GateState


class HalfDay(StrEnum):
    """The half of a day that a class takes."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class AttendanceState(StrEnum):
    """What is noted of somebody at a class; an absence is excused or not, and has no reason."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class LateCountsAs(StrEnum):
    """What a late arrival counts for."""

    PRESENT = "present"
    ABSENT = "absent"


class ExcusedCountsAs(StrEnum):
    """What an excused absence counts for; ``neutral`` leaves it out of both sums."""

    NEUTRAL = "neutral"
    ABSENT = "absent"


class AttendancePaperKind(StrEnum):
    """What is printed about attendance."""

    SHEET = "sheet"
    WEEK_SHEET = "week_sheet"
    CERTIFICATE = "certificate"


USUAL_MINIMUM: Final = Fraction(75)
USUAL_LATE_AFTER: Final = 15
_WHOLE: Final = 100

Member = TypeVar("Member", bound=StrEnum)
Setting = Callable[[str], object]
"""Gives what a curriculum's settings say under a name, None when they say nothing."""


@dataclass(frozen=True, slots=True)
class AttendanceRules:
    """What a curriculum asks for; ``minimum`` is a percentage of each taught unit.

    Who signs more than ``late_after`` minutes after the start is late.
    """

    minimum: Fraction = USUAL_MINIMUM
    late_counts_as: LateCountsAs = LateCountsAs.PRESENT
    excused_counts_as: ExcusedCountsAs = ExcusedCountsAs.NEUTRAL
    late_after: int = USUAL_LATE_AFTER

    @classmethod
    def of_settings(cls, setting: Setting) -> Self:
        """Read the settings of a curriculum; what is missing or means nothing is as usual.

        >>> AttendanceRules.of_settings({"attendance_min": Decimal(80)}.get).minimum
        Fraction(80, 1)
        """
        late, excused = setting("late_counts_as"), setting("excused_counts_as")
        return cls(
            minimum=Fraction(_number(setting("attendance_min"), USUAL_MINIMUM)),
            late_counts_as=_member(LateCountsAs, late, LateCountsAs.PRESENT),
            excused_counts_as=_member(ExcusedCountsAs, excused, ExcusedCountsAs.NEUTRAL),
            late_after=int(_number(setting("late_after"), Fraction(USUAL_LATE_AFTER))),
        )

    def counts(self, state: AttendanceState) -> bool | None:
        """Tell whether a state counts as attended; None when it is out of both sums."""
        if state is AttendanceState.LATE:
            return self.late_counts_as is LateCountsAs.PRESENT
        if state is AttendanceState.EXCUSED:
            return None if self.excused_counts_as is ExcusedCountsAs.NEUTRAL else False
        return state is AttendanceState.PRESENT


@dataclass(frozen=True, slots=True)
class Tally:
    """Half-days and minutes of one kind."""

    half_days: int = 0
    minutes: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.half_days + other.half_days, self.minutes + other.minutes)


NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class UnitAttendance:
    """A unit that was taught, for one person: what closed sessions say, and what is to come.

    ``planned`` are the sessions that are not closed yet. ``closed`` says that the closing date of
    the gates is past.
    """

    code: str
    rules: AttendanceRules = field(default_factory=AttendanceRules)
    present: Tally = NOTHING
    late: Tally = NOTHING
    excused: Tally = NOTHING
    unexcused: Tally = NOTHING
    planned: Tally = NOTHING
    closed: bool = False

    @property
    def recorded(self) -> Tally:
        """Everything that closed sessions hold."""
        return self.present + self.late + self.excused + self.unexcused

    @property
    def attended(self) -> Tally:
        """What counts as attended."""
        return self._sum(counts=True)

    @property
    def counted(self) -> Tally:
        """What the share is taken of: attended or missed, what is neutral left out."""
        return self.attended + self._sum(counts=False)

    @property
    def percent(self) -> Fraction | None:
        """The exact share of the time attended, 0 to 100; None when nothing counts."""
        if not self.counted.minutes:
            return None
        return Fraction(_WHOLE * self.attended.minutes, self.counted.minutes)

    @property
    def state(self) -> GateState | None:
        """Where the unit's gate stands; None for a unit that is not examined.

        Below the minimum it is pending while sessions are still to come, or until the closing
        date of the gates.
        """
        percent = self.percent
        if percent is None:
            return None
        if percent >= self.rules.minimum:
            return GateState.MET
        is_final = self.closed and not self.planned.half_days
        return GateState.FAILED if is_final else GateState.PENDING

    @property
    def missing(self) -> int:
        """Half-days of presence that fix it: of those to come, or, once none is, of any.

        They may be more than are to come: attending alone does not fix it then.
        """
        if self.state in {None, GateState.MET}:
            return 0
        total = self.counted.minutes + self.planned.minutes
        short = self.rules.minimum * total / _WHOLE - self.attended.minutes
        usual = self.planned if self.planned.minutes else self.counted
        return math.ceil(short * usual.half_days / usual.minutes)

    def _sum(self, *, counts: bool) -> Tally:
        tallies = (
            (AttendanceState.PRESENT, self.present),
            (AttendanceState.LATE, self.late),
            (AttendanceState.EXCUSED, self.excused),
            (AttendanceState.UNEXCUSED, self.unexcused),
        )
        kept = (tally for state, tally in tallies if self.rules.counts(state) is counts)
        return sum(kept, NOTHING)


@dataclass(frozen=True, slots=True)
class AttendanceStanding:
    """Where somebody's year stands; ``units`` are in the order of the curriculum."""

    units: tuple[UnitAttendance, ...] = ()

    @property
    def examined(self) -> tuple[UnitAttendance, ...]:
        """The units of which something counts."""
        return tuple(unit for unit in self.units if unit.state is not None)

    @property
    def gate(self) -> GateState | None:
        """The worst of the units; None when none is examined, and then nothing is blocked."""
        return worst(unit.state for unit in self.examined)

    @property
    def missing(self) -> int:
        """Half-days of presence that fix every unit."""
        return sum(unit.missing for unit in self.units)


def worst(states: Iterable[GateState | None]) -> GateState | None:
    """Return failed before pending before met; None when there is no state.

    >>> worst([GateState.MET, GateState.PENDING]).value
    'pending'
    """
    found = set(states)
    ordered = (GateState.FAILED, GateState.PENDING, GateState.MET)
    return next((state for state in ordered if state in found), None)


def _number(value: object, usual: Fraction) -> Decimal | Fraction:
    """Return a number of 0 to 100 as settings hold it."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return usual
    return Decimal(value) if 0 <= value <= _WHOLE else usual


def _member(kind: type[Member], value: object, usual: Member) -> Member:
    return next((member for member in kind if member.value == value), usual)
