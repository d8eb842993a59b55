"""The columns that a sheet of marks may have, by the names that a curriculum gives them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.curriculum import Curriculum, Module, Unit, Year

TRAINEE: Final = "trainee"
SECOND: Final = "@2"
POINTS: Final = ":board_points"


class ColumnKind(Enum):
    """What the cells of a column are about."""

    FIRST = "first"
    SECOND = "second"
    PASS_FAIL = "pass-fail"  # noqa: S105
    MODULE = "module"
    UNIT = "unit"
    GATE = "gate"
    UNIT_POINTS = "unit-points"
    YEAR_POINTS = "year-points"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``year`` is the number of the year that it is about.

    ``code`` is that of the assessment, module, unit or gate, empty for a year's points. ``parts``
    are the columns that a resit exam for a whole module excludes.
    """

    name: str
    kind: ColumnKind
    year: int
    code: str = ""
    parts: tuple[str, ...] = ()


def columns(curriculum: Curriculum) -> dict[str, Column]:
    """Return every column that a sheet for this curriculum may have, by name (exam-rules §2)."""
    return {column.name: column for year in curriculum.years for column in _of(curriculum, year)}


def _of(curriculum: Curriculum, year: Year) -> Iterator[Column]:
    for unit in year.units:
        yield from _of_unit(unit, year.number)
    for gate in curriculum.rules.gates:
        yield _gate(gate, year.number)
    yield Column(f"Y{year.number}{POINTS}", ColumnKind.YEAR_POINTS, year.number)


def _gate(gate: Gate, year: int) -> Column:
    return Column(f"Y{year}:{gate}", ColumnKind.GATE, year, gate.value)


def _of_unit(unit: Unit, year: int) -> Iterator[Column]:
    yield Column(unit.code, ColumnKind.UNIT, year, unit.code)
    yield Column(f"{unit.code}{POINTS}", ColumnKind.UNIT_POINTS, year, unit.code)
    for module in unit.modules:
        yield from _of_module(module, year)


def _of_module(module: Module, year: int) -> Iterator[Column]:
    if not module.is_marked:
        yield Column(module.code, ColumnKind.PASS_FAIL, year, module.code)
        return
    yield Column(module.code, ColumnKind.MODULE, year, module.code)
    codes = [assessment.code for assessment in module.assessments]
    for code in codes:
        yield Column(code, ColumnKind.FIRST, year, code)
        yield Column(f"{code}{SECOND}", ColumnKind.SECOND, year, code)
    parts = tuple(f"{code}{SECOND}" for code in codes)
    yield Column(f"{module.code}{SECOND}", ColumnKind.SECOND, year, module.code, parts)
