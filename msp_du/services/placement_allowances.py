"""The allowance of placements month by month, from the hours that were signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from msp_du.domain.allowances import AllowanceState, Month, Rate, by_month, rate_on, state_of
from msp_du.domain.placement_limits import LegalFigures, Terms
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, Person, Placement
from msp_du.services import agreement_days, audit, host_presence, legal_figures, placement_terms
from msp_du.services.host_presence import AtHosts


@dataclass(frozen=True, slots=True)
class PlacementAllowance:
    """What is due for a placement, and why; months are those with hours that were signed."""

    placement: Placement
    state: AllowanceState
    rate: Rate
    months: tuple[Month, ...]

    @property
    def cents(self) -> int:
        return sum(month.cents for month in self.months)

    @property
    def minutes(self) -> int:
        return sum(month.minutes for month in self.months)


def of_placement(
    session: Session, placement: Placement, figures: LegalFigures
) -> PlacementAllowance:
    """Return the allowance of a placement."""
    person_id = placement.enrolment_year.enrolment.person_id
    at_hosts = host_presence.of_people(session, [person_id], figures.year_starts)
    days = _signature_days(session, [placement])
    return _allowance(placement, at_hosts, days[placement.id], figures)


def of_cohort(session: Session, cohort: Cohort) -> list[PlacementAllowance]:
    """List the allowances of a cohort by name of the trainee; as many statements for any."""
    found = _placements(session, cohort)
    figures = legal_figures.of_institution(session, cohort.institution_id)
    people = {host_presence.tie_of(one).person_id for one in found}
    at_hosts = host_presence.of_people(session, people, figures.year_starts)
    days = _signature_days(session, found)
    return [_allowance(one, at_hosts, days[one.id], figures) for one in found]


def export(
    session: Session, cohort: Cohort, *, form: str, actor: Account
) -> list[PlacementAllowance]:
    """Return the allowances of a cohort, for a file that leaves: who takes it is recorded."""
    found = of_cohort(session, cohort)
    details = {"form": form, "placements": len(found)}
    audit.record(session, "placements:export-allowances", cohort, actor=actor, details=details)
    return found


def signature_day(placement: Placement, terms: Terms, signed_on: date | None) -> date:
    """Return the day whose rate holds: that on which the agreement was signed.

    Without one, the day that was typed, or the first of the placement.
    """
    return signed_on or terms.signed_on or placement.periods[0].starts_on


def _signature_days(session: Session, placements: Collection[Placement]) -> dict[UUID, date]:
    ids = [one.id for one in placements]
    terms = placement_terms.of_placements(session, ids)
    signed = agreement_days.signed_on(session, ids)
    nothing = placement_terms.NOTHING_STATED
    return {
        one.id: signature_day(one, terms.get(one.id, nothing), signed.get(one.id))
        for one in placements
    }


def _allowance(
    placement: Placement,
    at_hosts: AtHosts,
    signed_on: date,
    figures: LegalFigures,
) -> PlacementAllowance:
    presences = at_hosts.years[host_presence.tie_of(placement)]
    above = figures.allowance_above_minutes
    state = state_of(placement.regime, presences.values(), above_minutes=above)
    rate = rate_on(figures.rates, signed_on)
    months = by_month(
        at_hosts.worked.get(placement.id, ()),
        presences if state is AllowanceState.DUE else {},
        cents=rate.cents,
        above_minutes=above,
        starts=figures.year_starts,
    )
    return PlacementAllowance(placement, state, rate, months)


def _placements(session: Session, cohort: Cohort) -> list[Placement]:
    enrolment = contains_eager(Placement.enrolment_year).contains_eager(EnrolmentYear.enrolment)
    statement = (
        select(Placement)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id)
        .options(
            enrolment.contains_eager(Enrolment.person),
            joinedload(Placement.organisation),
            selectinload(Placement.periods),
        )
        .order_by(Person.sort_key, EnrolmentYear.year_number, Placement.id)
    )
    return list(session.execute(statement).scalars())
