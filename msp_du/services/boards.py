"""What the board has before it: the years of cohorts, decided or to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from msp_du.domain.vocabulary import EnrolmentState, ResultCode, Role
from msp_du.models import Account, BoardDecision, Cohort, Enrolment, EnrolmentYear, Person
from msp_du.policies import cohort_scope
from msp_du.services import decisions, results
from msp_du.services.results import Reading

READERS = (Role.BOARD_MEMBER, Role.COORDINATOR)
_again = aliased(EnrolmentYear)


class FileState(StrEnum):
    """Where a trainee's year stands before the board."""

    DECIDED = "decided"
    READY = "ready"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A trainee's year: the decision on it that counts or, without one, how it stands today."""

    year: EnrolmentYear
    basis: BoardDecision | Reading

    @property
    def person(self) -> Person:
        return self.year.enrolment.person

    @property
    def is_running(self) -> bool:
        return self.year.enrolment.state in {EnrolmentState.ACTIVE, EnrolmentState.COMPLETED}

    @property
    def state(self) -> FileState:
        """Whether it is decided, complete enough to be, or waits for marks or conditions."""
        if isinstance(self.basis, BoardDecision):
            return FileState.DECIDED
        is_settled = self.basis.outcome.result is not ResultCode.PENDING
        return FileState.READY if self.is_running and is_settled else FileState.WAITING


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """One year of a cohort in numbers."""

    cohort_id: UUID
    cohort_code: str
    year_number: int
    decided: int
    ready: int
    waiting: int

    @property
    def is_open(self) -> bool:
        """Whether anything is left to decide."""
        return self.ready + self.waiting > 0


def overview(session: Session, actor: Account, *roles: Role) -> list[BoardCounts]:
    """Count what ``files`` lists."""
    return [_counts(rows) for rows in files(session, actor, *roles)]


def files(session: Session, actor: Account, *roles: Role) -> list[list[BoardRow]]:
    """List the years of the cohorts that the account holds one of these roles for.

    A list for each year of each cohort, the latest cohort first; those who left and were not
    decided on are left out. As many statements for any number of them.
    """
    whole, single = cohort_scope(actor, *(roles or READERS))
    chosen = or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single))
    rows = _rows(session, _years().where(chosen))
    counted = [
        row
        for row in rows
        if row.state is FileState.DECIDED
        or row.year.enrolment.state is not EnrolmentState.WITHDRAWN
    ]
    return [list(group) for _key, group in groupby(sorted(counted, key=_place), key=_place)]


def cohort_board(session: Session, cohort: Cohort, year_number: int) -> list[BoardRow]:
    """List the last attempts at a year of a cohort, by name; as many statements for any number."""
    statement = _years().where(Cohort.id == cohort.id, EnrolmentYear.year_number == year_number)
    rows = _rows(session, statement)
    return sorted(rows, key=lambda row: (row.person.sort_key, row.person.student_number or ""))


def years_of(session: Session, cohort: Cohort, year_number: int) -> list[EnrolmentYear]:
    """List the last attempts at a year of a cohort, by name, but for who left; one statement."""
    statement = (
        _years()
        .where(
            Cohort.id == cohort.id,
            EnrolmentYear.year_number == year_number,
            Enrolment.state != EnrolmentState.WITHDRAWN,
        )
        .order_by(Person.sort_key, Person.student_number, EnrolmentYear.id)
    )
    return list(session.execute(statement).scalars())


def _years() -> Select[EnrolmentYear]:
    """Select the last attempts at years, with the person, the cohort and the calendar."""
    last = ~(
        select(_again.id)
        .where(
            _again.enrolment_id == EnrolmentYear.enrolment_id,
            _again.year_number == EnrolmentYear.year_number,
            _again.attempt > EnrolmentYear.attempt,
        )
        .exists()
    )
    enrolment = contains_eager(EnrolmentYear.enrolment)
    cohort = enrolment.contains_eager(Enrolment.cohort)
    return (
        select(EnrolmentYear)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .join(Cohort.institution)
        .join(EnrolmentYear.academic_year)
        .where(last)
        .options(
            enrolment.contains_eager(Enrolment.person),
            cohort.contains_eager(Cohort.institution),
            contains_eager(EnrolmentYear.academic_year),
        )
    )


def _rows(session: Session, statement: Select[EnrolmentYear]) -> list[BoardRow]:
    years = session.execute(statement).scalars().all()
    decided = decisions.current(session, [year.id for year in years])
    read = results.readings(session, [year for year in years if year.id not in decided])
    return [BoardRow(year, decided.get(year.id) or read[year.id]) for year in years]


def _place(row: BoardRow) -> tuple[int, str, int]:
    cohort = row.year.enrolment.cohort
    return (-cohort.created_at.toordinal(), cohort.code, row.year.year_number)


def _counts(rows: Sequence[BoardRow]) -> BoardCounts:
    cohort, states = rows[0].year.enrolment.cohort, [row.state for row in rows]
    return BoardCounts(
        cohort_id=cohort.id,
        cohort_code=cohort.code,
        year_number=rows[0].year.year_number,
        decided=states.count(FileState.DECIDED),
        ready=states.count(FileState.READY),
        waiting=states.count(FileState.WAITING),
    )
