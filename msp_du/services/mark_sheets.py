"""The sheet of a module in a cohort: a line for each trainee, a cell for each thing to mark."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain import curriculum as rules
from msp_du.domain.decisions import REFUSALS
from msp_du.domain.double_marking import THIRD, double_marked
from msp_du.domain.errors import Rule
from msp_du.domain.marks import Score
from msp_du.domain.resits import open_resits
from msp_du.domain.standings import ModuleStanding, unit_standing
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.domain.year_marks import YearMarks
from msp_du.models import (
    Account,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
    Module,
    Person,
)
from msp_du.policies import can_manage_cohort
from msp_du.services import curricula, decisions, sheet_veils
from msp_du.services.mark_cells import (
    EMPTY,
    Cells,
    Column,
    Key,
    Seen,
    columns_of,
    read_cells,
)
from msp_du.services.year_marks import marks_of_years

__all__ = [
    "EMPTY",
    "IS_LAST_ATTEMPT",
    "IS_MARKED",
    "Column",
    "Key",
    "Row",
    "Seen",
    "Sheet",
    "closed_sessions",
    "sheet",
]

_later = aliased(EnrolmentYear)
IS_LAST_ATTEMPT = ~(
    select(_later.id)
    .where(
        _later.enrolment_id == EnrolmentYear.enrolment_id,
        _later.year_number == EnrolmentYear.year_number,
        _later.attempt > EnrolmentYear.attempt,
    )
    .exists()
)
"""Of a year that was repeated, only the last attempt is marked."""
IS_MARKED = (Enrolment.state != EnrolmentState.WITHDRAWN, IS_LAST_ATTEMPT)


@dataclass(frozen=True, slots=True)
class Row:
    """A trainee: the cells by column, and the module as it stands with both sessions.

    ``firsts`` are the results of session 1, whichever session the cells are of. ``closed_by``
    says why this reader may not write here; None when they may. ``shut`` says so of each cell
    where several examiners mark apart, and ``asks_third`` that two of them are too far apart.
    """

    year_id: UUID
    name: str
    state: EnrolmentState
    is_decided: bool
    closed_by: Rule | None
    cells: tuple[Seen, ...]
    firsts: tuple[Score | None, ...]
    standing: ModuleStanding
    shut: tuple[Rule | None, ...]
    asks_third: bool = False
    veil_id: UUID | None = None

    @property
    def shown_id(self) -> UUID:
        """The id by which pages know the row: another one while it goes without its name."""
        return self.veil_id or self.year_id


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one session; ``resits`` counts those for whom session 2 is open.

    While it ``is_anonymous``, ``veils`` stand in the place of names.
    """

    session_number: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    resits: int
    veils: Mapping[UUID, sheet_veils.Veil] | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether numbers stand in the place of names."""
        return self.veils is not None

    @property
    def is_marked(self) -> bool:
        """Whether marks on 20 are given, and not only whether the module is passed."""
        return self.columns[0].assessment is not None

    def cells(self) -> dict[Key, tuple[Row, Seen]]:
        """Return every cell with its row, in the order of the page."""
        return {
            column.key(row.year_id): (row, seen)
            for row in self.rows
            for column, seen in zip(self.columns, row.cells, strict=True)
        }

    def closings(self) -> dict[Key, Rule | None]:
        """Return why the reader may not write in each cell; None where they may."""
        return {
            column.key(row.year_id): row.closed_by or shut
            for row in self.rows
            for column, shut in zip(self.columns, row.shut, strict=True)
        }


@dataclass(frozen=True, slots=True)
class _Trainee:
    year_id: UUID
    person_id: UUID
    name: str
    state: EnrolmentState


def sheet(
    session: Session,
    cohort: Cohort,
    module: Module,
    session_number: int,
    *,
    actor: Account | None = None,
) -> Sheet:
    """Return the sheet as ``actor`` may fill it; without one, as anybody may who is not a trainee.

    Session 2 lists only those for whom it is open, or who have a result in it. Five statements,
    however many trainees there are, and one more where several examiners mark.
    """
    version = module.unit.curriculum_version
    content = curricula.content_of(version)
    place = content.place_of(module.code)
    apart = double_marked(content) & {assessment.code for assessment in module.assessments}
    found = _trainees(session, cohort, module, version)
    ids = [trainee.year_id for trainee in found]
    shown = (module.id, session_number)
    marks = marks_of_years(session, ids, {version.id: content}, sheet=shown)
    is_examiner = actor is not None and not can_manage_cohort(actor, cohort)
    reader = actor if apart and is_examiner else None
    cells = read_cells(session, ids, module, session_number, reader=reader)
    columns = columns_of(module, place, apart, ids, cells)
    decided = closed_sessions(session, ids)
    resat = {
        one for one in ids if module.code in open_resits(place.year, content.rules, marks[one])
    }
    standings = {one: _standing(place, content, marks[one], is_open=one in resat) for one in ids}
    credited = {one for one in ids if not standings[one].is_examined}
    closing = _Closing(cohort, actor, session_number, decided, resat, credited)
    rows = tuple(
        Row(
            year_id=trainee.year_id,
            name=trainee.name,
            state=trainee.state,
            is_decided=decided.get(trainee.year_id, 0) >= session_number,
            closed_by=closing.of(trainee),
            cells=_of_row(columns, cells, trainee),
            firsts=tuple(
                marks[trainee.year_id].first.get(column.assessment.code)
                for column in columns
                if column.assessment
            ),
            standing=standings[trainee.year_id],
            shut=tuple(cells.shut_by(column, trainee.year_id) for column in columns),
            asks_third=any(
                column.examiner == THIRD and _misses_third(cells, column, trainee.year_id)
                for column in columns
            ),
        )
        for trainee in found
        if session_number == 1
        or trainee.year_id in resat
        or any(seen.version for seen in _of_row(columns, cells, trainee))
    )
    known = sheet_veils.veils(session, cohort, module, session_number)
    if known is None:
        return Sheet(session_number, columns, rows, len(resat))
    nothing = _standing(place, content, YearMarks(), is_open=False)
    hidden = sheet_veils.veiled(rows, known, blank=nothing if session_number == 2 else None)
    return Sheet(session_number, columns, hidden, len(resat), known)


def _of_row(columns: Sequence[Column], cells: Cells, trainee: "_Trainee") -> tuple[Seen, ...]:
    return tuple(cells.held.get(column.key(trainee.year_id), EMPTY) for column in columns)


def _misses_third(cells: Cells, column: Column, year_id: UUID) -> bool:
    agreed = cells.agreed(year_id, column.assessment_id)
    return agreed.asks_third and agreed.score is None


def closed_sessions(session: Session, year_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the last session that the board's decision closes, for the years it decided.

    Who is refused on session 1 may still sit the resits: only session 1 is closed then.
    """
    return {
        year_id: decisions.facts_of(decision).session if decision.result in REFUSALS else 2
        for year_id, decision in decisions.current(session, year_ids).items()
    }


