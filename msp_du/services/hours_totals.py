"""Minutes required, planned, logged, sent and approved: of placements, years, enrolments.

Each function takes any number of ids and asks the database the same three questions.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from msp_du.domain import ledger
from msp_du.domain.hours import Period
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    Cohort,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Module,
    Placement,
    PlacementPeriod,
    Unit,
)
from msp_du.services.hours_rows import counted

Key = InstrumentedAttribute[UUID]
_again = aliased(EnrolmentYear)


def of_placements(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of placements; what is required is that of their module."""
    required = (
        select(Placement.id, Module.placement_minutes)
        .join(Module, Module.id == Placement.module_id)
        .where(Placement.id.in_(ids))
    )
    found = dict(session.execute(required).all())
    return _totals(session, found, Placement.id, Placement.id.in_(ids))


def of_years(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of enrolment years, by the curriculum version of each."""
    required = (
        select(EnrolmentYear.id, func.coalesce(func.sum(Module.placement_minutes), 0))
        .outerjoin(
            Unit,
            (Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
            & (Unit.year_number == EnrolmentYear.year_number),
        )
        .outerjoin(Module, Module.unit_id == Unit.id)
        .where(EnrolmentYear.id.in_(ids))
        .group_by(EnrolmentYear.id)
    )
    found = {key: int(minutes) for key, minutes in session.execute(required)}
    return _totals(session, found, EnrolmentYear.id, EnrolmentYear.id.in_(ids))


def of_enrolments(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of whole enrolments: all years of the cohort's curriculum.

    Of a year that was repeated, only the last attempt counts.
    """
    required = (
        select(Enrolment.id, func.coalesce(func.sum(Module.placement_minutes), 0))
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Unit, Unit.curriculum_version_id == Cohort.curriculum_version_id)
        .outerjoin(Module, Module.unit_id == Unit.id)
        .where(Enrolment.id.in_(ids))
        .group_by(Enrolment.id)
    )
    found = {key: int(minutes) for key, minutes in session.execute(required)}
    last = ~(
        select(_again.id)
        .where(
            _again.enrolment_id == EnrolmentYear.enrolment_id,
            _again.year_number == EnrolmentYear.year_number,
            _again.attempt > EnrolmentYear.attempt,
        )
        .exists()
    )
    key = EnrolmentYear.enrolment_id
    return _totals(session, found, key, key.in_(ids) & last)


def _totals(
    session: Session, required: Mapping[UUID, int], key: Key, chosen: ColumnElement[bool]
) -> dict[UUID, Totals]:
    planned = (
        select(
            key,
            PlacementPeriod.starts_on,
            PlacementPeriod.ends_on,
            PlacementPeriod.planned_minutes,
        )
        .select_from(PlacementPeriod)
        .join(Placement, Placement.id == PlacementPeriod.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .where(chosen)
    )
    worked = (
        select(key, HoursEntry.state, func.sum(HoursEntry.minutes))
        .select_from(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .where(chosen, counted())
        .group_by(key, HoursEntry.state)
    )
    periods: dict[UUID, list[Period]] = {one: [] for one in required}
    for one, starts_on, ends_on, minutes in session.execute(planned):
        periods[one].append(Period(starts_on, ends_on, minutes))
    sums: dict[UUID, list[tuple[HoursState, int]]] = {one: [] for one in required}
    for one, state, minutes in session.execute(worked):
        sums[one].append((state, int(minutes)))
    return {
        one: ledger.totals(minutes, periods[one], sums[one]) for one, minutes in required.items()
    }
