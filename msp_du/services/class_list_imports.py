"""Class lists that were imported: what each created, and that taken back while nothing rests on it.

``created`` holds the ids of the rows by table; what was known before the import is not in it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, JobKind
from msp_du.models import (
    Account,
    Base,
    ClassListImport,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Job,
    LinkToken,
    Organisation,
    RoleGrant,
)
from msp_du.services import audit, traces
from msp_du.services.enrolments import lock_institution

Created = dict[str, list[UUID]]
Census = dict[str, set[UUID]]
_REMOVED = ("job", "role_grant", "enrolment_year", "enrolment", "account", "person")
"""Tables in the order in which rows can go."""


class Obstacle(StrEnum):
    """Why a class list can no longer be taken back."""

    RECORDED = "recorded"
    ACCOUNT_IN_USE = "account_in_use"
    KNOWN_ELSEWHERE = "known_elsewhere"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A class list that was imported, and what stands in the way of taking it back."""

    imported: ClassListImport
    obstacles: tuple[Obstacle, ...]


def census(session: Session, institution_id: UUID, person_ids: Collection[UUID]) -> Census:
    """Return what an import may add to: people, accounts, roles, structures, invitations."""
    session.flush()
    accounts = select(Account.id).where(Account.person_id.in_(person_ids))
    invitations = select(Job.id).where(
        Job.institution_id == institution_id, Job.kind == JobKind.MAIL_INVITATION
    )
    return {
        "person": set(person_ids),
        "job": set(session.execute(invitations).scalars()),
        "account": set(session.execute(accounts).scalars()),
        "role_grant": set(
            session.execute(
                select(RoleGrant.id).where(RoleGrant.account_id.in_(accounts))
            ).scalars()
        ),
        "organisation": set(
            session.execute(
                select(Organisation.id).where(Organisation.institution_id == institution_id)
            ).scalars()
        ),
    }


def note(
    session: Session,
    cohort: Cohort,
    added: Sequence[Enrolment],
    before: Census,
    *,
    actor: Account | None,
    now: datetime,
) -> ClassListImport:
    """Keep which rows an import created."""
    after = census(session, cohort.institution_id, {each.person_id for each in added})
    ids = [each.id for each in added]
    years = select(EnrolmentYear.id).where(EnrolmentYear.enrolment_id.in_(ids))
    created: Mapping[str, Collection[UUID]] = {
        **{table: found - before[table] for table, found in after.items()},
        "enrolment": ids,
        "enrolment_year": session.execute(years).scalars().all(),
    }
    row = ClassListImport(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        enrolled=len(added),
        created=traces.written(created),
        account_id=actor.id if actor else None,
        imported_at=now,
    )
    session.add(row)
    session.flush()
    return row


def of_cohort(session: Session, cohort: Cohort) -> list[ImportRow]:
    """List the class lists of a cohort, the latest first; always as many statements."""
    statement = (
        select(ClassListImport)
        .where(ClassListImport.cohort_id == cohort.id)
        .options(joinedload(ClassListImport.account))
        .order_by(ClassListImport.imported_at.desc())
    )
    found = session.execute(statement).scalars().all()
    return [
        ImportRow(row, obstacles)
        for row, obstacles in zip(found, _obstacles(session, found), strict=True)
    ]


def undo(session: Session, row: ClassListImport, *, typed_code: str, actor: Account) -> None:
    """Remove what an import created, and nothing else; structures completed since stay.

    Raises RuleViolation CONFIRMATION_WRONG unless the cohort's code was typed, IMPORT_IN_USE
    when anything rests on it.
    """
    if typed_code.strip() != row.cohort.code:
        raise RuleViolation(Rule.CONFIRMATION_WRONG, field="typed_code")
    lock_institution(session, row.institution_id)
    session.refresh(row, with_for_update=True)
    created = traces.read(row.created)
    enrolled = select(Enrolment.id).where(Enrolment.id.in_(created["enrolment"]))
    session.execute(enrolled.order_by(Enrolment.id).with_for_update())
    if _obstacles(session, [row])[0]:
        raise RuleViolation(Rule.IMPORT_IN_USE)
    audit.record(
        session,
        "cohorts:undo-import",
        row,
        actor=actor,
        details={"cohort": row.cohort_id, "enrolled": row.enrolled},
    )
    _remove_ways_in(session, created.get("account", []))
    for name in _REMOVED:
        _remove(session, name, created.get(name, []))
    _remove_structures(session, created.get("organisation", []))
    session.delete(row)
    session.flush()
    session.expire_all()


def _remove(session: Session, name: str, ids: Collection[UUID]) -> None:
    table = Base.metadata.tables[name]
    session.execute(sa.delete(table).where(table.c.id.in_(ids)))


def _remove_ways_in(session: Session, account_ids: Collection[UUID]) -> None:
    """Remove the invitations of accounts that will be gone, sent or not."""
    session.execute(sa.delete(LinkToken).where(LinkToken.account_id.in_(account_ids)))
    keys = [Job.key.startswith(f"invitation:{one}:") for one in account_ids]
    if keys:
        session.execute(sa.delete(Job).where(Job.kind == JobKind.MAIL_INVITATION, or_(*keys)))


def _remove_structures(session: Session, ids: Collection[UUID]) -> None:
    untouched = select(Organisation.id).where(Organisation.id.in_(ids), Organisation.version == 1)
    found = set(session.execute(untouched).scalars())
    _remove(session, "organisation", found - traces.in_use(session, "organisation", found))


def _obstacles(session: Session, imports: Sequence[ClassListImport]) -> list[tuple[Obstacle, ...]]:
    created = [traces.read(row.created) for row in imports]
    together = {
        name: [one for each in created for one in each.get(name, [])]
        for name in ("person", "account", "role_grant", "enrolment", "enrolment_year")
    }
    in_the_way = {
        Obstacle.RECORDED: _recorded(session, together),
        Obstacle.ACCOUNT_IN_USE: _used_accounts(session, together),
        Obstacle.KNOWN_ELSEWHERE: traces.in_use(
            session, "person", together["person"], besides=together
        ),
    }
    return [
        tuple(
            obstacle
            for obstacle, ids in in_the_way.items()
            if ids & {one for found in each.values() for one in found}
        )
        for each in created
    ]


def _recorded(session: Session, created: Created) -> set[UUID]:
    """Return the enrolments and years that changed, or on which anything was recorded."""
    moved = select(Enrolment.id).where(
        Enrolment.id.in_(created["enrolment"]), Enrolment.state != EnrolmentState.ACTIVE
    )
    return {
        *session.execute(moved).scalars(),
        *traces.in_use(session, "enrolment", created["enrolment"], besides=created),
        *traces.in_use(session, "enrolment_year", created["enrolment_year"], besides=created),
    }


def _used_accounts(session: Session, created: Created) -> set[UUID]:
    """Return the accounts that their owner opened, or that did or received anything more."""
    opened = select(Account.id).where(
        Account.id.in_(created["account"]), Account.password_hash.is_not(None)
    )
    return {
        *session.execute(opened).scalars(),
        *traces.in_use(session, "account", created["account"], besides=created),
    }
