"""What makes a board ready: what is left to do before it sits, and whom it looks at first."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msp_du.domain.award_gate import Requirement
from msp_du.domain.causes import CauseKind
from msp_du.domain.distances import Distance, Threshold
from msp_du.domain.vocabulary import ResultCode

NEAR: Final = Fraction(1, 2)
"""Points under which an average is near a threshold; at this distance it is not."""


class TaskState(StrEnum):
    """Where a task stands: done, to be done, or waiting for something else first."""

    DONE = "done"
    OPEN = "open"
    BLOCKED = "blocked"


class TaskKind(StrEnum):
    """What has to be done before a board can sit, in the order in which it is told."""

    MARKS = "marks"
    ANONYMITY = "anonymity"
    FINISHED = "finished"
    PLACEMENTS = "placements"
    APPROVALS = "approvals"
    DOCUMENTS = "documents"
    ATTENDANCE = "attendance"
    COMPETENCIES = "competencies"
    SITTING = "sitting"


class Shortfall(StrEnum):
    """What is counted without naming who has to act."""

    UNPLACED = "unplaced"
    HOURS = "hours"
    COMPETENCIES = "competencies"
    SITTING = "sitting"
    PRESIDENT = "president"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a task: what it is about (a code, a name), who does it, how much is left.

    Hours are left in minutes, all else is a count.
    ``people`` is how many trainees wait for it. Without anybody in ``who`` it is blocked, unless
    it ``needs_nobody`` by name.
    """

    subject: str
    who: tuple[str, ...]
    left: int
    people: int = 0
    needs_nobody: bool = False

    @property
    def is_blocked(self) -> bool:
        return not self.who and not self.needs_nobody


@dataclass(frozen=True, slots=True)
class Task:
    """A task and the steps that are left of it."""

    kind: TaskKind
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> TaskState:
        """Done when nothing is left, blocked when nobody can begin."""
        if not self.steps:
            return TaskState.DONE
        is_blocked = all(step.is_blocked for step in self.steps)
        return TaskState.BLOCKED if is_blocked else TaskState.OPEN


class Order(StrEnum):
    """By what trainees are sorted."""

    NAME = "name"
    AVERAGE = "average"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a list of trainees is sorted and sifted by.

    ``open_requirements`` are those pending or failed; ``distance`` is the shortest way to the
    next threshold, if there is one.
    """

    name: str
    result: ResultCode
    average: Fraction | None = None
    open_requirements: frozenset[Requirement] = frozenset()
    causes: frozenset[CauseKind] = frozenset()
    distance: Distance | None = None

    @property
    def is_near(self) -> bool:
        """Whether less than half a point is missing to a threshold."""
        return self.distance is not None and self.distance.points < NEAR


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which trainees are asked for; None asks for nothing."""

    result: ResultCode | None = None
    requirement: Requirement | None = None
    cause: CauseKind | None = None
    is_near: bool = False

    @property
    def is_set(self) -> bool:
        return self != Sieve()

    def keeps(self, profile: Profile) -> bool:
        """Tell whether a trainee is among those asked for."""
        return (
            self.result in {None, profile.result}
            and (self.requirement is None or self.requirement in profile.open_requirements)
            and (self.cause is None or self.cause in profile.causes)
            and (profile.is_near or not self.is_near)
        )


def place(profile: Profile, order: Order) -> tuple[int, Fraction, str]:
    """Return the sort key: the highest average first, or the shortest distance, then by name."""
    return _PLACES[order](profile)


def shortest(found: tuple[Distance, ...]) -> Distance | None:
    """Return the way to show of all there are: to what is in the way, else to the next honours."""
    obstacles = [one for one in found if one.threshold is not Threshold.HONOURS]
    return min(obstacles or found, key=lambda one: one.points, default=None)


def _by_average(profile: Profile) -> tuple[int, Fraction, str]:
    if profile.average is None:
        return (1, Fraction(0), profile.name)
    return (0, -profile.average, profile.name)


def _by_distance(profile: Profile) -> tuple[int, Fraction, str]:
    if profile.distance is None:
        return (1, Fraction(0), profile.name)
    return (0, profile.distance.points, profile.name)


_PLACES: dict[Order, Callable[[Profile], tuple[int, Fraction, str]]] = {
    Order.NAME: lambda profile: (0, Fraction(0), profile.name),
    Order.AVERAGE: _by_average,
    Order.DISTANCE: _by_distance,
}
