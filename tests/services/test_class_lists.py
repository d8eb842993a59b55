"""A class list is planned without a trace, then imported whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, Regime, Role
from msp_du.extensions import db, transaction
from msp_du.files.class_list import ClassList, Row, read
from msp_du.files.class_list_faults import Column
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, Job, Organisation, Person
from msp_du.services import audit, class_lists, enrolments
from msp_du.services.class_lists import Obstacle, Outcome, Plan
from tests.factories import make_account, make_cohort, make_institution, make_organisation
from tests.support import class_lists as lists
from tests.support.class_lists import TODAY
from tests.support.statements import statements

DATA = Path(__file__).parents[1] / "files/data"
COUNTED = (Person, Account, Enrolment, EnrolmentYear, Organisation, Job)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing)


def example(name: str) -> ClassList:
    return read((DATA / f"class-list-{name}.csv").read_bytes(), today=TODAY)


def rows_in(session: Session) -> list[int]:
    return [session.execute(select(func.count(table.id))).scalar_one() for table in COUNTED]


def load(cohort: Cohort | UUID, rows: Sequence[Row], *, meaning: str | None = None) -> int:
    cohort_id = cohort if isinstance(cohort, UUID) else cohort.id
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort_id)
        return len(
            class_lists.import_rows(writing, here, rows, today=TODAY, actor=None, meaning=meaning)
        )


def plan(session: Session, cohort: Cohort, *changes: dict[str, str]) -> Plan:
    return class_lists.plan(session, cohort, lists.of(*changes).rows)


@pytest.mark.parametrize("name", ["clean", "nasty"])
def test_a_list_is_imported_whole(session: Session, cohort: Cohort, name: str) -> None:
    rows = example(name).rows
    seen = class_lists.plan(session, cohort, rows)
    assert {row.outcome for row in seen.rows} == {Outcome.NEW}
    assert load(cohort, rows, meaning=seen.meaning) == len(rows)
    people, accounts, enrolled, years, organisations, jobs = rows_in(session)
    assert people == accounts == enrolled == years == len(rows)
    assert organisations == len(seen.new_employers)
    assert jobs == 0
    enrolment = session.execute(select(Enrolment)).scalars().first()
    assert enrolment is not None
    assert (enrolment.state, enrolment.state_since) == (EnrolmentState.ACTIVE, TODAY)
    (year,) = enrolment.years
    assert (year.year_number, year.attempt) == (1, 1)
    assert year.curriculum_version_id == cohort.curriculum_version_id
    account = session.execute(
        select(Account).where(Account.person_id == enrolment.person_id)
    ).scalar_one()
    assert [(grant.role, grant.cohort_id) for grant in account.grants] == [
        (Role.TRAINEE, cohort.id)
    ]
    assert audit.verify(session).faults == ()


def test_a_plan_writes_nothing_and_asks_as_much_for_thirty_as_for_three(
    session: Session, cohort: Cohort
) -> None:
    many = [
        {"email": f"p{number}@example.org", "student_number": f"E{number}"} for number in range(30)
    ]
    asked = []
    for changes in (many[:3], many):
        session.expire_all()
        with statements(db.engine) as sent:
            plan(session, cohort, *changes)
        assert [text for text in sent if not text.startswith("SELECT")] == []
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_a_list_with_a_fault_changes_nothing(session: Session, cohort: Cohort) -> None:
    before = rows_in(session)
    with pytest.raises(RuleViolation) as refusal:
        load(cohort, example("faulty").rows)
    assert refusal.value.rule is Rule.IMPORT_FAULTY
    assert rows_in(session) == before


def test_a_list_that_breaks_on_its_way_changes_nothing(
    session: Session, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PulledPlugError(Exception):
        pass

    enrol, before = enrolments.enrol, rows_in(session)

    def fail_at_last(*args: object, **kwargs: object) -> Enrolment:
        if rows_in(session)[0] == 2:
            raise PulledPlugError
        return enrol(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(enrolments, "enrol", fail_at_last)
    with pytest.raises(PulledPlugError):
        load(cohort, example("clean").rows)
    assert rows_in(session) == before


def test_two_confirmations_at_once_import_once(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    rows = example("clean").rows
    meaning, cohort_id = class_lists.plan(session, cohort, rows).meaning, cohort.id
    session.rollback()
    together, outcomes = Barrier(2), list[str]()

    def confirm() -> None:
        with app.app_context():
            together.wait()
            try:
                outcomes.append(str(load(cohort_id, rows, meaning=meaning)))
            except RuleViolation as violation:
                outcomes.append(violation.rule.value)
            db.session.remove()

    threads = [Thread(target=confirm) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted([str(len(rows)), Rule.IMPORT_CHANGED.value])
    assert rows_in(session)[0] == len(rows)


def test_those_already_in_the_cohort_are_left_as_they_are(session: Session, cohort: Cohort) -> None:
    load(cohort, lists.of({}).rows)
    change = {"chosen_name": "Dom", "email": "new@example.org", "regime": "emploi", "employer": "X"}
    seen = plan(session, cohort, change, lists.OTHER)
    assert [row.outcome for row in seen.rows] == [Outcome.ENROLLED, Outcome.NEW]
    assert set(seen.rows[0].differing) == {
        Column.CHOSEN_NAME,
        Column.EMAIL,
        Column.REGIME,
        Column.EMPLOYER,
    }
    assert seen.new_employers == ()
    assert load(cohort, lists.of(change, lists.OTHER).rows) == 1
    person = session.execute(
        select(Person).where(Person.student_number == lists.GOOD["student_number"])
    ).scalar_one()
    assert person.chosen_given_name is None


def test_a_known_person_joins_another_cohort_with_their_account(
    session: Session, cohort: Cohort
) -> None:
    load(cohort, lists.of({}).rows)
    with transaction() as writing:
        other = make_cohort(writing)
    again = {"email": "new@example.org", "usage_name": "Élan"}
    seen = plan(session, other, again)
    assert seen.rows[0].outcome is Outcome.KNOWN
    assert seen.rows[0].differing == (Column.USAGE_NAME, Column.EMAIL)
    load(other, lists.of(again).rows)
    account = session.execute(select(Account)).scalar_one()
    assert account.email == lists.GOOD["email"]
    assert {grant.cohort_id for grant in account.grants} == {cohort.id, other.id}


@pytest.mark.parametrize(
    ("change", "obstacles"),
    [
        pytest.param({"birth_date": "04/03/1984"}, [Obstacle.OTHER_PERSON], id="born-another-day"),
        pytest.param(lists.OTHER, [Obstacle.INE_TAKEN], id="ine-of-another"),
        pytest.param(
            {"student_number": "22403009", "ine": "0812345678C"},
            [Obstacle.ADDRESS_TAKEN],
            id="address-of-another",
        ),
        pytest.param(
            {"email": "tutor@example.org"}, [Obstacle.ADDRESS_TAKEN], id="address-of-a-tutor"
        ),
        pytest.param({}, [], id="same-person"),
    ],
)
def test_what_stands_in_the_way_is_told(
    session: Session, cohort: Cohort, change: dict[str, str], obstacles: list[Obstacle]
) -> None:
    load(cohort, lists.of({"ine": "0812345678A"}).rows)
    with transaction() as writing:
        make_account(writing, Role.TUTOR, email="tutor@example.org")
        other = make_cohort(writing)
    change = {"ine": "0812345678A"} | change
    assert list(plan(session, other, change).rows[0].obstacles) == obstacles
    if obstacles:
        with pytest.raises(RuleViolation) as refusal:
            load(other, lists.of(change).rows)
        assert refusal.value.rule is Rule.IMPORT_FAULTY


def test_another_institution_is_neither_matched_nor_touched(
    session: Session, cohort: Cohort
) -> None:
    load(cohort, lists.of({"ine": "0812345678A", "employer": "Mairie"}).rows)
    with transaction() as writing:
        there = make_cohort(writing, institution=make_institution(writing, code="there"))
    change = {"ine": "0812345678A", "employer": "Mairie", "email": "new@example.org"}
    seen = plan(session, there, change)
    assert (seen.rows[0].outcome, seen.rows[0].obstacles) == (Outcome.NEW, ())
    assert seen.new_employers == ("Mairie",)
    assert load(there, lists.of(change).rows) == 1
    assert rows_in(session)[0] == 2
    taken = plan(session, there, {"student_number": "E9"}).rows[0]
    assert (taken.obstacles, taken.differing) == ((Obstacle.ADDRESS_TAKEN,), ())


def test_an_employer_is_recognised_or_added_once(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        known = make_organisation(writing, name="Clinique de l’Étang")
    changes = [
        {"employer": "CLINIQUE DE L'ETANG"},
        {"employer": "Mairie de Tours", **lists.OTHER},
        {"employer": "mairie de tours", "email": "c@example.org", "student_number": "E3"},
    ]
    assert plan(session, cohort, *changes).new_employers == ("Mairie de Tours",)
    load(cohort, lists.of(*changes).rows)
    employers = session.execute(select(Enrolment.employer_id)).scalars().all()
    assert employers.count(known.id) == 1
    assert len(set(employers)) == 2


def test_invitations_are_queued_only_when_asked(session: Session, cohort: Cohort) -> None:
    rows = lists.of({}, lists.OTHER).rows
    with transaction() as writing:
        class_lists.import_rows(writing, cohort, rows, today=TODAY, actor=None, invite=True)
    assert rows_in(session)[-1] == 2


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({}, Rule.ENROLMENT_EXISTS, "student_number"),
        ({"student_number": "E9"}, Rule.ACCOUNT_ADDRESS_TAKEN, "email"),
    ],
    ids=["already-there", "address-taken"],
)
def test_one_person_is_added_by_the_same_checks(
    session: Session, cohort: Cohort, change: dict[str, str], rule: Rule, field: str
) -> None:
    with transaction() as writing:
        added = class_lists.add_trainee(
            writing, cohort, lists.trainee(), today=TODAY, actor=None, invite=True
        )
    assert (added.regime, added.person.name.display) == (
        Regime.CONTINUING_EDUCATION,
        "Odile Martel",
    )
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        class_lists.add_trainee(writing, cohort, lists.trainee(**change), today=TODAY, actor=None)
    assert (refusal.value.rule, refusal.value.field) == (rule, field)
