"""What the register keeps of a structure besides its card: services, readiness, reminders."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import HostBody, HostFacts, HostNote, Readiness, notes
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import Regime
from msp_du.models import Account, Contact, HostReadiness, HostService, Organisation
from msp_du.services import audit, host_links


def services_of(
    session: Session, organisation_id: UUID, *, active_only: bool = False
) -> list[HostService]:
    """List the services of a structure, by name without accents."""
    statement = select(HostService).where(HostService.organisation_id == organisation_id)
    if active_only:
        statement = statement.where(HostService.is_active)
    return sorted(session.execute(statement).scalars(), key=lambda row: fold(row.name))


def add_service(
    session: Session, organisation: Organisation, *, name: str, place: str | None, actor: Account
) -> HostService:
    """Add a service or place; SERVICE_NAME_TAKEN when the structure has one of this name."""
    _check_service_name(session, organisation.id, name)
    row = HostService(
        institution_id=organisation.institution_id,
        organisation_id=organisation.id,
        name=name,
        place=place or None,
    )
    session.add(row)
    session.flush()
    audit.record(session, "organisations:add-service", row, actor=actor)
    return row


def edit_service(
    session: Session,
    row: HostService,
    *,
    name: str,
    place: str | None,
    is_active: bool,
    actor: Account,
    version: int,
) -> None:
    """Change a service; placements there keep the words of their papers. STALE_VERSION."""
    _check_service_name(session, row.organisation_id, name, but=row.id)
    session.refresh(row)
    if row.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    row.name, row.place, row.is_active = name, place or None, is_active
    session.flush()
    audit.record(session, "organisations:edit-service", row, actor=actor)


def readiness(session: Session, organisation_id: UUID) -> dict[Readiness, date]:
    """Return the points of the checklist that were checked, and on which day each."""
    statement = select(HostReadiness.item, HostReadiness.checked_on).where(
        HostReadiness.organisation_id == organisation_id
    )
    return dict(session.execute(statement).all())


def check_readiness(
    session: Session,
    organisation: Organisation,
    items: Collection[Readiness],
    *,
    checked_on: date,
    today: date,
    actor: Account,
    version: int,
) -> None:
    """Keep which points are ready; those that were already keep their day.

    Raises RuleViolation READINESS_DATE for a day to come, STALE_VERSION.
    """
    if checked_on > today:
        raise RuleViolation(Rule.READINESS_DATE, field="checked_on")
    lock(session, organisation)
    if organisation.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    own = select(HostReadiness).where(HostReadiness.organisation_id == organisation.id)
    rows = {row.item: row for row in session.execute(own).scalars()}
    for item, row in rows.items():
        if item not in items:
            session.delete(row)
    session.add_all(
        HostReadiness(
            institution_id=organisation.institution_id,
            organisation_id=organisation.id,
            item=item,
            checked_on=checked_on,
            account_id=actor.id,
        )
        for item in Readiness
        if item in items and item not in rows
    )
    organisation.version += 1
    session.flush()
    details = {"ready": sorted(items)}
    audit.record(
        session, "organisations:check-readiness", organisation, actor=actor, details=details
    )


def reminders(
    session: Session, organisation: Organisation, *, regime: Regime | None = None
) -> tuple[HostNote, ...]:
    """Return what to be reminded of before a placement at a structure."""
    capacities = select(Contact.capacity).where(Contact.organisation_id == organisation.id)
    bodies = host_links.of(session, organisation.id)
    facts = HostFacts(
        kind=organisation.kind,
        can_sign_hours=organisation.can_sign_hours,
        observation_only=bool(organisation.observation_only),
        has_paid_staff=organisation.has_paid_staff,
        has_manager=HostBody.MANAGER in bodies,
        has_sponsor=HostBody.SPONSOR in bodies,
        capacities=frozenset(session.execute(capacities).scalars()),
    )
    return notes(facts, regime=regime)


def lock(session: Session, organisation: Organisation) -> None:
    """Hold the row of a structure, as it stands now, until the end of the transaction."""
    session.refresh(organisation, with_for_update=True)


def _check_service_name(
    session: Session, organisation_id: UUID, name: str, *, but: UUID | None = None
) -> None:
    """Lock the structure, whose list of names this is, and look for the name in it."""
    root = select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    session.execute(root).scalar_one()
    same = select(HostService.id).where(
        HostService.organisation_id == organisation_id, HostService.name == name
    )
    found = session.execute(same).scalar_one_or_none()
    if found is not None and found != but:
        raise RuleViolation(Rule.SERVICE_NAME_TAKEN, field="name")
