"""The attendance of a whole cohort, year by year."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.attendance import AttendanceStanding
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import Cohort, Enrolment, EnrolmentYear, Person
from msp_du.services.attendance_totals import standings
from msp_du.services.mark_sheets import IS_LAST_ATTEMPT


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """Somebody, and where their year stands."""

    enrolment_id: UUID
    name: str
    standing: AttendanceStanding


@dataclass(frozen=True, slots=True)
class YearTotals:
    """A year of the diploma; ``codes`` are the units that something is known of."""

    number: int
    codes: tuple[str, ...]
    rows: tuple[TraineeRow, ...]


def of_cohort(session: Session, cohort: Cohort) -> list[YearTotals]:
    """Return how everybody stands who has not left, the latest year first; three statements."""
    statement = (
        select(EnrolmentYear.id, EnrolmentYear.year_number, Enrolment.id, Person)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state != EnrolmentState.WITHDRAWN,
            IS_LAST_ATTEMPT,
        )
        .order_by(Person.sort_key, func.coalesce(Person.student_number, ""), Person.id)
    )
    people = session.execute(statement).all()
    found = standings(session, [year_id for year_id, *_rest in people])
    years = []
    for number in sorted({number for _id, number, *_rest in people}, reverse=True):
        rows = tuple(
            TraineeRow(enrolment_id, person.name.display, found[year_id])
            for year_id, own_number, enrolment_id, person in people
            if own_number == number
        )
        years.append(YearTotals(number, _codes(rows), rows))
    return years


def _codes(rows: tuple[TraineeRow, ...]) -> tuple[str, ...]:
    """Return the units of which something is known of anybody, by code."""
    return tuple(sorted({unit.code for row in rows for unit in row.standing.units}))
