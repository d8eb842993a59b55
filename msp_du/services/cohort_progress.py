"""How far each year of each cohort is, in numbers: what a coordinator looks after."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.hours import Period
from msp_du.domain.ledger import is_late
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.models import Account, EnrolmentYear, Placement, PlacementPeriod
from msp_du.services import boards, mark_lists
from msp_du.services.boards import BoardRow, FileState
from msp_du.services.cohorts import today_in
from msp_du.services.results import Reading

Stays = Mapping[UUID, Sequence[Period]]
"""The periods of the placements of each enrolment year that has one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a whole, in one unit; nothing is asked for when ``total`` is 0."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class YearProgress:
    """One year of a cohort.

    ``hours`` (minutes approved) and ``competencies`` (core ones acquired) are those of who is not
    decided on yet, and so are ``late`` (too few hours logged for what was planned by today),
    ``unplaced`` and ``waiting_minutes`` (sent, not answered); ``marks`` are those of session 1.
    """

    cohort_id: UUID
    cohort_code: str
    year_number: int
    trainees: int
    hours: Part
    late: int
    waiting_minutes: int
    unplaced: int
    marks: Part
    competencies: Part
    ready: int
    decided: int


def of_coordinator(session: Session, actor: Account, *, now: datetime) -> list[YearProgress]:
    """List the years of the cohorts that the account coordinates, the latest cohort first.

    As many statements for any number of cohorts and trainees.
    """
    found = boards.files(session, actor, Role.COORDINATOR)
    stays = _stays(session, [row.year.id for rows in found for row in rows])
    marks = _marks(session, actor)
    return [_progress(rows, stays, marks, now=now) for rows in found]


def _progress(
    rows: Sequence[BoardRow], stays: Stays, marks: Mapping[tuple[UUID, int], Part], *, now: datetime
) -> YearProgress:
    first, states = rows[0].year, [row.state for row in rows]
    cohort = first.enrolment.cohort
    open_rows = [
        (row.year, row.basis)
        for row in rows
        if isinstance(row.basis, Reading) and row.year.enrolment.state is EnrolmentState.ACTIVE
    ]
    readings = [reading for _year, reading in open_rows]
    today = today_in(cohort.institution, now)
    return YearProgress(
        cohort_id=cohort.id,
        cohort_code=cohort.code,
        year_number=first.year_number,
        trainees=len(rows),
        hours=_hours(readings),
        late=sum(_is_late(year, reading, stays, today) for year, reading in open_rows),
        waiting_minutes=sum(each.conditions.hours.submitted for each in readings),
        unplaced=sum(year.id not in stays for year, _reading in open_rows),
        marks=marks.get((cohort.id, first.year_number), Part(0, 0)),
        competencies=_competencies(readings),
        ready=states.count(FileState.READY),
        decided=states.count(FileState.DECIDED),
    )


def _hours(readings: Collection[Reading]) -> Part:
    hours = [reading.conditions.hours for reading in readings]
    return Part(
        sum(min(each.approved, each.required) for each in hours),
        sum(each.required for each in hours),
    )


def _competencies(readings: Collection[Reading]) -> Part:
    known = [each.conditions.standing for each in readings]
    standings = [standing for standing in known if standing is not None]
    return Part(
        sum(each.acquired for each in standings), sum(each.core_total for each in standings)
    )


def _is_late(year: EnrolmentYear, reading: Reading, stays: Stays, today: date) -> bool:
    return is_late(reading.conditions.hours, stays.get(year.id, ()), today)


def _marks(session: Session, actor: Account) -> dict[tuple[UUID, int], Part]:
    """Add up the marks of the modules of each year of each cohort."""
    entered: defaultdict[tuple[UUID, int], int] = defaultdict(int)
    expected: defaultdict[tuple[UUID, int], int] = defaultdict(int)
    for found in mark_lists.counted(session, actor):
        for line in found.lines:
            key = found.cohort.id, line.year_number
            entered[key] += line.entered
            expected[key] += line.expected
    return {key: Part(entered[key], total) for key, total in expected.items()}


def _stays(session: Session, year_ids: Collection[UUID]) -> Stays:
    """Return the periods of placements by enrolment year; one statement."""
    statement = (
        select(
            Placement.enrolment_year_id,
            PlacementPeriod.starts_on,
            PlacementPeriod.ends_on,
            PlacementPeriod.planned_minutes,
        )
        .outerjoin(PlacementPeriod, PlacementPeriod.placement_id == Placement.id)
        .where(Placement.enrolment_year_id.in_(year_ids))
    )
    stays: defaultdict[UUID, list[Period]] = defaultdict(list)
    for year_id, starts_on, ends_on, minutes in session.execute(statement):
        periods = stays[year_id]
        if starts_on is not None:
            periods.append(Period(starts_on, ends_on, minutes))
    return stays