@dataclass(frozen=True, slots=True)
class _Closing:
    """What a row may be closed by, for one reader and one session."""

    cohort: Cohort
    actor: Account | None
    session_number: int
    decided: Mapping[UUID, int]
    resat: Collection[UUID]
    credited: Collection[UUID]

    def of(self, trainee: _Trainee) -> Rule | None:
        if self.actor is not None and self.actor.person_id == trainee.person_id:
            return Rule.MARKS_OWN
        if trainee.year_id in self.credited:
            return Rule.MARKS_CREDITED
        if self.session_number == 2 and trainee.year_id not in self.resat:
            return Rule.RESIT_NOT_OPEN
        is_decided = self.decided.get(trainee.year_id, 0) >= self.session_number
        if is_decided and self.actor is not None and not can_manage_cohort(self.actor, self.cohort):
            return Rule.MARKS_DECIDED
        return None


def _trainees(
    session: Session, cohort: Cohort, module: Module, version: CurriculumVersion
) -> list[_Trainee]:
    statement = (
        select(EnrolmentYear.id, Enrolment.state, Person)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            EnrolmentYear.curriculum_version_id == version.id,
            EnrolmentYear.year_number == module.unit.year_number,
            *IS_MARKED,
        )
        .order_by(Person.sort_key, func.coalesce(Person.student_number, ""), Person.id)
    )
    return [
        _Trainee(year_id, person.id, person.name.display, state)
        for year_id, state, person in session.execute(statement)
    ]


def _standing(
    place: rules.Place, content: rules.Curriculum, marks: YearMarks, *, is_open: bool
) -> ModuleStanding:
    code = place.code
    standing = unit_standing(place.unit, content.rules, marks, {code} if is_open else ())
    return next(found for found in standing.modules if found.module.code == code)
