"""Who merges records and takes transfers back."""

import pytest
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import EnrolmentTransfer, PersonMerge
from tests.factories import make_account, make_cohort, make_enrolment, make_person
from tests.factories.moves import make_moves


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
