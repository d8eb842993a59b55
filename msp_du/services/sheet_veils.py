"""What is read on a sheet of marks while numbers stand in the place of names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Veil:
    """What stands for a trainee on one sheet: a number, and an id that no other page knows.

    What was done on the sheet before ``since`` was read beside names.
    """

    number: int
    id: UUID
    since: datetime


def shown(number: int) -> str:
    """Return a number as it stands in the place of a name.

    >>> shown(347)
    'A347'
    """
    return f"A{number}"


def veils(
    session: Session, cohort: Cohort, module: Module, session_number: int
) -> dict[UUID, Veil] | None:
    """Return what stands for each year on a sheet without names; None where names stand.

    One statement.
    """
    statement = (
        select(
            AnonymousNumber.enrolment_year_id,
            AnonymousNumber.number,
            AnonymousNumber.id,
            MarksSheet.anonymous_at,
        )
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
    if not rows:
        return None
    return {
        year_id: Veil(number, veil_id, since) for year_id, number, veil_id, since in rows if number
    }


def veiled_modules(session: Session, cohort: Cohort) -> frozenset[UUID]:
    """Return the modules of which a sheet, of either session, goes without names; one statement."""
    statement = select(MarksSheet.module_id).where(
        MarksSheet.cohort_id == cohort.id,
        MarksSheet.anonymous_at.is_not(None),
        MarksSheet.lifted_at.is_(None),
    )
    return frozenset(session.execute(statement).scalars())


def year_behind(known: Mapping[UUID, Veil] | None, shown_id: UUID) -> UUID | None:
    """Return whose year an id is that was shown in its place; None for any other id.

    Where names stand (``known`` is None) a year goes by its own id.
    """
    if known is None:
        return shown_id
    return next((year_id for year_id, veil in known.items() if veil.id == shown_id), None)


def veiled(
    rows: Iterable["Row"], known: Mapping[UUID, Veil], *, blank: ModuleStanding | None
) -> tuple["Row", ...]:
    """Return the rows in the order of their numbers, without what could tell who is who.

    With ``blank``, the standing of somebody without marks, nothing is left of session 1 either:
    its marks may stand beside names elsewhere. Who has no number yet cannot be marked.
    """
    hidden = [
        replace(
            row,
            name=shown(known[row.year_id].number) if row.year_id in known else "",
            veil_id=known[row.year_id].id if row.year_id in known else None,
            state=EnrolmentState.ACTIVE,
            closed_by=row.closed_by if row.year_id in known else Rule.NUMBER_MISSING,
            firsts=row.firsts if blank is None else tuple(None for _first in row.firsts),
            standing=row.standing if blank is None else blank,
        )
        for row in rows
    ]

    def place(row: "Row") -> tuple[int, str]:
        return (known[row.year_id].number if row.year_id in known else 0, row.year_id.hex)

    return tuple(sorted(hidden, key=place))
