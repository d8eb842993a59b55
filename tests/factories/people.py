"""Institutions, people and their accounts."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import (
    Role,
)
from msp_du.models import (
    Account,
    Cohort,
    Institution,
    Person,
    RoleGrant,
)
from msp_du.services import passwords

TODAY = datetime.now(UTC).date()
PASSWORD = "une phrase assez longue"
numbers = count(1)


def make_institution(
    session: Session, *, name: str = "Université de démonstration", code: str | None = None
) -> Institution:
    institution = Institution(
        code=code or f"univ-{next(numbers)}", name=name, sender_address="suivi@example.org"
    )
    session.add(institution)
    session.flush()
    return institution


def first_institution(session: Session) -> Institution:
    """The institution that a test did not name: the one there is, or a new one."""
    statement = select(Institution).order_by(Institution.code).limit(1)
    return session.execute(statement).scalar_one_or_none() or make_institution(session)


def make_person(
    session: Session,
    *,
    institution: Institution | None = None,
    birth_family_name: str = "Lefèvre",
    given_names: str = "Camille",
    usage_family_name: str | None = None,
    chosen_given_name: str | None = None,
) -> Person:
    number = next(numbers)
    person = Person(
        institution_id=(institution or first_institution(session)).id,
        birth_family_name=birth_family_name,
        usage_family_name=usage_family_name,
        given_names=given_names,
        chosen_given_name=chosen_given_name,
        birth_date=date(1984, 3, 3),
        student_number=f"E{number:07}",
        sort_key="",
    )
    person.sort_key = person.name.sort_key
    session.add(person)
    session.flush()
    return person


def make_account(
    session: Session,
    *roles: Role,
    email: str | None = None,
    display_name: str = "Dominique Bernard",
    institution: Institution | None = None,
    cohort: Cohort | None = None,
    person: Person | None = None,
    password: str | None = None,
) -> Account:
    account = Account(
        email=email or f"compte-{next(numbers)}@example.org",
        display_name=person.name.display if person else display_name,
        person_id=person.id if person else None,
        password_hash=passwords.hash_password(password) if password else None,
        created_at=datetime.now(UTC),
    )
    owner = institution or (None if not roles else first_institution(session))
    account.grants = [
        RoleGrant(
            role=role,
            institution_id=cohort.institution_id if cohort else owner.id,
            cohort_id=cohort.id if cohort else None,
            since=datetime.now(UTC) - timedelta(days=1),
        )
        for role in roles
        if owner is not None
    ]
    session.add(account)
    session.flush()
    return account
