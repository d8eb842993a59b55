"""Enrolments: a person in a cohort, their identity, state and way in."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import enrolment as rules
from msp_du.domain.email_address import normal_address
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import AccountState, OrganisationKind, Regime, Role
from msp_du.files.class_list import Trainee
from msp_du.models import (
    Account,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Organisation,
    Person,
)
from msp_du.policies import institution_ids
from msp_du.services import accounts, audit, interruptions, organisations, people
from msp_du.services.members import state_of

KEY_LENGTH = 160
DISPLAY_LENGTH = 160
SORT_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person is, and by which tie they follow the diploma."""

    family_name: str
    usage_name: str | None
    given_names: str
    chosen_name: str | None
    birth_date: date | None
    birth_place: str | None
    student_number: str | None
    ine: str | None
    regime: Regime
    employer: str | None


def employer_key(name: str) -> str:
    """Return what employers are recognised by, whatever the accents and capitals."""
    return fold(name)[:KEY_LENGTH]


def lock_institution(session: Session, institution_id: UUID) -> None:
    """Lock the institution, whose numbers, addresses and employers are looked up, then added."""
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )


def account_of(session: Session, enrolment: Enrolment) -> Account | None:
    """Return the account of the person enrolled."""
    statement = select(Account).where(Account.person_id == enrolment.person_id)
    return session.execute(statement).scalar_one_or_none()


def enrol(
    session: Session,
    cohort: Cohort,
    trainee: Trainee,
    *,
    today: date,
    actor: Account | None,
    invite: bool = False,
) -> Enrolment:
    """Enrol somebody in the first year, known by their student number or new, with an account.

    What is known of a person stays as it is. The caller has locked the institution and checked
    what stands in the way (``class_lists``).
    """
    person = _person(session, cohort.institution_id, trainee)
    enrolment = Enrolment(
        institution_id=cohort.institution_id,
        person_id=person.id,
        cohort_id=cohort.id,
        regime=trainee.regime,
        employer_id=_employer_id(session, cohort.institution_id, trainee.employer, actor=actor),
        state_since=today,
    )
    session.add(enrolment)
    session.flush()
    session.add(
        EnrolmentYear(
            institution_id=cohort.institution_id,
            enrolment_id=enrolment.id,
            year_number=1,
            curriculum_version_id=cohort.curriculum_version_id,
            academic_year_id=cohort.academic_year_id,
        )
    )
    audit.record(
        session,
        "enrolments:create",
        enrolment,
        actor=actor,
        details={"cohort": cohort.id, "person": person.id},
    )
    account = _open_account(
        session, enrolment, person, trainee.email, account_of(session, enrolment), actor=actor
    )
    if invite and state_of(account) is AccountState.INVITED:
        accounts.queue_invitation(session, account, institution_id=cohort.institution_id)
    return enrolment


def edition(enrolment: Enrolment) -> str:
    """Return what a page that edits an enrolment has seen: of the person, and of the tie."""
    return f"{enrolment.person.version}.{enrolment.version}"


def edit(
    session: Session, enrolment: Enrolment, identity: Identity, *, seen: str, actor: Account
) -> None:
    """Change a person's identity, and the tie by which they follow the diploma.

    Raises RuleViolation STALE_VERSION when either changed since ``seen`` (see ``edition``),
    STUDENT_NUMBER_TAKEN or INE_TAKEN when another person of the institution has it.
    """
    lock_institution(session, enrolment.institution_id)
    session.refresh(enrolment, with_for_update=True)
    person = session.get_one(Person, enrolment.person_id, populate_existing=True)
    if edition(enrolment) != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    people.check_numbers(session, person, student_number=identity.student_number, ine=identity.ine)
    employer_id = _employer_id(session, enrolment.institution_id, identity.employer, actor=actor)
    changed = _write(person, _person_columns(identity)) + _write(
        enrolment, {"regime": identity.regime, "employer_id": employer_id}
    )
    person.sort_key = person.name.sort_key[:SORT_LENGTH]
    account = account_of(session, enrolment)
    if account is not None:
        account.display_name = person.name.display[:DISPLAY_LENGTH]
    session.flush()
    audit.record(session, "enrolments:edit", enrolment, actor=actor, details={"changed": changed})


