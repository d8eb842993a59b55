"""Where the marks of modules stand: finished, published, due, asked about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import AssessmentSitting, MarksSheet
from msp_du.services import mark_questions


@dataclass(frozen=True, slots=True)
class ModuleState:
    """Session 1 of a module in a cohort: its days, its steps, how many questions wait.

    ``sits_on`` is the first day of a sitting, ``due_on`` the first by which marks are due.
    """

    sits_on: date | None = None
    due_on: date | None = None
    is_finished: bool = False
    is_published: bool = False
    is_anonymous: bool = False
    questions: int = 0


UNTOUCHED = ModuleState()


def of_cohorts(
    session: Session, cohort_ids: Collection[UUID]
) -> Mapping[tuple[UUID, UUID], ModuleState]:
    """Return where each module stands, by cohort and module; three statements."""
    sheets = {(row.cohort_id, row.module_id): row for row in _sheets(session, cohort_ids)}
    days = _days(session, cohort_ids)
    waiting = mark_questions.waiting(session, cohort_ids)
    return {
        place: ModuleState(
            sits_on=min(days[place][0], default=None),
            due_on=min(days[place][1], default=None),
            is_finished=place in sheets and sheets[place].finished_at is not None,
            is_published=place in sheets and sheets[place].published_at is not None,
            is_anonymous=place in sheets and sheets[place].is_anonymous,
            questions=waiting.get(place, 0),
        )
        for place in {*sheets, *days, *waiting}
    }


def _sheets(session: Session, cohort_ids: Collection[UUID]) -> Sequence[MarksSheet]:
    statement = select(MarksSheet).where(
        MarksSheet.cohort_id.in_(cohort_ids), MarksSheet.session_number == 1
    )
    return session.execute(statement).scalars().all()


def _days(
    session: Session, cohort_ids: Collection[UUID]
) -> defaultdict[tuple[UUID, UUID], tuple[list[date], list[date]]]:
    """Return the days of sittings, and those by which marks are due, by cohort and module."""
    statement = select(
        AssessmentSitting.cohort_id,
        AssessmentSitting.module_id,
        AssessmentSitting.sits_on,
        AssessmentSitting.marks_due_on,
    ).where(AssessmentSitting.cohort_id.in_(cohort_ids), AssessmentSitting.session_number == 1)
    found: defaultdict[tuple[UUID, UUID], tuple[list[date], list[date]]] = defaultdict(
        lambda: ([], [])
    )
    rows: Sequence[Any] = session.execute(statement).all()
    for cohort_id, module_id, sits_on, due_on in rows:
        if sits_on:
            found[cohort_id, module_id][0].append(sits_on)
        if due_on:
            found[cohort_id, module_id][1].append(due_on)
    return found
