"""Minutes required, planned, logged, sent and approved: of placements, years, enrolments.

Each function takes any number of ids and asks the database the same three questions; minutes
worked are read where ``hours_sums`` keeps them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from msp_du.domain import ledger
from msp_du.domain.hours import Period
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    Cohort,
    Enrolment,
    EnrolmentYear,
    Module,
    Placement,
    PlacementPeriod,
    PlacementTotal,
    Unit,
)
from msp_du.services import credited
from msp_du.services.columns import rows

Key = InstrumentedAttribute[UUID]
Rows = Select[*tuple[Any, ...]]
_again = aliased(EnrolmentYear)


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class _Statements:
    """The three questions about ids of one kind, put together once."""

    required: Rows
    planned: Rows
    worked: Rows


def of_placements(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of placements; what is required is that of their module."""
    return _totals(session, _OF_PLACEMENTS, ids)


def of_years(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of enrolment years, by the curriculum version of each.

    A credit takes its hours from what is required; a unit kept of a failed year brings them along.
    """
    return _totals(session, _OF_YEARS, ids)


def of_enrolments(session: Session, ids: Collection[UUID]) -> dict[UUID, Totals]:
    """Return the totals of whole enrolments: all years of the cohort's curriculum.

    Of a year that was repeated, only the last attempt counts.
    """
    return _totals(session, _OF_ENROLMENTS, ids)


def _totals(session: Session, statements: _Statements, ids: Collection[UUID]) -> dict[UUID, Totals]:
    values = {"ids": list(ids)}
    required = {one: int(least) for one, least in rows(session, statements.required, values)}
    periods: dict[UUID, list[Period]] = {one: [] for one in required}
    for one, starts_on, ends_on, minutes in rows(session, statements.planned, values):
        periods[one].append(Period(starts_on, ends_on, minutes))
    sums: dict[UUID, list[tuple[HoursState, int]]] = {one: [] for one in required}
    for one, state, minutes in rows(session, statements.worked, values):
        sums[one].append((state, int(minutes)))
    return {
        one: ledger.totals(minutes, periods[one], sums[one]) for one, minutes in required.items()
    }


def _statements(required: Rows, key: Key, chosen: ColumnElement[bool]) -> _Statements:
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
        select(key, PlacementTotal.state, func.sum(PlacementTotal.minutes))
        .select_from(PlacementTotal)
        .join(Placement, Placement.id == PlacementTotal.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .where(chosen)
        .group_by(key, PlacementTotal.state)
    )
    return _Statements(required, planned, worked)


def _with_carried(statements: _Statements, key: Key, chosen: ColumnElement[bool]) -> _Statements:
    """Count the minutes that credits bring along among the approved ones."""
    kept = credited.carried_by(key, chosen).subquery()
    approved = literal(HoursState.APPROVED, PlacementTotal.state.type)
    both = union_all(
        statements.worked, select(kept.c[0], approved, kept.c[1]).select_from(kept)
    ).subquery()
    worked = select(*both.c)
    return _Statements(statements.required, statements.planned, worked)


def _is_last_attempt() -> ColumnElement[bool]:
    return ~(
        select(_again.id)
        .where(
            _again.enrolment_id == EnrolmentYear.enrolment_id,
            _again.year_number == EnrolmentYear.year_number,
            _again.attempt > EnrolmentYear.attempt,
        )
        .exists()
    )


_OF_PLACEMENTS = _statements(
    select(Placement.id, Module.placement_minutes)
    .join(Module, Module.id == Placement.module_id)
    .where(Placement.id.in_(_IDS)),
    Placement.id,
    Placement.id.in_(_IDS),
)
_OF_YEARS = _with_carried(
    _statements(
        select(
            EnrolmentYear.id,
            func.coalesce(func.sum(Module.placement_minutes), 0) - credited.not_asked(),
        )
        .outerjoin(
            Unit,
            (Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
            & (Unit.year_number == EnrolmentYear.year_number),
        )
        .outerjoin(Module, Module.unit_id == Unit.id)
        .where(EnrolmentYear.id.in_(_IDS))
        .group_by(EnrolmentYear.id),
        EnrolmentYear.id,
        EnrolmentYear.id.in_(_IDS),
    ),
    EnrolmentYear.id,
    EnrolmentYear.id.in_(_IDS),
)
_OF_ENROLMENTS = _with_carried(
    _statements(
        select(
            Enrolment.id,
            func.coalesce(func.sum(Module.placement_minutes), 0)
            - credited.not_asked_of_enrolment(_is_last_attempt()),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Unit, Unit.curriculum_version_id == Cohort.curriculum_version_id)
        .outerjoin(Module, Module.unit_id == Unit.id)
        .where(Enrolment.id.in_(_IDS))
        .group_by(Enrolment.id),
        EnrolmentYear.enrolment_id,
        EnrolmentYear.enrolment_id.in_(_IDS) & _is_last_attempt(),
    ),
    EnrolmentYear.enrolment_id,
    EnrolmentYear.enrolment_id.in_(_IDS) & _is_last_attempt(),
)
