"""What the register keeps of a structure: services, bodies, proposals."""

from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.models import Contact, HostService, Organisation


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
