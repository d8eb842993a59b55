"""The register of structures and one's own learning: who may do what, on both sides."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import HostProposal, LearningContext
from tests.factories import (
    make_account,
    make_cohort,
    make_institution,
    make_organisation,
    make_person,
)


@pytest.mark.parametrize(
    ("role", "scope", "merges", "answers"),
    [
        pytest.param(Role.COORDINATOR, "institution", True, True, id="whole-institution"),
        pytest.param(Role.COORDINATOR, "cohort", False, True, id="one-cohort"),
        pytest.param(Role.COORDINATOR, "elsewhere", False, False, id="other-institution"),
        pytest.param(Role.REGISTRAR, "institution", False, False, id="registrar"),
    ],
)
def test_records_and_proposals_are_the_coordinators(
    session: Session, role: Role, scope: str, merges: bool, answers: bool
) -> None:
    with transaction():
        here = make_institution(session)
        host = make_organisation(session, institution=here)
        there = make_institution(session) if scope == "elsewhere" else here
        cohort = make_cohort(session, institution=there) if scope == "cohort" else None
        account = make_account(session, role, institution=there, cohort=cohort)
    proposal = HostProposal(institution_id=here.id, organisation_id=host.id)
    assert policies.can_merge_hosts(account, host) is merges
    assert policies.can_answer_proposal(account, proposal) is answers


def test_learning_is_the_trainees_own(session: Session) -> None:
    with transaction():
        person = make_person(session)
        own = make_account(session, Role.TRAINEE, person=person)
        former = make_account(session, Role.TUTOR, person=make_person(session))
        other = make_account(session, Role.TRAINEE, person=make_person(session))
    row = LearningContext(
        id=uuid4(),
        institution_id=person.institution_id,
        person_id=person.id,
        noted_at=datetime.now(UTC),
    )
    assert policies.can_remove_learning(own, row)
    assert not policies.can_remove_learning(other, row)
    row.person_id = former.person_id or uuid4()
    assert not policies.can_remove_learning(former, row)
