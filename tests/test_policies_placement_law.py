"""Who sets legal figures, reads certificates and allowances, and follows incidents."""

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
    Enrolment,
    EnrolmentYear,
    IncidentNotice,
    Institution,
    Placement,
    PlacementCertificate,
    RoleGrant,
)

HERE, ELSEWHERE = Institution(id=uuid4()), Institution(id=uuid4())
OWN = Cohort(id=uuid4(), institution_id=HERE.id)
FOREIGN = Cohort(id=uuid4(), institution_id=ELSEWHERE.id)
OFFICE = {Role.COORDINATOR, Role.REGISTRAR}


def account(role: Role, *, cohort: Cohort | None = None) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grant = RoleGrant(
        role=role, institution_id=HERE.id, since=since, cohort_id=cohort.id if cohort else None
    )
    return Account(id=uuid4(), person_id=uuid4(), grants=[grant])


def placement(cohort: Cohort, person_id: UUID | None = None) -> Placement:
    enrolment = Enrolment(cohort=cohort, person_id=person_id or uuid4())
    return Placement(
        institution_id=cohort.institution_id, enrolment_year=EnrolmentYear(enrolment=enrolment)
    )


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize(
    ("may", "roles"),
    [
        (policies.can_read_allowances, OFFICE),
        (policies.can_follow_incidents, {Role.COORDINATOR}),
    ],
    ids=["allowances", "incidents"],
)
def test_each_role_may_what_it_is_for_in_its_cohorts(
    may: Callable[..., bool], roles: set[Role], role: Role
) -> None:
    assert may(account(role), OWN) is (role in roles)
    assert not may(account(role), FOREIGN)


def test_figures_are_set_by_whoever_answers_for_the_whole_institution() -> None:
    assert policies.can_set_legal_figures(account(Role.ADMINISTRATOR), HERE)
    assert policies.can_set_legal_figures(account(Role.COORDINATOR), HERE)
    assert not policies.can_set_legal_figures(account(Role.COORDINATOR, cohort=OWN), HERE)
    assert not policies.can_set_legal_figures(account(Role.ADMINISTRATOR), ELSEWHERE)


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.REGISTRAR, True), (Role.COORDINATOR, True), (Role.TUTOR, False)],
    ids=str,
)
def test_certificates_are_read_by_the_office_and_whom_they_are_about(
    role: Role, *, expected: bool
) -> None:
    actor: Any = account(role)
    about_others = PlacementCertificate(placement=placement(OWN))
    about_them = PlacementCertificate(placement=placement(FOREIGN, actor.person_id))
    assert policies.can_read_certificate(actor, about_others) is expected
    assert policies.can_read_certificate(actor, about_them)
    assert not policies.can_read_signed_copy(actor, placement(FOREIGN))


def test_incidents_are_told_by_the_trainee_or_the_coordinator() -> None:
    trainee, coordinator = account(Role.TRAINEE), account(Role.COORDINATOR)
    assert policies.can_tell_incident(trainee, placement(OWN, trainee.person_id))
    assert not policies.can_tell_incident(trainee, placement(OWN))
    assert policies.can_tell_incident(coordinator, placement(OWN))
    former = account(Role.TUTOR)
    assert not policies.can_tell_incident(former, placement(OWN, former.person_id))


def test_nobody_notes_the_sending_of_their_own_declaration() -> None:
    coordinator = account(Role.COORDINATOR)
    own = IncidentNotice(placement=placement(OWN, coordinator.person_id))
    assert not policies.can_note_sending(coordinator, own)
    assert policies.can_note_sending(coordinator, IncidentNotice(placement=placement(OWN)))
    assert not policies.can_note_sending(coordinator, IncidentNotice(placement=placement(FOREIGN)))
