"""Attendance noted on the sheet of a class; the class closed, and opened again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.attendance import AttendanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, AttendanceRecord, ClassSession
from msp_du.services import attendance_sheets, audit, decisions
from msp_du.services.attendance_sheets import Noted, Row, Sheet
from msp_du.services.cohorts import today_in


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody chose for a trainee (None takes it back), and what they saw before."""

    year_id: UUID
    state: AttendanceState | None
    seen_state: AttendanceState | None
    seen_version: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A trainee whom two people noted differently: what one chose, what the other left."""

    row: Row
    mine: AttendanceState | None


@dataclass(frozen=True, slots=True)
class Entered:
    """How many were written, and which were not."""

    written: int
    conflicts: tuple[Conflict, ...] = ()


def enter(
    session: Session,
    row: ClassSession,
    typed: Collection[Typed],
    *,
    actor: Account | None,
    now: datetime,
) -> Entered:
    """Write what changed since it was seen; locks the class.

    What somebody else changed meanwhile stays as it is, and is told as a conflict; the rest is
    written all the same. Refused whole: a class that is closed (CLASS_CLOSED) or of another day
    to come (CLASS_NOT_BEGUN), somebody who is not on the sheet (ATTENDANCE_NOT_OF_SESSION) or
    of whom the actor may note nothing (ATTENDANCE_OWN, CLASS_DECIDED).
    """
    lock(session, row)
    _check_open(row, now)
    current = attendance_sheets.sheet(session, row, actor=actor)
    changed = [
        (each, _row_of(current, each))
        for each in typed
        if each.state is not each.seen_state and _row_of(current, each).noted.state != each.state
    ]
    fresh = [(each, line) for each, line in changed if _is_as_seen(each, line.noted)]
    for _each, line in fresh:
        if not line.is_open:
            raise RuleViolation(line.closed_by or Rule.ATTENDANCE_NOT_OF_SESSION)
    records = _records(session, row, [each.year_id for each, _line in fresh])
    for each, _line in fresh:
        _write(session, row, each, records.get(each.year_id), actor=actor, now=now)
    session.flush()
    if fresh:
        audit.record(session, "attendance:enter", row, actor=actor, details=_details(fresh))
    stale = [(each, line) for each, line in changed if not _is_as_seen(each, line.noted)]
    return Entered(len(fresh), tuple(Conflict(line, each.state) for each, line in stale))


def enter_and_close(
    session: Session,
    row: ClassSession,
    typed: Collection[Typed],
    *,
    actor: Account | None,
    now: datetime,
) -> Entered:
    """Write what changed and close the class, unless there is a conflict; raises as both do."""
    entered = enter(session, row, typed, actor=actor, now=now)
    if not entered.conflicts:
        close(session, row, actor=actor, now=now)
    return entered


def close(session: Session, row: ClassSession, *, actor: Account | None, now: datetime) -> None:
    """Close a class: what is noted counts from now on; locks it, then those who are on it.

    Raises RuleViolation CLASS_CLOSED, CLASS_NOT_BEGUN, or ATTENDANCE_INCOMPLETE (detail
    ``count``) while nothing is noted of somebody; in groups everybody need not be noted here.
    """
    lock(session, row)
    _check_open(row, now)
    current = attendance_sheets.sheet(session, row)
    missing = len(current.unnoted)
    nobody = all(line.noted.state is None for line in current.rows)
    if missing and (nobody or not row.in_groups):
        raise RuleViolation(Rule.ATTENDANCE_INCOMPLETE, count=missing)
    _lock_enrolments(session, current)
    row.closed_at, row.closed_by_id = now, actor.id if actor else None
    row.code_digest = row.code_opened_at = None
    session.flush()
    audit.record(session, "attendance:close", row, actor=actor)


def reopen(session: Session, row: ClassSession, *, actor: Account) -> None:
    """Open a closed class again, until the board has decided on one of those noted.

    Raises RuleViolation CLASS_NOT_CLOSED or CLASS_DECIDED.
    """
    lock(session, row)
    if row.closed_at is None:
        raise RuleViolation(Rule.CLASS_NOT_CLOSED)
    current = attendance_sheets.sheet(session, row)
    _lock_enrolments(session, current)
    noted = [line.year_id for line in current.rows if line.noted.version]
    if decisions.current(session, noted):
        raise RuleViolation(Rule.CLASS_DECIDED)
    row.closed_at = row.closed_by_id = None
    session.flush()
    audit.record(session, "attendance:reopen", row, actor=actor)


def lock(session: Session, row: ClassSession) -> None:
    """Read a class again of which nobody else may note anything now."""
    session.refresh(row, with_for_update={"of": ClassSession})


def _check_open(row: ClassSession, now: datetime) -> None:
    if row.closed_at is not None:
        raise RuleViolation(Rule.CLASS_CLOSED, at=row.closed_at)
    if row.held_on > today_in(row.cohort.institution, now):
        raise RuleViolation(Rule.CLASS_NOT_BEGUN, day=row.held_on)


def _row_of(current: Sheet, each: Typed) -> Row:
    found = current.row(each.year_id)
    if found is None:
        raise RuleViolation(Rule.ATTENDANCE_NOT_OF_SESSION)
    return found


def _is_as_seen(each: Typed, noted: Noted) -> bool:
    return (each.seen_state, each.seen_version) == (noted.state, noted.version)


def _records(
    session: Session, row: ClassSession, year_ids: Collection[UUID]
) -> dict[UUID, AttendanceRecord]:
    statement = select(AttendanceRecord).where(
        AttendanceRecord.class_session_id == row.id,
        AttendanceRecord.enrolment_year_id.in_(year_ids),
    )
    found = session.execute(statement, execution_options={"populate_existing": True}).scalars()
    return {record.enrolment_year_id: record for record in found}


def _write(
    session: Session,
    row: ClassSession,
    each: Typed,
    record: AttendanceRecord | None,
    *,
    actor: Account | None,
    now: datetime,
) -> None:
    if each.state is None:
        session.delete(record)
        return
    if record is None:
        record = AttendanceRecord(
            institution_id=row.institution_id,
            class_session_id=row.id,
            enrolment_year_id=each.year_id,
        )
        session.add(record)
    record.state, record.entered_at = each.state, now
    record.entered_by_id = actor.id if actor else None


def _details(fresh: Collection[tuple[Typed, Row]]) -> dict[str, object]:
    return {str(each.year_id): [line.noted.state, each.state] for each, line in fresh}


def _lock_enrolments(session: Session, current: Sheet) -> None:
    """Lock who is on the sheet, as the board does: it decides on gates that stand still."""
    decisions.lock(session, [line.enrolment_id for line in current.rows])
