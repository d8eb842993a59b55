"""Trainees sign their own presence with the code shown in the room, during the class only.

The code is made of the class, the moment it was opened and the instance's key: it can be shown
again to who opened it, and stands nowhere. Its keyed digest is what a typed code is held against.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.attendance import AttendanceState
from msp_du.domain.class_sessions import code_of, normal_code, signed_state
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import AttemptKind
from msp_du.models import (
    Account,
    AttendanceRecord,
    ClassSession,
    Cohort,
    Enrolment,
    Module,
)
from msp_du.services import attendance_sheets, audit, curricula, throttle, tokens
from msp_du.services.attendance import lock
from msp_du.services.attendance_sheets import Row
from msp_du.services.attendance_totals import rules_of
from msp_du.services.class_sessions import span_of
from msp_du.services.throttle import Subject


@dataclass(frozen=True, slots=True)
class Signed:
    """What is noted now; ``is_entered`` when whoever gives the class had noted it before."""

    class_session: ClassSession
    state: AttendanceState
    is_entered: bool


def open_code(
    session: Session, row: ClassSession, *, key: str, actor: Account, now: datetime
) -> None:
    """Let trainees sign with a new code; locks the class.

    Raises RuleViolation CLASS_CLOSED, or CLASS_CODE_NOT_NOW (details ``opens``, ``ends``) long
    before the class or after it.
    """
    lock(session, row)
    if row.closed_at is not None:
        raise RuleViolation(Rule.CLASS_CLOSED, at=row.closed_at)
    _check_moment(row, now)
    row.code_opened_at = now
    row.code_digest = _digest(key, row, _code(key, row, now))
    session.flush()
    audit.record(session, "attendance:open-code", row, actor=actor)


def stop_code(session: Session, row: ClassSession, *, actor: Account) -> None:
    """Let nobody sign any more; nothing if so already."""
    lock(session, row)
    if row.code_digest is not None:
        row.code_digest = row.code_opened_at = None
        session.flush()
        audit.record(session, "attendance:stop-code", row, actor=actor)


def shown_code(row: ClassSession, *, key: str, now: datetime) -> str | None:
    """Return the code to show in the room; None when nobody can sign now."""
    if row.code_opened_at is None or not span_of(row).is_signable(now):
        return None
    return _code(key, row, row.code_opened_at)


def sign(session: Session, actor: Account, typed: str, *, key: str, now: datetime) -> Signed:
    """Note the actor's own presence at the class that this code is of; locks the class.

    Signing twice is the same as once, and what the instructor noted stays. Raises RuleViolation
    CLASS_CODE_WRONG when no class that the actor follows has this code, CLASS_CODE_NOT_NOW
    when it is over.
    """
    row = _class_of(session, actor, normal_code(typed), key=key, now=now)
    lock(session, row)
    if row.code_digest is None:
        raise RuleViolation(Rule.CLASS_CODE_WRONG, field="code")
    _check_moment(row, now)
    line = _own_line(session, row, actor)
    record = session.execute(
        select(AttendanceRecord).where(
            AttendanceRecord.class_session_id == row.id,
            AttendanceRecord.enrolment_year_id == line.year_id,
        )
    ).scalar_one_or_none()
    is_entered = record is not None and record.entered_by_id is not None
    if record is None:
        record = _new(row, line, now)
        session.add(record)
    if record.signed_at is None:
        record.signed_at = now
        session.flush()
        audit.record(session, "attendance:sign", row, actor=actor)
    return Signed(row, record.state, is_entered)


def wait(session: Session, actor: Account, *, key: str, now: datetime) -> timedelta:
    """Return how long to wait before the next try; never negative."""
    subjects = [Subject.account(key, actor.email)]
    return max(throttle.wait(session, AttemptKind.CLASS_CODE, subjects, now=now), timedelta(0))


def count_failure(session: Session, actor: Account, *, key: str, now: datetime) -> None:
    """Count a wrong code; called in a transaction of its own, which outlives the refusal."""
    subjects = [Subject.account(key, actor.email)]
    throttle.record_failure(session, AttemptKind.CLASS_CODE, subjects, now=now)


def _check_moment(row: ClassSession, now: datetime) -> None:
    if not span_of(row).is_signable(now):
        raise RuleViolation(
            Rule.CLASS_CODE_NOT_NOW,
            field="code",
            day=row.held_on,
            opens=row.starts_at,
            ends=row.ends_at,
        )


def _class_of(
    session: Session, actor: Account, code: str, *, key: str, now: datetime
) -> ClassSession:
    """Return the class that is open to the actor under this code."""
    for row in _open_classes(session, actor.person_id, now):
        if hmac.compare_digest(row.code_digest or "", _digest(key, row, code)):
            return row
    raise RuleViolation(Rule.CLASS_CODE_WRONG, field="code")


def _open_classes(
    session: Session, person_id: UUID | None, now: datetime
) -> Sequence[ClassSession]:
    """List the classes with a code, of yesterday to tomorrow, of the cohorts somebody is in."""
    cohorts = select(Enrolment.cohort_id).where(Enrolment.person_id == person_id)
    one = timedelta(days=1)
    statement = (
        select(ClassSession)
        .where(
            ClassSession.cohort_id.in_(cohorts),
            ClassSession.code_digest.is_not(None),
            ClassSession.held_on.between((now - one).date(), (now + one).date()),
        )
        .options(
            joinedload(ClassSession.cohort).joinedload(Cohort.institution),
            joinedload(ClassSession.module).joinedload(Module.unit),
        )
    )
    return session.execute(statement).scalars().all()


def _own_line(session: Session, row: ClassSession, actor: Account) -> Row:
    """Return the actor's own row of the sheet; a code of another class is a wrong one."""
    rows = attendance_sheets.sheet(session, row).rows
    own = [line for line in rows if line.person_id == actor.person_id and line.is_open]
    if not own:
        raise RuleViolation(Rule.CLASS_CODE_WRONG, field="code")
    return own[0]


def _new(row: ClassSession, line: Row, now: datetime) -> AttendanceRecord:
    content = curricula.content_of(row.module.unit.curriculum_version)
    late_after = rules_of(content).late_after
    return AttendanceRecord(
        institution_id=row.institution_id,
        class_session_id=row.id,
        enrolment_year_id=line.year_id,
        state=signed_state(now, span_of(row).starts, late_after=late_after),
        entered_at=now,
    )


def _code(key: str, row: ClassSession, opened_at: datetime) -> str:
    digest = tokens.keyed_digest(key, f"class-code:{row.id}:{opened_at.isoformat()}")
    return code_of(int(digest, 16))


def _digest(key: str, row: ClassSession, code: str) -> str:
    return tokens.keyed_digest(key, f"class-code-typed:{row.id}:{code}")
