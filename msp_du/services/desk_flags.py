"""A link that reached somebody else: its desk ends, coordinators are told, the contact is marked.

No link goes to that contact until a coordinator has looked at the address.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, Role
from msp_du.models import (
    Account,
    Contact,
    ContactFlag,
    Enrolment,
    EnrolmentYear,
    Organisation,
    Placement,
    RoleGrant,
)
from msp_du.services import audit, desk_links, outbox


def raise_flag(session: Session, contact: Contact, *, now: datetime) -> None:
    """Note that whoever opened the link is not the contact; once, until somebody clears it."""
    session.execute(select(Contact.id).where(Contact.id == contact.id).with_for_update())
    desk_links.revoke(session, contact, now=now)
    if open_flag(session, contact) is not None:
        return
    flag = ContactFlag(contact_id=contact.id, raised_at=now)
    session.add(flag)
    session.flush()
    audit.record(
        session,
        "desk:wrong-person",
        flag,
        actor=None,
        institution_id=contact.institution_id,
        details={"contact": contact.id},
    )
    for account_id in _coordinators(session, contact, now=now):
        outbox.queue(
            session,
            JobKind.MAIL_DESK_WRONG_PERSON,
            f"{JobKind.MAIL_DESK_WRONG_PERSON}:{flag.id}:{account_id}",
            {"account_id": str(account_id), "contact_id": str(contact.id)},
            institution_id=contact.institution_id,
        )


def open_flag(session: Session, contact: Contact) -> ContactFlag | None:
    """Return the mark on a contact, if there is one."""
    statement = select(ContactFlag).where(
        ContactFlag.contact_id == contact.id, ContactFlag.cleared_at.is_(None)
    )
    return session.execute(statement).scalar_one_or_none()


def flagged_at(session: Session, organisation: Organisation) -> set[UUID]:
    """Return which contacts of a structure are marked."""
    statement = (
        select(ContactFlag.contact_id)
        .join(Contact, Contact.id == ContactFlag.contact_id)
        .where(Contact.organisation_id == organisation.id, ContactFlag.cleared_at.is_(None))
    )
    return set(session.execute(statement).scalars())


def clear(session: Session, contact: Contact, *, actor: Account, now: datetime) -> None:
    """Take the mark away: the address is right, links may go there again."""
    session.execute(select(Contact.id).where(Contact.id == contact.id).with_for_update())
    flag = open_flag(session, contact)
    if flag is None:
        return
    flag.cleared_at, flag.cleared_by_id = now, actor.id
    audit.record(
        session,
        "desk:clear-flag",
        flag,
        actor=actor,
        institution_id=contact.institution_id,
        details={"contact": contact.id},
    )


def _coordinators(session: Session, contact: Contact, *, now: datetime) -> list[UUID]:
    """List who coordinates a cohort with a trainee there, or the whole institution."""
    cohorts = (
        select(Enrolment.cohort_id)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .join(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .where(Placement.organisation_id == contact.organisation_id)
    )
    statement = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.disabled_at.is_(None),
            RoleGrant.role == Role.COORDINATOR,
            RoleGrant.institution_id == contact.institution_id,
            RoleGrant.since <= now,
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
            or_(RoleGrant.cohort_id.is_(None), RoleGrant.cohort_id.in_(cohorts)),
        )
        .distinct()
        .order_by(Account.id)
    )
    return list(session.execute(statement).scalars())
