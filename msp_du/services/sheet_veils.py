"""What is read on a sheet of marks while numbers stand in the place of names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.standings import ModuleStanding
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import AnonymousNumber, Cohort, MarksSheet, Module

if TYPE_CHECKING:
    from msp_du.services.mark_sheets import Row


def shown(number: int | None) -> str:
    """Return a number as it stands in the place of a name; empty for who has none yet.

    >>> shown(347)
    'A347'
    """
    return "" if number is None else f"A{number}"


def numbers(
    session: Session, cohort: Cohort, module: Module, session_number: int
) -> dict[UUID, int] | None:
    """Return the numbers of a sheet without names, by year; None where names stand.

    One statement.
    """
    statement = (
        select(AnonymousNumber.enrolment_year_id, AnonymousNumber.number)
        .select_from(MarksSheet)
        .outerjoin(AnonymousNumber, AnonymousNumber.sheet_id == MarksSheet.id)
        .where(
            MarksSheet.cohort_id == cohort.id,
            MarksSheet.module_id == module.id,
            MarksSheet.session_number == session_number,
            MarksSheet.anonymous_at.is_not(None),
            MarksSheet.lifted_at.is_(None),
        )
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return {year_id: number for year_id, number in rows if number} if rows else None


def veiled(
    rows: Iterable["Row"], numbers: Mapping[UUID, int], *, blank: ModuleStanding | None
) -> tuple["Row", ...]:
    """Return the rows in the order of their numbers, without what could tell who is who.

    With ``blank``, the standing of somebody without marks, nothing is left of session 1 either:
    its marks may stand beside names elsewhere. Who has no number yet cannot be marked.
    """
    hidden = [
        replace(
            row,
            name=shown(numbers.get(row.year_id)),
            state=EnrolmentState.ACTIVE,
            closed_by=row.closed_by if row.year_id in numbers else Rule.NUMBER_MISSING,
            firsts=row.firsts if blank is None else tuple(None for _first in row.firsts),
            standing=row.standing if blank is None else blank,
        )
        for row in rows
    ]
    return tuple(sorted(hidden, key=lambda row: (numbers.get(row.year_id, 0), row.year_id.hex)))
