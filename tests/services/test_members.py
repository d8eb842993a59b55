"""What the pages of accounts never ask for, and the service refuses all the same."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import AccountState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, Institution
from msp_du.services import accounts, members
from tests.factories import make_account, make_cohort, make_institution, make_marker, module_of


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


@pytest.mark.parametrize(
    ("roles", "kept"),
    [
        pytest.param(1, [], id="the last role of a tutor"),
        pytest.param(2, [("P26", None), ("P26", "M111"), ("P26", "M112")], id="one of two"),
    ],
)
def test_who_is_no_tutor_any_more_marks_no_module(
    session: Session,
    institution: Institution,
    administrator: Account,
    tutor: Account,
    *,
    roles: int,
    kept: list[tuple[str | None, str | None]],
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=institution, code="P26")
        elsewhere = make_cohort(s, institution=make_institution(s))
        for place, code in ((cohort, "M112"), (cohort, "M111"), (elsewhere, "M112")):
            make_marker(s, place, module_of(s, place, code), account=tutor)
        if roles == 2:
            here = accounts.Grant(Role.TUTOR, institution.id, cohort.id)
            accounts.give_role(s, tutor, here, actor=None)
    first = next(grant for grant in tutor.grants if grant.module_id is None)
    with transaction() as s:
        members.withdraw_role(s, tutor, first, actor=administrator)
    member = members.find(session, institution, tutor.id)
    assert member is not None
    assert [(held.cohort_code, held.module_code) for held in member.roles] == kept
    assert policies.can_mark(tutor, elsewhere, module_of(session, elsewhere))
    acts = select(func.count(AuditEvent.id)).where(AuditEvent.act == "accounts:withdraw")
    assert session.execute(acts).scalar_one() == (3 if roles == 1 else 1)


def test_an_account_whose_roles_were_withdrawn_stays_on_the_list(
    session: Session, institution: Institution, administrator: Account, tutor: Account
) -> None:
    with transaction() as s:
        members.withdraw_role(s, tutor, tutor.grants[0], actor=administrator)
    member = members.find(session, institution, tutor.id)
    assert member is not None
    assert (member.roles, member.state) == ((), AccountState.INVITED)
