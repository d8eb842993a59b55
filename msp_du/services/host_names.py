"""The list of an institution's structures by name and number: one lock, no two alike."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Institution, Organisation


def names(
    session: Session, institution_ids: Collection[UUID], *, but: UUID | None = None
) -> list[tuple[UUID, str]]:
    """List the structures of institutions by id and name, one of them left out."""
    statement = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.institution_id.in_(institution_ids))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [(identity, name) for identity, name in session.execute(statement) if identity != but]


def lock_institution(session: Session, institution_id: UUID) -> None:
    """Hold the institution, whose list of names and numbers this is."""
    root = select(Institution.id).where(Institution.id == institution_id).with_for_update()
    session.execute(root).scalar_one()


def check_free(
    session: Session,
    institution_id: UUID,
    *,
    name: str | None,
    finess: str | None,
    but: UUID | None,
) -> None:
    """Refuse a new name or number that another structure has; the caller holds the list's lock.

    Raises RuleViolation ORGANISATION_NAME_TAKEN, FINESS_TAKEN (detail ``name``).
    """
    if name and _other(session, institution_id, Organisation.name == name, but=but):
        raise RuleViolation(Rule.ORGANISATION_NAME_TAKEN, field="name")
    owner = finess and _other(session, institution_id, Organisation.finess == finess, but=but)
    if owner:
        raise RuleViolation(Rule.FINESS_TAKEN, field="finess", name=owner.name)


def _other(
    session: Session, institution_id: UUID, same: ColumnElement[bool], *, but: UUID | None
) -> Organisation | None:
    statement = select(Organisation).where(Organisation.institution_id == institution_id, same)
    found = session.execute(statement).scalar_one_or_none()
    return None if found is None or found.id == but else found
