"""A curriculum as frozen data: years, units, modules, assessments; its sums, when it freezes.

Every number is a ``Decimal`` that prints as it was written (``0.5``, ``33.333``). The shape and
its limits are those of the curriculum file (exam-rules §1), whose reader checks them all.
"""

import math
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from msp_du.domain.assessment_rules import USUAL_RULES, AssessmentKind, Grading, Rules
from msp_du.domain.vocabulary import Language

NOTHING = Decimal(0)
ONE = Decimal(1)

Setting: TypeAlias = "str | Decimal | bool | tuple[Setting, ...] | Settings | None"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says to the screens and the computation ignores; any names, kept in order."""

    entries: tuple[tuple[str, Setting], ...] = ()

    def get(self, name: str, default: Setting = None) -> Setting:
        """Return the value under ``name``, or ``default`` when the file does not have it."""
        return dict(self.entries).get(name, default)


NO_SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Title:
    """A name in French and, if there is one, in English."""

    fr: str
    en: str | None = None

    def wording(self, language: Language) -> str:
        """Return the name in that language, in French when it has no other.

        >>> Title("Mémoire", "Thesis").wording(Language.ENGLISH)
        'Thesis'
        """
        return self.en if language is Language.ENGLISH and self.en is not None else self.fr


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over units: ECTS, hours taught, hours of placement, coefficients of the units."""

    ects: Decimal
    taught_hours: Decimal
    placement_hours: Decimal
    coefficients: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """One mark of a module; ``weight`` is above 0."""

    code: str
    kind: AssessmentKind
    weight: Decimal = ONE
    title: Title | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """A subject or a part of a placement.

    A marked module has a ``coefficient`` above 0 and assessments; a pass/fail one has None and
    none. ``has_resit`` tells whether a second session may examine it. Hours are 0 or more.
    """

    code: str
    title: Title
    taught_hours: Decimal = NOTHING
    coefficient: Decimal | None = None
    grading: Grading = Grading.MARKED
    has_resit: bool = True
    placement_hours: Decimal = NOTHING
    assessments: tuple[Assessment, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Whether the module has a mark on 20."""
        return self.grading is Grading.MARKED


@dataclass(frozen=True, slots=True)
class Unit:
    """A group of modules (UE): ``ects`` is 0 or more, ``coefficient`` above 0."""

    code: str
    title: Title
    ects: Decimal
    coefficient: Decimal
    modules: tuple[Module, ...]
    is_compensable: bool = True

    @property
    def totals(self) -> Totals:
        """What the unit adds to its year."""
        return Totals(
            ects=self.ects,
            taught_hours=_sum(module.taught_hours for module in self.modules),
            placement_hours=_sum(module.placement_hours for module in self.modules),
            coefficients=self.coefficient,
        )


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the diploma; ``number`` is 1 or more, unique in its curriculum."""

    number: int
    units: tuple[Unit, ...]

    @property
    def totals(self) -> Totals:
        """Sums over the units of the year."""
        return _add_up(unit.totals for unit in self.units)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code stands: its year and unit, and the module and assessment if it names one."""

    year: Year
    unit: Unit
    module: Module | None = None
    assessment: Assessment | None = None

    @property
    def code(self) -> str:
        """The code of the innermost thing named."""
        return (self.assessment or self.module or self.unit).code


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A version of a diploma: what is taught, how it is examined, by which rules."""

    code: str
    version: str
    title: Title
    years: tuple[Year, ...]
    rules: Rules = USUAL_RULES
    settings: Settings = NO_SETTINGS
    institution: str | None = None

    @property
    def reference(self) -> str:
        """Code and version in one, as in ``DU-MSP@2026``."""
        return f"{self.code}@{self.version}"

    @property
    def totals(self) -> Totals:
        """Sums over all years."""
        return _add_up(year.totals for year in self.years)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit, in the order of the file."""
        return tuple(unit for year in self.years for unit in year.units)

    @property
    def modules(self) -> tuple[Module, ...]:
        """Every module, in the order of the file."""
        return tuple(module for unit in self.units for module in unit.modules)

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every assessment, in the order of the file."""
        return tuple(assessment for module in self.modules for assessment in module.assessments)

    def places(self) -> dict[str, Place]:
        """Return where each unit, module and assessment code stands, in the order of the file."""
        return {place.code: place for place in _places(self)}

    def place_of(self, code: str) -> Place:
        """Return where a code stands; ``KeyError`` if nothing has it."""
        return self.places()[code]

    def year(self, number: int) -> Year:
        """Return the year of that number; ``KeyError`` if there is none."""
        return {year.number: year for year in self.years}[number]


def required_placement_minutes(year: Year) -> int:
    """Return the placement time a year requires; part of a minute counts as a whole one."""
    return math.ceil(year.totals.placement_hours * 60)


def last_day_of_first_month(first_teaching_on: date) -> date:
    """Return the last day of the month that teaching opens, counted from day to day.

    >>> last_day_of_first_month(date(2026, 9, 14))
    datetime.date(2026, 10, 13)
    >>> last_day_of_first_month(date(2027, 1, 31))
    datetime.date(2027, 2, 28)
    """
    year, month = first_teaching_on.year, first_teaching_on.month
    next_year, next_month = (year + 1, 1) if month == 12 else (year, month + 1)
    days_there = monthrange(next_year, next_month)[1]
    if first_teaching_on.day > days_there:
        return date(next_year, next_month, days_there)
    return date(next_year, next_month, first_teaching_on.day) - timedelta(days=1)


def frozen_on(*, first_marked_on: date | None, first_teaching_on: date | None) -> date | None:
    """Return the first day on which a version no longer changes, None while nothing tells.

    That is the day of the first mark, or the day after the first month of teaching, whichever
    comes first (Code de l'éducation, art. L613-1). Days are days in Paris.
    """
    days = [first_marked_on] if first_marked_on is not None else []
    if first_teaching_on is not None:
        days.append(last_day_of_first_month(first_teaching_on) + timedelta(days=1))
    return min(days, default=None)


def _places(curriculum: Curriculum) -> Iterator[Place]:
    for year in curriculum.years:
        for unit in year.units:
            yield Place(year, unit)
            for module in unit.modules:
                yield Place(year, unit, module)
                for assessment in module.assessments:
                    yield Place(year, unit, module, assessment)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, NOTHING)


def _add_up(parts: Iterable[Totals]) -> Totals:
    totals = list(parts)
    return Totals(
        ects=_sum(part.ects for part in totals),
        taught_hours=_sum(part.taught_hours for part in totals),
        placement_hours=_sum(part.placement_hours for part in totals),
        coefficients=_sum(part.coefficients for part in totals),
    )
