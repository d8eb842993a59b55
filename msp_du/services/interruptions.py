"""The days on which somebody enrolled does not follow the course."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.enrolment import Interruption, interruption
from msp_du.models import Enrolment, EnrolmentInterruption, EnrolmentYear, Placement


def note(session: Session, enrolment: Enrolment, *, until: date) -> None:
    """Keep the days out of the course that end as the enrolment leaves its state."""
    past = interruption(enrolment.state, enrolment.state_since, until)
    if past is not None:
        session.add(
            EnrolmentInterruption(
                enrolment_id=enrolment.id, starts_on=past.starts_on, ends_on=until
            )
        )


def of_placement(session: Session, placement: Placement) -> list[Interruption]:
    """List the days out of the course of the trainee of a placement, as they are now."""
    enrolment_id = (
        select(EnrolmentYear.enrolment_id)
        .where(EnrolmentYear.id == placement.enrolment_year_id)
        .scalar_subquery()
    )
    past = select(EnrolmentInterruption.starts_on, EnrolmentInterruption.ends_on).where(
        EnrolmentInterruption.enrolment_id == enrolment_id
    )
    found = [Interruption(*row) for row in session.execute(past)]
    state = select(Enrolment.state, Enrolment.state_since).where(Enrolment.id == enrolment_id)
    now, since = session.execute(state).one()
    current = interruption(now, since)
    return [*found, current] if current else found
