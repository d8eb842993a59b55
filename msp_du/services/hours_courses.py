"""The hours of enrolment years as forecasts take them, and who may not have them in time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.forecasts import Course, Risk, risks
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Role
from msp_du.models import (
    AcademicYear,
    Account,
    Cohort,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Institution,
    Person,
    Placement,
    PlacementPeriod,
)
from msp_du.policies import institution_ids
from msp_du.services import hours_totals
from msp_du.services.columns import rows
from msp_du.services.hours_rows import counted

_IDS: Any = bindparam("ids", expanding=True)
_PERIODS = (
    select(
        Placement.enrolment_year_id,
        PlacementPeriod.starts_on,
        PlacementPeriod.ends_on,
        PlacementPeriod.planned_minutes,
    )
    .join(Placement, Placement.id == PlacementPeriod.placement_id)
    .where(Placement.enrolment_year_id.in_(_IDS))
    .order_by(PlacementPeriod.starts_on)
)
_SENT = case((HoursEntry.state == HoursState.SUBMITTED, HoursEntry.submitted_at))
_LOGGED = (
    select(
        Placement.enrolment_year_id,
        func.max(HoursEntry.worked_on),
        func.min(_SENT, type_=HoursEntry.submitted_at.type),
    )
    .join(Placement, Placement.id == HoursEntry.placement_id)
    .where(Placement.enrolment_year_id.in_(_IDS), counted())
    .group_by(Placement.enrolment_year_id)
)
_ENDS = (
    select(EnrolmentYear.id, AcademicYear.ends_on, Institution.time_zone)
    .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
    .join(Institution, Institution.id == EnrolmentYear.institution_id)
    .where(EnrolmentYear.id.in_(_IDS))
)


@dataclass(frozen=True, slots=True)
class FollowedYear:
    """Somebody's hours of a year, and why they may not be there in time."""

    year_id: UUID
    enrolment_id: UUID
    trainee: str
    year_number: int
    course: Course
    risks: Sequence[Risk]


def of_years(session: Session, year_ids: Collection[UUID]) -> dict[UUID, Course]:
    """Return the hours of enrolment years; six statements whatever their number."""
    values = {"ids": list(year_ids)}
    totals = hours_totals.of_years(session, year_ids)
    periods: dict[UUID, list[Period]] = {one: [] for one in totals}
    for one, starts_on, ends_on, minutes in rows(session, _PERIODS, values):
        periods[one].append(Period(starts_on, ends_on, minutes))
    logged = {row[0]: row for row in rows(session, _LOGGED, values)}
    found = {}
    for one, year_ends_on, zone in rows(session, _ENDS, values):
        _year, last, sent = logged.get(one, (one, None, None))
        oldest = calendar.today(sent, ZoneInfo(zone)) if sent else None
        found[one] = Course(totals[one], periods[one], year_ends_on, last, oldest)
    return found


def of_cohort(session: Session, cohort: Cohort, *, today: date) -> list[FollowedYear]:
    """List the year that each active trainee of a cohort is in, by name."""
    return _followed(session, _latest_years().where(Enrolment.cohort_id == cohort.id), today)


def of_tutor(session: Session, actor: Account, *, today: date) -> list[FollowedYear]:
    """List likewise the trainees with a placement of that year that the account follows."""
    followed = select(Placement.enrolment_year_id).where(
        Placement.academic_tutor_id == actor.id,
        Placement.institution_id.in_(institution_ids(actor, Role.TUTOR)),
    )
    return _followed(session, _latest_years().where(EnrolmentYear.id.in_(followed)), today)


def _latest_years() -> Select[EnrolmentYear, Person]:
    return (
        select(EnrolmentYear, Person)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Person.sort_key, Enrolment.id, EnrolmentYear.year_number, EnrolmentYear.attempt)
    )


def _followed(
    session: Session, statement: Select[EnrolmentYear, Person], today: date
) -> list[FollowedYear]:
    latest = {year.enrolment_id: (year, person) for year, person in session.execute(statement)}
    courses = of_years(session, [year.id for year, _person in latest.values()])
    return [
        FollowedYear(
            year_id=year.id,
            enrolment_id=year.enrolment_id,
            trainee=person.name.display,
            year_number=year.year_number,
            course=courses[year.id],
            risks=risks(courses[year.id], today),
        )
        for year, person in latest.values()
    ]
