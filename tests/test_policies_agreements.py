"""Who reads, prepares and signs an agreement."""

import pytest
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Agreement, Cohort
from msp_du.services import agreement_lists
from tests.factories import (
    first_institution,
    make_account,
    make_cohort,
    make_enrolment,
    make_person,
    make_placement,
)
from tests.factories.agreements import make_draft, make_sent

KEYS = [SignerCapacity.TRAINEE, SignerCapacity.ACADEMIC_TUTOR, SignerCapacity.UNIVERSITY]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(session)


@pytest.fixture
def people(session: Session, cohort: Cohort) -> dict[str, Account]:
    """Everybody around one placement, and two who have nothing to do with it."""
    return {
        "trainee": make_account(session, Role.TRAINEE, person=make_person(session), cohort=cohort),
        "tutor": make_account(session, Role.TUTOR),
        "other tutor": make_account(session, Role.TUTOR),
        "coordinator": make_account(session, Role.COORDINATOR, cohort=cohort),
        "registrar": make_account(session, Role.REGISTRAR),
        "far coordinator": make_account(session, Role.COORDINATOR, cohort=make_cohort(session)),
    }


@pytest.fixture
def paper(session: Session, people: dict[str, Account], cohort: Cohort) -> Agreement:
    enrolment = make_enrolment(session, person=people["trainee"].person, cohort=cohort)
    placement = make_placement(session, enrolment=enrolment, tutor=people["tutor"], is_signed=False)
    return make_sent(session, placement, signers=KEYS, others=[("Lou Martin", "")])


def those(people: dict[str, Account], policy: object, subject: object) -> set[str]:
    return {name for name, account in people.items() if policy(account, subject)}  # type: ignore[operator]


def test_a_paper_is_read_by_whoever_reads_the_placement(
    people: dict[str, Account], paper: Agreement
) -> None:
    readers = {"trainee", "tutor", "coordinator", "registrar"}
    assert those(people, policies.can_read_agreement, paper) == readers
    assert those(people, policies.can_read_scan, paper.signers[0]) == readers
    assert those(people, policies.can_note_paper, paper) == {"coordinator", "registrar"}
    assert those(people, policies.can_manage_agreement, paper) == {"coordinator"}


def test_a_draft_is_read_by_whoever_prepares_it(
    session: Session, people: dict[str, Account], cohort: Cohort
) -> None:
    enrolment = make_enrolment(session, person=people["trainee"].person, cohort=cohort)
    draft = make_draft(session, make_placement(session, enrolment=enrolment))
    assert those(people, policies.can_read_agreement, draft) == {"coordinator"}


def test_each_place_is_signed_by_whom_it_is_for(
    people: dict[str, Account], paper: Agreement
) -> None:
    found = {
        signer.capacity.value: those(people, policies.can_sign_agreement, signer)
        for signer in paper.signers
    }
    assert found == {
        "trainee": {"trainee"},
        "academic_tutor": {"tutor"},
        "university": {"coordinator", "registrar"},
        "other": set(),
    }


def test_nobody_prepares_or_signs_their_own_for_the_university(
    session: Session, people: dict[str, Account], paper: Agreement
) -> None:
    own = make_account(session, Role.COORDINATOR)
    assert policies.can_manage_agreement(own, paper)
    person_id, people["trainee"].person_id = people["trainee"].person_id, None
    session.flush()
    own.person_id = person_id
    session.flush()
    university = next(each for each in paper.signers if each.capacity is SignerCapacity.UNIVERSITY)
    assert not policies.can_manage_agreement(own, paper)
    assert not policies.can_note_paper(own, paper)
    assert not policies.can_sign_agreement(own, university)


def test_nobody_signs_their_own_as_the_tutor_or_opens_their_own_days(
    session: Session, people: dict[str, Account], paper: Agreement
) -> None:
    own = make_account(session, Role.TUTOR, Role.COORDINATOR)
    tutor = next(one for one in paper.signers if one.capacity is SignerCapacity.ACADEMIC_TUTOR)
    tutor.account_id = own.id
    session.flush()
    assert policies.can_sign_agreement(own, tutor)
    assert tutor in agreement_lists.to_sign(session, own)
    person_id, people["trainee"].person_id = people["trainee"].person_id, None
    session.flush()
    own.person_id = person_id
    session.flush()
    assert not policies.can_sign_agreement(own, tutor)
    assert tutor not in agreement_lists.to_sign(session, own)
    assert not policies.can_open_entry(own, paper.placement)
    assert policies.can_open_entry(people["coordinator"], paper.placement)


def test_texts_are_adapted_by_coordinators_of_the_whole_institution(
    session: Session, people: dict[str, Account]
) -> None:
    people["whole"] = make_account(session, Role.COORDINATOR)
    institution = first_institution(session)
    assert those(people, policies.can_edit_agreement_texts, institution) == {"whole"}
