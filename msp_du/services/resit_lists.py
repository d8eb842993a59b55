"""Who may sit session 2, module by module, as the rules find it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.resits import open_resits
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, MarksSheet, Module, Unit
from msp_du.policies import can_mark
from msp_du.services import assessment_sittings, curricula
from msp_du.services.assessment_sittings import SittingLine
from msp_du.services.mark_sheets import IS_LAST_ATTEMPT
from msp_du.services.year_marks import marks_of_years


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for whom session 2 of a module is open."""

    year_id: UUID
    name: str
    student_number: str


@dataclass(frozen=True, slots=True)
class ResitList:
    """Who may resit a module, by name, and when; ``is_anonymous``: names wait, they are counted."""

    module: Module
    year_number: int
    candidates: tuple[Candidate, ...]
    is_anonymous: bool
    sittings: tuple[SittingLine, ...]

    @property
    def first_day(self) -> date | None:
        """The day of the first sitting, if it is known."""
        return min((each.sits_on for each in self.sittings if each.sits_on), default=None)


def of_cohort(session: Session, cohort: Cohort, *, actor: Account) -> list[ResitList]:
    """List the modules that somebody may resit, of those the account marks; six statements."""
    years = _years(session, cohort)
    marks = marks_of_years(session, [year.id for year in years])
    contents = curricula.contents(session, {year.curriculum_version_id for year in years})
    modules, veiled = _modules(session, contents), _anonymous(session, cohort)
    dates = [
        each
        for each in assessment_sittings.of_cohort(session, cohort.id)
        if each.session_number == 2
    ]
    open_of: dict[UUID, list[Candidate]] = {}
    for year in years:
        content = contents[year.curriculum_version_id]
        codes = open_resits(content.year(year.year_number), content.rules, marks[year.id])
        for code in codes:
            module = modules[year.curriculum_version_id, code]
            open_of.setdefault(module.id, []).append(_candidate(year))
    return [
        ResitList(
            module=module,
            year_number=module.unit.year_number,
            candidates=tuple(open_of[module.id]),
            is_anonymous=module.id in veiled,
            sittings=tuple(each for each in dates if each.module_id == module.id),
        )
        for module in modules.values()
        if module.id in open_of and can_mark(actor, cohort, module)
    ]


def _years(session: Session, cohort: Cohort) -> Sequence[EnrolmentYear]:
    statement = (
        select(EnrolmentYear)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state != EnrolmentState.WITHDRAWN,
            IS_LAST_ATTEMPT,
        )
        .options(joinedload(EnrolmentYear.enrolment).joinedload(Enrolment.person))
    )
    found = session.execute(statement).scalars().all()
    return sorted(found, key=lambda year: (year.enrolment.person.sort_key, year.id.hex))


def _modules(session: Session, contents: dict[UUID, Curriculum]) -> dict[tuple[UUID, str], Module]:
    statement = (
        select(Module)
        .join(Module.unit)
        .where(Unit.curriculum_version_id.in_(contents))
        .order_by(Unit.year_number, Unit.position, Module.position, Module.id)
        .options(joinedload(Module.unit))
    )
    modules = session.execute(statement).scalars()
    return {(module.unit.curriculum_version_id, module.code): module for module in modules}


def _anonymous(session: Session, cohort: Cohort) -> set[Any]:
    """Return the modules of which a sheet is without names: who resits would tell marks."""
    statement = select(MarksSheet.module_id).where(
        MarksSheet.cohort_id == cohort.id,
        MarksSheet.anonymous_at.is_not(None),
        MarksSheet.lifted_at.is_(None),
    )
    return set(session.execute(statement).scalars())


def _candidate(year: EnrolmentYear) -> Candidate:
    person = year.enrolment.person
    return Candidate(year.id, person.name.display, person.student_number or "")
