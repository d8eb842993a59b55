"""The units of a trainee's diploma: which are acquired, as far as the trainee may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from msp_du.domain import decisions
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.results import ADMITTED, CREDITED, year_outcome
from msp_du.services.own_marks import are_provisional_shown
from msp_du.services.year_marks import marks_of_years

Attempt: TypeAlias = Row[*tuple[Any, ...]]
"""An attempt at a year: at least its ``year_id``, ``year_number``, ``version_id``, and ``result``
and ``facts`` of the decision that counts, None before there is one."""


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit of the diploma, and whether it is acquired as far as the trainee may know."""

    code: str
    is_acquired: bool


def of_attempts(
    session: Session,
    curriculum: Curriculum,
    contents: Mapping[UUID, Curriculum],
    attempts: Sequence[Attempt],
) -> list[OwnUnit]:
    """List the units of the diploma, each year by the version that its last attempt follows."""
    acquired = {
        code
        for row in attempts
        if row.result is not None
        for code in _credited(row, contents[row.version_id])
    }
    undecided = [row for row in attempts if row.result is None]
    acquired |= _provisional(session, undecided, contents)
    followed = {row.year_number: contents[row.version_id] for row in reversed(attempts)}
    return [
        OwnUnit(unit.code, unit.code in acquired)
        for year in curriculum.years
        for unit in followed.get(year.number, curriculum).year(year.number).units
    ]


def _credited(row: Attempt, curriculum: Curriculum) -> list[str]:
    """Return the units that a decision gives: all where it admits, else those its facts name."""
    if row.result in ADMITTED:
        return [unit.code for unit in curriculum.year(row.year_number).units]
    facts = decisions.read(row.facts)
    return [unit.code for unit in facts.units if unit.result in CREDITED]


def _provisional(
    session: Session, undecided: Sequence[Attempt], contents: Mapping[UUID, Curriculum]
) -> set[str]:
    """Return the units that marks alone give now, in years whose marks the trainee may see."""
    shown = [row for row in undecided if are_provisional_shown(contents[row.version_id])]
    if not shown:
        return set()
    marks = marks_of_years(session, [row.year_id for row in shown])
    found = set()
    for row in shown:
        curriculum = contents[row.version_id]
        content = curriculum.year(row.year_number)
        outcome = year_outcome(content, curriculum.rules, marks[row.year_id])
        found |= {unit.code for unit in outcome.units if unit.result in CREDITED}
    return found
