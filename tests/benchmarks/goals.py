"""What is compared with what, how low it should be, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TOLERANCE: Final = 1.25
"""Only past the bar times this does a ratio fail: the same one moves by 15 % between runs."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio of two variants; without a bar it is only reported."""

    top: str
    bottom: str
    bar: float | None = None
    stretch: float | None = None
    usual: tuple[float, float] | None = None
    """Bounds for a ratio that should be near one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A goal, and the CPU seconds that both sides took."""

    goal: Goal
    top_seconds: float
    bottom_seconds: float

    @property
    def ratio(self) -> float:
        return self.top_seconds / self.bottom_seconds

    @property
    def verdict(self) -> str:
        """Return ``stretch``, ``met``, ``over``, ``FAILED``, or ``reported`` without a bar."""
        bar, ratio = self.goal.bar, self.ratio
        if bar is None:
            return "reported"
        if ratio > bar * TOLERANCE:
            return "FAILED"
        if ratio > bar:
            return "over"
        return "stretch" if self.goal.stretch and ratio <= self.goal.stretch else "met"

    def as_data(self) -> dict[str, object]:
        """Return what a program reads; times in milliseconds of CPU."""
        return {
            "top": self.goal.top,
            "bottom": self.goal.bottom,
            "ratio": round(self.ratio, 3),
            "bar": self.goal.bar,
            "stretch": self.goal.stretch,
            "usual": self.goal.usual,
            "verdict": self.verdict,
            "top_ms": round(self.top_seconds * 1000, 3),
            "bottom_ms": round(self.bottom_seconds * 1000, 3),
        }


# Hello is a page of the application itself, so that its guard, headers and hooks stand on both
# sides: the bars were found against such a hello. "floor" tells how far it is from bare Flask's.
GOALS: Final[Mapping[str, Goal]] = {
    "G1": Goal("transcript", "naive transcript", 0.70, 0.50),
    "G1c": Goal("certificate", "naive certificate"),
    # Nobody has yet drawn a transcript that near a bare table: told, without a bar.
    "G2": Goal("transcript", "plain table"),
    "G3": Goal("stored transcript", "hello", 10, 5),
    "G7": Goal("trainee's home", "hello", 20, 12),
    "G13": Goal("verification, hit", "hello", 4, 2.5),
    "G13m": Goal("verification, malformed", "hello", 1.3, 1.15),
    "floor": Goal("hello", "bare Flask's hello"),
    "G14": Goal("near miss", "random miss", usual=(0.97, 1.03)),
}


def measured(seconds: Mapping[str, float]) -> dict[str, Measured]:
    """Return every goal with what its two sides took."""
    return {
        name: Measured(goal, seconds[goal.top], seconds[goal.bottom])
        for name, goal in GOALS.items()
    }
