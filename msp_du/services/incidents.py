"""Incidents on placements: told by the trainee or the coordinator, then declared in time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.incidents import IncidentPlace, check_moment, check_sent
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, IncidentNotice, Placement
from msp_du.services import audit, hours
from msp_du.services.cohorts import today_in


def tell(
    session: Session,
    placement: Placement,
    *,
    happened_at: datetime,
    place: IncidentPlace,
    actor: Account,
    now: datetime,
) -> IncidentNotice:
    """Note that something happened: when and in which kind of place, nothing more.

    Raises RuleViolation INCIDENT_IN_FUTURE or INCIDENT_TOO_EARLY.
    """
    first_day = min(row.starts_on for row in placement.periods)
    check_moment(happened_at, first_day=first_day, zone=hours.zone_of(placement), now=now)
    notice = IncidentNotice(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        happened_at=happened_at,
        place=place,
        told_at=now,
        told_by_id=actor.id,
    )
    session.add(notice)
    session.flush()
    audit.record(session, "incidents:tell", notice, actor=actor, details={"place": place})
    return notice


def note_sending(
    session: Session, notice: IncidentNotice, *, sent_on: date, actor: Account, now: datetime
) -> None:
    """Note the day on which the declaration was sent; locks the notice.

    Raises RuleViolation INCIDENT_SENT when it is noted already, INCIDENT_SENT_DATE.
    """
    session.refresh(notice, with_for_update=True)
    if notice.sent_on is not None:
        raise RuleViolation(Rule.INCIDENT_SENT)
    placement = notice.placement
    zone = hours.zone_of(placement)
    check_sent(
        sent_on,
        happened_on=notice.happened_at.astimezone(zone).date(),
        today=today_in(placement.enrolment_year.enrolment.cohort.institution, now),
    )
    notice.sent_on = sent_on
    session.flush()
    details = {"sent_on": sent_on}
    audit.record(session, "incidents:note-sending", notice, actor=actor, details=details)


def of_placement(session: Session, placement: Placement) -> Sequence[IncidentNotice]:
    """List the incidents of a placement, the last one first."""
    statement = (
        select(IncidentNotice)
        .where(IncidentNotice.placement_id == placement.id)
        .options(joinedload(IncidentNotice.told_by))
        .order_by(IncidentNotice.happened_at.desc(), IncidentNotice.id)
    )
    return session.execute(statement).scalars().all()


def of_cohort(session: Session, cohort: Cohort) -> list[IncidentNotice]:
    """List the incidents of a cohort, those not declared yet first; one statement."""
    placement = contains_eager(IncidentNotice.placement)
    year = placement.contains_eager(Placement.enrolment_year)
    statement = (
        select(IncidentNotice)
        .join(IncidentNotice.placement)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id)
        .options(
            year.contains_eager(EnrolmentYear.enrolment).contains_eager(Enrolment.person),
            placement.joinedload(Placement.organisation),
            joinedload(IncidentNotice.told_by),
        )
        .order_by(IncidentNotice.happened_at.desc(), IncidentNotice.id)
    )
    found = session.execute(statement).scalars().all()
    return sorted(found, key=lambda notice: notice.sent_on is not None)
