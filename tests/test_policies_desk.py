"""Hosts' desks, as the coordination handles them: each question, on both sides."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from msp_du import policies
from msp_du.domain import calendar
from msp_du.domain.desk import seen_since
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Contact,
    ContactDeputy,
    Enrolment,
    EnrolmentYear,
    Institution,
    Organisation,
    Placement,
    PlacementPeriod,
    RoleGrant,
)

HERE, ELSEWHERE = uuid4(), uuid4()
COHORT = Cohort(id=uuid4(), institution_id=HERE)
CONTACT = Contact(id=uuid4(), organisation=Organisation(id=uuid4(), institution_id=HERE))
DEPUTY = ContactDeputy(id=uuid4(), contact=CONTACT)
ENROLMENT = Enrolment(id=uuid4(), institution_id=HERE, person_id=uuid4(), cohort=COHORT)
PLACEMENT = Placement(
    id=uuid4(), institution_id=HERE, enrolment_year=EnrolmentYear(enrolment=ENROLMENT)
)


def account(
    role: Role,
    institution_id: UUID = HERE,
    *,
    cohort_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grant = RoleGrant(
        role=role, institution_id=institution_id, cohort_id=cohort_id, since=since, until=None
    )
    return Account(id=uuid4(), person_id=person_id, grants=[grant])


@pytest.mark.parametrize(
    ("actor", "manages"),
    [
        pytest.param(account(Role.COORDINATOR), True, id="coordinator"),
        pytest.param(account(Role.COORDINATOR, cohort_id=COHORT.id), True, id="of a cohort"),
        pytest.param(account(Role.COORDINATOR, ELSEWHERE), False, id="elsewhere"),
        pytest.param(account(Role.SUPERVISOR), False, id="supervisor"),
    ],
)
def test_who_manages_a_contact_and_its_deputies(actor: Account, *, manages: bool) -> None:
    assert policies.can_manage_contact(actor, CONTACT) is manages
    assert policies.can_end_deputy(actor, DEPUTY) is manages


@pytest.mark.parametrize(
    ("actor", "signs"),
    [
        pytest.param(account(Role.COORDINATOR), True, id="coordinator"),
        pytest.param(account(Role.COORDINATOR, cohort_id=COHORT.id), True, id="of its cohort"),
        pytest.param(account(Role.COORDINATOR, cohort_id=uuid4()), False, id="of another cohort"),
        pytest.param(
            account(Role.COORDINATOR, person_id=ENROLMENT.person_id), False, id="the trainee"
        ),
        pytest.param(account(Role.TUTOR), False, id="tutor"),
    ],
)
def test_who_signs_in_the_place_of_an_absent_host(actor: Account, *, signs: bool) -> None:
    assert policies.can_sign_on_behalf(actor, PLACEMENT) is signs


@pytest.mark.parametrize(
    ("actor", "chooses"),
    [
        pytest.param(account(Role.ADMINISTRATOR), True, id="administrator"),
        pytest.param(account(Role.COORDINATOR), True, id="coordinator"),
        pytest.param(account(Role.COORDINATOR, cohort_id=COHORT.id), False, id="of a cohort"),
        pytest.param(account(Role.ADMINISTRATOR, ELSEWHERE), False, id="elsewhere"),
    ],
)
def test_who_chooses_what_is_asked_of_hosts(actor: Account, *, chooses: bool) -> None:
    assert policies.can_set_desk(actor, Institution(id=HERE)) is chooses


@pytest.mark.parametrize(
    ("days", "rates"),
    [
        pytest.param([0], True, id="three-months"),
        pytest.param([-1], False, id="a-day-more"),
        pytest.param([-90, 0], True, id="the-last-period"),
    ],
)
def test_a_host_rates_as_long_as_it_sees_the_trainee(days: list[int], *, rates: bool) -> None:
    since = seen_since(calendar.today(datetime.now(UTC), calendar.PARIS))
    actor = account(Role.SUPERVISOR)
    ends = [since + timedelta(days=each) for each in days]
    placement = Placement(
        institution_id=HERE,
        enrolment_year=EnrolmentYear(enrolment=ENROLMENT),
        contact=Contact(institution_id=HERE, account_id=actor.id),
        periods=[PlacementPeriod(starts_on=each, ends_on=each) for each in ends],
    )
    assert policies.can_rate_as_host(actor, placement) is rates
