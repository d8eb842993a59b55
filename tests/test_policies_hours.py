"""Who reads the ledger and a placement's log, on both sides of each question."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Contact,
    Enrolment,
    EnrolmentYear,
    Institution,
    Placement,
    RoleGrant,
)

HERE, ELSEWHERE = Institution(id=uuid4()), Institution(id=uuid4())
OWN = Cohort(id=uuid4(), institution_id=HERE.id)
NEXT_DOOR = Cohort(id=uuid4(), institution_id=HERE.id)
FOREIGN = Cohort(id=uuid4(), institution_id=ELSEWHERE.id)
COHORTS = {"own": OWN, "next-door": NEXT_DOOR, "foreign": FOREIGN}
PERSON, TUTOR, SUPERVISOR = uuid4(), uuid4(), uuid4()


def account(
    role: Role,
    *,
    cohort: Cohort | None = None,
    identity: UUID | None = None,
    person_id: UUID | None = None,
) -> Account:
    grant = RoleGrant(
        role=role,
        institution_id=HERE.id,
        since=datetime.now(UTC) - timedelta(days=1),
        cohort_id=cohort.id if cohort else None,
    )
    return Account(id=identity or uuid4(), person_id=person_id, grants=[grant])


def placement_in(cohort: Cohort) -> Placement:
    """That of OWN has the people named above; those of other cohorts have others."""
    is_own = cohort is OWN
    enrolment = Enrolment(person_id=PERSON if is_own else uuid4(), cohort=cohort)
    return Placement(
        institution_id=cohort.institution_id,
        enrolment_year=EnrolmentYear(enrolment=enrolment),
        contact=Contact(
            account_id=SUPERVISOR if is_own else uuid4(), institution_id=cohort.institution_id
        ),
        academic_tutor_id=TUTOR if is_own else uuid4(),
    )


PLACEMENTS = {name: placement_in(cohort) for name, cohort in COHORTS.items()}
ENROLMENTS = {name: row.enrolment_year.enrolment for name, row in PLACEMENTS.items()}
ACTORS = {
    "coordinator": account(Role.COORDINATOR),
    "of-cohort": account(Role.COORDINATOR, cohort=OWN),
    "registrar": account(Role.REGISTRAR),
    "tutor": account(Role.TUTOR, identity=TUTOR),
    "other-tutor": account(Role.TUTOR),
    "supervisor": account(Role.SUPERVISOR, identity=SUPERVISOR),
    "trainee": account(Role.TRAINEE, person_id=PERSON),
    "other-trainee": account(Role.TRAINEE, person_id=uuid4()),
    "administrator": account(Role.ADMINISTRATOR),
}


@pytest.mark.parametrize(
    ("may", "subjects", "own", "next_door"),
    [
        pytest.param(
            policies.can_read_ledger,
            ENROLMENTS,
            {"coordinator", "of-cohort", "registrar"},
            {"coordinator", "registrar"},
            id="ledger",
        ),
        pytest.param(
            policies.can_follow_log,
            PLACEMENTS,
            {"coordinator", "of-cohort", "tutor"},
            {"coordinator"},
            id="log",
        ),
        pytest.param(
            policies.can_read_entry,
            PLACEMENTS,
            {"coordinator", "of-cohort", "tutor", "trainee"},
            {"coordinator"},
            id="entry",
        ),
    ],
)
def test_hours_are_read_by_just_these(
    may: Callable[[Account, Any], bool],
    subjects: dict[str, Any],
    own: set[str],
    next_door: set[str],
) -> None:
    def readers(place: str) -> set[str]:
        return {name for name, actor in ACTORS.items() if may(actor, subjects[place])}

    assert readers("own") == own
    assert readers("next-door") == next_door
    assert readers("foreign") == set()
