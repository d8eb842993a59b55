"""The workbook of a module in a cohort: names, numbers, marks, and what it is bound to."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.files.marks_headers import SECOND, of_examiner
from msp_du.files.marks_workbook import stamped_workbook
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, Module, Person
from msp_du.services import import_targets, mark_sheets
from msp_du.services.import_targets import Scope
from msp_du.services.mark_sheets import Column


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands above the columns of numbers (or those without names) and names; the tab."""

    tab: str
    number: str
    veiled_number: str
    name: str


def workbook(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    heads: Heads,
    *,
    actor: Account,
) -> bytes:
    """Return the workbook to fill: one line a trainee, one column an assessment, marks so far.

    A sheet that no program shows holds the ``stamp``. Without names, their numbers stand alone.
    """
    sheet = mark_sheets.sheet(session, cohort, module, session_number, actor=actor)
    suffix = SECOND if session_number == 2 else ""
    codes = [f"{_code(column, module)}{suffix}" for column in sheet.columns]
    people: list[list[Cell]] = [[row.name] for row in sheet.rows]
    header = [heads.veiled_number, *codes]
    if not sheet.is_anonymous:
        known = _numbers(session, [row.year_id for row in sheet.rows])
        people = [[known.get(row.year_id, ""), row.name] for row in sheet.rows]
        header = [heads.number, heads.name, *codes]
    rows: list[list[Cell]] = [
        [*person, *(_cell(seen.score) for seen in row.cells)]
        for person, row in zip(people, sheet.rows, strict=True)
    ]
    return stamped_workbook(Sheet(heads.tab, header, rows), stamp(cohort, module, session_number))


def _code(column: Column, module: Module) -> str:
    code = column.assessment.code if column.assessment else module.code
    return of_examiner(code, column.examiner) if column.is_apart else code


def stamp(cohort: Cohort, module: Module, session_number: int) -> str:
    """Return the check code that binds a workbook to one sheet of marks."""
    return hashlib.sha256(f"{cohort.id}/{module.id}/{session_number}".encode()).hexdigest()[:20]


def stamps(session: Session, scope: Scope, actor: Account) -> set[str]:
    """Return the check codes of the workbooks that a file of this scope may come from."""
    slots = [
        slot
        for target in import_targets.targets(session, scope, actor).values()
        for slot in target.slots
    ]
    return {stamp(scope.cohort, slot.module, slot.session_number) for slot in slots}


def _numbers(session: Session, year_ids: Collection[UUID]) -> dict[UUID, str]:
    statement = (
        select(EnrolmentYear.id, Person.student_number)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(EnrolmentYear.id.in_(year_ids))
    )
    return {year_id: number or "" for year_id, number in session.execute(statement)}


def _cell(score: Score | None) -> Cell:
    return score.value if isinstance(score, MarkCode) else score
