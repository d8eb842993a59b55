"""Edits of a curriculum: each takes one content and returns another; parts are named by code.

Nothing is checked here: the reader of the curriculum file says whether the outcome holds.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from msp_du.domain.curriculum import Curriculum, Module, Unit, Year

Part = TypeVar("Part", Unit, Module)


class Direction(StrEnum):
    """Where a part goes among those of its kind."""

    UP = "up"
    DOWN = "down"


def with_unit(
    curriculum: Curriculum, unit: Unit, *, year_number: int, was: str | None = None
) -> Curriculum:
    """Put a unit where ``was`` stands, or last in its year when it is new there.

    A year that has no unit left goes; one that has none yet comes.
    """
    if was is not None and curriculum.place_of(was).year.number != year_number:
        curriculum, was = without_unit(curriculum, was), None
    if year_number not in {year.number for year in curriculum.years}:
        years = [*curriculum.years, Year(year_number, (unit,))]
        return replace(curriculum, years=tuple(sorted(years, key=lambda year: year.number)))
    units = curriculum.year(year_number).units
    return _with_units(curriculum, year_number, _placed(units, unit, was))


def without_unit(curriculum: Curriculum, code: str) -> Curriculum:
    """Take a unit out with all its modules."""
    year = curriculum.place_of(code).year
    left = [unit for unit in year.units if unit.code != code]
    return _with_units(curriculum, year.number, left)


def with_module(
    curriculum: Curriculum, module: Module, *, unit_code: str, was: str | None = None
) -> Curriculum:
    """Put a module where ``was`` stands, or last in its unit when it is new there."""
    if was is not None and curriculum.place_of(was).unit.code != unit_code:
        curriculum, was = without_module(curriculum, was), None
    unit = curriculum.place_of(unit_code).unit
    return _with_modules(curriculum, unit, _placed(unit.modules, module, was))


def without_module(curriculum: Curriculum, code: str) -> Curriculum:
    """Take a module out with its assessments."""
    unit = curriculum.place_of(code).unit
    return _with_modules(curriculum, unit, [one for one in unit.modules if one.code != code])


def moved(curriculum: Curriculum, code: str, direction: Direction) -> Curriculum:
    """Move a unit in its year, or a module in its unit, by one; at the end it stays."""
    place = curriculum.place_of(code)
    if place.module is None:
        units = _moved(place.year.units, code, direction)
        return _with_units(curriculum, place.year.number, units)
    return _with_modules(curriculum, place.unit, _moved(place.unit.modules, code, direction))


def _with_units(curriculum: Curriculum, number: int, units: Sequence[Unit]) -> Curriculum:
    years = [
        replace(year, units=tuple(units)) if year.number == number else year
        for year in curriculum.years
    ]
    return replace(curriculum, years=tuple(year for year in years if year.units))


def _with_modules(curriculum: Curriculum, unit: Unit, modules: Sequence[Module]) -> Curriculum:
    number = curriculum.place_of(unit.code).year.number
    changed = replace(unit, modules=tuple(modules))
    return with_unit(curriculum, changed, year_number=number, was=unit.code)


def _placed(parts: Sequence[Part], part: Part, was: str | None) -> list[Part]:
    placed = [part if one.code == was else one for one in parts]
    if was is None:
        placed.append(part)
    return placed


def _moved(parts: Sequence[Part], code: str, direction: Direction) -> list[Part]:
    order = list(parts)
    here = [part.code for part in order].index(code)
    there = here + (1 if direction is Direction.DOWN else -1)
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order
