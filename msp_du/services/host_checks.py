"""What a structure's own rules say of a placement there, beside the limits of the law."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import OBSERVATION_MINUTES, Hosting, check_observation, hosting
from msp_du.domain.hours import Period
from msp_du.models import (
    HostService,
    HoursEntry,
    Institution,
    Organisation,
    Placement,
    PlacementPeriod,
)
from msp_du.services.hours_rows import counted


def hosting_of(organisation: Organisation) -> Hosting:
    """Return what placements a structure may host."""
    return hosting(
        organisation.kind,
        can_sign_hours=organisation.can_sign_hours,
        observation_only=bool(organisation.observation_only),
    )


def observation_minutes(institution: Institution) -> int:
    """Return the hours of one trainee a year that observation may take, in minutes."""
    return institution.observation_minutes or OBSERVATION_MINUTES


def takes(organisation: Organisation, planned_minutes: int, observed: int) -> bool:
    """Tell whether a structure may host so many hours; ``observed`` is what observation may take.

    What a trainee does elsewhere is not known here: ``check`` asks again.
    """
    kept_to = hosting_of(organisation)
    is_short = planned_minutes <= observed
    return kept_to is Hosting.PLACEMENTS or (kept_to is Hosting.OBSERVATION and is_short)


def check(
    session: Session,
    placement: Placement,
    *,
    service: HostService | None,
    periods: Sequence[Period],
) -> None:
    """Refuse what the structure does not host; the placement names its structure and year.

    Raises RuleViolation SERVICE_NOT_OF_HOST, HOST_OBSERVATION_HOURS.
    """
    if service is not None and service.organisation_id != placement.organisation_id:
        raise RuleViolation(Rule.SERVICE_NOT_OF_HOST, field="host_service")
    host = session.get_one(Organisation, placement.organisation_id)
    kept_to = hosting_of(host)
    if kept_to is Hosting.OBSERVATION:
        institution = session.get_one(Institution, host.institution_id)
        planned = sum(period.planned_minutes for period in periods)
        check_observation(
            kept_to,
            minutes=planned + _planned_elsewhere(session, placement),
            most_minutes=observation_minutes(institution),
        )


def check_logged(
    session: Session, placement: Placement, minutes: int, *, but: UUID | None = None
) -> None:
    """Refuse hours past what observation may take in a year; ``but`` is the entry they replace.

    Raises RuleViolation HOST_OBSERVATION_LOGGED.
    """
    kept_to = hosting_of(placement.organisation)
    if kept_to is not Hosting.OBSERVATION:
        return
    institution = session.get_one(Institution, placement.institution_id)
    statement = (
        select(func.coalesce(func.sum(HoursEntry.minutes), 0))
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .where(
            Placement.enrolment_year_id == placement.enrolment_year_id,
            Placement.organisation_id == placement.organisation_id,
            HoursEntry.id.is_distinct_from(but),
            counted(),
        )
    )
    check_observation(
        kept_to,
        minutes=minutes + int(session.execute(statement).scalar_one()),
        most_minutes=observation_minutes(institution),
        is_logged=True,
    )


def _planned_elsewhere(session: Session, placement: Placement) -> int:
    """Return what other placements of the same year plan at the same structure."""
    statement = (
        select(func.coalesce(func.sum(PlacementPeriod.planned_minutes), 0))
        .join(Placement, Placement.id == PlacementPeriod.placement_id)
        .where(
            Placement.enrolment_year_id == placement.enrolment_year_id,
            Placement.organisation_id == placement.organisation_id,
        )
    )
    if placement.id is not None:
        statement = statement.where(Placement.id != placement.id)
    return int(session.execute(statement).scalar_one())
