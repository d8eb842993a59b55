"""What became of the marks of a module: who changed which, when, from what to what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
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
from msp_du.services.sheet_veils import Veil
from msp_du.services.year_marks import score_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one mark; ``by`` is empty for a command or an account that is gone.

    Where only its comment for the trainee changed, ``old`` and ``new`` are the same.
    ``imported_at`` is when the import that brought it was made, ``undoes_at`` when the import
    that it undid was.
    """

    shown_id: UUID
    name: str
    assessment_code: str | None
    session_number: int
    examiner: int
    old: Score | None
    new: Score | None
    old_comment: str
    new_comment: str
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
    shown_id: UUID | None = None,
) -> History:
    """Return what became of the marks of a module, or of one trainee's; five statements at most.

    While a sheet is without names, so is its history: its changes stand under ids of their own.
    What was typed and taken back before that was read beside names: no number tells whose it is.
    """
    veils = {number: sheet_veils.veils(session, cohort, module, number) for number in (1, 2)}
    wanted = [*_of_module(cohort, module), *_of_one(veils, shown_id)]
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

    def who(change: MarkChange, person: Person) -> tuple[UUID, str]:
        known, year_id = veils[change.session_number], change.enrolment_year_id
        if known is None:
            return year_id, person.name.display
        veil = known.get(year_id)
        if veil is None or change.changed_at < veil.since:
            return change.id, ""
        return veil.id, sheet_veils.shown(veil.number)

    changes = [
        Change(
            shown_id=shown_id,
            name=name,
            assessment_code=code,
            session_number=change.session_number,
            examiner=change.examiner,
            old=score_of(change.old_hundredths, change.old_code),
            new=score_of(change.new_hundredths, change.new_code),
            old_comment=change.old_comment or "",
            new_comment=change.new_comment or "",
            by=by or "",
            at=change.changed_at,
            reason=change.reason or "",
            imported_at=moments.get(change.import_id),
            undoes_at=moments.get(change.undoes_id),
        )
        for change, person, code, by in rows
        for shown_id, name in [who(change, person)]
    ]
    return History(changes, total)


def _of_module(cohort: Cohort, module: Module) -> list[ColumnElement[bool]]:
    of_module = select(Assessment.id).where(Assessment.module_id == module.id)
    return [
        Enrolment.cohort_id == cohort.id,
        or_(MarkChange.module_id == module.id, MarkChange.assessment_id.in_(of_module)),
    ]


def _of_one(
    veils: Mapping[int, Mapping[UUID, Veil] | None], shown_id: UUID | None
) -> list[ColumnElement[bool]]:
    """Return what picks one trainee's changes, of those sessions that know the id."""
    if shown_id is None:
        return []
    picked = [
        and_(MarkChange.session_number == number, *_of_year(known, shown_id))
        for number, known in veils.items()
    ]
    return [or_(*picked)]


def _of_year(known: Mapping[UUID, Veil] | None, shown_id: UUID) -> list[ColumnElement[bool]]:
    year_id = sheet_veils.year_behind(known, shown_id)
    if year_id is None:
        return [false()]
    since = [MarkChange.changed_at >= known[year_id].since] if known else []
    return [MarkChange.enrolment_year_id == year_id, *since]


def _moments(session: Session, changes: Sequence[MarkChange]) -> dict[UUID | None, datetime]:
    ids = {id_ for each in changes for id_ in (each.import_id, each.undoes_id) if id_}
    statement = select(MarkImport.id, MarkImport.imported_at).where(MarkImport.id.in_(ids))
    rows: Sequence[Any] = session.execute(statement).all()
    return dict(rows)
