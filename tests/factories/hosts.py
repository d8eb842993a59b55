"""What the register keeps of a structure: services, bodies, proposals."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.host_proposals import HostField
from msp_du.domain.hosts import Readiness
from msp_du.domain.learning import LearningKind
from msp_du.models import (
    Contact,
    HostProposal,
    HostProposalChange,
    HostReadiness,
    HostService,
    LearningContext,
    Organisation,
    Person,
)
from tests.factories.people import TODAY


def make_host_service(
    session: Session, organisation: Organisation, *, name: str = "Accueil de jour"
) -> HostService:
    row = HostService(
        institution_id=organisation.institution_id, organisation_id=organisation.id, name=name
    )
    session.add(row)
    session.flush()
    return row


def make_register(session: Session, contact: Contact, person: Person) -> dict[str, UUID]:
    """Something of everything, by the names that addresses have."""
    return {
        "host_service": make_host_service(session, contact.organisation).id,
        "learning_context": make_learning(session, person).id,
        "host_proposal": make_host_proposal(session, contact).id,
    }


def make_host_proposal(session: Session, contact: Contact, *, city: str = "Blois") -> HostProposal:
    """A new town for the structure and a telephone for the contact, proposed today."""
    row = HostProposal(
        institution_id=contact.institution_id,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        proposed_at=datetime.now(UTC),
        changes=[
            HostProposalChange(position=1, field=HostField.CITY, old="Tours", new=city),
            HostProposalChange(
                position=2, field=HostField.CONTACT_PHONE, old="", new="02 00 00 00 00"
            ),
        ],
    )
    session.add(row)
    session.flush()
    return row


def make_readiness(
    session: Session, organisation: Organisation, point: Readiness, *, checked_on: date = TODAY
) -> None:
    session.add(
        HostReadiness(
            institution_id=organisation.institution_id,
            organisation_id=organisation.id,
            item=point,
            checked_on=checked_on,
        )
    )
    session.flush()


def make_learning(session: Session, person: Person) -> LearningContext:
    row = LearningContext(
        institution_id=person.institution_id,
        person_id=person.id,
        kind=LearningKind.MEETING,
        noted_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row
