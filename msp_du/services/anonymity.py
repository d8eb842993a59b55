"""Numbers in the place of names on a sheet of marks, from before its first mark until lifted."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, AnonymousNumber, Cohort, MarksSheet, Module
from msp_du.services import mark_sheets, sheet_states
from msp_du.services.sheet_veils import veils

LEAST: Final = 100
"""The first of the numbers that are drawn: all have as many digits."""


def switch_on(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
    now: datetime,
) -> None:
    """Put numbers in the place of names; locks the module.

    Raises RuleViolation SHEET_HAS_MARKS once there is a mark, SHEET_EMPTY when nobody is there.
    """
    state = sheet_states.locked(session, cohort, module, session_number)
    if state.anonymous_at is not None:
        return
    sheet = mark_sheets.sheet(session, cohort, module, session_number)
    if any(seen.version for row in sheet.rows for seen in row.cells):
        raise RuleViolation(Rule.SHEET_HAS_MARKS)
    if not sheet.rows:
        raise RuleViolation(Rule.SHEET_EMPTY)
    state.anonymous_at, state.anonymous_by_id = now, actor.id if actor else None
    _draw(session, state, [row.year_id for row in sheet.rows], set())
    sheet_states.note(session, "marks:anonymise", state, actor=actor)


def complete(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
) -> int:
    """Give a number to whoever came since; return to how many. Locks the module."""
    state = sheet_states.locked(session, cohort, module, session_number)
    known = veils(session, cohort, module, session_number)
    if known is None:
        return 0
    sheet = mark_sheets.sheet(session, cohort, module, session_number)
    missing = [row.year_id for row in sheet.rows if row.year_id not in known]
    if missing:
        _draw(session, state, missing, {veil.number for veil in known.values()})
        sheet_states.note(session, "marks:number", state, actor=actor)
    return len(missing)


def lift(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
    now: datetime,
) -> bool:
    """Let names stand again, for good; tell whether numbers stood there. Locks the module."""
    state = sheet_states.locked(session, cohort, module, session_number)
    if not state.is_anonymous:
        return False
    state.lifted_at, state.lifted_by_id = now, actor.id if actor else None
    sheet_states.note(session, "marks:lift", state, actor=actor)
    return True


def _draw(session: Session, state: MarksSheet, year_ids: list[UUID], taken: set[int]) -> None:
    """Give each year a number drawn by lot among many more than are needed."""
    digits = len(str(4 * (len(taken) + len(year_ids))))
    least = max(LEAST, 10 ** (digits - 1))
    free = [number for number in range(least, 10 * least) if number not in taken]
    drawn = secrets.SystemRandom().sample(free, len(year_ids))
    session.add_all(
        AnonymousNumber(
            institution_id=state.institution_id,
            sheet_id=state.id,
            enrolment_year_id=year_id,
            number=number,
        )
        for year_id, number in zip(year_ids, drawn, strict=True)
    )
    session.flush()
