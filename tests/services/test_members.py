"""What the pages of accounts never ask for, and the service refuses all the same."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import AccountState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, Institution
from msp_du.services import members
from tests.factories import make_account, make_cohort, make_institution


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s)


@pytest.fixture
def administrator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.ADMINISTRATOR, institution=institution)


@pytest.fixture
def tutor(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.TUTOR, institution=institution)


def test_what_is_no_address_is_not_invited(session: Session, institution: Institution) -> None:
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        members.invite(
            s,
            institution,
            email="ada",
            display_name="Ada Roy",
            roles=[Role.TUTOR],
            cohort_id=None,
            actor=None,
        )
    assert (refusal.value.rule, refusal.value.field) == (Rule.ADDRESS_NOT_VALID, "email")
    assert session.execute(select(func.count(Account.id))).scalar_one() == 0


def test_a_role_for_a_cohort_of_another_institution_is_refused(
    session: Session, institution: Institution, administrator: Account, tutor: Account
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=make_institution(s))
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        members.give_role(
            s,
            institution,
            tutor,
            role=Role.COORDINATOR,
            cohort_id=cohort.id,
            actor=administrator,
        )
    assert refusal.value.rule is Rule.NOT_AUTHORISED
    assert [grant.role for grant in tutor.grants] == [Role.TUTOR]


def test_a_role_withdrawn_twice_ends_once(
    session: Session, administrator: Account, tutor: Account
) -> None:
    grant = tutor.grants[0]
    for _time in range(2):
        with transaction() as s:
            members.withdraw_role(s, tutor, grant, actor=administrator)
    acts = select(func.count(AuditEvent.id)).where(AuditEvent.act == "accounts:withdraw")
    assert session.execute(acts).scalar_one() == 1


def test_one_may_withdraw_ones_own_lesser_role(session: Session, institution: Institution) -> None:
    with transaction() as s:
        actor = make_account(s, Role.ADMINISTRATOR, Role.TUTOR, institution=institution)
        lesser = next(grant for grant in actor.grants if grant.role is Role.TUTOR)
    with transaction() as s:
        members.withdraw_role(s, actor, lesser, actor=actor)
    member = members.find(session, institution, actor.id)
    assert member is not None
    assert [held.role for held in member.roles] == [Role.ADMINISTRATOR]


def test_an_account_whose_roles_were_withdrawn_stays_on_the_list(
    session: Session, institution: Institution, administrator: Account, tutor: Account
) -> None:
    with transaction() as s:
        members.withdraw_role(s, tutor, tutor.grants[0], actor=administrator)
    member = members.find(session, institution, tutor.id)
    assert member is not None
    assert (member.roles, member.state) == ((), AccountState.INVITED)
