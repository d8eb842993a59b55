"""The cells of a sheet: what each is a mark of, by which examiner, and what it holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from msp_du.domain import curriculum as rules
from msp_du.domain.double_marking import ALONE, NOTHING_AGREED, THIRD, TWO, Agreed, agree
from msp_du.domain.errors import Rule
from msp_du.domain.marks import Score
from msp_du.models import Account, Assessment, Mark, MarkChange, Module
from msp_du.services.year_marks import FIRST_EXAMINER, score_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell held when it was looked at; version 0 is an empty cell.

    The comment for the trainee has a page of its own: it does not make two sights differ.
    """

    score: Score | None = None
    version: int = 0
    comment: str | None = field(default=None, compare=False)


EMPTY = Seen()


@dataclass(frozen=True, slots=True)
class Key:
    """A cell: a trainee's year, and an assessment or, when None, the whole module; who marks."""

    year_id: UUID
    assessment_id: UUID | None = None
    examiner: int = FIRST_EXAMINER


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are marks of; a pass/fail module has one, without assessment.

    Where several examiners mark (``is_apart``), each has a column.
    """

    assessment_id: UUID | None
    assessment: rules.Assessment | None
    examiner: int = FIRST_EXAMINER
    is_apart: bool = False

    def key(self, year_id: UUID) -> Key:
        """Return the cell of a trainee's year."""
        return Key(year_id, self.assessment_id, self.examiner)


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What somebody typed in a cell (None empties it), and what it held when they saw it."""

    key: Key
    score: Score | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class Cells:
    """Every cell of a session that holds something, and those the reader filled themselves."""

    held: Mapping[Key, Seen]
    own: frozenset[Key] = frozenset()

    def agreed(self, year_id: UUID, assessment_id: UUID | None) -> Agreed:
        """Return what several examiners' marks of one work make."""
        if assessment_id is None:
            return NOTHING_AGREED
        keys = [Key(year_id, assessment_id, number) for number in (*TWO, THIRD)]
        return agree(*(self.held.get(key, EMPTY).score for key in keys))

    def shut_by(self, column: Column, year_id: UUID) -> Rule | None:
        """Tell why one cell of a row is not for this reader; None when it is, or row by row."""
        key = column.key(year_id)
        if not column.is_apart:
            return None
        asked = self.agreed(year_id, column.assessment_id).asks_third
        if column.examiner == THIRD and not asked and key not in self.held:
            return Rule.MARK_THIRD_NOT_ASKED
        others = {*TWO, THIRD} - {column.examiner}
        if any(replace(key, examiner=number) in self.own for number in others):
            return Rule.MARK_OTHER_EXAMINER
        return None


def columns_of(
    module: Module,
    place: rules.Place,
    apart: Collection[str],
    year_ids: Collection[UUID],
    cells: Cells,
) -> tuple[Column, ...]:
    """Return the columns of a module; a third examiner has one where somebody needs it."""
    ids = {assessment.code: assessment.id for assessment in module.assessments}
    columns = []
    for assessment in place.module.assessments if place.module else ():
        one, is_apart = ids[assessment.code], assessment.code in apart
        numbers: tuple[int, ...] = TWO if is_apart else ALONE
        if is_apart and any(
            cells.agreed(year_id, one).asks_third or Key(year_id, one, THIRD) in cells.held
            for year_id in year_ids
        ):
            numbers = (*TWO, THIRD)
        columns += [Column(one, assessment, number, is_apart) for number in numbers]
    return tuple(columns) or (Column(None, None),)


def read_cells(
    session: Session,
    year_ids: Collection[UUID],
    module: Module,
    session_number: int,
    *,
    reader: Account | None,
) -> Cells:
    """Return what the cells of a module hold; one statement, two for a ``reader``.

    A ``reader`` is told apart from the other examiners: what they filled last is theirs.
    """
    statement = select(
        Mark.enrolment_year_id,
        Mark.assessment_id,
        Mark.examiner,
        Mark.hundredths,
        Mark.code,
        Mark.version,
        Mark.comment,
    ).where(
        Mark.enrolment_year_id.in_(year_ids),
        Mark.session_number == session_number,
        subject(Mark, module),
    )
    held = {
        Key(year_id, assessment_id, examiner): Seen(score_of(hundredths, code), version, comment)
        for year_id, assessment_id, examiner, hundredths, code, version, comment in session.execute(
            statement
        )
    }
    if reader is None:
        return Cells(held)
    last = last_changes(session, module, session_number, year_ids)
    own = {key for key, change in last.items() if change.account_id == reader.id and key in held}
    return Cells(held, frozenset(own))


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a cell last, and when; no name when the account is gone or was a command."""

    account_id: UUID | None = None
    name: str | None = None
    at: datetime | None = None


def last_changes(
    session: Session, module: Module, session_number: int, year_ids: Collection[UUID]
) -> dict[Key, LastChange]:
    """Return who changed each cell of some years last; one statement."""
    statement = (
        select(
            MarkChange.enrolment_year_id,
            MarkChange.assessment_id,
            MarkChange.examiner,
            MarkChange.account_id,
            Account.display_name,
            MarkChange.changed_at,
        )
        .outerjoin(Account, Account.id == MarkChange.account_id)
        .where(
            MarkChange.enrolment_year_id.in_(year_ids),
            subject(MarkChange, module),
            MarkChange.session_number == session_number,
        )
        .order_by(MarkChange.changed_at)
    )
    return {
        Key(year_id, assessment_id, examiner): LastChange(account_id, name, at)
        for year_id, assessment_id, examiner, account_id, name, at in session.execute(statement)
    }


def subject(table: type[Mark] | type[MarkChange], module: Module) -> ColumnElement[bool]:
    """Return what picks the rows of a module and of its assessments."""
    of_module = select(Assessment.id).where(Assessment.module_id == module.id)
    return or_(table.module_id == module.id, table.assessment_id.in_(of_module))
