"""How far a unit or a year stands from the next threshold: what a board looks at first."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msp_du.domain.assessment_rules import Compensation, Rules
from msp_du.domain.averages import reaches
from msp_du.domain.curriculum import Unit, Year
from msp_du.domain.marks import rounded
from msp_du.domain.results import CREDITED, UnitOutcome, YearOutcome


class Threshold(StrEnum):
    """What an average is measured against."""

    PASS_MARK = "pass_mark"  # noqa: S105
    UNIT_FLOOR = "unit_floor"
    HONOURS = "honours"


@dataclass(frozen=True, slots=True)
class Distance:
    """What an average (on 20) lacks to the next threshold; ``points`` is above 0.

    ``code`` is that of the unit, None for the year; ``honours`` that of the band, if the
    threshold is one.
    """

    threshold: Threshold
    code: str | None
    average: Fraction
    target: Decimal
    points: Fraction
    honours: str | None = None


def points_missing(average: Fraction, target: Decimal) -> Fraction:
    """Return what an average lacks to a threshold, both as they are compared; 0 if nothing.

    >>> points_missing(Fraction("7.985"), Decimal(8))
    Fraction(1, 100)
    """
    return max(Fraction(0), Fraction(target) - rounded(average))


def unit_distance(unit: Unit, outcome: UnitOutcome, rules: Rules) -> Distance | None:
    """Return what a unit lacks: to its floor while compensation may help, else to the pass mark.

    None for a unit without average, one that gives its credits, and one above the pass mark (a
    module holds it back then).
    """
    found = outcome.average
    if found is None or outcome.result in CREDITED or reaches(found, rules.pass_mark):
        return None
    floor = rules.unit_floor
    if (
        unit.is_compensable
        and rules.compensation is not Compensation.NONE
        and floor is not None
        and not reaches(found, floor)
    ):
        return _distance(Threshold.UNIT_FLOOR, unit.code, found, floor)
    return _distance(Threshold.PASS_MARK, unit.code, found, rules.pass_mark)


def year_distance(outcome: YearOutcome, rules: Rules) -> Distance | None:
    """Return what a year's average lacks to the pass mark, else to the next band of honours."""
    found = outcome.average
    if found is None:
        return None
    if not reaches(found, rules.pass_mark):
        return _distance(Threshold.PASS_MARK, None, found, rules.pass_mark)
    for band in sorted(rules.honours, key=lambda one: one.starts_at):
        if not reaches(found, band.starts_at):
            return _distance(Threshold.HONOURS, None, found, band.starts_at, honours=band.code)
    return None


def distances(year: Year, outcome: YearOutcome, rules: Rules) -> tuple[Distance, ...]:
    """Return all that a year and its units lack, the year first, units in curriculum order."""
    found = [year_distance(outcome, rules)]
    found += [
        unit_distance(unit, stood, rules)
        for unit, stood in zip(year.units, outcome.units, strict=True)
    ]
    return tuple(one for one in found if one is not None)


def _distance(
    threshold: Threshold,
    code: str | None,
    average: Fraction,
    target: Decimal,
    *,
    honours: str | None = None,
) -> Distance:
    missing = points_missing(average, target)
    return Distance(threshold, code, average, target, missing, honours)
