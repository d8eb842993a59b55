"""What a year lacks of what it asks for beside its marks, in numbers."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from msp_du.domain.placement_documents import PlacementPaper


@dataclass(frozen=True, slots=True)
class UnitGap:
    """A unit below the attendance asked for: two percentages, and the half-days that fix it."""

    code: str
    percent: Fraction
    minimum: Fraction
    half_days: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Placement minutes, core competencies, attendance and documents that are missing.

    What is None is not known. ``not_applicable`` counts the core competencies left out.
    ``papers`` is empty while no hours are approved that a document could vouch for. What was
    missing on ``closed_on`` has failed.
    """

    minutes: int | None = None
    competencies: int | None = None
    not_applicable: int = 0
    attendance: tuple[UnitGap, ...] = ()
    papers: tuple[PlacementPaper, ...] | None = None
    closed_on: date | None = None
