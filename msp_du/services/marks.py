"""Marks entered on a sheet: the cells that changed, unless somebody else changed them meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.models import Account, Cohort, CurriculumVersion, EnrolmentYear, Module
from msp_du.services import audit, decisions, mark_notices, mark_reasons, mark_sheets
from msp_du.services.mark_cells import LastChange, TypedCell, last_changes
from msp_du.services.mark_reasons import UNSAID, Why
from msp_du.services.mark_sheets import Key, Seen, Sheet, sheet
from msp_du.services.mark_writing import Writing
from msp_du.services.year_marks import marks_of_years

__all__ = [
    "Conflict",
    "Entered",
    "Key",
    "Seen",
    "TypedCell",
    "comment",
    "enter",
    "marks_of_years",
    "sheet",
]

ON_PASS_FAIL = frozenset({MarkCode.PASS, MarkCode.FAIL})


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
    """How many cells were written, and which were not; ``refused`` by the rule that refuses."""

    written: int
    conflicts: tuple[Conflict, ...] = ()
    refused: Mapping[Key, Rule] = field(default_factory=dict)


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
    each_alone: bool = False,
) -> Entered:
    """Write the cells that were changed since they were seen; the first freezes the curriculum.

    A cell that somebody else changed meanwhile is left as it is, and told as a conflict; the
    others are written all the same. Locks the module, then the enrolments. Refused whole, or
    cell by cell with ``each_alone``: a cell that is not of this sheet (MARKS_NOT_OF_SHEET), one
    that is closed to the actor (MARKS_DECIDED, MARKS_OWN, MARK_OTHER_EXAMINER,
    MARK_THIRD_NOT_ASKED, RESIT_NOT_OPEN, NUMBER_MISSING), a code out of place (MARK_NOT_VALID),
    a published mark corrected without a reason (MARK_REASON_MISSING).
    """
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    _lock_enrolments(session, cells)
    current = mark_sheets.sheet(session, cohort, module, session_number, actor=actor)
    known = current.cells()
    refused = _refusals(current, cells)
    if refused and not each_alone:
        raise RuleViolation(next(iter(refused.values())))
    changed = [
        (cell, known[cell.key][1])
        for cell in cells
        if cell.key not in refused and _is_change(cell, known[cell.key][1])
    ]
    stale = [cell for cell, held in changed if held != cell.seen]
    fresh = [(cell, held) for cell, held in changed if held == cell.seen]
    is_published = mark_reasons.is_published(session, cohort, module, session_number)
    if is_published and not why.is_said:
        unsaid = {cell.key for cell, held in fresh if held.score is not None}
        if unsaid and not each_alone:
            raise RuleViolation(Rule.MARK_REASON_MISSING, field="reason")
        refused |= dict.fromkeys(unsaid, Rule.MARK_REASON_MISSING)
        fresh = [(cell, held) for cell, held in fresh if cell.key not in unsaid]
    if fresh:
        _freeze(session, module, actor=actor, now=now)
        Writing(session, cohort, module, session_number, actor, now, why).write(fresh)
        if is_published:
            told = {cell.key.year_id for cell, _held in fresh}
            mark_notices.tell_of_changes(session, cohort, told, now=now)
    return Entered(len(fresh), conflicts(session, module, current, stale), refused)


def comment(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    texts: Mapping[Key, tuple[str, int]],
    *,
    actor: Account | None,
    now: datetime,
) -> int:
    """Give marks comments for the trainee; return how many changed. Empty takes one back.

    Each text comes with the version of the mark that its author saw. Refused whole: STALE_VERSION
    where the mark changed since, COMMENT_WITHOUT_MARK, and what refuses a mark in that cell.
    """
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    current = mark_sheets.sheet(session, cohort, module, session_number, actor=actor)
    known, closings = current.cells(), current.closings()
    changed = {}
    for key, (text, version) in texts.items():
        if key not in known:
            raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
        held = known[key][1]
        if text == (held.comment or ""):
            continue
        _check_comment(held, version, closings[key])
        changed[key] = text
    if changed:
        Writing(session, cohort, module, session_number, actor, now).comment(changed)
    return len(changed)


def _check_comment(held: Seen, version: int, closed_by: Rule | None) -> None:
    if closed_by is not None:
        raise RuleViolation(closed_by)
    if held.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    if held.score is None:
        raise RuleViolation(Rule.COMMENT_WITHOUT_MARK)


def conflicts(
    session: Session, module: Module, current: Sheet, stale: Sequence[TypedCell]
) -> tuple[Conflict, ...]:
    """Tell what each stale cell holds now, and who changed it last."""
    if not stale:
        return ()
    held = current.cells()
    years = {cell.key.year_id for cell in stale}
    last = last_changes(session, module, current.session_number, years)
    found = [(cell, last.get(cell.key, LastChange())) for cell in stale]
    return tuple(
        Conflict(cell.key, cell.score, held[cell.key][1], change.name, change.at)
        for cell, change in found
    )


def _lock_enrolments(session: Session, cells: Collection[TypedCell]) -> None:
    """Lock whose cells were changed, as the board does: it decides on marks that stand still."""
    ids = {cell.key.year_id for cell in cells if cell.score != cell.seen.score}
    enrolled = select(EnrolmentYear.enrolment_id).where(EnrolmentYear.id.in_(ids))
    decisions.lock(session, session.execute(enrolled).scalars().all())


def _refusals(current: Sheet, cells: Collection[TypedCell]) -> dict[Key, Rule]:
    """Return the cells that a rule refuses, those that are not of the sheet first."""
    known, closings = current.cells(), current.closings()
    refused = {cell.key: Rule.MARKS_NOT_OF_SHEET for cell in cells if cell.key not in known}
    for cell in cells:
        if cell.key in refused:
            continue
        held = known[cell.key][1]
        closed_by = closings[cell.key]
        if held != cell.seen or not _is_change(cell, held):
            continue
        if closed_by is not None:
            refused[cell.key] = closed_by
        elif cell.score is not None and (cell.score in ON_PASS_FAIL) is current.is_marked:
            refused[cell.key] = Rule.MARK_NOT_VALID
    return refused


def _is_change(cell: TypedCell, held: Seen) -> bool:
    """Tell whether something was typed in a cell that it does not hold already."""
    return cell.score not in {cell.seen.score, held.score}


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
