"""What a placement is judged by, gathered from the tables: hours, classes, others at the host."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from msp_du.domain.hours import Period
from msp_du.domain.names import fold
from msp_du.domain.placement_lengths import span
from msp_du.domain.placement_limits import Case, LegalFigures, Neighbour, Terms
from msp_du.domain.vocabulary import Regime
from msp_du.models import (
    ClassSession,
    Enrolment,
    EnrolmentYear,
    Module,
    Placement,
    PlacementPeriod,
    Unit,
)
from msp_du.services import host_presence


def gather(session: Session, placement: Placement, terms: Terms, figures: LegalFigures) -> Case:
    """Return the case of a placement as it is in the tables; as many statements for any."""
    periods = [Period(row.starts_on, row.ends_on, row.planned_minutes) for row in placement.periods]
    year = placement.enrolment_year
    tie = host_presence.tie_of(placement)
    at_hosts = host_presence.of_people(session, [tie.person_id], figures.year_starts)
    return Case(
        regime=placement.regime,
        periods=periods,
        terms=terms,
        years=at_hosts.years[tie],
        taught=_taught(session, year),
        taught_present=_in_class(session, year),
        neighbours=_neighbours(session, placement, tie.person_id),
        supervised=_together(session, Placement.contact_id == placement.contact_id, periods),
        followed=_together(
            session,
            (Placement.academic_tutor_id == placement.academic_tutor_id)
            & Placement.academic_tutor_id.is_not(None),
            periods,
        ),
    )


def _taught(session: Session, year: EnrolmentYear) -> int:
    """Return the minutes taught in the year, placements not counted."""
    statement = (
        select(func.coalesce(func.sum(Module.taught_minutes), 0))
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            Unit.curriculum_version_id == year.curriculum_version_id,
            Unit.year_number == year.year_number,
        )
    )
    return int(session.execute(statement).scalar_one())


def _in_class(session: Session, year: EnrolmentYear) -> int | None:
    """Return the minutes of classes in the cohort's calendar; None while there is none.

    Groups take the same half-day at once.
    """
    half_days = (
        select(func.max(ClassSession.minutes).label("minutes"))
        .join(Module, Module.id == ClassSession.module_id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            ClassSession.cohort_id == year.enrolment.cohort_id,
            ClassSession.academic_year_id == year.academic_year_id,
            Unit.year_number == year.year_number,
        )
        .group_by(ClassSession.held_on, ClassSession.half_day)
        .subquery()
    )
    found = session.execute(select(func.sum(half_days.c.minutes))).scalar_one()
    return None if found is None else int(found)


def _neighbours(session: Session, placement: Placement, person_id: UUID) -> list[Neighbour]:
    """List the placements of other trainees in the same service of the host."""
    statement = (
        select(
            Placement.service,
            func.min(PlacementPeriod.starts_on),
            func.max(PlacementPeriod.ends_on),
        )
        .join(PlacementPeriod, PlacementPeriod.placement_id == Placement.id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Placement.organisation_id == placement.organisation_id,
            Placement.regime == Regime.STUDENT_INTERNSHIP,
            Enrolment.person_id != person_id,
        )
        .group_by(Placement.id, Placement.service)
        .order_by(func.max(PlacementPeriod.ends_on), Placement.id)
    )
    mine = fold(placement.service or "")
    return [
        Neighbour(starts_on, ends_on)
        for service, starts_on, ends_on in session.execute(statement)
        if fold(service or "") == mine
    ]


def _together(session: Session, chosen: ColumnElement[bool], periods: Sequence[Period]) -> int:
    """Count the people that somebody looks after on at least one of these days."""
    first, last = span(periods)
    statement = (
        select(func.count(Enrolment.person_id.distinct()))
        .select_from(Placement)
        .join(PlacementPeriod, PlacementPeriod.placement_id == Placement.id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(chosen, PlacementPeriod.starts_on <= last, PlacementPeriod.ends_on >= first)
    )
    return session.execute(statement).scalar_one()
