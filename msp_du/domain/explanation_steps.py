"""The steps of an explanation: which rule gave each unit, module and mark its value."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msp_du.domain.averages import Value
from msp_du.domain.causes import Cause
from msp_du.domain.marks import Score
from msp_du.domain.remedies import Remedy
from msp_du.domain.vocabulary import ResultCode


class UnitRule(StrEnum):
    """The rule that gave a unit its result."""

    EXEMPT = "exempt"
    MARKS_MISSING = "marks-missing"
    IN_DEFAULT = "in-default"
    ACQUIRED = "acquired"
    BY_POINTS = "by-points"
    BY_BOARD = "by-board"
    COMPENSATED = "compensated"
    HELD_BACK = "held-back"
    NOT_COMPENSABLE = "not-compensable"
    NO_COMPENSATION = "no-compensation"
    BELOW_FLOOR = "below-floor"
    YEAR_WITHOUT_AVERAGE = "year-without-average"
    YEAR_TOO_LOW = "year-too-low"
    OTHER_UNITS = "other-units"
    REFUSED_BY_BOARD = "refused-by-board"


class ModuleRule(StrEnum):
    """The rule that gave a module its average, or left it without."""

    EXEMPT = "exempt"
    EQUIVALENT = "equivalent"
    MISSING = "missing"
    IN_DEFAULT = "in-default"
    PASSED = "passed"
    FAILED = "failed"
    AVERAGE = "average"
    WHOLE_RESIT = "whole-resit"
    WHOLE_RESIT_BELOW = "whole-resit-below"


class ScoreRule(StrEnum):
    """What an assessment's results count for."""

    MARK = "mark"
    MISSING = "missing"
    ABSENCE = "absence"
    RESIT_COUNTS = "resit-counts"
    FIRST_KEPT = "first-kept"
    RESIT_NOT_OPEN = "resit-not-open"


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """An assessment: its results of both sessions, and what it counts for (``value``)."""

    code: str
    weight: Decimal
    first: Score | None
    second: Score | None
    value: Value
    rule: ScoreRule


@dataclass(frozen=True, slots=True)
class ModuleStep:
    """A module: its average (on 20) and coefficient, None if it has none; its assessments.

    ``second`` is what was got at a resit exam for the whole module.
    """

    code: str
    coefficient: Decimal | None
    average: Fraction | None
    rule: ModuleRule
    scores: tuple[ScoreStep, ...] = ()
    second: Score | None = None


@dataclass(frozen=True, slots=True)
class UnitStep:
    """A unit: its average with the board's points, and without (``exact``)."""

    code: str
    coefficient: Decimal
    average: Fraction | None
    exact: Fraction | None
    points: Decimal
    result: ResultCode
    rule: UnitRule
    is_equivalent: bool
    modules: tuple[ModuleStep, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One cause, and what would mend it; None where the marks are no longer known."""

    cause: Cause
    remedy: Remedy | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A year: its average with the board's points, and without (``exact``).

    ``way`` is the resit that would pass the year, if any is open.
    """

    number: int
    session: int
    result: ResultCode
    average: Fraction | None
    exact: Fraction | None
    points: Decimal
    units: tuple[UnitStep, ...]
    obstacles: tuple[Obstacle, ...]
    way: Remedy | None = None
