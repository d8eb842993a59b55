"""Sums of a version beside what is typed: each says which boxes it adds up, and what it adds to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from msp_du.domain.curriculum import NOTHING, Curriculum, Module, Place, Totals
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class Sum:
    """A number of the table: ``rest`` is what it has besides the boxes named by ``of``.

    ``of`` is a CSS selector, empty for what no box of the page changes.
    """

    value: Decimal
    rest: Decimal
    of: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the table: the ECTS, the hours taught, those of placement, the coefficients."""

    name: str
    sums: tuple[Sum, ...]


def sums_of_unit(content: Curriculum, place: Place) -> list[SumRow]:
    """Return the sums of a unit, its year and the whole, as its page changes them."""
    of = [
        "[name='ects']",
        "[name$='-taught_hours']",
        "[name$='-placement_hours']",
        "[name='coefficient']",
    ]
    return _rows(content, place, place.unit.totals, of)


def sums_of_module(content: Curriculum, place: Place, module: Module | None) -> list[SumRow]:
    """Return the sums of a module's unit, year and whole, as the module's page changes them."""
    hours = (module.taught_hours, module.placement_hours) if module else (NOTHING, NOTHING)
    own = Totals(NOTHING, *hours, NOTHING)
    of = ["", "[name='taught_hours']", "[name='placement_hours']", ""]
    return _rows(content, place, own, of)


def _rows(content: Curriculum, place: Place, own: Totals, of: Sequence[str]) -> list[SumRow]:
    number = place.year.number
    return [
        SumRow(_("Unité %(code)s", code=place.unit.code), _sums(place.unit.totals, own, of)),
        SumRow(_("Année %(number)s", number=number), _sums(place.year.totals, own, of)),
        SumRow(_("Ensemble"), _sums(content.totals, own, of)),
    ]


def _sums(totals: Totals, own: Totals, of: Sequence[str]) -> tuple[Sum, ...]:
    numbers = zip(_numbers(totals), _numbers(own), of, ("", "h", "h", ""), strict=True)
    return tuple(Sum(value, value - part, boxes, unit) for value, part, boxes, unit in numbers)


def _numbers(totals: Totals) -> tuple[Decimal, ...]:
    return totals.ects, totals.taught_hours, totals.placement_hours, totals.coefficients
