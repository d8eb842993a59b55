"""Where a trainee stands on the way to the diploma: reads only, always as many statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain import ledger
from msp_du.domain.competencies import RatedYear
from msp_du.domain.curriculum import Curriculum, required_placement_minutes
from msp_du.domain.ledger import Totals
from msp_du.domain.results import ADMITTED, CREDITED, year_outcome
from msp_du.domain.vocabulary import EnrolmentState, RaterRole, ResultCode
from msp_du.models import (
    AcademicYear,
    BoardDecision,
    Cohort,
    CompetencyRating,
    Deadline,
    Document,
    Enrolment,
    EnrolmentYear,
    Person,
    TeachingWeek,
)
from msp_du.services import (
    competencies,
    curricula,
    decisions,
    document_register,
    hours_totals,
    own_placements,
)
from msp_du.services.own_marks import are_provisional_shown
from msp_du.services.own_placements import OwnPlacement
from msp_du.services.year_marks import marks_of_years

BOARD_DEADLINE = "jury%"
"""How the deadline on which a board sits begins, in the calendar of an academic year."""


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The last attempt at a year of the diploma; ``board_on`` is when its board sits, if known.

    ``result`` and ``decided_on`` are those of the decision that counts, None before there is one.
    """

    number: int
    ends_on: date
    board_on: date | None
    totals: Totals
    result: ResultCode | None
    decided_on: date | None

    @property
    def is_admitted(self) -> bool:
        """Whether the board passed it."""
        return self.result in ADMITTED


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit of the diploma, and whether it is acquired as far as the trainee may know."""

    code: str
    is_acquired: bool


@dataclass(frozen=True, slots=True)
class TraineeHome:
    """Where a trainee stands in the diploma; the placement used last comes first.

    ``week`` counts the teaching weeks of the year begun so far, out of ``weeks``. ``totals`` are
    those of the whole diploma, ``years`` only those begun, out of ``year_count``. ``self_rated``
    counts the competencies that the trainee rated.
    """

    given_name: str
    state: EnrolmentState
    year_number: int
    year_count: int
    entered_on: date
    week: int
    weeks: int
    totals: Totals
    full_on: date | None
    years: Sequence[OwnYear]
    units: Sequence[OwnUnit]
    placements: Sequence[OwnPlacement]
    rated: RatedYear | None
    self_rated: int
    documents: Sequence[Document]

    @property
    def is_awarded(self) -> bool:
        """Whether the board passed every year of the diploma."""
        return sum(year.is_admitted for year in self.years) == self.year_count


def _weeks(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(TeachingWeek.academic_year_id == AcademicYear.id, *conditions)
        .correlate(AcademicYear)
        .scalar_subquery()
    )


_first_year = aliased(AcademicYear)
_BOARD_ON = (
    select(func.max(Deadline.due_on))
    .where(Deadline.academic_year_id == AcademicYear.id, Deadline.label.ilike(BOARD_DEADLINE))
    .correlate(AcademicYear)
    .scalar_subquery()
)
_SELF_RATED = (
    select(func.count(CompetencyRating.competency_id.distinct()))
    .where(
        CompetencyRating.enrolment_id == Enrolment.id,
        CompetencyRating.rater_role == RaterRole.SELF,
    )
    .correlate(Enrolment)
    .scalar_subquery()
)
_YEARS = (
    select(
        Enrolment.id.label("enrolment_id"),
        Enrolment.state,
        Person,
        EnrolmentYear.id.label("year_id"),
        EnrolmentYear.year_number,
        EnrolmentYear.attempt,
        EnrolmentYear.curriculum_version_id.label("version_id"),
        Cohort.curriculum_version_id.label("cohort_version_id"),
        _first_year.starts_on.label("entered_on"),
        AcademicYear.ends_on,
        _BOARD_ON.label("board_on"),
        _weeks(TeachingWeek.monday <= bindparam("today")).label("week"),
        _weeks().label("weeks"),
        _SELF_RATED.label("self_rated"),
    )
    .select_from(EnrolmentYear)
    .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(_first_year, _first_year.id == Cohort.academic_year_id)
    .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Enrolment.state != EnrolmentState.WITHDRAWN,
    )
    .order_by(
        case(
            {EnrolmentState.ACTIVE: 0, EnrolmentState.SUSPENDED: 1}, value=Enrolment.state, else_=2
        ),
        AcademicYear.starts_on.desc(),
        EnrolmentYear.year_number.desc(),
        EnrolmentYear.attempt.desc(),
    )
)


def read(session: Session, person_id: UUID, *, today: date) -> TraineeHome | None:
    """Return where the person stands, or None when they are enrolled nowhere.

    The enrolment that runs comes first, then a suspended one, then a completed one. Eleven
    statements, one more where marks are shown before the board decides.
    """
    found = session.execute(_YEARS, {"person_id": person_id, "today": today}).all()
    if not found:
        return None
    here = found[0]
    attempts = [row for row in found if row.enrolment_id == here.enrolment_id]
    last = {row.year_number: row for row in reversed(attempts)}
    decided = decisions.current(session, [row.year_id for row in attempts])
    contents = curricula.contents(
        session, {here.cohort_version_id, *(row.version_id for row in attempts)}
    )
    years = _own_years(session, list(last.values()), decided)
    curriculum = contents[here.cohort_version_id]
    totals = _diploma_totals(curriculum, years)
    placements = own_placements.of_enrolment(session, here.enrolment_id)
    first_days = [placement.starts_on for placement in placements if placement.starts_on]
    return TraineeHome(
        given_name=here.Person.name.given_name,
        state=here.state,
        year_number=here.year_number,
        year_count=len(curriculum.years),
        entered_on=here.entered_on,
        week=here.week,
        weeks=here.weeks,
        totals=totals,
        full_on=ledger.forecast(totals, first_day=min(first_days), today=today)
        if first_days
        else None,
        years=years,
        units=_units(session, curriculum, contents, attempts, decided),
        placements=placements,
        rated=competencies.rated_years(session, [here.year_id]).get(here.year_id),
        self_rated=here.self_rated,
        documents=document_register.of_person(session, person_id),
    )


def _own_years(
    session: Session, rows: Sequence[Any], decided: Mapping[UUID, BoardDecision]
) -> list[OwnYear]:
    totals = hours_totals.of_years(session, [row.year_id for row in rows])
    years = []
    for row in sorted(rows, key=lambda row: row.year_number):
        decision = decided.get(row.year_id)
        years.append(
            OwnYear(
                number=row.year_number,
                ends_on=row.ends_on,
                board_on=row.board_on,
                totals=totals[row.year_id],
                result=decision.result if decision else None,
                decided_on=decision.decided_on if decision else None,
            )
        )
    return years


def _diploma_totals(curriculum: Curriculum, years: Sequence[OwnYear]) -> Totals:
    """Add what the years to come ask for to the totals of those begun."""
    begun = {year.number for year in years}
    to_come = [
        Totals(required_placement_minutes(year), planned=0, logged=0, submitted=0, approved=0)
        for year in curriculum.years
        if year.number not in begun
    ]
    return ledger.whole([*(year.totals for year in years), *to_come])


def _units(
    session: Session,
    curriculum: Curriculum,
    contents: Mapping[UUID, Curriculum],
    attempts: Sequence[Any],
    decided: Mapping[UUID, BoardDecision],
) -> list[OwnUnit]:
    """List the units of the diploma, each year by the version that its last attempt follows."""
    acquired = {
        code
        for row in attempts
        if row.year_id in decided
        for code in _credited(decided[row.year_id], contents[row.version_id], row.year_number)
    }
    undecided = [row for row in attempts if row.year_id not in decided]
    acquired |= _provisional(session, undecided, contents)
    followed = {row.year_number: contents[row.version_id] for row in reversed(attempts)}
    return [
        OwnUnit(unit.code, unit.code in acquired)
        for year in curriculum.years
        for unit in followed.get(year.number, curriculum).year(year.number).units
    ]


def _credited(decision: BoardDecision, curriculum: Curriculum, number: int) -> list[str]:
    """Return the units that a decision gives: all where it admits, else those its facts name."""
    if decision.result in ADMITTED:
        return [unit.code for unit in curriculum.year(number).units]
    facts = decisions.facts_of(decision)
    return [unit.code for unit in facts.units if unit.result in CREDITED]


def _provisional(
    session: Session, rows: Collection[Any], contents: Mapping[UUID, Curriculum]
) -> set[str]:
    """Return the units that marks alone give now, in years whose marks the trainee may see."""
    shown = [row for row in rows if are_provisional_shown(contents[row.version_id])]
    if not shown:
        return set()
    marks = marks_of_years(session, [row.year_id for row in shown])
    found = set()
    for row in shown:
        curriculum = contents[row.version_id]
        content = curriculum.year(row.year_number)
        outcome = year_outcome(content, curriculum.rules, marks[row.year_id])
        found |= {unit.code for unit in outcome.units if unit.result in CREDITED}
    return found
