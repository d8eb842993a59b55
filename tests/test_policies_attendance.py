"""Who plans, fills, reads and certifies attendance: each question, on both sides."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    AttendancePaper,
    ClassSession,
    Cohort,
    Enrolment,
    Institution,
    Module,
    RoleGrant,
    StudyArrangement,
)

NOW = datetime.now(UTC)
HERE = Institution(id=uuid4())
OWN = Cohort(id=uuid4(), institution_id=HERE.id)
NEXT_DOOR = Cohort(id=uuid4(), institution_id=HERE.id)
MODULE = Module(id=uuid4())


def account(*roles: Role, **grant: Any) -> Account:
    """An account with grants in the institution since yesterday, and a person of its own."""
    held = {"institution_id": HERE.id, "since": NOW - timedelta(days=1)} | grant
    grants = [RoleGrant(role=role, **held) for role in roles]
    return Account(id=uuid4(), person_id=uuid4(), grants=grants)


TUTOR = account(Role.TUTOR)
NAMED = account(Role.TUTOR, cohort_id=OWN.id, module_id=MODULE.id)
COORDINATOR = account(Role.COORDINATOR, cohort_id=OWN.id)
REGISTRAR = account(Role.REGISTRAR)
TRAINEE = account(Role.TRAINEE, cohort_id=OWN.id)
FORMER = account(Role.TUTOR, until=NOW)
EVERYBODY = {
    "tutor": TUTOR,
    "named": NAMED,
    "coordinator": COORDINATOR,
    "registrar": REGISTRAR,
    "trainee": TRAINEE,
    "former": FORMER,
}


def held(instructor: Account | None = None, *, is_closed: bool = False) -> ClassSession:
    return ClassSession(
        institution_id=HERE.id,
        cohort=OWN,
        cohort_id=OWN.id,
        module=MODULE,
        module_id=MODULE.id,
        instructor_id=instructor.id if instructor else None,
        closed_at=NOW if is_closed else None,
    )


def enrolled(who: Account) -> Enrolment:
    return Enrolment(id=uuid4(), person_id=who.person_id, cohort=OWN)


def allowed(policy: Any, subject: object) -> set[str]:
    return {name for name, actor in EVERYBODY.items() if policy(actor, subject)}


def test_a_class_is_filled_by_who_gives_it_who_marks_it_and_the_coordinators() -> None:
    policy = policies.can_fill_attendance
    assert allowed(policy, held()) == {"named", "coordinator"}
    assert allowed(policy, held(TUTOR)) == {"tutor", "named", "coordinator"}
    assert allowed(policy, held(FORMER)) == {"named", "coordinator"}


def test_only_the_coordinators_plan_and_open_again_what_is_closed() -> None:
    assert allowed(policies.can_plan_sessions, OWN) == {"coordinator"}
    assert allowed(policies.can_plan_sessions, NEXT_DOOR) == set()
    assert allowed(policies.can_reopen_attendance, held()) == set()
    assert allowed(policies.can_reopen_attendance, held(is_closed=True)) == {"coordinator"}


def test_tutors_of_the_institution_read_its_calendars_those_of_a_cohort_only_its_own() -> None:
    assert allowed(policies.can_read_calendar, OWN) == {"tutor", "named", "coordinator"}
    assert allowed(policies.can_read_calendar, NEXT_DOOR) == {"tutor"}


@pytest.mark.parametrize(
    ("who", "certify", "arrange"),
    [
        (TRAINEE, {"coordinator", "registrar"}, {"coordinator"}),
        (COORDINATOR, {"registrar"}, set()),
        (REGISTRAR, {"coordinator"}, {"coordinator"}),
    ],
    ids=["a trainee", "the coordinator themselves", "the registrar themselves"],
)
def test_nobody_certifies_or_arranges_for_themselves(
    who: Account, certify: set[str], arrange: set[str]
) -> None:
    enrolment = enrolled(who)
    assert allowed(policies.can_certify_attendance, enrolment) == certify
    assert allowed(policies.can_arrange, enrolment) == arrange
    row = StudyArrangement(enrolment=enrolment)
    assert allowed(policies.can_change_arrangement, row) == arrange


def test_a_sheet_is_read_where_one_marks_or_by_who_asked_a_certificate_by_its_holder() -> None:
    sheet = AttendancePaper(cohort=OWN, enrolment=None, requested_by_id=TUTOR.id)
    assert allowed(policies.can_read_paper, sheet) == {"tutor", "named", "coordinator"}
    of_former = AttendancePaper(cohort=OWN, enrolment=None, requested_by_id=FORMER.id)
    assert allowed(policies.can_read_paper, of_former) == {"named", "coordinator"}
    own = AttendancePaper(cohort=OWN, enrolment=enrolled(TRAINEE))
    assert allowed(policies.can_read_paper, own) == {"trainee", "coordinator", "registrar"}


def test_trainees_with_a_file_sign() -> None:
    assert policies.can_sign_presence(TRAINEE)
    assert not policies.can_sign_presence(TUTOR)
    assert not policies.can_sign_presence(Account(id=uuid4(), grants=TRAINEE.grants))