def change_state(
    session: Session,
    enrolment: Enrolment,
    *,
    act: rules.EnrolmentAct,
    on: date,
    today: date,
    seen: str,
    actor: Account,
) -> None:
    """Suspend, resume or stop an enrolment on a day; no reason is kept.

    Raises RuleViolation STALE_VERSION, ENROLMENT_STATE or ENROLMENT_DATE.
    """
    session.refresh(enrolment, with_for_update=True)
    if edition(enrolment) != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    state = rules.after(act, enrolment.state, since=enrolment.state_since, on=on, today=today)
    interruptions.note(session, enrolment, until=on)
    enrolment.state, enrolment.state_since = state, on
    session.flush()
    audit.record(session, f"enrolments:{act}", enrolment, actor=actor, details={"on": on})


def invite(session: Session, enrolment: Enrolment, *, email: str, actor: Account) -> Account:
    """Ask for the invitation mail, again or to a corrected address; open the account if need be.

    Raises RuleViolation ADDRESS_NOT_VALID, ACCOUNT_ADDRESS_TAKEN, ACCOUNT_DISABLED,
    ACCOUNT_IN_USE once a password is set (its owner then keeps the address), ACCOUNT_ELSEWHERE
    when a new address would also be that of another institution.
    """
    lock_institution(session, enrolment.institution_id)
    address = normal_address(email)
    if address is None:
        raise RuleViolation(Rule.ADDRESS_NOT_VALID, field="email")
    account = account_of(session, enrolment)
    if account is not None:
        session.refresh(account, with_for_update=True)
        if not account.is_active:
            raise RuleViolation(Rule.ACCOUNT_DISABLED)
        if account.password_hash is not None:
            raise RuleViolation(Rule.ACCOUNT_IN_USE)
        _correct_address(session, account, address, enrolment.institution_id)
    person = session.get_one(Person, enrolment.person_id)
    account = _open_account(session, enrolment, person, address, account, actor=actor)
    accounts.queue_invitation(session, account, institution_id=enrolment.institution_id)
    audit.record(session, "enrolments:invite", enrolment, actor=actor)
    return account


def _person(session: Session, institution_id: UUID, trainee: Trainee) -> Person:
    number = trainee.student_number.casefold()
    known = people.numbered(session, institution_id, [number])
    if number in known:
        return known[number]
    fields = {name: value for name, value in asdict(trainee).items() if name != "email"}
    person = Person(institution_id=institution_id, **_person_columns(Identity(**fields)))
    person.sort_key = person.name.sort_key[:SORT_LENGTH]
    session.add(person)
    session.flush()
    return person


def _person_columns(identity: Identity) -> dict[str, object]:
    return {
        "birth_family_name": identity.family_name,
        "usage_family_name": identity.usage_name,
        "given_names": identity.given_names,
        "chosen_given_name": identity.chosen_name,
        "birth_date": identity.birth_date,
        "birth_place": identity.birth_place,
        "student_number": identity.student_number,
        "ine": identity.ine,
    }


def _write(row: Person | Enrolment, values: dict[str, object]) -> list[str]:
    """Write what differs and name it."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _open_account(
    session: Session,
    enrolment: Enrolment,
    person: Person,
    email: str,
    account: Account | None,
    *,
    actor: Account | None,
) -> Account:
    """Give the person's account the role of trainee in the cohort; open one if there is none."""
    grant = accounts.Grant(Role.TRAINEE, enrolment.institution_id, enrolment.cohort_id)
    if account is not None:
        accounts.give_role(session, account, grant, actor=actor)
        return account
    return accounts.open_account(
        session,
        email=email,
        display_name=person.name.display[:DISPLAY_LENGTH],
        grants=[grant],
        person=person,
        actor=actor,
    )


def _correct_address(
    session: Session, account: Account, address: str, institution_id: UUID
) -> None:
    if account.email == address:
        return
    if institution_ids(account) - {institution_id}:
        raise RuleViolation(Rule.ACCOUNT_ELSEWHERE, field="email")
    if accounts.find(session, address) is not None:
        raise RuleViolation(Rule.ACCOUNT_ADDRESS_TAKEN, field="email")
    accounts.correct_address(session, account, address)


def _employer_id(
    session: Session, institution_id: UUID, name: str | None, *, actor: Account | None
) -> UUID | None:
    """Return the organisation of that name; a new one signs no hours before it is looked at."""
    if not name:
        return None
    known = select(Organisation.id).where(
        Organisation.institution_id == institution_id, Organisation.sort_key == employer_key(name)
    )
    found = session.execute(known.order_by(Organisation.id).limit(1)).scalar_one_or_none()
    if found is not None:
        return found
    sheet = organisations.OrganisationSheet(
        name=name, kind=OrganisationKind.OTHER, can_sign_hours=False
    )
    return organisations.create(session, institution_id, sheet, actor=actor).id
