"""Who stands in for a contact of a host between two days."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Contact, ContactDeputy
from msp_du.services import audit


def of_contact(session: Session, contact: Contact) -> list[ContactDeputy]:
    """List the deputies of a contact, the latest first."""
    statement = (
        select(ContactDeputy)
        .where(ContactDeputy.contact_id == contact.id)
        .order_by(ContactDeputy.starts_on.desc(), ContactDeputy.id)
        .options(joinedload(ContactDeputy.deputy))
    )
    return list(session.execute(statement).scalars())


def name(
    session: Session,
    contact: Contact,
    deputy: Contact,
    *,
    starts_on: date,
    ends_on: date,
    actor: Account,
) -> ContactDeputy:
    """Let another contact of the host see and sign in this one's place, both days included.

    DEPUTY_NOT_OF_HOST for the same person or another structure's; DEPUTY_BOUNDS when the last day
    comes before the first. The same deputy from the same day on takes the new last day.
    """
    if deputy.id == contact.id or deputy.organisation_id != contact.organisation_id:
        raise RuleViolation(Rule.DEPUTY_NOT_OF_HOST, field="deputy")
    if ends_on < starts_on:
        raise RuleViolation(Rule.DEPUTY_BOUNDS, field="ends_on")
    session.execute(select(Contact.id).where(Contact.id == contact.id).with_for_update())
    statement = select(ContactDeputy).where(
        ContactDeputy.contact_id == contact.id,
        ContactDeputy.deputy_id == deputy.id,
        ContactDeputy.starts_on == starts_on,
    )
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        row = ContactDeputy(
            organisation_id=contact.organisation_id,
            contact_id=contact.id,
            deputy_id=deputy.id,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        session.add(row)
    row.ends_on = ends_on
    session.flush()
    _record(session, "desk:name-deputy", row, contact, actor)
    return row


def end(session: Session, row: ContactDeputy, *, actor: Account, last_day: date) -> None:
    """Let a deputy stand in no longer than a day; one who has not begun goes altogether."""
    _record(session, "desk:end-deputy", row, row.contact, actor)
    if row.starts_on > last_day:
        session.delete(row)
    else:
        row.ends_on = min(row.ends_on, last_day)
    session.flush()


def colleagues(session: Session, contact: Contact) -> list[Contact]:
    """List the other contacts of the same structure, by name."""
    statement = (
        select(Contact)
        .where(Contact.organisation_id == contact.organisation_id, Contact.id != contact.id)
        .order_by(Contact.name, Contact.id)
    )
    return list(session.execute(statement).scalars())


def colleague(session: Session, contact: Contact, identity: UUID) -> Contact | None:
    """Return another contact of the same structure, or None."""
    return next((one for one in colleagues(session, contact) if one.id == identity), None)


def _record(
    session: Session, act: str, row: ContactDeputy, contact: Contact, actor: Account
) -> None:
    details = {"contact": row.contact_id, "deputy": row.deputy_id, "ends_on": row.ends_on}
    audit.record(
        session, act, row, actor=actor, institution_id=contact.institution_id, details=details
    )
