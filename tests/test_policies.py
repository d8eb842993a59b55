"""Who may do what: each question, on both sides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    AccountSession,
    Cohort,
    Contact,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
    Institution,
    Organisation,
    Placement,
    PlacementPeriod,
    RoleGrant,
)

NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """An institution, one of its cohorts, and one of everything there."""

    institution: Institution
    cohort: Cohort
    version: CurriculumVersion
    enrolment: Enrolment
    organisation: Organisation
    placement: Placement

    @property
    def year(self) -> EnrolmentYear:
        return self.placement.enrolment_year


def make_place(institution: Institution | None = None) -> Place:
    institution = institution or Institution(id=uuid4())
    at = {"institution_id": institution.id}
    cohort = Cohort(id=uuid4(), **at)
    enrolment = Enrolment(id=uuid4(), person_id=uuid4(), cohort=cohort, **at)
    year = EnrolmentYear(id=uuid4(), enrolment=enrolment, **at)
    contact = Contact(id=uuid4(), account_id=uuid4(), **at)
    placement = Placement(
        id=uuid4(), enrolment_year=year, contact=contact, academic_tutor_id=uuid4(), **at
    )
    placement.periods.append(PlacementPeriod(starts_on=NOW.date(), ends_on=NOW.date()))
    year.placements.append(placement)
    return Place(
        institution,
        cohort,
        CurriculumVersion(id=uuid4(), **at),
        enrolment,
        Organisation(id=uuid4(), **at),
        placement,
    )


HERE = make_place()
NEXT_DOOR = make_place(HERE.institution)
ELSEWHERE = make_place()


def account(
    role: Role | None,
    *,
    cohort: Cohort | None = None,
    since: datetime = NOW - timedelta(days=1),
    until: datetime | None = None,
    person_id: UUID | None = None,
    identity: UUID | None = None,
) -> Account:
    grants = [
        RoleGrant(
            role=role,
            institution_id=HERE.institution.id,
            cohort_id=cohort.id if cohort else None,
            since=since,
            until=until,
        )
    ]
    return Account(id=identity or uuid4(), person_id=person_id, grants=grants if role else [])


ADMINISTRATOR = account(Role.ADMINISTRATOR)
COORDINATOR = account(Role.COORDINATOR)
OF_COHORT = account(Role.COORDINATOR, cohort=HERE.cohort)
REGISTRAR = account(Role.REGISTRAR)
TRAINEE = account(Role.TRAINEE, person_id=HERE.enrolment.person_id)
TUTOR = account(Role.TUTOR, identity=HERE.placement.academic_tutor_id)
SUPERVISOR = account(Role.SUPERVISOR, identity=HERE.placement.contact.account_id)
BOARD = account(Role.BOARD_MEMBER)
NOBODY = account(None)
EVERYBODY = {
    "administrator": ADMINISTRATOR,
    "coordinator": COORDINATOR,
    "of_cohort": OF_COHORT,
    "registrar": REGISTRAR,
    "trainee": TRAINEE,
    "tutor": TUTOR,
    "supervisor": SUPERVISOR,
    "board": BOARD,
    "nobody": NOBODY,
}
ALL_WITH_A_ROLE = set(EVERYBODY) - {"nobody"}


@pytest.mark.parametrize(
    ("policy", "kind", "own", "next_door"),
    [
        (policies.can_administer_institution, "institution", {"administrator"}, None),
        (policies.can_set_calendar, "institution", {"administrator", "coordinator"}, None),
        (policies.can_follow_messages, "institution", {"administrator", "coordinator"}, None),
        (policies.can_manage_accounts, "institution", {"administrator"}, None),
        (policies.can_read_curriculum, "version", ALL_WITH_A_ROLE, ALL_WITH_A_ROLE),
        (policies.can_import_curriculum, "institution", {"coordinator"}, None),
        (policies.can_edit_curriculum, "version", {"coordinator"}, None),
        (policies.can_open_cohort, "institution", {"coordinator"}, None),
        (
            policies.can_read_cohort,
            "cohort",
            {"coordinator", "of_cohort", "registrar"},
            {"coordinator", "registrar"},
        ),
        (policies.can_manage_cohort, "cohort", {"coordinator", "of_cohort"}, {"coordinator"}),
        (
            policies.can_read_enrolment,
            "enrolment",
            {"coordinator", "of_cohort", "registrar", "trainee"},
            {"coordinator", "registrar"},
        ),
        (policies.can_manage_enrolment, "enrolment", {"coordinator", "of_cohort"}, {"coordinator"}),
        (
            policies.can_read_organisations,
            "institution",
            {"coordinator", "of_cohort", "registrar"},
            None,
        ),
        (
            policies.can_read_organisation,
            "organisation",
            {"coordinator", "of_cohort", "registrar"},
            {"coordinator", "of_cohort", "registrar"},
        ),
        (policies.can_manage_organisations, "institution", {"coordinator", "of_cohort"}, None),
        (
            policies.can_manage_organisation,
            "organisation",
            {"coordinator", "of_cohort"},
            {"coordinator", "of_cohort"},
        ),
        (
            policies.can_read_placement,
            "placement",
            {"coordinator", "of_cohort", "registrar", "trainee", "tutor"},
            {"coordinator", "registrar"},
        ),
        (policies.can_manage_placement, "placement", {"coordinator", "of_cohort"}, {"coordinator"}),
        (policies.can_log_hours, "placement", {"trainee"}, set()),
        (policies.can_approve_hours, "placement", {"supervisor"}, set()),
        (policies.is_enrolled, "enrolment", {"trainee"}, set()),
        (policies.can_rate_as_host, "placement", {"supervisor"}, set()),
        (
            policies.can_rate_as_tutor,
            "enrolment",
            {"coordinator", "of_cohort", "tutor"},
            {"coordinator"},
        ),
        (
            policies.can_rate,
            "enrolment",
            {"coordinator", "of_cohort", "tutor", "trainee"},
            {"coordinator"},
        ),
        (
            policies.can_read_competencies,
            "enrolment",
            {"coordinator", "of_cohort", "tutor", "trainee", "board"},
            {"coordinator", "board"},
        ),
        (policies.can_sit_on_board, "cohort", {"board"}, {"board"}),
        (
            policies.can_read_board,
            "cohort",
            {"coordinator", "of_cohort", "board"},
            {"coordinator", "board"},
        ),
        (
            policies.can_read_board_file,
            "year",
            {"coordinator", "of_cohort", "board"},
            {"coordinator", "board"},
        ),
        (policies.can_decide, "year", {"board"}, {"board"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_policy_lets_just_these_pass(
    policy: Callable[[Account, Any], bool],
    kind: str,
    own: set[str],
    next_door: set[str] | None,
) -> None:
    def who_may(place: Place) -> set[str]:
        subject = getattr(place, kind)
        return {name for name, actor in EVERYBODY.items() if policy(actor, subject)}

    assert who_may(HERE) == own
    assert who_may(NEXT_DOOR) == (own if next_door is None else next_door)
    assert who_may(ELSEWHERE) == set()


def test_an_administrator_manages_the_accounts_of_their_institution() -> None:
    assert policies.can_manage_account(ADMINISTRATOR, TUTOR)
    assert not policies.can_manage_account(ADMINISTRATOR, NOBODY)
    assert not policies.can_manage_account(COORDINATOR, TUTOR)


def test_a_session_is_ended_by_its_owner_alone() -> None:
    row = AccountSession(account_id=TUTOR.id)
    assert policies.can_end_session(TUTOR, row)
    assert not policies.can_end_session(ADMINISTRATOR, row)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        pytest.param(timedelta(seconds=-5), None, True, id="begun"),
        pytest.param(timedelta(seconds=60), None, False, id="not yet"),
        pytest.param(timedelta(days=-2), timedelta(seconds=60), True, id="not over"),
        pytest.param(timedelta(days=-2), timedelta(seconds=-5), False, id="over"),
    ],
)
def test_a_role_holds_between_its_dates(
    since: timedelta, until: timedelta | None, holds: bool
) -> None:
    now = datetime.now(UTC)
    actor = account(Role.TUTOR, since=now + since, until=now + until if until else None)
    assert policies.has_role(actor, Role.TUTOR) is holds
    assert not policies.has_role(actor, Role.REGISTRAR)


def test_nobody_signs_their_own_hours() -> None:
    contact, person_id = HERE.placement.contact, HERE.enrolment.person_id
    stranger = account(Role.SUPERVISOR, identity=contact.account_id)
    trainee = account(Role.SUPERVISOR, identity=contact.account_id, person_id=person_id)
    assert policies.can_approve_hours(stranger, HERE.placement)
    assert not policies.can_approve_hours(trainee, HERE.placement)


def test_nobody_decides_on_their_own_year() -> None:
    own = account(Role.BOARD_MEMBER, person_id=HERE.enrolment.person_id)
    colleague = account(Role.BOARD_MEMBER, person_id=uuid4())
    assert not policies.can_decide(own, HERE.year)
    assert policies.can_decide(colleague, HERE.year)


def test_nobody_validates_their_own_levels() -> None:
    own = account(Role.COORDINATOR, person_id=HERE.enrolment.person_id)
    colleague = account(Role.COORDINATOR, person_id=uuid4())
    assert not policies.can_rate_as_tutor(own, HERE.enrolment)
    assert policies.can_rate_as_tutor(colleague, HERE.enrolment)


def test_a_tutor_who_lost_the_role_rates_nobody() -> None:
    identity = HERE.placement.academic_tutor_id
    over = account(Role.TUTOR, identity=identity, until=NOW - timedelta(seconds=5))
    assert not policies.can_rate_as_tutor(over, HERE.enrolment)
    assert not policies.can_read_competencies(over, HERE.enrolment)


def test_a_tutor_of_another_institution_follows_nobody_here_any_more() -> None:
    identity = HERE.placement.academic_tutor_id
    left = account(Role.TUTOR, identity=identity, until=NOW - timedelta(seconds=5))
    left.grants.append(
        RoleGrant(
            role=Role.TUTOR,
            institution_id=ELSEWHERE.institution.id,
            since=NOW - timedelta(days=1),
        )
    )
    assert policies.has_role(left, Role.TUTOR)
    assert not policies.can_read_placement(left, HERE.placement)
    assert not policies.can_rate_as_tutor(left, HERE.enrolment)
    assert not policies.can_read_competencies(left, HERE.enrolment)


def test_a_contact_without_the_role_signs_nothing() -> None:
    tutor = account(Role.TUTOR, identity=HERE.placement.contact.account_id)
    assert not policies.can_approve_hours(tutor, HERE.placement)
