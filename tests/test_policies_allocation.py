"""Who allocates places, and who reads where somebody is never to be: each question, both sides."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Enrolment,
    PlacementCampaign,
    PlacementExclusion,
    PlacementOffer,
    RoleGrant,
)

INSTITUTION = uuid4()
OWN = Cohort(id=uuid4(), institution_id=INSTITUTION)
NEXT_DOOR = Cohort(id=uuid4(), institution_id=INSTITUTION)
PERSON = uuid4()


def account(*roles: Role) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grants = [
        RoleGrant(role=role, institution_id=INSTITUTION, cohort_id=OWN.id, since=since)
        for role in roles
    ]
    return Account(id=uuid4(), person_id=uuid4(), grants=grants)


COORDINATOR = account(Role.COORDINATOR)
OTHERS = [account(role) for role in Role if role is not Role.COORDINATOR]
TRAINEE = account(Role.TRAINEE)
TRAINEE.person_id = PERSON
BOTH = account(Role.COORDINATOR, Role.TRAINEE)
BOTH.person_id = PERSON


def enrolment(cohort: Cohort = OWN) -> Enrolment:
    return Enrolment(id=uuid4(), person_id=PERSON, cohort=cohort)


def exclusion(*, by_trainee: bool) -> PlacementExclusion:
    return PlacementExclusion(enrolment=enrolment(), by_trainee=by_trainee)


@pytest.mark.parametrize(("cohort", "may"), [(OWN, True), (NEXT_DOOR, False)], ids=["own", "other"])
def test_only_coordinators_of_the_cohort_allocate(cohort: Cohort, may: bool) -> None:
    campaign = PlacementCampaign(cohort=cohort)
    offer = PlacementOffer(campaign=campaign)
    assert policies.can_allocate(COORDINATOR, campaign) is may
    assert policies.can_change_offer(COORDINATOR, offer) is may
    assert not any(policies.can_allocate(other, campaign) for other in OTHERS)
    assert not any(policies.can_change_offer(other, offer) for other in OTHERS)


def test_only_coordinators_exclude_and_never_for_themselves() -> None:
    assert policies.can_exclude(COORDINATOR, enrolment())
    assert not policies.can_exclude(COORDINATOR, enrolment(NEXT_DOOR))
    assert not policies.can_exclude(BOTH, enrolment())
    assert not any(policies.can_exclude(other, enrolment()) for other in [*OTHERS, TRAINEE])


def test_each_takes_back_what_they_noted() -> None:
    noted, named = exclusion(by_trainee=False), exclusion(by_trainee=True)
    assert policies.can_lift_exclusion(COORDINATOR, noted)
    assert not policies.can_lift_exclusion(COORDINATOR, named)
    assert not policies.can_lift_exclusion(TRAINEE, noted)
    assert policies.can_take_back_exclusion(TRAINEE, named)
    assert not policies.can_take_back_exclusion(TRAINEE, noted)
    assert not any(policies.can_take_back_exclusion(other, named) for other in OTHERS)
