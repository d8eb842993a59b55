"""Lists of structures: what importing one would do, row by row, then all of it or nothing."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import HostBody
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import OrganisationKind
from msp_du.files.host_rows import HostLine
from msp_du.files.host_words import HostColumn
from msp_du.models import Account, Institution, Organisation
from msp_du.services import audit, host_links, host_names, organisations
from msp_du.services.organisations import OrganisationSheet

_USUAL: Final[Mapping[str, object]] = {
    "kind": OrganisationKind.OTHER,
    "can_sign_hours": True,
    "has_paid_staff": True,
}
"""What a new structure is taken to be where the list does not say."""


class HostOutcome(StrEnum):
    """What importing a row does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class HostChange:
    """A column in which the list says something else than what is known."""

    column: HostColumn
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class PlannedHost:
    """A row of the list; ``is_taken`` when its name is another structure's."""

    number: int
    line: HostLine
    outcome: HostOutcome
    changes: tuple[HostChange, ...] = ()
    organisation_id: UUID | None = None
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class HostPlan:
    """What an import would do."""

    rows: tuple[PlannedHost, ...]

    @property
    def to_write(self) -> list[PlannedHost]:
        """The rows that add or change a structure."""
        return [row for row in self.rows if row.outcome is not HostOutcome.UNCHANGED]

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not any(row.is_taken for row in self.rows)

    @property
    def meaning(self) -> str:
        """Digest of all that the plan says: the same plan, the same digest."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


def plan(session: Session, institution_id: UUID, lines: Sequence[tuple[int, HostLine]]) -> HostPlan:
    """Tell what importing numbered rows would do; nothing is written, one statement.

    A row is about the structure that has its FINESS number, or else its name.
    """
    statement = select(Organisation).where(Organisation.institution_id == institution_id)
    known = list(session.execute(statement).scalars())
    by_number = {row.finess: row for row in known if row.finess}
    by_name = {row.sort_key: row for row in known}
    planned: list[PlannedHost] = []
    for number, line in lines:
        named = by_name.get(_key(line.name))
        found = by_number.get(line.finess or "") or named
        is_other = bool(named and line.finess and named.finess not in {None, line.finess})
        is_again = found is not None and any(found.id == row.organisation_id for row in planned)
        is_taken = is_other or is_again or (named is not None and named is not found)
        planned.append(_planned(number, line, found, is_taken=is_taken))
    return HostPlan(tuple(planned))


def apply(
    session: Session,
    institution: Institution,
    lines: Sequence[tuple[int, HostLine]],
    *,
    meaning: str,
    actor: Account,
) -> HostPlan:
    """Add and change the structures of a list, all at once; return what was done.

    Raises RuleViolation IMPORT_CHANGED when the preview confirmed, known by its ``meaning``,
    would no longer say the same; IMPORT_FAULTY when something stands in the way.
    """
    host_names.lock_institution(session, institution.id)
    seen = plan(session, institution.id, lines)
    if seen.meaning != meaning:
        raise RuleViolation(Rule.IMPORT_CHANGED)
    if not seen.is_possible:
        raise RuleViolation(Rule.IMPORT_FAULTY)
    for row in seen.to_write:
        if row.organisation_id is None:
            sheet = _sheet(row.line, None)
            organisations.create(session, institution.id, sheet, actor=actor)
            continue
        known = session.get_one(Organisation, row.organisation_id)
        bodies = {part: body.id for part, body in host_links.of(session, known.id).items()}
        sheet = _sheet(row.line, known, bodies)
        organisations.edit(session, known, sheet, actor=actor, version=known.version)
    counts = {
        outcome.value: sum(1 for row in seen.rows if row.outcome is outcome)
        for outcome in HostOutcome
    }
    audit.record(
        session,
        "organisations:import",
        institution,
        actor=actor,
        institution_id=institution.id,
        details=counts,
    )
    return seen


def _key(name: str) -> str:
    return fold(name)[: organisations.SORT_KEY_LENGTH]


def _planned(
    number: int, line: HostLine, found: Organisation | None, *, is_taken: bool
) -> PlannedHost:
    if found is None:
        return PlannedHost(number, line, HostOutcome.NEW, is_taken=is_taken)
    changes = tuple(_changes(line, found))
    outcome = HostOutcome.CHANGED if changes else HostOutcome.UNCHANGED
    return PlannedHost(number, line, outcome, changes, found.id, is_taken)


def _changes(line: HostLine, known: Organisation) -> Iterator[HostChange]:
    for name in fields(HostLine):
        old, new = getattr(known, name.name), getattr(line, name.name)
        if new is not None and new != (old if old is not None else _blank(new)):
            yield HostChange(HostColumn(name.name), old, new)


def _blank(new: object) -> object:
    """Return what says as much as nothing: a box that is not ticked."""
    return False if isinstance(new, bool) else None


def _sheet(
    line: HostLine,
    known: Organisation | None,
    bodies: Mapping[HostBody, UUID] = MappingProxyType({}),
) -> OrganisationSheet:
    """Return what a structure becomes: what the list says, else what is known, else the usual."""
    told = {name.name: getattr(line, name.name) for name in fields(HostLine)}
    values: dict[str, Any] = {
        name: (getattr(known, name) if known else _USUAL.get(name)) if value is None else value
        for name, value in told.items()
    }
    if known is not None:
        values |= {"is_medical": known.is_medical, "notes": known.notes, "bodies": bodies}
    return OrganisationSheet(**values)
