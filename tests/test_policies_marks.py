"""Who marks and who reads marks: each question, on both sides."""

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
    Module,
    RoleGrant,
)

NOW = datetime.now(UTC)
HERE, ELSEWHERE = Institution(id=uuid4()), Institution(id=uuid4())
OWN = Cohort(id=uuid4(), institution_id=HERE.id)
NEXT_DOOR = Cohort(id=uuid4(), institution_id=HERE.id)
FOREIGN = Cohort(id=uuid4(), institution_id=ELSEWHERE.id)
MODULE, OTHER = Module(id=uuid4()), Module(id=uuid4())
ASKING = uuid4()


def account(role: Role, **grant: Any) -> Account:
    """An account with one grant in the institution, since yesterday."""
    held = {"institution_id": HERE.id, "since": NOW - timedelta(days=1)} | grant
    return Account(id=uuid4(), grants=[RoleGrant(role=role, **held)])


def named(**grant: Any) -> Account:
    return account(Role.TUTOR, **{"cohort_id": OWN.id, "module_id": MODULE.id} | grant)


@pytest.mark.parametrize(
    ("actor", "marks", "reads"),
    [
        pytest.param(named(), {(OWN, MODULE)}, {OWN}, id="named in a cohort"),
        pytest.param(
            named(cohort_id=None),
            {(OWN, MODULE), (NEXT_DOOR, MODULE)},
            {OWN, NEXT_DOOR},
            id="named in every cohort",
        ),
        pytest.param(named(until=NOW - timedelta(minutes=1)), set(), set(), id="no longer named"),
        pytest.param(named(since=NOW + timedelta(days=1)), set(), set(), id="not named yet"),
        pytest.param(account(Role.TUTOR), set(), set(), id="tutor of no module"),
        pytest.param(
            account(Role.TUTOR, cohort_id=OWN.id), set(), set(), id="tutor of a cohort, no module"
        ),
        pytest.param(
            account(Role.COORDINATOR, cohort_id=OWN.id),
            {(OWN, MODULE), (OWN, OTHER)},
            {OWN},
            id="coordinator of the cohort",
        ),
        pytest.param(
            account(Role.COORDINATOR),
            {(OWN, MODULE), (OWN, OTHER), (NEXT_DOOR, MODULE), (NEXT_DOOR, OTHER)},
            {OWN, NEXT_DOOR},
            id="coordinator of the institution",
        ),
        *(
            pytest.param(account(role), set(), set(), id=role.value)
            for role in Role
            if role not in {Role.TUTOR, Role.COORDINATOR}
        ),
        pytest.param(
            account(Role.REGISTRAR, cohort_id=OWN.id, module_id=MODULE.id),
            set(),
            set(),
            id="another role with a module",
        ),
    ],
)
def test_marks_are_for_those_named_and_the_coordinators(
    actor: Account, marks: set[tuple[Cohort, Module]], reads: set[Cohort]
) -> None:
    cohorts, modules = (OWN, NEXT_DOOR, FOREIGN), (MODULE, OTHER)
    assert {c for c in cohorts if policies.can_read_marks(actor, c)} == reads
    assert {(c, m) for c in cohorts for m in modules if policies.can_mark(actor, c, m)} == marks


@pytest.mark.parametrize(
    ("actor", "asks", "answers"),
    [
        pytest.param(Account(id=uuid4(), person_id=ASKING, grants=[]), True, False, id="trainee"),
        pytest.param(Account(id=uuid4(), person_id=uuid4(), grants=[]), False, False, id="other"),
        pytest.param(named(), False, True, id="named"),
        pytest.param(named(module_id=OTHER.id), False, False, id="named for another module"),
        pytest.param(account(Role.COORDINATOR), False, True, id="coordinator"),
    ],
)
def test_the_trainee_asks_and_whoever_marks_the_module_answers(
    actor: Account, *, asks: bool, answers: bool
) -> None:
    year = EnrolmentYear(enrolment=Enrolment(person_id=ASKING, cohort=OWN))
    assert policies.can_ask_about(actor, year) is asks
    assert policies.can_answer(actor, year, MODULE) is answers


def test_nobody_answers_about_their_own_marks() -> None:
    year = EnrolmentYear(enrolment=Enrolment(person_id=ASKING, cohort=OWN))
    for actor in (named(), account(Role.COORDINATOR)):
        actor.person_id = ASKING
        assert not policies.can_answer(actor, year, MODULE)
        assert not policies.can_read_explanation(actor, year, MODULE)
        assert not policies.can_read_whole_explanation(actor, year)


@pytest.mark.parametrize(
    ("actor", "part", "whole"),
    [
        pytest.param(named(), True, False, id="named"),
        pytest.param(named(module_id=OTHER.id), False, False, id="named for another module"),
        pytest.param(account(Role.COORDINATOR, cohort_id=OWN.id), True, True, id="coordinator"),
        pytest.param(
            account(Role.COORDINATOR, cohort_id=NEXT_DOOR.id), False, False, id="of another cohort"
        ),
        pytest.param(account(Role.BOARD_MEMBER), False, False, id="board"),
    ],
)
def test_a_tutor_reads_why_a_module_stands_as_it_does_and_the_coordination_the_year(
    actor: Account, *, part: bool, whole: bool
) -> None:
    year = EnrolmentYear(enrolment=Enrolment(person_id=ASKING, cohort=OWN))
    assert policies.can_read_explanation(actor, year, MODULE) is part
    assert policies.can_read_whole_explanation(actor, year) is whole
