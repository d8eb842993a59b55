"""When the assessments of a cohort are sat, and by when their marks are due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Assessment, AssessmentSitting, Cohort, Module, Unit
from msp_du.services import audit


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting of an assessment, or of a whole module when ``assessment_code`` is None.

    ``sits_on`` and ``marks_due_on`` are days in Paris; one of them may be unknown.
    """

    year_number: int
    module_id: UUID
    module_code: str
    assessment_id: UUID | None
    assessment_code: str | None
    session_number: int
    sits_on: date | None
    marks_due_on: date | None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one assessment, or of the whole module when ``assessment_id`` is None."""

    assessment_id: UUID | None
    session_number: int
    sits_on: date | None
    marks_due_on: date | None


def of_cohort(session: Session, cohort_id: UUID) -> list[SittingLine]:
    """List the sittings of a cohort, the earliest first; one statement."""
    statement = (
        select(
            Unit.year_number,
            Module.id,
            Module.code,
            AssessmentSitting.assessment_id,
            Assessment.code,
            AssessmentSitting.session_number,
            AssessmentSitting.sits_on,
            AssessmentSitting.marks_due_on,
        )
        .join(Module, Module.id == AssessmentSitting.module_id)
        .join(Unit, Unit.id == Module.unit_id)
        .outerjoin(Assessment, Assessment.id == AssessmentSitting.assessment_id)
        .where(AssessmentSitting.cohort_id == cohort_id)
    )
    rows: Iterable[Any] = session.execute(statement)
    return sorted((SittingLine(*row) for row in rows), key=_order)


def of_module(session: Session, cohort: Cohort, module: Module) -> list[Dates]:
    """List the days of a module in a cohort, session 1 first; one statement."""
    return [_dates(row) for row in _rows(session, cohort, module)]


def edition(dates: Collection[Dates]) -> str:
    """Return a text that changes with any of these days: what a page saw before it edits them."""
    return ";".join(
        f"{each.assessment_id or ''},{each.session_number},{each.sits_on},{each.marks_due_on}"
        for each in sorted(dates, key=_place)
    )


def plan(
    session: Session,
    cohort: Cohort,
    module: Module,
    dates: Collection[Dates],
    *,
    seen: str,
    actor: Account | None,
) -> None:
    """Set all days of a module in a cohort; one without a day goes. Locks the module.

    Raises RuleViolation STALE_VERSION when they are no longer those of the edition ``seen``,
    SITTING_BOUNDS when marks are due before the sitting, MARKS_NOT_OF_SHEET for an assessment of
    another module.
    """
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    held = {_place(_dates(row)): row for row in _rows(session, cohort, module)}
    if edition([_dates(row) for row in held.values()]) != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    known = {None, *(assessment.id for assessment in module.assessments)}
    for each in dates:
        _check(each, known)
        _set(session, cohort, module, held.get(_place(each)), each)
    session.flush()
    audit.record(
        session,
        "marks:sittings",
        module,
        actor=actor,
        institution_id=cohort.institution_id,
        details={"cohort": cohort.id},
    )


def _check(dates: Dates, known: Collection[UUID | None]) -> None:
    if dates.assessment_id not in known:
        raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
    if dates.sits_on and dates.marks_due_on and dates.marks_due_on < dates.sits_on:
        raise RuleViolation(Rule.SITTING_BOUNDS, sits_on=dates.sits_on)


def _set(
    session: Session,
    cohort: Cohort,
    module: Module,
    row: AssessmentSitting | None,
    dates: Dates,
) -> None:
    is_empty = dates.sits_on is None and dates.marks_due_on is None
    if row is not None and is_empty:
        session.delete(row)
    elif row is not None:
        row.sits_on, row.marks_due_on = dates.sits_on, dates.marks_due_on
    elif not is_empty:
        session.add(
            AssessmentSitting(
                institution_id=cohort.institution_id,
                cohort_id=cohort.id,
                module_id=module.id,
                assessment_id=dates.assessment_id,
                session_number=dates.session_number,
                sits_on=dates.sits_on,
                marks_due_on=dates.marks_due_on,
            )
        )


def _rows(session: Session, cohort: Cohort, module: Module) -> list[AssessmentSitting]:
    statement = (
        select(AssessmentSitting)
        .where(AssessmentSitting.cohort_id == cohort.id, AssessmentSitting.module_id == module.id)
        .order_by(AssessmentSitting.session_number, AssessmentSitting.sits_on)
    )
    rows = session.execute(statement, execution_options={"populate_existing": True})
    return list(rows.scalars())


def _dates(row: AssessmentSitting) -> Dates:
    return Dates(row.assessment_id, row.session_number, row.sits_on, row.marks_due_on)


def _place(dates: Dates) -> tuple[int, str]:
    return dates.session_number, str(dates.assessment_id or "")


def _order(line: SittingLine) -> tuple[date, str, str]:
    day = line.sits_on or line.marks_due_on or date.max
    return day, line.module_code, line.assessment_code or ""
