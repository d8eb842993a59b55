"""What lies on a host's desk."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import SignatureVia
from msp_du.models import Contact, ContactDeputy, DeskReceipt, HoursEntry, Organisation, Placement
from msp_du.services import approvals, desk_approvals
from tests.factories.people import TODAY
from tests.factories.placements import make_contact

KEY = "s" * 43


def make_deputy(
    session: Session, contact: Contact, *, days: tuple[int, int] = (-1, 1)
) -> ContactDeputy:
    """A colleague who stands in for a contact, from yesterday to tomorrow."""
    organisation = session.get_one(Organisation, contact.organisation_id)
    deputy = make_contact(session, organisation=organisation, name="Sam Keita")
    row = ContactDeputy(
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        deputy_id=deputy.id,
        starts_on=TODAY + timedelta(days=days[0]),
        ends_on=TODAY + timedelta(days=days[1]),
    )
    session.add(row)
    session.flush()
    return row


def shown(
    placement: Placement, entries: list[HoursEntry], contact: Contact | None = None
) -> desk_approvals.ShownList:
    """A list as a form of the desk would carry it."""
    digest = approvals.digest_of(entries)
    signer = contact or placement.contact
    return desk_approvals.ShownList(
        placement.id,
        tuple(entry.id for entry in entries),
        digest,
        desk_approvals.form_token(KEY, placement.id, signer.id, digest),
    )


def signer(*contacts: Contact) -> desk_approvals.Signer:
    """Somebody who came in by a personal link."""
    return desk_approvals.Signer(
        contacts, "Amina Diallo", "Coordinatrice", SignatureVia.PERSONAL_LINK
    )


def make_receipt(session: Session, placement: Placement, entries: list[HoursEntry]) -> DeskReceipt:
    """The receipt of entries that wait, signed by the placement's contact."""
    receipts = desk_approvals.sign(
        session,
        [shown(placement, entries)],
        signer(placement.contact),
        key=KEY,
        now=datetime.now(UTC),
    )
    return receipts[0]
