"""Who may do what with documents: each question, on both sides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, BoardDecision, Document
from tests.test_policies import (
    ELSEWHERE,
    EVERYBODY,
    HERE,
    NEXT_DOOR,
    NOW,
    Place,
    account,
)


def document_of(place: Place) -> Document:
    return Document(
        id=uuid4(),
        institution_id=place.institution.id,
        enrolment=place.enrolment,
        decision=BoardDecision(),
        person_id=place.enrolment.person_id,
    )


SUBJECTS: dict[str, Callable[[Place], Any]] = {
    "cohort": lambda place: place.cohort,
    "enrolment": lambda place: place.enrolment,
    "document": document_of,
}


@pytest.mark.parametrize(
    ("policy", "kind", "own", "next_door"),
    [
        (policies.can_issue_documents, "cohort", {"registrar"}, {"registrar"}),
        (policies.can_issue_for, "enrolment", {"registrar"}, {"registrar"}),
        (policies.can_end_document, "document", {"registrar"}, {"registrar"}),
        (policies.can_read_document, "document", {"registrar", "trainee"}, {"registrar"}),
        (policies.holds_document, "document", {"trainee"}, set()),
        (policies.can_withdraw_document, "document", {"registrar", "trainee"}, {"registrar"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_policy_of_documents_lets_just_these_pass(
    policy: Callable[[Account, Any], bool], kind: str, own: set[str], next_door: set[str]
) -> None:
    def who_may(place: Place) -> set[str]:
        subject = SUBJECTS[kind](place)
        return {name for name, actor in EVERYBODY.items() if policy(actor, subject)}

    assert who_may(HERE) == own
    assert who_may(NEXT_DOOR) == next_door
    assert who_may(ELSEWHERE) == set()


def test_a_registrar_of_one_cohort_issues_there_alone() -> None:
    of_cohort = account(Role.REGISTRAR, cohort=HERE.cohort)
    assert policies.can_issue_documents(of_cohort, HERE.cohort)
    assert not policies.can_issue_documents(of_cohort, NEXT_DOOR.cohort)
    assert not policies.can_read_document(of_cohort, document_of(NEXT_DOOR))


def test_a_registrar_reads_their_own_document_and_ends_it_not() -> None:
    own = account(Role.REGISTRAR, person_id=HERE.enrolment.person_id)
    document = document_of(HERE)
    assert policies.can_read_document(own, document)
    assert not policies.can_issue_for(own, HERE.enrolment)
    assert not policies.can_end_document(own, document)


def test_a_registrar_who_left_issues_nothing() -> None:
    over = account(Role.REGISTRAR, until=NOW - timedelta(seconds=5))
    assert not policies.can_issue_documents(over, HERE.cohort)
    assert not policies.can_end_document(over, document_of(HERE))
