"""What credits take out of a year, as SQL: modules that are not examined, placement minutes."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from msp_du.domain.credits import CreditKind
from msp_du.models import Credit, Enrolment, EnrolmentYear, Module

_CARRIED = Credit.kind == CreditKind.CAPITALISED


def covers(module: type[Module]) -> ColumnElement[bool]:
    """Keep the credits that cover a module, alone or with its unit."""
    return or_(Credit.module_id == module.id, Credit.unit_id == module.unit_id)


def is_covered(module: type[Module]) -> ColumnElement[bool]:
    """Tell whether a credit of the enrolment year covers the module."""
    return (
        select(Credit.id)
        .where(Credit.enrolment_year_id == EnrolmentYear.id, covers(module))
        .correlate(EnrolmentYear, module)
        .exists()
    )


def not_asked() -> ColumnElement[int]:
    """Placement minutes that an enrolment year does not ask for."""
    return _minutes(
        select(func.sum(Credit.placement_minutes)).where(
            Credit.enrolment_year_id == EnrolmentYear.id, ~_CARRIED
        ),
        EnrolmentYear,
    )


def not_asked_of_enrolment(counts: ColumnElement[bool]) -> ColumnElement[int]:
    """Placement minutes that the years of an enrolment which count do not ask for."""
    return _minutes(
        select(func.sum(Credit.placement_minutes))
        .join(EnrolmentYear, EnrolmentYear.id == Credit.enrolment_year_id)
        .where(EnrolmentYear.enrolment_id == Enrolment.id, ~_CARRIED, counts),
        Enrolment,
    )


def carried() -> ColumnElement[int]:
    """Placement minutes that an enrolment year brings along, approved in an earlier attempt."""
    return _minutes(
        select(func.sum(Credit.placement_minutes)).where(
            Credit.enrolment_year_id == EnrolmentYear.id, _CARRIED
        ),
        EnrolmentYear,
    )


def carried_by(key: InstrumentedAttribute[Any], chosen: ColumnElement[bool]) -> Select[Any, Any]:
    """Sum the placement minutes brought along, by ``key``, in the years chosen."""
    return (
        select(key, func.sum(Credit.placement_minutes))
        .select_from(Credit)
        .join(EnrolmentYear, EnrolmentYear.id == Credit.enrolment_year_id)
        .where(and_(chosen, _CARRIED))
        .group_by(key)
    )


def _minutes(
    statement: Select[Any], outer: type[EnrolmentYear] | type[Enrolment]
) -> ColumnElement[int]:
    return func.coalesce(statement.correlate(outer).scalar_subquery(), 0)
