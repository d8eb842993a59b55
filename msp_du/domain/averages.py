"""Averages of modules, units and years, exact or rounded on the way (exam-rules §3.2 to §3.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from msp_du.domain.assessment_rules import Rounding
from msp_du.domain.curriculum import NOTHING
from msp_du.domain.marks import HIGHEST_MARK, rounded


class Lack(Enum):
    """Why an assessment or a module has no value on 20."""

    MISSING = "missing"
    DEFAULT = "default"
    NEUTRAL = "neutral"


Value: TypeAlias = Fraction | Lack


@dataclass(frozen=True, slots=True)
class Weighted:
    """A value on 20 and its weight (> 0)."""

    value: Fraction
    weight: Fraction = Fraction(1)


def average(parts: Iterable[Weighted]) -> Fraction | None:
    """Return the exact weighted average, or None when nothing counts (exam-rules §3.2).

    >>> average([Weighted(Fraction("9.5"), Fraction(2)), Weighted(Fraction(12))])
    Fraction(31, 3)
    """
    total = weight = Fraction(0)
    for part in parts:
        total += part.value * part.weight
        weight += part.weight
    return total / weight if weight else None


def reaches(value: Fraction, threshold: Decimal) -> bool:
    """Tell whether a value, once rounded, is at or above a threshold (exam-rules §3).

    >>> reaches(Fraction("9.995"), Decimal(10))
    True
    """
    return rounded(value) >= Fraction(threshold)


def carried(exact: Fraction, rounding: Rounding) -> Fraction:
    """Return what an average feeds to the next level: itself, or itself rounded."""
    return rounded(exact) if rounding is Rounding.CASCADE else exact


def module_average(values: Sequence[tuple[Value, Decimal]], rounding: Rounding) -> Value:
    """Return the average of a module's assessments, or what it lacks (exam-rules §3.2).

    ``values`` are the assessments' values and weights; neutral ones are out of both sums. One in
    default takes the module with it, else a missing one does. All neutral is in default.
    """
    found = [value for value, _weight in values]
    for lack in (Lack.DEFAULT, Lack.MISSING):
        if lack in found:
            return lack
    exact = average(
        Weighted(value, Fraction(weight)) for value, weight in values if isinstance(value, Fraction)
    )
    return Lack.DEFAULT if exact is None else carried(exact, rounding)


def average_with_points(
    exact: Fraction | None, rounding: Rounding, *, points: Decimal = NOTHING
) -> Fraction | None:
    """Return a unit's or year's average once the board's points are added (exam-rules §3.3, §3.5).

    Points are added to the exact average, then capped at 20; without an average they do nothing.
    """
    if exact is None:
        return None
    return carried(min(exact + Fraction(points), Fraction(HIGHEST_MARK)), rounding)
