"""Who is told of hours that were sent or returned: one mail a day for each placement at most."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.vocabulary import JobKind
from msp_du.models import Account, Contact, Placement
from msp_du.services import desk_links, desks, outbox


def tell_of_sent(session: Session, placement: Placement, *, now: datetime) -> None:
    """Tell the host's contact that hours wait, at their account or by a personal link.

    A deputy of that day is told as well: they sign in the contact's place.
    """
    today = _today(placement, now)
    for contact in [placement.contact, *desks.deputies_of(session, placement.contact_id, today)]:
        if contact.account_id is not None:
            _queue(session, JobKind.MAIL_HOURS_TO_APPROVE, placement, contact.account_id, now=now)
        elif desk_links.is_reachable(session, contact):
            _queue_link(session, placement, contact, today)


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
    key = f"{kind}:{placement.id}:{_today(placement, now).isoformat()}"
    if kind is JobKind.MAIL_HOURS_TO_APPROVE and account_id != placement.contact.account_id:
        key += f":{account_id}"
    payload = {"account_id": str(account_id), "placement_id": str(placement.id)}
    outbox.queue(session, kind, key, payload, institution_id=placement.institution_id)


def _queue_link(session: Session, placement: Placement, contact: Contact, today: date) -> None:
    """Ask for one mail a day for each contact, whatever the number of their trainees."""
    outbox.queue(
        session,
        JobKind.MAIL_DESK_HOURS,
        f"{JobKind.MAIL_DESK_HOURS}:{contact.id}:{today.isoformat()}",
        {"contact_id": str(contact.id)},
        institution_id=placement.institution_id,
    )


def _today(placement: Placement, now: datetime) -> date:
    zone = ZoneInfo(placement.enrolment_year.enrolment.cohort.institution.time_zone)
    return calendar.today(now, zone)
