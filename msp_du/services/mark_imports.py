"""Marks imported from a file: all at once or not at all, and undone as a whole."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files.spreadsheet_table import Table
from msp_du.models import (
    Account,
    Assessment,
    Cohort,
    EnrolmentYear,
    MarkChange,
    MarkImport,
    Module,
)
from msp_du.policies import can_mark
from msp_du.services import audit, decisions, import_obstacles, mark_sheets, marks
from msp_du.services.import_cells import PlannedCell
from msp_du.services.import_plans import plan
from msp_du.services.import_targets import Scope
from msp_du.services.mark_lists import find_module
from msp_du.services.mark_reasons import Why
from msp_du.services.mark_sheets import Key, Row, Seen
from msp_du.services.marks import TypedCell
from msp_du.services.year_marks import score_of


def apply(
    session: Session,
    scope: Scope,
    table: Table,
    *,
    meaning: str,
    reason: str = "",
    actor: Account,
    now: datetime,
) -> MarkImport | None:
    """Write every mark that a file brings; None when it brings nothing new.

    Locks the modules, then the enrolments. Raises RuleViolation IMPORT_CHANGED when the preview
    confirmed, known by its ``meaning``, would no longer say the same, IMPORT_FAULTY when anything
    stands in the way, MARK_REASON_MISSING when published marks are corrected without a word.
    """
    seen = plan(session, scope, table, actor=actor)
    _lock(session, seen.to_write)
    seen = plan(session, scope, table, actor=actor)
    if meaning != seen.meaning:
        raise RuleViolation(Rule.IMPORT_CHANGED)
    if not seen.is_possible:
        raise RuleViolation(Rule.IMPORT_FAULTY)
    if not seen.to_write:
        return None
    made = MarkImport(
        institution_id=scope.cohort.institution_id,
        cohort_id=scope.cohort.id,
        account_id=actor.id,
        imported_at=now,
        marks=len(seen.to_write),
    )
    session.add(made)
    session.flush()
    why = Why(reason=reason, import_id=made.id)
    for (module, number), cells in _by_sheet(seen.to_write).items():
        entered = marks.enter(
            session, scope.cohort, module, number, cells, actor=actor, now=now, why=why
        )
        if entered.conflicts or entered.written != len(cells):
            raise RuleViolation(Rule.IMPORT_CHANGED)
    audit.record(session, "marks:import", made, actor=actor, details={"marks": made.marks})
    return made


def undo(session: Session, made: MarkImport, *, actor: Account, now: datetime) -> int:
    """Put every mark of an import back to what it was before; return how many.

    Locks the modules, then the enrolments. Raises RuleViolation UNDO_DONE, UNDO_CHANGED,
    UNDO_PUBLISHED or UNDO_DECIDED once something depends on it.
    """
    cohort = made.cohort
    changes = _changes(session, made)
    modules = {module_id: None for module_id, _change in changes}
    _lock_modules(session, modules)
    _lock_years(session, {change.enrolment_year_id for _module_id, change in changes})
    session.refresh(made, with_for_update=True)
    obstacle = import_obstacles.of_imports(session, [made])[made.id]
    if obstacle is not None:
        raise RuleViolation(obstacle)
    by_sheet: defaultdict[tuple[UUID, int], list[MarkChange]] = defaultdict(list)
    for module_id, change in changes:
        by_sheet[module_id, change.session_number].append(change)
    why = Why(undoes_id=made.id)
    for (module_id, number), of_sheet in by_sheet.items():
        module = find_module(session, cohort, module_id)
        if module is None:
            raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
        held = mark_sheets.sheet(session, cohort, module, number).cells()
        cells = [_former(change, held) for change in of_sheet]
        marks.enter(session, cohort, module, number, cells, actor=actor, now=now, why=why)
    made.undone_at, made.undone_by_id = now, actor.id
    session.flush()
    audit.record(session, "marks:undo_import", made, actor=actor, details={"marks": made.marks})
    return len(changes)


def can_undo(session: Session, actor: Account, made: MarkImport) -> bool:
    """Tell whether the account may mark every module that an import brought marks of."""
    return _marks_all(actor, made.cohort, modules_of(session, [made])[made.id])


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import, the modules that it brought marks of, and why it can no longer be undone."""

    made: MarkImport
    modules: Sequence[Module]
    obstacle: Rule | None


