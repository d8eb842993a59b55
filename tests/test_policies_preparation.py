"""Who prepares a board, receives documents, tries rules and takes results away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Placement,
    RoleGrant,
)

HERE, ELSEWHERE = Institution(id=uuid4()), Institution(id=uuid4())
OWN = Cohort(id=uuid4(), institution_id=HERE.id)
FOREIGN = Cohort(id=uuid4(), institution_id=ELSEWHERE.id)
OFFICE = {Role.COORDINATOR, Role.REGISTRAR}
RIGHTS: dict[Callable[..., bool], set[Role]] = {
    policies.can_read_preparation: OFFICE | {Role.BOARD_MEMBER},
    policies.can_receive_documents: OFFICE,
    policies.can_try_rules: {Role.COORDINATOR, Role.BOARD_MEMBER},
    policies.can_export_results: OFFICE | {Role.BOARD_MEMBER},
}


def account(role: Role, **held: Any) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grant = RoleGrant(role=role, institution_id=HERE.id, since=since, **held)
    return Account(id=uuid4(), person_id=uuid4(), grants=[grant])


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize("may", list(RIGHTS), ids=lambda may: may.__name__)
def test_each_role_may_what_it_is_for_in_its_institution(
    may: Callable[..., bool], role: Role
) -> None:
    actor = account(role)
    assert may(actor, OWN) is (role in RIGHTS[may])
    assert not may(actor, FOREIGN)


def test_whoever_reads_the_preparation_reads_the_gate_of_its_trainees() -> None:
    own, foreign = Enrolment(cohort=OWN), Enrolment(cohort=FOREIGN)
    assert policies.can_read_gate(account(Role.REGISTRAR), own)
    assert not policies.can_read_gate(account(Role.REGISTRAR), foreign)
    assert not policies.can_read_gate(account(Role.TUTOR), own)


@pytest.mark.parametrize(
    ("held", "may"),
    [
        pytest.param({"module_id": uuid4(), "cohort_id": OWN.id}, True, id="marks here"),
        pytest.param({"module_id": uuid4(), "cohort_id": FOREIGN.id}, False, id="marks elsewhere"),
        pytest.param({}, False, id="marks nothing"),
    ],
)
def test_tutors_take_results_away_where_they_mark(held: dict[str, Any], *, may: bool) -> None:
    assert policies.can_export_results(account(Role.TUTOR, **held), OWN) is may


def test_nobody_receives_their_own_document() -> None:
    registrar = account(Role.REGISTRAR)

    def placement(person_id: Any) -> Placement:
        enrolment = Enrolment(id=uuid4(), person_id=person_id, cohort=OWN)
        return Placement(id=uuid4(), enrolment_year=EnrolmentYear(enrolment=enrolment))

    assert policies.can_receive_document(registrar, placement(uuid4()))
    assert not policies.can_receive_document(registrar, placement(registrar.person_id))
    assert not policies.can_receive_document(account(Role.BOARD_MEMBER), placement(uuid4()))
