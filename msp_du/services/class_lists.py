"""Class lists: what importing one would do, row by row, then all of it or nothing."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.files.class_list import Row, Trainee
from msp_du.files.class_list_faults import Column
from msp_du.models import Account, Cohort, Enrolment, Organisation, Person
from msp_du.services import audit, class_list_imports, enrolments, people


class Outcome(StrEnum):
    """What importing a row does."""

    NEW = "new"
    KNOWN = "known"
    ENROLLED = "enrolled"


class Obstacle(StrEnum):
    """What stands in the way of a row."""

    ADDRESS_TAKEN = "address-taken"
    INE_TAKEN = "ine-taken"
    OTHER_PERSON = "other-person"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the list; ``differing`` are the columns in which what is known will stay."""

    number: int
    trainee: Trainee
    outcome: Outcome
    obstacles: tuple[Obstacle, ...] = ()
    differing: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; ``new_employers`` are organisations that it would add."""

    rows: tuple[PlannedRow, ...]
    new_employers: tuple[str, ...]

    @property
    def to_import(self) -> tuple[PlannedRow, ...]:
        """The rows that add an enrolment."""
        return tuple(row for row in self.rows if row.outcome is not Outcome.ENROLLED)

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not any(row.obstacles for row in self.rows)

    @property
    def meaning(self) -> str:
        """Digest of all that the plan says: the same plan, the same digest."""
        return hashlib.sha256(repr((self.rows, self.new_employers)).encode()).hexdigest()


def plan(session: Session, cohort: Cohort, rows: Sequence[Row]) -> Plan:
    """Tell what importing the rows without faults would do; nothing is written, six statements."""
    known = _known(session, cohort, [row.values for row in rows if row.values])
    planned = tuple(_planned(row, row.values, known) for row in rows if row.values)
    employers = {
        enrolments.employer_key(row.trainee.employer): row.trainee.employer
        for row in reversed(planned)
        if row.trainee.employer and row.outcome is not Outcome.ENROLLED
    }
    unknown = [name for key, name in employers.items() if key not in set(known.employers.values())]
    return Plan(planned, tuple(sorted(unknown, key=fold)))


def import_rows(
    session: Session,
    cohort: Cohort,
    rows: Sequence[Row],
    *,
    today: date,
    actor: Account | None,
    invite: bool = False,
    meaning: str | None = None,
) -> list[Enrolment]:
    """Enrol everybody of a class list, with an account each; those enrolled already are left out.

    Raises RuleViolation IMPORT_FAULTY when a row has a fault or an obstacle, IMPORT_CHANGED when
    the preview confirmed, known by its ``meaning``, would no longer say the same.
    """
    enrolments.lock_institution(session, cohort.institution_id)
    seen = plan(session, cohort, rows)
    if meaning is not None and meaning != seen.meaning:
        raise RuleViolation(Rule.IMPORT_CHANGED)
    if not seen.is_possible or len(seen.rows) != len(rows):
        raise RuleViolation(Rule.IMPORT_FAULTY)
    numbers = [row.trainee.student_number.casefold() for row in seen.to_import]
    known = people.numbered(session, cohort.institution_id, numbers).values()
    before = class_list_imports.census(session, cohort.institution_id, {one.id for one in known})
    try:
        added = [
            enrolments.enrol(session, cohort, row.trainee, today=today, invite=invite, actor=actor)
            for row in seen.to_import
        ]
    except IntegrityError as clash:  # somebody took the address meanwhile, in another institution
        raise RuleViolation(Rule.IMPORT_CHANGED) from clash
    audit.record(session, "cohorts:import", cohort, actor=actor, details={"enrolled": len(added)})
    if added:
        now = datetime.now(UTC)
        class_list_imports.note(session, cohort, added, before, actor=actor, now=now)
    return added


def add_trainee(
    session: Session,
    cohort: Cohort,
    trainee: Trainee,
    *,
    today: date,
    actor: Account | None,
    invite: bool = False,
) -> Enrolment:
    """Enrol one person, by the same checks as a list of one row.

    Raises RuleViolation ENROLMENT_EXISTS, STUDENT_NUMBER_TAKEN or ACCOUNT_ADDRESS_TAKEN.
    """
    enrolments.lock_institution(session, cohort.institution_id)
    row = plan(session, cohort, [Row(1, {}, trainee, ())]).rows[0]
    if row.outcome is Outcome.ENROLLED:
        raise RuleViolation(Rule.ENROLMENT_EXISTS, field="student_number")
    if row.obstacles:
        rule, field = _REFUSALS[row.obstacles[0]]
        raise RuleViolation(rule, field=field)
    return enrolments.enrol(session, cohort, trainee, today=today, invite=invite, actor=actor)


_REFUSALS = {
    Obstacle.ADDRESS_TAKEN: (Rule.ACCOUNT_ADDRESS_TAKEN, "email"),
    Obstacle.INE_TAKEN: (Rule.INE_TAKEN, "ine"),
    Obstacle.OTHER_PERSON: (Rule.STUDENT_NUMBER_TAKEN, "student_number"),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known already of the people and employers of a list."""

    people: Mapping[str, Person]  # by student number, case folded
    ine_owners: Mapping[str | None, UUID]
    address_owners: Mapping[str, UUID | None]
    addresses: Mapping[UUID | None, str]
    enrolments: Mapping[UUID, Enrolment]
    employers: Mapping[UUID, str]  # their keys


