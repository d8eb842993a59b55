"""Where a trainee stands: the year, the hours, the placements; reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.ledger import Totals, forecast
from msp_du.domain.vocabulary import EnrolmentState, HoursState
from msp_du.models import (
    AcademicYear,
    Cohort,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Organisation,
    Person,
    Placement,
    PlacementPeriod,
    TeachingWeek,
)
from msp_du.services import hours_totals
from msp_du.services.hours_rows import counted


@dataclass(frozen=True, slots=True)
class OwnPlacement:
    """A placement of the trainee; counts are of entries, durations in minutes.

    ``usual_minutes`` is the length of the entry noted last there, None before the first.
    """

    id: UUID
    host_name: str
    starts_on: date | None
    ends_on: date | None
    drafts: int
    draft_minutes: int
    returned: int
    submitted: int
    submitted_minutes: int
    usual_minutes: int | None

    def runs_on(self, day: date) -> bool:
        """Tell whether the day lies between its first and last day."""
        return bool(self.starts_on and self.ends_on and self.starts_on <= day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class TraineeHome:
    """Where a trainee stands in the diploma; the placement used last comes first.

    ``week`` counts the teaching weeks of the year begun so far, out of ``weeks``.
    """

    given_name: str
    year_number: int
    entered_on: date
    year_ends_on: date
    week: int
    weeks: int
    totals: Totals
    full_on: date | None
    placements: Sequence[OwnPlacement]


_first_year = aliased(AcademicYear)


def read(session: Session, person_id: UUID, *, today: date) -> TraineeHome | None:
    """Return where the person stands, or None when they are enrolled nowhere; five statements."""
    statement = (
        select(
            Enrolment.id,
            Person,
            EnrolmentYear.year_number,
            _first_year.starts_on,
            AcademicYear.ends_on,
            _weeks(TeachingWeek.monday <= today),
            _weeks(),
        )
        .select_from(EnrolmentYear)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(_first_year, _first_year.id == Cohort.academic_year_id)
        .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(AcademicYear.starts_on.desc(), EnrolmentYear.attempt.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    enrolment_id, person, year_number, entered_on, ends_on, week, weeks = row
    totals = hours_totals.of_enrolments(session, [enrolment_id])[enrolment_id]
    placements = _own_placements(session, enrolment_id)
    first_days = [found.starts_on for found in placements if found.starts_on]
    return TraineeHome(
        given_name=person.name.given_name,
        year_number=year_number,
        entered_on=entered_on,
        year_ends_on=ends_on,
        week=week,
        weeks=weeks,
        totals=totals,
        full_on=forecast(totals, first_day=min(first_days), today=today) if first_days else None,
        placements=placements,
    )


def _weeks(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(TeachingWeek.academic_year_id == AcademicYear.id, *conditions)
        .correlate(AcademicYear)
        .scalar_subquery()
    )


def _own_placements(session: Session, enrolment_id: UUID) -> list[OwnPlacement]:
    sums = (
        select(
            HoursEntry.placement_id,
            *(
                function.filter(HoursEntry.state == state).label(f"{state}_{name}")
                for state in (HoursState.DRAFT, HoursState.RETURNED, HoursState.SUBMITTED)
                for name, function in (
                    ("count", func.count()),
                    ("minutes", func.sum(HoursEntry.minutes)),
                )
            ),
            func.max(HoursEntry.logged_at).label("last"),
        )
        .where(counted())
        .group_by(HoursEntry.placement_id)
        .subquery()
    )
    bounds = (
        select(
            PlacementPeriod.placement_id,
            func.min(PlacementPeriod.starts_on).label("starts_on"),
            func.max(PlacementPeriod.ends_on).label("ends_on"),
        )
        .group_by(PlacementPeriod.placement_id)
        .subquery()
    )
    usual = (
        select(HoursEntry.minutes)
        .where(HoursEntry.placement_id == Placement.id)
        .order_by(HoursEntry.logged_at.desc(), HoursEntry.id)
        .limit(1)
        .correlate(Placement)
        .scalar_subquery()
    )
    statement = (
        select(
            Placement.id,
            Organisation.name,
            bounds.c.starts_on,
            bounds.c.ends_on,
            func.coalesce(sums.c.draft_count, 0),
            func.coalesce(sums.c.draft_minutes, 0),
            func.coalesce(sums.c.returned_count, 0),
            func.coalesce(sums.c.submitted_count, 0),
            func.coalesce(sums.c.submitted_minutes, 0),
            usual,
        )
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .outerjoin(sums, sums.c.placement_id == Placement.id)
        .outerjoin(bounds, bounds.c.placement_id == Placement.id)
        .where(EnrolmentYear.enrolment_id == enrolment_id)
        .order_by(sums.c.last.is_(None), sums.c.last.desc(), bounds.c.starts_on.desc())
    )
    return [OwnPlacement(*row) for row in session.execute(statement)]
