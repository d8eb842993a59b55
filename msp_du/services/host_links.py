"""The bodies that a structure depends on: who manages it, who sponsors it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import HostBody, check_links
from msp_du.models import HostLink, Organisation


def of(session: Session, organisation_id: UUID) -> dict[HostBody, Organisation]:
    """Return the bodies of a structure by the part they take."""
    statement = (
        select(HostLink.part, Organisation)
        .join(Organisation, Organisation.id == HostLink.body_id)
        .where(HostLink.organisation_id == organisation_id)
    )
    return dict(session.execute(statement).all())


def depending_on(session: Session, organisation_id: UUID) -> list[Organisation]:
    """List the structures that one manages or sponsors, by name."""
    statement = (
        select(Organisation)
        .join(HostLink, HostLink.organisation_id == Organisation.id)
        .where(HostLink.body_id == organisation_id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return list(session.execute(statement).scalars())


def keep(session: Session, organisation: Organisation, bodies: Mapping[HostBody, UUID]) -> None:
    """Set the bodies of a structure; the caller holds the institution's lock.

    Raises RuleViolation HOST_LINK_ELSEWHERE, HOST_SPONSOR_MANAGES or HOST_LINK_LOOP.
    """
    _check(session, organisation, bodies)
    own = HostLink.organisation_id == organisation.id
    session.execute(delete(HostLink).where(own))
    session.add_all(
        HostLink(
            institution_id=organisation.institution_id,
            organisation_id=organisation.id,
            part=part,
            body_id=body_id,
        )
        for part, body_id in bodies.items()
    )
    session.flush()


def _check(session: Session, organisation: Organisation, bodies: Mapping[HostBody, UUID]) -> None:
    of_institution = select(Organisation.id).where(
        Organisation.institution_id == organisation.institution_id,
        Organisation.id.in_(bodies.values()),
    )
    known = set(session.execute(of_institution).scalars())
    for part, body_id in bodies.items():
        if body_id not in known:
            raise RuleViolation(Rule.HOST_LINK_ELSEWHERE, field=part.value)
    statement = select(HostLink.organisation_id, HostLink.body_id).where(
        HostLink.institution_id == organisation.institution_id,
        HostLink.organisation_id != organisation.id,
    )
    links: dict[UUID, list[UUID]] = {}
    for owner_id, body_id in session.execute(statement):
        links.setdefault(owner_id, []).append(body_id)
    check_links(
        organisation.id,
        manager=bodies.get(HostBody.MANAGER),
        sponsor=bodies.get(HostBody.SPONSOR),
        links=links,
    )
