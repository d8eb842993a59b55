"""Marks entered on a sheet: the cells that changed, unless somebody else changed them meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score, to_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.models import (
    Account,
    Assessment,
    Cohort,
    CurriculumVersion,
    EnrolmentYear,
    Mark,
    MarkChange,
    Module,
)
from msp_du.services import audit, decisions, mark_notices, mark_reasons, mark_sheets
from msp_du.services.mark_reasons import UNSAID, Why
from msp_du.services.mark_sheets import Key, Row, Seen, Sheet, sheet
from msp_du.services.year_marks import FIRST_EXAMINER, marks_of_years

__all__ = ["Conflict", "Entered", "Key", "Seen", "TypedCell", "enter", "marks_of_years", "sheet"]

ON_PASS_FAIL = frozenset({MarkCode.PASS, MarkCode.FAIL})


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What somebody typed in a cell (None empties it), and what it held when they saw it."""

    key: Key
    score: Score | None
    seen: Seen


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that two people changed: what one typed, what the other left there, who and when.

    ``by`` is None when the other account is gone or was a command.
    """

    key: Key
    mine: Score | None
    theirs: Seen
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Entered:
    """How many cells were written, and which were not."""

    written: int
    conflicts: tuple[Conflict, ...] = ()


def enter(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    cells: Collection[TypedCell],
    *,
    actor: Account | None,
    now: datetime,
    why: Why = UNSAID,
) -> Entered:
    """Write the cells that were changed since they were seen; the first freezes the curriculum.

    A cell that somebody else changed meanwhile is left as it is, and told as a conflict; the
    others are written all the same. Locks the module, then the enrolments. Refused whole:
    a cell that is not of this sheet (MARKS_NOT_OF_SHEET), a row that is closed to the actor
    (MARKS_DECIDED, MARKS_OWN, RESIT_NOT_OPEN), a code out of place (MARK_NOT_VALID), a published
    mark corrected without a reason (MARK_REASON_MISSING).
    """
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    _lock_enrolments(session, cells)
    current = mark_sheets.sheet(session, cohort, module, session_number, actor=actor)
    changed = _changed(current, cells)
    stale = [cell for cell, _row, held in changed if held != cell.seen]
    fresh = [(cell, row, held) for cell, row, held in changed if held == cell.seen]
    for cell, row, _held in fresh:
        _check(current, cell, row)
    if fresh:
        is_published = mark_reasons.is_published(session, cohort, module, session_number)
        has_corrections = any(held.score is not None for _cell, _row, held in fresh)
        mark_reasons.check(why, is_published=is_published, has_corrections=has_corrections)
        _freeze(session, module, actor=actor, now=now)
        writing = _Writing(session, cohort, module, session_number, actor, now, why)
        writing.write([(cell, held) for cell, _row, held in fresh])
        if is_published:
            told = {cell.key.year_id for cell, _row, _held in fresh}
            mark_notices.tell_of_changes(session, cohort, told, now=now)
    return Entered(len(fresh), conflicts(session, module, current, stale))


def conflicts(
    session: Session, module: Module, current: Sheet, stale: Sequence[TypedCell]
) -> tuple[Conflict, ...]:
    """Tell what each stale cell holds now, and who changed it last."""
    if not stale:
        return ()
    held = current.cells()
    last = _last_changes(session, module, current.session_number, [cell.key for cell in stale])
    return tuple(
        Conflict(cell.key, cell.score, held[cell.key][1], *last.get(cell.key, (None, None)))
        for cell in stale
    )


def _lock_enrolments(session: Session, cells: Collection[TypedCell]) -> None:
    """Lock whose cells were changed, as the board does: it decides on marks that stand still."""
    ids = {cell.key.year_id for cell in cells if cell.score != cell.seen.score}
    enrolled = select(EnrolmentYear.enrolment_id).where(EnrolmentYear.id.in_(ids))
    decisions.lock(session, session.execute(enrolled).scalars().all())


def _changed(current: Sheet, cells: Collection[TypedCell]) -> list[tuple[TypedCell, Row, Seen]]:
    """Return the cells that were typed in and do not hold that already, with their row."""
    known = current.cells()
    if any(cell.key not in known for cell in cells):
        raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
    touched = [cell for cell in cells if cell.score != cell.seen.score]
    found = [(cell, *known[cell.key]) for cell in touched]
    return [(cell, row, held) for cell, row, held in found if held.score != cell.score]


def _check(current: Sheet, cell: TypedCell, row: Row) -> None:
    if row.closed_by is not None:
        raise RuleViolation(row.closed_by)
    if cell.score is None:
        return
    if (cell.score in ON_PASS_FAIL) is current.is_marked:
        raise RuleViolation(Rule.MARK_NOT_VALID)


def _freeze(session: Session, module: Module, *, actor: Account | None, now: datetime) -> None:
    """Note the first mark ever under this version of the curriculum: it no longer changes."""
    version_id = module.unit.curriculum_version_id
    frozen_at = select(CurriculumVersion.frozen_at).where(CurriculumVersion.id == version_id)
    if session.execute(frozen_at).scalar_one() is not None:
        return
    statement = select(CurriculumVersion).where(CurriculumVersion.id == version_id)
    version = session.execute(
        statement.with_for_update(), execution_options={"populate_existing": True}
    ).scalar_one()
    if version.frozen_at is None:
        version.frozen_at = now
        session.flush()
        audit.record(session, "curriculum:freeze", version, actor=actor)


@dataclass(frozen=True, slots=True)
class _Writing:
    """Everything that the cells written at once have in common."""

    session: Session
    cohort: Cohort
    module: Module
    session_number: int
    actor: Account | None
    now: datetime
    why: Why

    def write(self, cells: Sequence[tuple[TypedCell, Seen]]) -> None:
        rows = self._rows([cell.key for cell, _held in cells])
        changes = [self._change(cell, held) for cell, held in cells]
        for cell, _held in cells:
            row = rows.get(cell.key)
            if cell.score is None and row is not None:
                self.session.delete(row)
            elif row is not None:
                row.hundredths, row.code = _columns_of(cell.score)
            else:
                self.session.add(self._mark(cell))
        self.session.add_all(changes)
        self.session.flush()
        audit.record(
            self.session,
            "marks:enter",
            self.module,
            actor=self.actor,
            institution_id=self.cohort.institution_id,
            details={
                "cohort": self.cohort.id,
                "session": self.session_number,
                "changes": [change.id for change in changes],
            },
        )

    def _rows(self, keys: Collection[Key]) -> Mapping[Key, Mark]:
        statement = select(Mark).where(
            Mark.enrolment_year_id.in_({key.year_id for key in keys}),
            _subject(Mark, self.module),
            Mark.session_number == self.session_number,
            Mark.examiner == FIRST_EXAMINER,
        )
        rows = self.session.execute(statement, execution_options={"populate_existing": True})
        return {Key(row.enrolment_year_id, row.assessment_id): row for row in rows.scalars()}

    def _mark(self, cell: TypedCell) -> Mark:
        hundredths, code = _columns_of(cell.score)
        return Mark(**self._subject_of(cell.key), hundredths=hundredths, code=code)

    def _change(self, cell: TypedCell, held: Seen) -> MarkChange:
        old_hundredths, old_code = _columns_of(held.score)
        new_hundredths, new_code = _columns_of(cell.score)
        return MarkChange(
            **self._subject_of(cell.key),
            old_hundredths=old_hundredths,
            old_code=old_code,
            new_hundredths=new_hundredths,
            new_code=new_code,
            account_id=self.actor.id if self.actor else None,
            changed_at=self.now,
            **self.why.columns,
        )

    def _subject_of(self, key: Key) -> dict[str, object]:
        return {
            "institution_id": self.cohort.institution_id,
            "enrolment_year_id": key.year_id,
            "assessment_id": key.assessment_id,
            "module_id": self.module.id if key.assessment_id is None else None,
            "session_number": self.session_number,
            "examiner": FIRST_EXAMINER,
        }


def _columns_of(score: Score | None) -> tuple[int | None, MarkCode | None]:
    """Return the two columns that keep a mark or a code."""
    if isinstance(score, Decimal):
        return to_hundredths(score), None
    return None, score


def _subject(table: type[Mark] | type[MarkChange], module: Module) -> ColumnElement[bool]:
    """Return what picks the rows of a module and of its assessments."""
    of_module = select(Assessment.id).where(Assessment.module_id == module.id)
    return or_(table.module_id == module.id, table.assessment_id.in_(of_module))


def _last_changes(
    session: Session, module: Module, session_number: int, keys: Collection[Key]
) -> dict[Key, tuple[str | None, datetime | None]]:
    """Return who changed each cell last, and when; one statement."""
    statement = (
        select(
            MarkChange.enrolment_year_id,
            MarkChange.assessment_id,
            Account.display_name,
            MarkChange.changed_at,
        )
        .outerjoin(Account, Account.id == MarkChange.account_id)
        .where(
            MarkChange.enrolment_year_id.in_({key.year_id for key in keys}),
            _subject(MarkChange, module),
            MarkChange.session_number == session_number,
        )
        .order_by(MarkChange.changed_at)
    )
    return {
        Key(year_id, assessment_id): (name, changed_at)
        for year_id, assessment_id, name, changed_at in session.execute(statement)
    }