def _known(session: Session, cohort: Cohort, trainees: Sequence[Trainee]) -> _Known:
    numbers = [trainee.student_number.casefold() for trainee in trainees]
    ines = [trainee.ine for trainee in trainees if trainee.ine]
    emails = [trainee.email for trainee in trainees]
    found = people.numbered(session, cohort.institution_id, numbers)
    ids = [person.id for person in found.values()]
    of_address = select(Account.email, Account.person_id).where(Account.email.in_(emails))
    of_person = select(Account.person_id, Account.email).where(Account.person_id.in_(ids))
    enrolled = select(Enrolment).where(
        Enrolment.cohort_id == cohort.id, Enrolment.person_id.in_(ids)
    )
    employers = select(Organisation.id, Organisation.sort_key).where(
        Organisation.institution_id == cohort.institution_id
    )
    return _Known(
        people=found,
        ine_owners=people.ine_owners(session, cohort.institution_id, ines),
        address_owners=dict(session.execute(of_address).all()),
        addresses=dict(session.execute(of_person).all()),
        enrolments={row.person_id: row for row in session.execute(enrolled).scalars()},
        employers=dict(session.execute(employers).all()),
    )


def _planned(row: Row, trainee: Trainee, known: _Known) -> PlannedRow:
    person = known.people.get(trainee.student_number.casefold())
    enrolment = known.enrolments.get(person.id) if person else None
    if person is None:
        outcome = Outcome.NEW
    else:
        outcome = Outcome.KNOWN if enrolment is None else Outcome.ENROLLED
    return PlannedRow(
        number=row.number,
        trainee=trainee,
        outcome=outcome,
        obstacles=() if enrolment else tuple(_obstacles(trainee, person, known)),
        differing=tuple(_differing(row, trainee, person, enrolment, known)) if person else (),
    )


def _obstacles(trainee: Trainee, person: Person | None, known: _Known) -> Iterator[Obstacle]:
    own_id = person.id if person else None
    if person is not None and person.birth_date not in {None, trainee.birth_date}:
        yield Obstacle.OTHER_PERSON
    if trainee.ine and known.ine_owners.get(trainee.ine, own_id) != own_id:
        yield Obstacle.INE_TAKEN
    is_taken = trainee.email in known.address_owners
    if is_taken and (own_id is None or known.address_owners[trainee.email] != own_id):
        yield Obstacle.ADDRESS_TAKEN


def _differing(
    row: Row, trainee: Trainee, person: Person, enrolment: Enrolment | None, known: _Known
) -> Iterator[Column]:
    """Name the columns in which the file says something, and something else is known."""
    pairs: list[tuple[Column, object, object]] = [
        (Column.FAMILY_NAME, trainee.family_name, person.birth_family_name),
        (Column.USAGE_NAME, trainee.usage_name, person.usage_family_name),
        (Column.GIVEN_NAMES, trainee.given_names, person.given_names),
        (Column.CHOSEN_NAME, trainee.chosen_name, person.chosen_given_name),
        (Column.BIRTH_DATE, trainee.birth_date, person.birth_date),
        (Column.BIRTH_PLACE, trainee.birth_place, person.birth_place),
        (Column.EMAIL, trainee.email, known.addresses.get(person.id)),
        (Column.INE, trainee.ine, person.ine),
    ]
    if enrolment is not None:
        key = known.employers.get(enrolment.employer_id) if enrolment.employer_id else None
        given = enrolments.employer_key(trainee.employer) if trainee.employer else None
        pairs.append((Column.EMPLOYER, given, key))
        if row.texts.get(Column.REGIME):
            pairs.append((Column.REGIME, trainee.regime, enrolment.regime))
    for column, given_value, known_value in pairs:
        if given_value is not None and given_value != known_value:
            yield column
