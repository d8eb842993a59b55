"""Who is who in an institution: people by their numbers, two records of one person as one."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Person, PersonMerge

_kept = aliased(Person)


def numbered(session: Session, institution_id: UUID, numbers: Collection[str]) -> dict[str, Person]:
    """Return the people who have these student numbers, case folded; one statement.

    A number of a record that was merged leads to the one that was kept.
    """
    statement = (
        select(Person.student_number, _kept)
        .outerjoin(PersonMerge, PersonMerge.gone_id == Person.id)
        .join(_kept, _kept.id == who_counts())
        .where(
            Person.institution_id == institution_id,
            func.lower(Person.student_number).in_(numbers),
        )
    )
    return {(number or "").casefold(): person for number, person in session.execute(statement)}


def ine_owners(
    session: Session, institution_id: UUID, ines: Collection[str]
) -> dict[str | None, UUID]:
    """Return who has these INE, by INE; of a record that was merged, the one that was kept."""
    statement = (
        select(Person.ine, who_counts())
        .outerjoin(PersonMerge, PersonMerge.gone_id == Person.id)
        .where(Person.institution_id == institution_id, Person.ine.in_(ines))
    )
    return dict(session.execute(statement).all())


def who_counts() -> ColumnElement[UUID]:
    """Id of a person or, of a record that was merged, of the one that was kept."""
    return func.coalesce(PersonMerge.kept_id, Person.id)


def check_numbers(
    session: Session, person: Person, *, student_number: str | None, ine: str | None
) -> None:
    """Refuse numbers that another person of the institution has.

    Raises RuleViolation STUDENT_NUMBER_TAKEN or INE_TAKEN.
    """
    others = select(Person.id).where(
        Person.institution_id == person.institution_id, Person.id != person.id
    )
    same_number = others.where(
        func.lower(Person.student_number) == (student_number or "").casefold()
    )
    if student_number and session.execute(same_number).first() is not None:
        raise RuleViolation(Rule.STUDENT_NUMBER_TAKEN, field="student_number")
    owners = ine_owners(session, person.institution_id, [ine]) if ine else {}
    if set(owners.values()) - {person.id}:
        raise RuleViolation(Rule.INE_TAKEN, field="ine")
