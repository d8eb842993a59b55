"""A person of a cohort: corrected, suspended, invited; another institution's never touched."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.enrolment import EnrolmentAct
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, JobKind, LinkPurpose, Regime, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditDetail, Enrolment, Job, Organisation, Person
from msp_du.services import accounts, enrolments, links
from msp_du.services.enrolments import Identity
from tests.factories import (
    TODAY,
    make_account,
    make_enrolment,
    make_institution,
    make_organisation,
    make_person,
)


@pytest.fixture
def enrolment(session: Session) -> Enrolment:
    """Camille Lefèvre, who has an account."""
    with transaction() as writing:
        found = make_enrolment(writing)
        make_account(writing, Role.TRAINEE, person=found.person, email="camille@example.org")
    return found


@pytest.fixture
def coordinator(session: Session, enrolment: Enrolment) -> Account:
    with transaction() as writing:
        return make_account(writing, Role.COORDINATOR)


def identity(person: Person, **changes: object) -> Identity:
    values: dict[str, object] = {
        "family_name": person.birth_family_name,
        "usage_name": person.usage_family_name,
        "given_names": person.given_names,
        "chosen_name": person.chosen_given_name,
        "birth_date": person.birth_date,
        "birth_place": person.birth_place,
        "student_number": person.student_number,
        "ine": person.ine,
        "regime": Regime.CONTINUING_EDUCATION,
        "employer": None,
    }
    return Identity(**values | changes)  # type: ignore[arg-type]


def edit(enrolment: Enrolment, actor: Account, *, seen: str = "", **changes: object) -> None:
    seen = seen or enrolments.edition(enrolment)
    new = identity(enrolment.person, **changes)
    with transaction() as writing:
        enrolments.edit(writing, enrolment, new, seen=seen, actor=actor)


def test_a_correction_changes_names_order_and_what_the_account_shows(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    edit(enrolment, coordinator, usage_name="Élan", chosen_name="Dominique")
    person = session.get_one(Person, enrolment.person_id)
    assert person.name.display == "Dominique Élan"
    assert person.sort_key == "elan  dominique"
    account = enrolments.account_of(session, enrolment)
    assert account is not None
    assert account.display_name == "Dominique Élan"
    kept = session.execute(select(AuditDetail.text)).scalars().all()[-1]
    assert "chosen_given_name" in kept
    assert "Dominique" not in kept


def test_an_employer_is_found_whatever_the_accents_or_added_without_signing(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    with transaction() as writing:
        known = make_organisation(writing, name="Clinique de l’Étang")
        make_organisation(
            writing, name="Clinique de l’Étang", institution=make_institution(writing)
        )
    edit(enrolment, coordinator, employer="CLINIQUE DE L'ETANG")
    assert session.get_one(Enrolment, enrolment.id).employer_id == known.id
    edit(enrolment, coordinator, employer="Mairie de Tours")
    employer = session.get_one(Enrolment, enrolment.id).employer
    assert employer is not None
    assert (employer.name, employer.can_sign_hours) == ("Mairie de Tours", False)
    assert len(session.execute(select(Organisation)).scalars().all()) == 3


def test_a_page_left_open_does_not_write_over_a_later_change(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    seen = enrolments.edition(enrolment)
    edit(enrolment, coordinator, chosen_name="Dominique")
    with pytest.raises(RuleViolation) as refusal:
        edit(enrolment, coordinator, seen=seen, chosen_name="Claude")
    assert refusal.value.rule is Rule.STALE_VERSION


@pytest.mark.parametrize(
    ("field", "rule"),
    [("student_number", Rule.STUDENT_NUMBER_TAKEN), ("ine", Rule.INE_TAKEN)],
)
def test_a_number_is_one_persons_in_an_institution(
    session: Session, enrolment: Enrolment, coordinator: Account, field: str, rule: Rule
) -> None:
    with transaction() as writing:
        other = make_person(writing)
        other.student_number, other.ine = "E77", "0812345678A"
        elsewhere = make_person(writing, institution=make_institution(writing))
        elsewhere.student_number, elsewhere.ine = "E88", "0812345678B"
    taken = {"student_number": "e77", "ine": "0812345678A"}[field]
    with pytest.raises(RuleViolation) as refusal:
        edit(enrolment, coordinator, **{field: taken})
    assert (refusal.value.rule, refusal.value.field) == (rule, field)
    free = {"student_number": "E88", "ine": "0812345678B"}[field]
    edit(enrolment, coordinator, **{field: free})
    assert getattr(session.get_one(Person, enrolment.person_id), field) == free


def change(enrolment: Enrolment, actor: Account, act: EnrolmentAct, on: date) -> None:
    seen = enrolments.edition(enrolment)
    with transaction() as writing:
        enrolments.change_state(
            writing, enrolment, act=act, on=on, today=TODAY, seen=seen, actor=actor
        )


def test_an_enrolment_is_suspended_and_resumed_by_date(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    change(enrolment, coordinator, EnrolmentAct.SUSPEND, TODAY - timedelta(days=2))
    change(enrolment, coordinator, EnrolmentAct.RESUME, TODAY)
    found = session.get_one(Enrolment, enrolment.id)
    assert (found.state, found.state_since) == (EnrolmentState.ACTIVE, TODAY)
    with pytest.raises(RuleViolation) as refusal:
        change(enrolment, coordinator, EnrolmentAct.SUSPEND, TODAY - timedelta(days=1))
    assert refusal.value.rule is Rule.ENROLMENT_DATE


def test_a_state_is_not_changed_from_a_page_left_open(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        enrolments.change_state(
            writing,
            enrolment,
            act=EnrolmentAct.SUSPEND,
            on=TODAY,
            today=TODAY,
            seen="0.0",
            actor=coordinator,
        )
    assert refusal.value.rule is Rule.STALE_VERSION


def invitations(session: Session) -> list[Job]:
    statement = select(Job).where(Job.kind == JobKind.MAIL_INVITATION)
    return list(session.execute(statement).scalars())


def test_an_invitation_goes_to_the_corrected_address(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    with transaction() as writing:
        enrolments.invite(writing, enrolment, email=" Dominique@Example.org", actor=coordinator)
    account = enrolments.account_of(session, enrolment)
    assert account is not None
    assert account.email == "dominique@example.org"
    assert [job.payload for job in invitations(session)] == [{"account_id": str(account.id)}]


def test_a_link_that_went_to_the_wrong_address_opens_nothing_any_more(
    session: Session, enrolment: Enrolment, coordinator: Account
) -> None:
    now = datetime.now(UTC)
    with transaction() as writing:
        account = enrolments.account_of(writing, enrolment)
        assert account is not None
        secret = links.make(writing, account, LinkPurpose.INVITATION, now=now)
    for email, opens in [(account.email, True), ("dominique@example.org", False)]:
        with transaction() as writing:
            enrolments.invite(writing, enrolment, email=email, actor=coordinator)
            found = links.find(writing, secret, LinkPurpose.INVITATION, now=now)
            assert (found is not None) is opens


def test_somebody_without_account_gets_one_with_the_role_in_the_cohort(
    session: Session, coordinator: Account
) -> None:
    with transaction() as writing:
        found = make_enrolment(writing)
        account = enrolments.invite(writing, found, email="new@example.org", actor=coordinator)
    (grant,) = account.grants
    assert (account.person_id, grant.role, grant.cohort_id) == (
        found.person_id,
        Role.TRAINEE,
        found.cohort_id,
    )


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (("as-it-is", "not an address"), Rule.ADDRESS_NOT_VALID),
        (("as-it-is", "taken@example.org"), Rule.ACCOUNT_ADDRESS_TAKEN),
        (("password-set", "camille@example.org"), Rule.ACCOUNT_IN_USE),
        (("closed", "camille@example.org"), Rule.ACCOUNT_DISABLED),
        (("elsewhere-too", "new@example.org"), Rule.ACCOUNT_ELSEWHERE),
    ],
    ids=["no-address", "taken", "in-use", "closed", "elsewhere-too"],
)
def test_an_invitation_that_cannot_be_is_refused(
    session: Session, enrolment: Enrolment, coordinator: Account, case: tuple[str, str], rule: Rule
) -> None:
    state, email = case
    with transaction() as writing:
        make_account(writing, email="taken@example.org")
        account = enrolments.account_of(writing, enrolment)
        assert account is not None
        if state == "password-set":
            account.password_hash = "hash"
        if state == "closed":
            accounts.disable(writing, account, actor=None)
        if state == "elsewhere-too":
            there = make_institution(writing)
            grant = accounts.Grant(Role.TUTOR, there.id)
            accounts.give_role(writing, account, grant, actor=None)
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        enrolments.invite(writing, enrolment, email=email, actor=coordinator)
    assert refusal.value.rule is rule
    assert invitations(session) == []
