"""Hours of a placement and hours of class: nobody is in both places at once (domain §3.4)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Proposal
from msp_du.services import class_sessions


def check(session: Session, person_id: UUID, proposal: Proposal) -> None:
    """Refuse times during which the person was in class (HOURS_OVERLAP_CLASS, ``worked_on``).

    A duration alone says nothing of when, and is not refused; nor is a class missed.
    """
    if proposal.started_at is None or proposal.ended_at is None:
        return
    days = [proposal.worked_on, proposal.worked_on + timedelta(days=1)]
    spans = class_sessions.presence_of(session, person_id, days)
    if any(span.overlaps(proposal.started_at, proposal.ended_at) for span in spans):
        raise RuleViolation(Rule.HOURS_OVERLAP_CLASS, field="start", worked_on=proposal.worked_on)
