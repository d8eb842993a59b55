"""What can be taken back is, to the row, until something rests on it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    Base,
    ClassListImport,
    Cohort,
    Enrolment,
    Person,
    PersonMerge,
)
from msp_du.services import (
    class_list_imports,
    class_lists,
    people_merges,
)
from msp_du.services.class_list_imports import Obstacle
from tests.factories import (
    PASSWORD,
    make_account,
    make_cohort,
    make_enrolment,
    make_mark,
    make_organisation,
    make_person,
    year_of,
)
from tests.factories.moves import trainee_cohorts
from tests.support import class_lists as lists

NOW = datetime.now(UTC)
AUDIT = {"audit_event", "audit_detail", "audit_head"}


def rows(*apart: str) -> dict[str, list[str]]:
    """Every row of every table but the journal, and but the tables ``apart``."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in AUDIT and table.name not in apart
        }


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, code="P1")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort) -> Account:
    with transaction() as writing:
        return make_account(writing, Role.COORDINATOR)


def import_list(cohort: Cohort, *changes: dict[str, str]) -> UUID:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        class_lists.import_rows(
            writing, here, lists.of(*changes).rows, today=lists.TODAY, actor=None, invite=True
        )
        latest = select(ClassListImport.id).order_by(ClassListImport.imported_at.desc())
        return writing.execute(latest.limit(1)).scalar_one()


def undo_import(import_id: UUID, actor: Account, code: str = "P1") -> None:
    with transaction() as writing:
        row = writing.get_one(ClassListImport, import_id)
        class_list_imports.undo(writing, row, typed_code=code, actor=actor)


def test_an_import_undone_leaves_the_database_as_it_was(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        known = make_person(writing)
        make_account(writing, person=known, email="known@example.org")
        make_organisation(writing, name="Le Relais")
    before = rows()
    import_id = import_list(
        cohort,
        {"employer": "Structure nouvelle"},
        {**lists.OTHER, "employer": "Le Relais"},
        {
            "student_number": known.student_number or "",
            "email": "known@example.org",
            "birth_date": "03/03/1984",
        },
    )
    assert len(rows()["enrolment"]) == len(before["enrolment"]) + 3
    assert rows()["job"]
    undo_import(import_id, coordinator)
    assert rows() == before


def test_a_list_that_served_stays(session: Session, cohort: Cohort, coordinator: Account) -> None:
    import_id = import_list(cohort, {}, lists.OTHER)
    with pytest.raises(RuleViolation) as refusal:
        undo_import(import_id, coordinator, code="P2")
    assert refusal.value.rule is Rule.CONFIRMATION_WRONG
    first, second = session.execute(select(Enrolment.id)).scalars().all()
    untouched = import_list(cohort, {"student_number": "9", "email": "c@example.org"})
    with transaction() as writing:
        make_mark(writing, year_of(writing, writing.get_one(Enrolment, first)), "M111-CC", "12")
        person_id = writing.get_one(Enrolment, second).person_id
        person = writing.get_one(Person, person_id)
        make_enrolment(writing, cohort=make_cohort(writing), person=person)
        account = writing.execute(
            select(Account).where(Account.person_id == person_id)
        ).scalar_one()
        account.password_hash = PASSWORD
    found = class_list_imports.of_cohort(session, cohort)
    assert {row.imported.id: row.obstacles for row in found} == {
        untouched: (),
        import_id: (Obstacle.RECORDED, Obstacle.ACCOUNT_IN_USE, Obstacle.KNOWN_ELSEWHERE),
    }
    with pytest.raises(RuleViolation) as refusal:
        undo_import(import_id, coordinator)
    assert refusal.value.rule is Rule.IMPORT_IN_USE


def merge(kept: Person, gone: Person, actor: Account, *, typed: str | None = None) -> PersonMerge:
    with transaction() as writing:
        number = gone.student_number if typed is None else typed
        return people_merges.merge(
            writing,
            writing.get_one(Person, kept.id),
            writing.get_one(Person, gone.id),
            typed_number=number or "",
            actor=writing.get_one(Account, actor.id),
            now=datetime.now(UTC),
        )


def undo_merge(row: PersonMerge, actor: Account) -> None:
    with transaction() as writing:
        people_merges.undo(writing, writing.get_one(PersonMerge, row.id), actor=actor)


def test_two_records_become_one_and_two_again(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        kept, gone = make_person(writing), make_person(writing)
        later = make_cohort(writing, code="P2")
        mine = make_account(writing, Role.TRAINEE, cohort=cohort, person=kept)
        theirs = make_account(writing, Role.TRAINEE, cohort=later, person=gone)
        theirs.password_hash = PASSWORD
        make_enrolment(writing, cohort=cohort, person=kept)
        enrolment = make_enrolment(writing, cohort=later, person=gone)
    before = rows("account", "enrolment")
    row = merge(kept, gone, coordinator)
    session.expire_all()
    assert enrolment.person_id == kept.id
    assert (theirs.person_id, mine.person_id, mine.is_active) == (kept.id, None, False)
    assert trainee_cohorts(session, theirs) == {cohort.id, later.id}
    plan = class_lists.plan(
        session, later, lists.of({"student_number": gone.student_number or ""}).rows
    )
    assert plan.rows[0].outcome is class_lists.Outcome.ENROLLED
    undo_merge(row, coordinator)
    session.expire_all()
    assert enrolment.person_id == gone.id
    assert (theirs.person_id, mine.person_id, mine.is_active) == (gone.id, kept.id, True)
    assert rows("account", "enrolment") == before


def test_records_are_not_merged_when_both_are_in_use(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        first, second, third = (make_person(writing) for _ in range(3))
        for person in (first, second):
            make_account(writing, Role.TRAINEE, person=person).password_hash = PASSWORD
        for person in (first, third):
            make_enrolment(writing, cohort=cohort, person=person)
    for other, broken in (
        (second, Rule.MERGE_TWO_ACCOUNTS),
        (third, Rule.MERGE_SAME_COHORT),
    ):
        with pytest.raises(RuleViolation) as refusal:
            merge(first, other, coordinator)
        assert refusal.value.rule is broken
    with pytest.raises(RuleViolation) as refusal:
        merge(second, third, coordinator, typed="?")
    assert refusal.value.rule is Rule.CONFIRMATION_WRONG
    row = merge(second, third, coordinator)
    with pytest.raises(RuleViolation) as refusal:
        merge(second, third, coordinator)
    assert refusal.value.rule is Rule.MERGE_DONE
    with transaction() as writing:
        moved = writing.execute(
            select(Enrolment).where(Enrolment.person_id == second.id)
        ).scalar_one()
        make_mark(writing, year_of(writing, moved), "M111-CC", "12")
    with pytest.raises(RuleViolation) as refusal:
        undo_merge(row, coordinator)
    assert refusal.value.rule is Rule.MERGE_CHANGED
