"""Hosts without an account in the demonstration: what they owe, and what they signed."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import ContactCapacity, HoursState, SignatureVia
from msp_du.models import (
    Contact,
    ContactDeputy,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Person,
    Placement,
)
from msp_du.services import approvals, desk_approvals, desk_links
from msp_du.services.desk_approvals import ShownList, Signer

WITHOUT_ACCOUNT: Final = 2
SIGNED_AT_ONCE: Final = 2
KEY: Final = "demonstration"


@dataclass(frozen=True, slots=True)
class ListedDesk:
    """A desk that can be tried: whose, and the link that opens it."""

    name: str
    host: str
    secret: str


def prepare(work: Setting) -> None:
    """Leave the two hosts with most to sign without an account; one signed a little yesterday."""
    waiting = func.count(HoursEntry.id)
    statement = (
        select(Contact)
        .join(Placement, Placement.contact_id == Contact.id)
        .join(HoursEntry, HoursEntry.placement_id == Placement.id)
        .where(HoursEntry.state == HoursState.SUBMITTED, Contact.id != work.contacts["tilleuls"].id)
        .group_by(Contact.id)
        .order_by(waiting.desc(), Contact.name)
        .limit(WITHOUT_ACCOUNT)
    )
    contacts = list(work.session.execute(statement).scalars())
    for contact in contacts:
        contact.account_id = None
    work.session.flush()
    for contact in contacts[:1]:
        _sign_a_little(work, contact)
        _name_deputy(work, contact)


def open_links(session: Session, *, now: datetime) -> list[ListedDesk]:
    """Make a link for each host without an account; those of an earlier start end."""
    statement = (
        select(Contact)
        .join(Placement, Placement.contact_id == Contact.id)
        .where(Contact.account_id.is_(None), Contact.email.is_not(None))
        .group_by(Contact.id)
        .order_by(Contact.name)
    )
    return [
        ListedDesk(
            contact.name, contact.organisation.name, desk_links.issue(session, contact, now=now)
        )
        for contact in session.execute(statement).scalars().all()
    ]


def _sign_a_little(work: Setting, contact: Contact) -> None:
    """Sign the oldest days that wait, as the host would from a link."""
    statement = (
        select(Placement)
        .join(Placement.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .where(Placement.contact_id == contact.id)
        .order_by(Person.student_number, EnrolmentYear.year_number)
    )
    for placement in work.session.execute(statement).scalars():
        entries = approvals.to_sign(work.session, placement)[:SIGNED_AT_ONCE]
        if not entries:
            continue
        digest = approvals.digest_of(entries)
        token = desk_approvals.form_token(KEY, placement.id, contact.id, digest)
        shown = ShownList(placement.id, tuple(entry.id for entry in entries), digest, token)
        signer = Signer(
            (contact,), contact.name, contact.job_title or "", SignatureVia.PERSONAL_LINK
        )
        yesterday = datetime.combine(work.today - timedelta(days=1), time(10), UTC)
        desk_approvals.sign(work.session, [shown], signer, key=KEY, now=yesterday)
        return


def _name_deputy(work: Setting, contact: Contact) -> None:
    """Add a colleague who stands in next month."""
    deputy = Contact(
        institution_id=contact.institution_id,
        organisation_id=contact.organisation_id,
        name="Sam Keita",
        email="sam.keita@example.org",
        capacity=ContactCapacity.HOST_SUPERVISOR,
        job_title="Animation",
    )
    work.session.add(deputy)
    work.session.flush()
    work.session.add(
        ContactDeputy(
            organisation_id=contact.organisation_id,
            contact_id=contact.id,
            deputy_id=deputy.id,
            starts_on=work.today + timedelta(days=30),
            ends_on=work.today + timedelta(days=44),
        )
    )
    work.session.flush()
