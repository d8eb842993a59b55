"""What became of the marks of a module: who changed which, when, from what to what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score
from msp_du.models import (
    Account,
    Assessment,
    Cohort,
    Enrolment,
    EnrolmentYear,
    MarkChange,
    MarkImport,
    Module,
    Person,
)
from msp_du.services import sheet_veils
from msp_du.services.year_marks import score_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one mark; ``by`` is empty for a command or an account that is gone.

    ``imported_at`` is when the import that brought it was made, ``undoes_at`` when the import
    that it undid was.
    """

    year_id: UUID
    name: str
    assessment_code: str | None
    session_number: int
    examiner: int
    old: Score | None
    new: Score | None
    by: str
    at: datetime
    reason: str
    imported_at: datetime | None
    undoes_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """A page of changes, the latest first, out of how many there are."""

    changes: Sequence[Change]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def of_module(
    session: Session,
    cohort: Cohort,
    module: Module,
    *,
    page: int = 1,
    year_id: UUID | None = None,
) -> History:
    """Return what became of the marks of a module, or of one trainee's; five statements at most.

    While a sheet is without names, so is its history.
    """
    veils = {number: sheet_veils.numbers(session, cohort, module, number) for number in (1, 2)}
    wanted = _wanted(cohort, module, year_id)
    counted = (
        select(func.count())
        .select_from(MarkChange)
        .join(EnrolmentYear, EnrolmentYear.id == MarkChange.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(*wanted)
    )
    total = session.execute(counted).scalar_one()
    rows: Sequence[Any] = session.execute(
        select(MarkChange, Person, Assessment.code, Account.display_name)
        .join(EnrolmentYear, EnrolmentYear.id == MarkChange.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Assessment, Assessment.id == MarkChange.assessment_id)
        .outerjoin(Account, Account.id == MarkChange.account_id)
        .where(*wanted)
        .order_by(MarkChange.changed_at.desc(), MarkChange.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    moments = _moments(session, [row[0] for row in rows])

    def name(change: MarkChange, person: Person) -> str:
        numbers = veils[change.session_number]
        if numbers is None:
            return person.name.display
        return sheet_veils.shown(numbers.get(change.enrolment_year_id))

    changes = [
        Change(
            year_id=change.enrolment_year_id,
            name=name(change, person),
            assessment_code=code,
            session_number=change.session_number,
            examiner=change.examiner,
            old=score_of(change.old_hundredths, change.old_code),
            new=score_of(change.new_hundredths, change.new_code),
            by=by or "",
            at=change.changed_at,
            reason=change.reason or "",
            imported_at=moments.get(change.import_id),
            undoes_at=moments.get(change.undoes_id),
        )
        for change, person, code, by in rows
    ]
    return History(changes, total)


def _wanted(cohort: Cohort, module: Module, year_id: UUID | None) -> list[ColumnElement[bool]]:
    of_module = select(Assessment.id).where(Assessment.module_id == module.id)
    wanted = [
        Enrolment.cohort_id == cohort.id,
        or_(MarkChange.module_id == module.id, MarkChange.assessment_id.in_(of_module)),
    ]
    return [*wanted, MarkChange.enrolment_year_id == year_id] if year_id else wanted


def _moments(session: Session, changes: Sequence[MarkChange]) -> dict[UUID | None, datetime]:
    ids = {id_ for each in changes for id_ in (each.import_id, each.undoes_id) if id_}
    statement = select(MarkImport.id, MarkImport.imported_at).where(MarkImport.id.in_(ids))
    rows: Sequence[Any] = session.execute(statement).all()
    return dict(rows)
