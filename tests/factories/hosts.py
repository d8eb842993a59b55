"""What the register keeps of a structure: services, bodies, proposals."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.hosts import Readiness
from msp_du.models import Contact, HostReadiness, HostService, Organisation
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


def make_register(
    session: Session, organisation: Organisation, contact: Contact
) -> dict[str, UUID]:
    """Something of everything, by the names that addresses have."""
    return {"host_service": make_host_service(session, organisation).id}


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
