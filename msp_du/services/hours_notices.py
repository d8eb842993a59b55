"""Who is told of hours that were sent or returned: one mail a day for each placement at most."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.vocabulary import JobKind
from msp_du.models import Account, Placement
from msp_du.services import outbox


def tell_of_sent(session: Session, placement: Placement, *, now: datetime) -> None:
    """Tell the host's contact that hours wait; a contact without an account is told nothing."""
    account_id = placement.contact.account_id
    if account_id is not None:
        _queue(session, JobKind.MAIL_HOURS_TO_APPROVE, placement, account_id, now=now)


def tell_of_returned(session: Session, placement: Placement, *, now: datetime) -> None:
    """Tell the trainee that a line came back."""
    person_id = placement.enrolment_year.enrolment.person_id
    found = select(Account.id).where(Account.person_id == person_id)
    account_id = session.execute(found).scalar_one_or_none()
    if account_id is not None:
        _queue(session, JobKind.MAIL_HOURS_RETURNED, placement, account_id, now=now)


def _queue(
    session: Session, kind: JobKind, placement: Placement, account_id: UUID, *, now: datetime
) -> None:
    zone = ZoneInfo(placement.enrolment_year.enrolment.cohort.institution.time_zone)
    key = f"{kind}:{placement.id}:{calendar.today(now, zone).isoformat()}"
    payload = {"account_id": str(account_id), "placement_id": str(placement.id)}
    outbox.queue(session, kind, key, payload, institution_id=placement.institution_id)
