"""Where a trainee stands on the way to the diploma: reads only, always as many statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain import ledger
from msp_du.domain.competencies import RatedYear
from msp_du.domain.curriculum import Curriculum, required_placement_minutes
from msp_du.domain.ledger import Totals
from msp_du.domain.names import Name
from msp_du.domain.results import ADMITTED
from msp_du.domain.vocabulary import EnrolmentState, RaterRole, ResultCode
from msp_du.models import (
    AcademicYear,
    BoardDecision,
    Cohort,
    CohortFramework,
    CompetencyRating,
    Deadline,
    Enrolment,
    EnrolmentYear,
    Module,
    Person,
    TeachingWeek,
    Unit,
)
from msp_du.services import (
    competencies,
    credited,
    curricula,
    decisions,
    document_register,
    frameworks,
    own_placements,
    own_units,
)
from msp_du.services.columns import rows
from msp_du.services.document_register import OwnDocument
from msp_du.services.own_placements import OwnPlacement
from msp_du.services.own_units import Attempt, OwnUnit

BOARD_DEADLINE = "jury%"
"""How the deadline on which a board sits begins, in the calendar of an academic year."""


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The last attempt at a year of the diploma; ``board_on`` is when its board sits, if known.

    ``result`` and ``decided_on`` are those of the decision that counts, None before one is
    published.
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
class TraineeHome:
    """Where a trainee stands in the diploma; the placement used last comes first.

    ``week`` counts the teaching weeks of the year begun so far, out of ``weeks``. ``totals`` are
    those of the whole diploma, ``years`` only those begun, out of ``year_count``. ``full_on`` is
    when the hours of the last year begun will all be logged, at the pace of that year.
    ``self_rated`` counts the competencies that the trainee rated.
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
    documents: Sequence[OwnDocument]

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
_REQUIRED = (
    select(func.coalesce(func.sum(Module.placement_minutes), 0))
    .join(Unit, Unit.id == Module.unit_id)
    .where(
        Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id,
        Unit.year_number == EnrolmentYear.year_number,
    )
    .correlate(EnrolmentYear)
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
        Person.birth_family_name,
        Person.usage_family_name,
        Person.given_names,
        Person.chosen_given_name,
        CohortFramework.framework_id,
        BoardDecision.result,
        BoardDecision.decided_on,
        BoardDecision.facts,
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
        (_REQUIRED - credited.not_asked()).label("required_minutes"),
        credited.carried().label("carried_minutes"),
    )
    .select_from(EnrolmentYear)
    .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(_first_year, _first_year.id == Cohort.academic_year_id)
    .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
    .outerjoin(CohortFramework, CohortFramework.cohort_id == Cohort.id)
    .outerjoin(
        BoardDecision,
        and_(BoardDecision.enrolment_year_id == EnrolmentYear.id, decisions.is_shown()),
    )
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


def read(session: Session, person_id: UUID, *, today: date, now: datetime) -> TraineeHome | None:
    """Return where the person stands, or None when they are enrolled nowhere.

    The enrolment that runs comes first, then a suspended one, then a completed one. Five
    statements, one more where marks are shown before the board decides.
    """
    found = rows(session, _YEARS, {"person_id": person_id, "today": today, "now": now})
    if not found:
        return None
    here = found[0]
    attempts = [row for row in found if row.enrolment_id == here.enrolment_id]
    last = {row.year_number: row for row in reversed(attempts)}
    contents = curricula.contents(
        session, {here.cohort_version_id, *(row.version_id for row in attempts)}
    )
    placements = own_placements.of_enrolment(session, here.enrolment_id)
    years = _own_years(list(last.values()), placements)
    curriculum = contents[here.cohort_version_id]
    totals = _diploma_totals(curriculum, years)
    this_year = [each.starts_on for each in placements if each.year_id == here.year_id]
    first_days = [day for day in this_year if day]
    return TraineeHome(
        given_name=_name(here).given_name,
        state=here.state,
        year_number=here.year_number,
        year_count=len(curriculum.years),
        entered_on=here.entered_on,
        week=here.week,
        weeks=here.weeks,
        totals=totals,
        full_on=ledger.forecast(years[-1].totals, first_day=min(first_days), today=today)
        if first_days
        else None,
        years=years,
        units=own_units.of_attempts(session, curriculum, contents, attempts),
        placements=placements,
        rated=_rated(session, here, contents[here.version_id]),
        self_rated=here.self_rated,
        documents=document_register.named_of_holder(session, person_id, now=now),
    )


def _name(row: Attempt) -> Name:
    return Name(
        birth_family_name=row.birth_family_name,
        usage_family_name=row.usage_family_name,
        given_names=row.given_names,
        chosen_given_name=row.chosen_given_name,
    )


def _rated(session: Session, here: Attempt, curriculum: Curriculum) -> RatedYear | None:
    if here.framework_id is None:
        return None
    framework = frameworks.contents(session, [here.framework_id])[here.framework_id]
    levels = competencies.levels_that_count(session, [here.enrolment_id])
    return RatedYear(
        framework,
        levels.get(here.enrolment_id, {}),
        year_number=here.year_number,
        years=len(curriculum.years),
    )


def _own_years(last: Sequence[Attempt], placements: Sequence[OwnPlacement]) -> list[OwnYear]:
    return [
        OwnYear(
            number=row.year_number,
            ends_on=row.ends_on,
            board_on=row.board_on,
            totals=_year_totals(row, placements),
            result=row.result,
            decided_on=row.decided_on,
        )
        for row in sorted(last, key=lambda row: row.year_number)
    ]


def _year_totals(row: Attempt, placements: Sequence[OwnPlacement]) -> Totals:
    """Add up the placements of a year; what is required is all that its curriculum asks for.

    Credits lower that, or bring approved hours along.
    """
    own = [placement.totals for placement in placements if placement.year_id == row.year_id]
    found, carried = ledger.whole(own), int(row.carried_minutes)
    return replace(
        found,
        required=int(row.required_minutes),
        logged=found.logged + carried,
        approved=found.approved + carried,
    )


def _diploma_totals(curriculum: Curriculum, years: Sequence[OwnYear]) -> Totals:
    """Add what the years to come ask for to the totals of those begun."""
    begun = {year.number for year in years}
    to_come = [
        Totals(required_placement_minutes(year), planned=0, logged=0, submitted=0, approved=0)
        for year in curriculum.years
        if year.number not in begun
    ]
    return ledger.whole([*(year.totals for year in years), *to_come])
