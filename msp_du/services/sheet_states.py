"""The steps of a module's marks in a cohort: declared finished, opened again, published."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Cohort, MarksSheet, Module
from msp_du.services import audit


def of_sheet(
    session: Session, cohort: Cohort, module: Module, session_number: int
) -> MarksSheet | None:
    """Return the steps taken so far, with who took them; None when there was none."""
    statement = _wanted(cohort, module, session_number).options(
        joinedload(MarksSheet.finished_by),
        joinedload(MarksSheet.published_by),
        joinedload(MarksSheet.anonymous_by),
        joinedload(MarksSheet.lifted_by),
    )
    return session.execute(statement).scalar_one_or_none()


def locked(session: Session, cohort: Cohort, module: Module, session_number: int) -> MarksSheet:
    """Return the row of a sheet, made when there was none, while nobody else writes its marks."""
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    found = session.execute(
        _wanted(cohort, module, session_number), execution_options={"populate_existing": True}
    ).scalar_one_or_none()
    if found is None:
        found = MarksSheet(
            institution_id=cohort.institution_id,
            cohort_id=cohort.id,
            module_id=module.id,
            session_number=session_number,
        )
        session.add(found)
        session.flush()
    return found


def finish(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
    now: datetime,
) -> bool:
    """Declare the marks of a sheet finished; tell whether they were not yet. Locks the module."""
    state = locked(session, cohort, module, session_number)
    if state.finished_at is not None:
        return False
    state.finished_at, state.finished_by_id = now, actor.id if actor else None
    note(session, "marks:finish", state, actor=actor)
    return True


def reopen(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
) -> bool:
    """Take that declaration back; tell whether there was one. Locks the module.

    Raises RuleViolation SHEET_PUBLISHED once the marks are published.
    """
    state = locked(session, cohort, module, session_number)
    if state.published_at is not None:
        raise RuleViolation(Rule.SHEET_PUBLISHED)
    if state.finished_at is None:
        return False
    state.finished_at = state.finished_by_id = None
    note(session, "marks:reopen", state, actor=actor)
    return True


def publish(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None,
    now: datetime,
) -> bool:
    """Let the trainees see these marks; tell whether they did not yet. Locks the module.

    Raises RuleViolation SHEET_NOT_FINISHED before the marks are declared finished,
    SHEET_ANONYMOUS while numbers stand in the place of names.
    """
    state = locked(session, cohort, module, session_number)
    if state.published_at is not None:
        return False
    if state.finished_at is None:
        raise RuleViolation(Rule.SHEET_NOT_FINISHED)
    if state.is_anonymous:
        raise RuleViolation(Rule.SHEET_ANONYMOUS)
    state.published_at, state.published_by_id = now, actor.id if actor else None
    note(session, "marks:publish", state, actor=actor)
    return True


def note(session: Session, act: str, state: MarksSheet, *, actor: Account | None) -> None:
    """Write down a step, with the sheet it is of."""
    session.flush()
    audit.record(
        session,
        act,
        state,
        actor=actor,
        details={
            "cohort": state.cohort_id,
            "module": state.module_id,
            "session": state.session_number,
        },
    )


def _wanted(cohort: Cohort, module: Module, session_number: int) -> Select[MarksSheet]:
    return select(MarksSheet).where(
        MarksSheet.cohort_id == cohort.id,
        MarksSheet.module_id == module.id,
        MarksSheet.session_number == session_number,
    )
