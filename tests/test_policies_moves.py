"""Who credits, merges records, and takes moves back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    ClassListImport,
    Cohort,
    Credit,
    Enrolment,
    EnrolmentTransfer,
    EnrolmentYear,
    Institution,
    PersonMerge,
    RoleGrant,
)
from tests.factories import make_account, make_cohort, make_enrolment, make_person
from tests.factories.moves import make_moves

HERE = Institution(id=uuid4())
OWN, NEXT_DOOR = (Cohort(id=uuid4(), institution_id=HERE.id) for _ in range(2))


def actor_of(role: Role, cohort: Cohort | None = None, person_id: UUID | None = None) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grant = RoleGrant(
        role=role, institution_id=HERE.id, since=since, cohort_id=cohort.id if cohort else None
    )
    return Account(id=uuid4(), person_id=person_id, grants=[grant])


@pytest.mark.parametrize(
    ("role", "cohort", "may"),
    [
        pytest.param(Role.COORDINATOR, None, True, id="whole-institution"),
        pytest.param(Role.COORDINATOR, OWN, True, id="its-cohort"),
        pytest.param(Role.COORDINATOR, NEXT_DOOR, False, id="another-cohort"),
        pytest.param(Role.REGISTRAR, None, False, id="registrar"),
        pytest.param(Role.BOARD_MEMBER, None, False, id="board"),
    ],
)
def test_coordinators_of_the_cohort_credit_and_take_a_class_list_back(
    role: Role, cohort: Cohort | None, may: bool
) -> None:
    actor = actor_of(role, cohort)
    enrolment = Enrolment(person_id=uuid4(), cohort=OWN)
    credit = Credit(enrolment_year=EnrolmentYear(enrolment=enrolment))
    assert policies.can_credit(actor, enrolment) is may
    assert policies.can_withdraw_credit(actor, credit) is may
    assert policies.can_undo_import(actor, ClassListImport(cohort=OWN)) is may


def test_nobody_grants_or_withdraws_their_own_credit() -> None:
    enrolment = Enrolment(person_id=uuid4(), cohort=OWN)
    own = actor_of(Role.COORDINATOR, person_id=enrolment.person_id)
    credit = Credit(enrolment_year=EnrolmentYear(enrolment=enrolment))
    assert not policies.can_credit(own, enrolment)
    assert not policies.can_withdraw_credit(own, credit)


@pytest.mark.parametrize(
    ("role", "is_whole", "may"),
    [
        pytest.param(Role.COORDINATOR, True, True, id="whole-institution"),
        pytest.param(Role.COORDINATOR, False, False, id="one-cohort"),
        pytest.param(Role.REGISTRAR, True, False, id="registrar"),
    ],
)
def test_records_are_merged_by_coordinators_of_the_whole_institution(
    session: Session, role: Role, is_whole: bool, may: bool
) -> None:
    cohort = make_cohort(session)
    actor = make_account(session, role, cohort=None if is_whole else cohort)
    merge_id = make_moves(session, make_enrolment(session, cohort=cohort))["merge"]
    assert policies.can_merge(actor, make_person(session)) is may
    assert policies.can_undo_merge(actor, session.get_one(PersonMerge, merge_id)) is may


def test_nobody_merges_their_own_record(session: Session) -> None:
    person = make_person(session)
    actor = make_account(session, Role.COORDINATOR, person=person)
    assert not policies.can_merge(actor, person)


def test_a_transfer_is_taken_back_by_whoever_coordinates_both_cohorts(session: Session) -> None:
    cohort = make_cohort(session)
    ids = make_moves(session, make_enrolment(session, cohort=cohort))
    row = session.get_one(EnrolmentTransfer, ids["transfer"])
    assert not policies.can_undo_transfer(
        make_account(session, Role.COORDINATOR, cohort=cohort), row
    )
    both = make_account(session, Role.COORDINATOR)
    assert policies.can_undo_transfer(both, row)