def lines(session: Session, cohort: Cohort, *, actor: Account, limit: int) -> list[ImportLine]:
    """List the imports of a cohort of which the account marks every module, the latest first.

    Five statements, however many imports there are.
    """
    statement = (
        select(MarkImport)
        .where(MarkImport.cohort_id == cohort.id)
        .order_by(MarkImport.imported_at.desc(), MarkImport.id)
        .limit(limit)
        .options(joinedload(MarkImport.account), joinedload(MarkImport.undone_by))
    )
    imports = session.execute(statement).scalars().all()
    modules, obstacles = modules_of(session, imports), import_obstacles.of_imports(session, imports)
    return [
        ImportLine(made, modules[made.id], obstacles[made.id])
        for made in imports
        if _marks_all(actor, cohort, modules[made.id])
    ]


def modules_of(session: Session, imports: Collection[MarkImport]) -> dict[UUID, list[Module]]:
    """Return the modules that each import brought marks of, by its id; one statement."""
    module_id = func.coalesce(Assessment.module_id, MarkChange.module_id)
    statement = (
        select(MarkChange.import_id, Module)
        .outerjoin(Assessment, Assessment.id == MarkChange.assessment_id)
        .join(Module, Module.id == module_id)
        .where(MarkChange.import_id.in_([made.id for made in imports]))
        .distinct()
        .order_by(Module.code)
    )
    found: dict[UUID, list[Module]] = {made.id: [] for made in imports}
    rows: Iterable[Any] = session.execute(statement)
    for import_id, module in rows:
        found[import_id].append(module)
    return found


def _marks_all(actor: Account, cohort: Cohort, modules: Sequence[Module]) -> bool:
    return bool(modules) and all(can_mark(actor, cohort, module) for module in modules)


def _by_sheet(cells: Collection[PlannedCell]) -> dict[tuple[Module, int], list[TypedCell]]:
    found: defaultdict[tuple[Module, int], list[TypedCell]] = defaultdict(list)
    for cell in cells:
        if cell.slot is not None and cell.key is not None:
            place = (cell.slot.module, cell.slot.session_number)
            found[place].append(TypedCell(cell.key, cell.score, cell.held))
    return found


def _former(change: MarkChange, held: Mapping[Key, tuple[Row, Seen]]) -> TypedCell:
    """Return the cell as it was before a change; refused when it is no longer of the sheet."""
    key = Key(change.enrolment_year_id, change.assessment_id, change.examiner)
    if key not in held:
        raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
    return TypedCell(key, score_of(change.old_hundredths, change.old_code), held[key][1])


def _changes(session: Session, made: MarkImport) -> list[tuple[UUID, MarkChange]]:
    """Return what an import changed, each after the id of its module."""
    module_id = func.coalesce(Assessment.module_id, MarkChange.module_id)
    statement = (
        select(module_id, MarkChange)
        .outerjoin(Assessment, Assessment.id == MarkChange.assessment_id)
        .where(MarkChange.import_id == made.id)
        .order_by(module_id, MarkChange.session_number)
    )
    return [(found, change) for found, change in session.execute(statement)]


def _lock(session: Session, cells: Collection[PlannedCell]) -> None:
    _lock_modules(session, {cell.slot.module.id for cell in cells if cell.slot})
    _lock_years(session, {cell.key.year_id for cell in cells if cell.key})


def _lock_modules(session: Session, ids: Collection[UUID]) -> None:
    """Let nobody else write marks of these modules before the end; always in the same order."""
    session.execute(
        select(Module.id).where(Module.id.in_(ids)).order_by(Module.id).with_for_update()
    )


def _lock_years(session: Session, year_ids: Collection[UUID]) -> None:
    enrolled = select(EnrolmentYear.enrolment_id).where(EnrolmentYear.id.in_(year_ids))
    decisions.lock(session, session.execute(enrolled).scalars().all())
