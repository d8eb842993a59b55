"""Placements and structures: what the services refuse whatever the form offered."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import ContactCapacity, OrganisationKind, Regime, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    AuditEvent,
    Contact,
    Enrolment,
    EnrolmentYear,
    Job,
    Module,
    Placement,
)
from msp_du.services import organisations, placements
from msp_du.services.placements import PlacementSheet
from tests.factories import (
    make_account,
    make_contact,
    make_enrolment,
    make_institution,
    make_organisation,
    make_placement,
    module_id,
)

AUTUMN = Period(date(2026, 9, 1), date(2026, 12, 31), 140 * 60)
SPRING = Period(date(2027, 1, 1), date(2027, 6, 30), 140 * 60)


@pytest.fixture
def coordinator(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.COORDINATOR)


@pytest.fixture
def year(session: Session) -> EnrolmentYear:
    with transaction():
        enrolment = make_enrolment(session)
    return enrolment.years[0]


@pytest.fixture
def sheet(session: Session, year: EnrolmentYear) -> PlacementSheet:
    with transaction():
        contact = make_contact(session)
        found = session.get_one(Module, module_id(session, year.curriculum_version_id, "P151"))
    return PlacementSheet(
        contact=contact, module=found, regime=Regime.EMPLOYMENT, periods=[SPRING, AUTUMN]
    )


def create(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, coordinator: Account
) -> Placement:
    with transaction():
        return placements.create(session, year, sheet, actor=coordinator)


def test_a_placement_keeps_its_periods_in_order(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, coordinator: Account
) -> None:
    placement = create(session, year, sheet, coordinator)
    session.expire_all()
    assert [row.starts_on for row in placement.periods] == [AUTUMN.starts_on, SPRING.starts_on]
    assert placement.organisation_id == sheet.contact.organisation_id
    acts = session.execute(select(AuditEvent.act)).scalars().all()
    assert acts[-1] == "placements:create"


FAULTS = {
    "foreign host": Rule.CONTACT_NOT_OF_HOST,
    "host without signature": Rule.HOST_CANNOT_SIGN,
    "long observation": Rule.HOST_OBSERVATION_HOURS,
    "module of year 2": Rule.MODULE_NOT_OF_YEAR,
    "module without placement": Rule.MODULE_NOT_OF_YEAR,
    "tutor of nobody": Rule.TUTOR_NOT_OF_INSTITUTION,
    "no period": Rule.PERIOD_MISSING,
    "overlap": Rule.PERIOD_OVERLAP,
}


KINDS_AT_FAULT = {
    "host without signature": OrganisationKind.TWELVE_STEP_GROUP,
    "long observation": OrganisationKind.CARERS_TALK_GROUP,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_placement_against_the_rules_is_not_opened(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, coordinator: Account, fault: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        create(session, year, spoiled(session, sheet, fault), coordinator)
    assert refused.value.rule is FAULTS[fault]
    assert session.execute(select(Placement)).first() is None


def spoiled(session: Session, sheet: PlacementSheet, fault: str) -> PlacementSheet:
    """Return the sheet with one thing wrong."""
    if fault == "no period":
        return replace(sheet, periods=[])
    if fault == "overlap":
        return replace(sheet, periods=[AUTUMN, AUTUMN])
    if fault.startswith("module"):
        code = "P251" if fault.endswith("2") else "M111"
        version_id = sheet.module.unit.curriculum_version_id
        return replace(sheet, module=session.get_one(Module, module_id(session, version_id, code)))
    with transaction():
        if fault == "foreign host":
            elsewhere = make_institution(session, code="zz")
            host = make_organisation(session, institution=elsewhere)
            return replace(sheet, contact=make_contact(session, organisation=host))
        if fault in KINDS_AT_FAULT:
            host = make_organisation(session, kind=KINDS_AT_FAULT[fault])
            return replace(sheet, contact=make_contact(session, organisation=host))
        return replace(sheet, academic_tutor=make_account(session, Role.COORDINATOR))


def test_the_host_of_a_placement_stays(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, coordinator: Account
) -> None:
    placement = create(session, year, sheet, coordinator)
    with transaction():
        other = make_contact(session)
    elsewhere = replace(sheet, contact=other)
    with pytest.raises(RuleViolation) as refused, transaction():
        placements.edit(session, placement, elsewhere, actor=coordinator, version=1)
    assert refused.value.rule is Rule.CONTACT_NOT_OF_HOST


def test_a_change_of_periods_alone_makes_a_new_version(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, coordinator: Account
) -> None:
    placement = create(session, year, sheet, coordinator)
    autumn_id = placement.periods[0].id
    with transaction():
        longer = replace(sheet, periods=[replace(AUTUMN, planned_minutes=9000)])
        placements.edit(session, placement, longer, actor=coordinator, version=1)
    session.expire_all()
    assert placement.version == 2
    assert [(row.id, row.planned_minutes) for row in placement.periods] == [(autumn_id, 9000)]
    with pytest.raises(RuleViolation) as refused, transaction():
        placements.edit(session, placement, sheet, actor=coordinator, version=1)
    assert refused.value.rule is Rule.STALE_VERSION


def test_placements_are_listed_for_the_enrolment(session: Session) -> None:
    with transaction():
        enrolment: Enrolment = make_enrolment(session)
        mine = make_placement(session, enrolment=enrolment)
        make_placement(session)
    assert placements.of_enrolment(session, enrolment) == [mine]


def test_only_those_who_tutor_now_are_offered_as_tutors(session: Session) -> None:
    with transaction():
        zoe, eloi = (
            make_account(session, Role.TUTOR, display_name=name) for name in ("Zoé", "Éloi")
        )
        gone = make_account(session, Role.TUTOR)
        gone.disabled_at = gone.created_at
        ended = make_account(session, Role.TUTOR)
        ended.grants[0].until = ended.created_at
        make_account(session, Role.SUPERVISOR)
        institution_id = zoe.grants[0].institution_id
    assert placements.tutors_of(session, institution_id) == [eloi, zoe]


def test_inviting_twice_is_one_account_and_a_second_mail(
    session: Session, coordinator: Account
) -> None:
    with transaction():
        contact = make_contact(session)
    with transaction():
        account = organisations.invite_contact(session, contact, actor=coordinator)
    with transaction():
        assert organisations.invite_contact(session, contact, actor=coordinator) == account
    assert contact.account_id == account.id
    assert len(account.grants) == 1
    assert len(session.execute(select(Job)).scalars().all()) == 2


def test_a_contact_who_has_a_password_gets_the_role_and_no_mail(
    session: Session, coordinator: Account
) -> None:
    with transaction():
        contact: Contact = make_contact(session)
        known = make_account(session, Role.TUTOR, email=contact.email)
        known.password_hash = "argon2"
    with transaction():
        assert organisations.invite_contact(session, contact, actor=coordinator) == known
    assert {grant.role for grant in known.grants} == {Role.TUTOR, Role.SUPERVISOR}
    assert session.execute(select(Job)).first() is None


def test_a_contact_sheet_keeps_blanks_as_nothing(session: Session, coordinator: Account) -> None:
    with transaction():
        organisation = make_organisation(session)
        blank = organisations.ContactSheet("Léa", ContactCapacity.SIGNATORY, "", "", "")
        contact = organisations.add_contact(session, organisation, blank, actor=coordinator)
    assert (contact.email, contact.phone, contact.job_title) == (None, None, None)
