"""How long people are at each host in each academic year: planned, and worked with a signature."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from msp_du.domain.allowances import Presence
from msp_du.domain.hours import Period
from msp_du.domain.placement_lengths import YearStart, by_year
from msp_du.domain.vocabulary import HoursState, Regime
from msp_du.models import Enrolment, EnrolmentYear, HoursEntry, Placement, PlacementPeriod
from msp_du.services.hours_rows import counted


class Tie(NamedTuple):
    """Somebody at a host under one legal tie; hours of another tie are not counted with these."""

    person_id: UUID
    organisation_id: UUID
    regime: Regime


@dataclass(frozen=True, slots=True)
class AtHosts:
    """``years`` by tie and first day of the year; ``worked`` by placement: days and minutes."""

    years: Mapping[Tie, Mapping[date, Presence]]
    worked: Mapping[UUID, Sequence[tuple[date, int]]]


def of_people(session: Session, person_ids: Collection[UUID], starts: YearStart) -> AtHosts:
    """Return where people are and were placed, renewals included; two statements."""
    planned: defaultdict[Tie, list[Period]] = defaultdict(list)
    for person_id, organisation_id, regime, first, last, minutes in _periods(session, person_ids):
        planned[Tie(person_id, organisation_id, regime)].append(Period(first, last, minutes))
    approved: defaultdict[Tie, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    worked: defaultdict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for person_id, organisation_id, regime, placement_id, day, minutes in _days(
        session, person_ids
    ):
        approved[Tie(person_id, organisation_id, regime)][starts.before(day)] += int(minutes)
        worked[placement_id].append((day, int(minutes)))
    years = {tie: _years(planned[tie], approved[tie], starts) for tie in {*planned, *approved}}
    return AtHosts(years, worked)


def tie_of(placement: Placement) -> Tie:
    """Return under which tie a placement counts."""
    person_id = placement.enrolment_year.enrolment.person_id
    return Tie(person_id, placement.organisation_id, placement.regime)


def _years(
    periods: Sequence[Period], approved: Mapping[date, int], starts: YearStart
) -> dict[date, Presence]:
    planned = by_year(periods, starts)
    return {
        first_day: Presence(planned.get(first_day, Fraction(0)), approved.get(first_day, 0))
        for first_day in sorted({*planned, *approved})
    }


def _periods(
    session: Session, person_ids: Collection[UUID]
) -> Sequence[Row[UUID, UUID, Regime, date, date, int]]:
    statement = (
        select(
            Enrolment.person_id,
            Placement.organisation_id,
            Placement.regime,
            PlacementPeriod.starts_on,
            PlacementPeriod.ends_on,
            PlacementPeriod.planned_minutes,
        )
        .join(Placement, Placement.id == PlacementPeriod.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id.in_(person_ids))
    )
    return session.execute(statement).all()


def _days(
    session: Session, person_ids: Collection[UUID]
) -> Sequence[Row[UUID, UUID, Regime, UUID, date, int]]:
    keys = (
        Enrolment.person_id,
        Placement.organisation_id,
        Placement.regime,
        Placement.id,
        HoursEntry.worked_on,
    )
    statement = (
        select(*keys, func.sum(HoursEntry.minutes))
        .select_from(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.person_id.in_(person_ids),
            HoursEntry.state == HoursState.APPROVED,
            counted(),
        )
        .group_by(*keys)
        .order_by(HoursEntry.worked_on)
    )
    return session.execute(statement).all()
