"""Which sheets of marks a board waits for: those still without names, those not finished."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Module as Content
from msp_du.domain.preparation import Step, Task, TaskKind
from msp_du.domain.year_marks import YearMarks
from msp_du.models import MarksSheet, Module, Unit
from msp_du.services import mark_lists
from msp_du.services.preparation_ground import Ground

RESIT: Final = "@2"
"""What follows the code of a module where its second session is meant, as in files of marks."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A module of one version, and a session."""

    version_id: UUID
    code: str
    session_number: int

    @property
    def subject(self) -> str:
        return self.code if self.session_number == 1 else self.code + RESIT


def anonymity(session: Session, ground: Ground) -> Task:
    """Sheets on which numbers still stand for names: nobody can tell whose marks these are."""
    waiting = {
        place.subject: Step(place.subject, (), 1)
        for place, sheet in _sheets(session, ground).items()
        if sheet.is_anonymous
    }
    return Task(TaskKind.ANONYMITY, tuple(waiting[subject] for subject in sorted(waiting)))


def finished(session: Session, ground: Ground) -> Task:
    """Modules that nobody declared finished, with who marks them.

    The second session is asked about where it has results.
    """
    sheets = _sheets(session, ground)
    waiting = {
        place.subject: place.code
        for place in sorted(set(_places(ground)), key=lambda place: place.subject)
        if place not in sheets or sheets[place].finished_at is None
    }
    named = mark_lists.named_by_code(session, ground.cohort, now=ground.now) if waiting else {}
    steps = (Step(subject, tuple(named.get(code, ())), 1) for subject, code in waiting.items())
    return Task(TaskKind.FINISHED, tuple(steps))


def _places(ground: Ground) -> Iterator[_Place]:
    for year, reading in ground.years:
        for unit in reading.curriculum.year(ground.number).units:
            for module in unit.modules:
                yield _Place(year.curriculum_version_id, module.code, 1)
                if _is_resat(module, reading.marks):
                    yield _Place(year.curriculum_version_id, module.code, 2)


def _is_resat(module: Content, marks: YearMarks) -> bool:
    codes = {module.code, *(assessment.code for assessment in module.assessments)}
    return not codes.isdisjoint(marks.second)


def _sheets(session: Session, ground: Ground) -> dict[_Place, MarksSheet]:
    """Return the sheets of the cohort of which something was declared; one statement."""
    statement = (
        select(Unit.curriculum_version_id, Module.code, MarksSheet)
        .join(Module, Module.id == MarksSheet.module_id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(MarksSheet.cohort_id == ground.cohort.id, Unit.year_number == ground.number)
    )
    return {
        _Place(version_id, code, sheet.session_number): sheet
        for version_id, code, sheet in session.execute(statement)
    }
