"""Two records of one person made one, and two again while neither has changed since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Base, Cohort, Document, Enrolment, Person, PersonMerge, RoleGrant
from msp_du.services import accounts, audit, sessions, traces
from msp_du.services.accounts import Grant
from msp_du.services.enrolments import lock_institution

_ACCOUNT_OF: sa.Column[Any] = Base.metadata.tables["account"].c.person_id


@dataclass(frozen=True, slots=True)
class Preview:
    """What goes from one record to the other; ``account`` is the one that will serve."""

    kept: Person
    gone: Person
    enrolments: Sequence[Enrolment]
    documents: int
    account: Account | None
    closed: Account | None


def doubles(session: Session, person: Person) -> list[Person]:
    """List the people of an institution who have the name or the date of birth of another."""
    merged = select(PersonMerge.gone_id)
    same_name = Person.sort_key == person.sort_key
    same_birth = sa.and_(
        Person.birth_date == person.birth_date,
        sa.func.lower(Person.birth_family_name) == person.birth_family_name.lower(),
    )
    statement = (
        select(Person)
        .where(
            Person.institution_id == person.institution_id,
            Person.id != person.id,
            Person.id.not_in(merged),
            sa.or_(same_name, same_birth),
        )
        .order_by(Person.sort_key, Person.student_number)
        .limit(10)
    )
    return list(session.execute(statement).scalars())


def find(session: Session, person: Person, number: str) -> Person:
    """Return another person of the institution by number; RuleViolation MERGE_NOBODY."""
    statement = select(Person).where(
        Person.institution_id == person.institution_id,
        Person.id != person.id,
        sa.func.lower(Person.student_number) == number.strip().casefold(),
    )
    found = session.execute(statement).scalar_one_or_none()
    if found is None or not number.strip():
        raise RuleViolation(Rule.MERGE_NOBODY, field="number")
    return found


def preview(session: Session, kept: Person, gone: Person) -> Preview:
    """Tell what merging would move; nothing is written.

    Raises RuleViolation MERGE_DONE, MERGE_SAME_COHORT (detail ``code``), MERGE_TWO_ACCOUNTS.
    """
    ends = {kept.id, gone.id}
    done = select(PersonMerge.id).where(
        sa.or_(PersonMerge.gone_id.in_(ends), PersonMerge.kept_id == gone.id)
    )
    if session.execute(done).first() is not None:
        raise RuleViolation(Rule.MERGE_DONE, field="number")
    _check_cohorts(session, kept, gone)
    mine, theirs = _account(session, kept), _account(session, gone)
    if mine and theirs and _serves(mine) and _serves(theirs):
        raise RuleViolation(Rule.MERGE_TWO_ACCOUNTS, field="number")
    takes_theirs = mine is None or (theirs is not None and _serves(theirs) and not _serves(mine))
    serving, closed = (theirs, mine) if takes_theirs else (mine, theirs)
    documents = select(sa.func.count()).where(Document.person_id == gone.id)
    return Preview(
        kept,
        gone,
        _enrolments(session, gone),
        session.execute(documents).scalar_one(),
        serving,
        closed,
    )


def merge(
    session: Session,
    kept: Person,
    gone: Person,
    *,
    typed_number: str,
    actor: Account,
    now: datetime,
) -> PersonMerge:
    """Give all that one record has to the other; documents keep the facts that they froze.

    Raises RuleViolation CONFIRMATION_WRONG unless the number of the record that goes was typed,
    and as ``preview`` does.
    """
    if typed_number.strip() != (gone.student_number or ""):
        raise RuleViolation(Rule.CONFIRMATION_WRONG, field="typed_number")
    lock_institution(session, kept.institution_id)
    found = preview(session, kept, gone)
    moved: dict[str, Collection[UUID]] = {}
    if found.closed is not None:
        of = "kept" if found.closed.person_id == kept.id else "gone"
        moved |= _close(session, found.closed, of=of, now=now)
    for column in _of_person():
        ids = _lead(session, column, gone.id, kept.id)
        moved[column.table.name] = [*moved.get(column.table.name, []), *ids]
    session.expire_all()
    if found.account is not None:
        moved["role_grant"] = _grant(session, found.account, kept, actor=actor)
    row = PersonMerge(
        institution_id=kept.institution_id,
        kept_id=kept.id,
        gone_id=gone.id,
        moved=traces.written(moved),
        digest=traces.digest(session, "person", [kept.id, gone.id]),
        account_id=actor.id,
        merged_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "people:merge", row, actor=actor, details={"kept": kept.id, "gone": gone.id}
    )
    return row


def of_person(session: Session, person: Person) -> list[PersonMerge]:
    """List the records that a person took over, the last one first."""
    statement = (
        select(PersonMerge)
        .where(PersonMerge.kept_id == person.id)
        .options(joinedload(PersonMerge.gone))
        .order_by(PersonMerge.merged_at.desc())
    )
    return list(session.execute(statement).scalars())


def can_be_undone(session: Session, row: PersonMerge) -> bool:
    """Tell whether neither record has changed, nor anything that hangs on it."""
    return traces.digest(session, "person", [row.kept_id, row.gone_id]) == row.digest


def undo(session: Session, row: PersonMerge, *, actor: Account) -> None:
    """Give back what a merge moved.

    Raises RuleViolation MERGE_CHANGED once either side changed.
    """
    lock_institution(session, row.institution_id)
    session.refresh(row, with_for_update=True)
    if not can_be_undone(session, row):
        raise RuleViolation(Rule.MERGE_CHANGED)
    audit.record(
        session,
        "people:undo-merge",
        row,
        actor=actor,
        details={"kept": row.kept_id, "gone": row.gone_id},
    )
    moved = traces.read(row.moved)
    session.execute(sa.delete(RoleGrant).where(RoleGrant.id.in_(moved.pop("role_grant", []))))
    of_kept, of_gone = moved.pop("closed_of_kept", []), moved.pop("closed_of_gone", [])
    disabled = moved.pop("disabled", [])
    for column in _of_person():
        _name(session, column, moved.get(column.table.name, []), row.gone_id)
    for ids, owner_id in ((of_kept, row.kept_id), (of_gone, row.gone_id)):
        _name(session, _ACCOUNT_OF, ids, owner_id)
    session.execute(sa.update(Account).where(Account.id.in_(disabled)).values(disabled_at=None))
    session.delete(row)
    session.flush()
    session.expire_all()


def _check_cohorts(session: Session, kept: Person, gone: Person) -> None:
    other = aliased(Enrolment)
    statement = (
        select(Cohort.code)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(other, other.cohort_id == Cohort.id)
        .where(Enrolment.person_id == kept.id, other.person_id == gone.id)
        .order_by(Cohort.code)
        .limit(1)
    )
    code = session.execute(statement).scalar_one_or_none()
    if code is not None:
        raise RuleViolation(Rule.MERGE_SAME_COHORT, field="number", code=code)


def _account(session: Session, person: Person) -> Account | None:
    statement = select(Account).where(Account.person_id == person.id)
    return session.execute(statement).scalar_one_or_none()


def _serves(account: Account) -> bool:
    return account.password_hash is not None


def _enrolments(session: Session, person: Person) -> list[Enrolment]:
    statement = (
        select(Enrolment)
        .where(Enrolment.person_id == person.id)
        .options(joinedload(Enrolment.cohort))
    )
    return list(session.execute(statement).scalars())


def _of_person() -> list[sa.Column[Any]]:
    """List the columns by which rows of other tables name a person."""
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
        and key.column.name == "id"
        and table.name != PersonMerge.__tablename__
    ]


def _lead(session: Session, column: sa.Column[Any], from_id: UUID, to_id: UUID) -> Sequence[UUID]:
    """Make the rows that name one person name another; return their ids."""
    table = column.table
    ids: Sequence[UUID] = (
        session.execute(select(table.c.id).where(column == from_id)).scalars().all()
    )
    _name(session, column, ids, to_id)
    return ids


def _name(session: Session, column: sa.Column[Any], ids: Collection[UUID], person_id: UUID) -> None:
    """Make rows name a person; a form that was open on one of them is then refused as stale."""
    table = Base.metadata.tables[column.table.name]
    values: dict[str, Any] = {column.name: person_id}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    session.execute(sa.update(table).where(table.c.id.in_(ids)).values(values))


def _close(session: Session, account: Account, *, of: str, now: datetime) -> dict[str, list[UUID]]:
    """Take an account that nobody opened from its person, and close it."""
    moved = {f"closed_of_{of}": [account.id]}
    if account.is_active:
        moved["disabled"] = [account.id]
        account.disabled_at = now
    account.person_id = None
    sessions.end_all(session, account)
    session.flush()
    return moved


def _grant(session: Session, account: Account, person: Person, *, actor: Account) -> set[UUID]:
    """Give the account of a person the role of trainee in all their cohorts."""
    session.refresh(account)
    before = {grant.id for grant in account.grants}
    for enrolment in _enrolments(session, person):
        role = Grant(Role.TRAINEE, enrolment.institution_id, enrolment.cohort_id)
        accounts.give_role(session, account, role, actor=actor)
    return {grant.id for grant in account.grants} - before
