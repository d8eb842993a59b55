"""Two records of one structure made one: all that hangs on the one that goes moves first."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.models import (
    Account,
    Base,
    Contact,
    Enrolment,
    HostLink,
    HostReadiness,
    HostService,
    Organisation,
    Placement,
)
from msp_du.services import audit, host_names, host_register, organisations

_FILLED = ("legal_form", "city", "siret", "finess", "category_code", "category_label", "notes")
"""What the record that stays takes from the other where it says nothing itself."""


@dataclass(frozen=True, slots=True)
class HostPreview:
    """What goes from one record to the other; ``filled`` are columns that were blank."""

    kept: Organisation
    gone: Organisation
    contacts: Sequence[str]
    services: Sequence[str]
    placements: int
    employed: int
    filled: Sequence[str]

    @property
    def meaning(self) -> str:
        """Digest of all that the preview says: the same preview, the same digest."""
        said = (
            (self.kept.id, self.kept.version, self.gone.id, self.gone.version),
            (self.contacts, self.services, self.placements, self.employed),
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()


def doubles(session: Session, organisation: Organisation) -> list[Organisation]:
    """List the structures that may be the same: a number, or the first word of the name."""
    first_word = organisation.sort_key.split(" ")[0]
    alike = Organisation.sort_key.contains(organisation.sort_key, autoescape=True)
    if len(organisation.sort_key.split(" ")) > 1:
        last_word = organisation.sort_key.split(" ")[-1]
        alike |= Organisation.sort_key.startswith(first_word, autoescape=True) & (
            Organisation.sort_key.endswith(last_word, autoescape=True)
        )
    if organisation.siret:
        alike |= Organisation.siret == organisation.siret
    statement = (
        select(Organisation)
        .where(
            Organisation.institution_id == organisation.institution_id,
            Organisation.id != organisation.id,
            alike,
        )
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(10)
    )
    return list(session.execute(statement).scalars())


def preview(session: Session, kept: Organisation, gone: Organisation) -> HostPreview:
    """Tell what would move; RuleViolation HOSTS_SAME, HOST_LINK_ELSEWHERE."""
    if kept.id == gone.id:
        raise RuleViolation(Rule.HOSTS_SAME, field="other")
    if kept.institution_id != gone.institution_id:
        raise RuleViolation(Rule.HOST_LINK_ELSEWHERE, field="other")
    return HostPreview(
        kept=kept,
        gone=gone,
        contacts=tuple(contact.name for contact in organisations.contacts(session, gone)),
        services=tuple(row.name for row in host_register.services_of(session, gone.id)),
        placements=_count(session, Placement.organisation_id == gone.id, Placement),
        employed=_count(session, Enrolment.employer_id == gone.id, Enrolment),
        filled=tuple(name for name in _FILLED if getattr(gone, name) and not getattr(kept, name)),
    )


def merge(
    session: Session, kept: Organisation, gone: Organisation, *, meaning: str, actor: Account
) -> None:
    """Give all that one record has to the other, then remove it.

    Raises RuleViolation PREVIEW_STALE when what the preview said, known by its ``meaning``, no
    longer holds; HOSTS_NOT_MERGED when both have something of which there is only one.
    """
    host_names.lock_institution(session, kept.institution_id)
    for row in sorted((kept, gone), key=lambda one: one.id):
        session.refresh(row, with_for_update=True)
    found = preview(session, kept, gone)
    if found.meaning != meaning:
        raise RuleViolation(Rule.PREVIEW_STALE)
    details = {
        "kept": kept.id,
        "gone": gone.id,
        "contacts": len(found.contacts),
        "services": len(found.services),
        "placements": found.placements,
    }
    taken = {name: getattr(gone, name) for name in found.filled}
    try:
        _move(session, kept, gone)
        session.expire_all()
        session.delete(session.get_one(Organisation, details["gone"]))
        session.flush()
    except IntegrityError as clash:
        raise RuleViolation(Rule.HOSTS_NOT_MERGED, field="other") from clash
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.version += 1
    session.flush()
    audit.record(session, "organisations:merge", kept, actor=actor, details=details)


def _count(session: Session, condition: sa.ColumnElement[bool], table: type[Base]) -> int:
    statement = select(sa.func.count()).select_from(table).where(condition)
    return int(session.execute(statement).scalar_one())


def _move(session: Session, kept: Organisation, gone: Organisation) -> None:
    """Make every row that names the one name the other.

    A row may name a contact together with the contact's structure, so that neither can move
    before the other: contacts are written anew under the structure that stays, then every row
    changes all of its names at once.
    """
    moves: dict[str, dict[UUID, UUID]] = {
        "organisation": {gone.id: kept.id},
        "contact": _copied(session, gone.id, kept.id),
        "host_service": _joined(session, gone.id, kept.id),
    }
    _drop_doubled(session, kept.id, gone.id)
    for table, columns in _naming():
        _rename(session, table, columns, moves)
    for model, ids in ((Contact, moves["contact"]), (HostService, moves["host_service"])):
        session.execute(sa.delete(model).where(model.id.in_(ids)))


def _copied(session: Session, gone_id: UUID, kept_id: UUID) -> dict[UUID, UUID]:
    table = Base.metadata.tables["contact"]
    moves = {}
    for row in session.execute(select(table).where(table.c.organisation_id == gone_id)).mappings():
        values = {**row, "id": uuid4(), "organisation_id": kept_id}
        session.execute(sa.insert(table).values(values))
        moves[row["id"]] = values["id"]
    return moves


def _joined(session: Session, gone_id: UUID, kept_id: UUID) -> dict[UUID, UUID]:
    """Return which services go because the other structure has one of the same name."""
    named = {fold(row.name): row.id for row in host_register.services_of(session, kept_id)}
    return {
        row.id: named[fold(row.name)]
        for row in host_register.services_of(session, gone_id)
        if fold(row.name) in named
    }


def _drop_doubled(session: Session, kept_id: UUID, gone_id: UUID) -> None:
    """Take away what both have and one keeps: points that are ready, links, links between them."""
    of_kept = select(HostReadiness.item).where(HostReadiness.organisation_id == kept_id)
    ready = HostReadiness.organisation_id == gone_id
    session.execute(sa.delete(HostReadiness).where(ready, HostReadiness.item.in_(of_kept)))
    both = {kept_id, gone_id}
    between = HostLink.organisation_id.in_(both) & HostLink.body_id.in_(both)
    session.execute(sa.delete(HostLink).where(between))
    parts = select(HostLink.part).where(HostLink.organisation_id == kept_id)
    bodies = select(HostLink.body_id).where(HostLink.organisation_id == kept_id)
    session.execute(
        sa.delete(HostLink).where(
            HostLink.organisation_id == gone_id,
            HostLink.part.in_(parts) | HostLink.body_id.in_(bodies),
        )
    )


def _naming() -> Iterator[tuple[sa.Table, Mapping[str, str]]]:
    """Give each table that names structures, contacts or services, with what its columns name."""
    for table in Base.metadata.sorted_tables:
        columns = {
            key.parent.name: _named(key)
            for key in table.foreign_keys
            if _named(key) in {"organisation", "contact", "host_service"}
        }
        if columns:
            yield table, columns


def _named(key: sa.ForeignKey) -> str:
    """Return the table whose id a column holds, also when it holds it through another table."""
    column = key.column
    return (
        "organisation"
        if column.name == "organisation_id"
        else (column.table.name if column.name == "id" else "")
    )


def _rename(
    session: Session,
    table: sa.Table,
    columns: Mapping[str, str],
    moves: Mapping[str, Mapping[UUID, UUID]],
) -> None:
    names_any = sa.or_(*(table.c[name].in_(moves[what]) for name, what in columns.items()))
    wanted = [table.c.id, *(table.c[name] for name in columns)]
    statement = select(*wanted).where(names_any)
    if table.name in {"contact", "host_service"}:
        statement = statement.where(table.c.id.not_in(moves[table.name]))
    for row in session.execute(statement).mappings().all():
        values: dict[str, Any] = {
            name: moves[what].get(row[name], row[name]) for name, what in columns.items()
        }
        if "version" in table.c:
            values["version"] = table.c.version + 1
        session.execute(sa.update(table).where(table.c.id == row["id"]).values(values))
