"""The demonstration's university: its calendar, its staff, the structures around it."""

from dataclasses import dataclass, field
from datetime import date
from importlib import resources

from sqlalchemy.orm import Session

from msp_du.demonstration import story
from msp_du.demonstration.timeline import DemoYear, demo_year
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import ContactCapacity, Role
from msp_du.files import curriculum_yaml
from msp_du.models import (
    AcademicYear,
    Account,
    Contact,
    CurriculumVersion,
    Deadline,
    Institution,
    Module,
    Organisation,
    Person,
    Signatory,
    TeachingWeek,
)
from msp_du.services import accounts, curricula
from msp_du.services.accounts import Grant

YEARS_AGO = (2, 1, 0)
SHIPPED_CURRICULUM = "data/curricula/du-msp-2026.yaml"


@dataclass(slots=True)
class Setting:
    """What is made so far, for what is made next."""

    session: Session
    institution: Institution
    curriculum: CurriculumVersion
    years: dict[int, AcademicYear]
    calendar: dict[int, DemoYear]
    password_hash: str
    today: date
    modules: dict[str, Module] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    staff: dict[str, Account] = field(default_factory=dict)

    def first(self, role: Role) -> Account:
        """Return the account of the first person of the staff who holds a role."""
        return next(self.staff[each.name] for each in story.STAFF if each.role is role)

    def marker(self, code: str) -> Account:
        """Return who enters the marks of a module."""
        tutors = (name for name, codes in story.MARKERS.items() if code in codes)
        name = next(tutors, None)
        return self.staff[name] if name else self.first(Role.COORDINATOR)


def address_of(name: str) -> str:
    """Return somebody's invented address."""
    return f"{fold(name).replace(' ', '.')}@{story.DOMAIN}"


def open_institution(session: Session, *, today: date, password_hash: str) -> Setting:
    """Open the university with its calendar and its curriculum."""
    institution = Institution(
        code="demo",
        name=story.INSTITUTION,
        department=story.DEPARTMENT,
        sender_address=f"suivi@{story.DOMAIN}",
        contact_address=f"contact@{story.DOMAIN}",
        appeal_text=story.APPEAL,
        signatories=[
            Signatory(position=position, name=name, capacity=capacity)
            for position, (name, capacity) in enumerate(story.SIGNATORIES, start=1)
        ],
    )
    session.add(institution)
    session.flush()
    calendar = {years_ago: demo_year(today, years_ago) for years_ago in YEARS_AGO}
    years = {ago: _academic_year(institution, year) for ago, year in calendar.items()}
    session.add_all(years.values())
    content = curriculum_yaml.read((resources.files("msp_du") / SHIPPED_CURRICULUM).read_bytes())
    curriculum = curricula.import_version(session, institution.id, content, actor=None)
    modules = {module.code: module for unit in curriculum.units for module in unit.modules}
    return Setting(session, institution, curriculum, years, calendar, password_hash, today, modules)


def _academic_year(institution: Institution, year: DemoYear) -> AcademicYear:
    return AcademicYear(
        institution_id=institution.id,
        label=year.label,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        teaching_weeks=[TeachingWeek(monday=monday) for monday in year.teaching_mondays],
        deadlines=[Deadline(label=label, due_on=due_on) for label, due_on in year.deadlines],
    )


def open_account(
    work: Setting, name: str, grant: Grant, *, person: Person | None = None
) -> Account:
    """Open somebody's account, not yet activated."""
    return accounts.open_account(
        work.session,
        email=address_of(name),
        display_name=name,
        grants=[grant],
        actor=None,
        person=person,
    )


def open_staff(work: Setting) -> None:
    """Open the accounts of those who run the course; they can be tried."""
    for each in story.STAFF:
        account = open_account(work, each.name, Grant(each.role, work.institution.id))
        account.password_hash = work.password_hash
        work.staff[each.name] = account


def open_hosts(work: Setting) -> None:
    """Open the structures; whoever may sign has an account, one of which can be tried."""
    for key, host in story.HOSTS.items():
        organisation = Organisation(
            institution_id=work.institution.id,
            name=host.name,
            sort_key=fold(host.name),
            kind=host.kind,
            legal_form=host.legal_form,
            city=host.city,
            can_sign_hours=host.can_sign,
        )
        work.session.add(organisation)
        work.session.flush()
        contact = Contact(
            institution_id=work.institution.id,
            organisation_id=organisation.id,
            name=host.contact,
            email=address_of(host.contact),
            capacity=ContactCapacity.HOST_SUPERVISOR,
            job_title=host.job_title,
        )
        if host.can_sign:
            grant = Grant(Role.SUPERVISOR, work.institution.id)
            account = open_account(work, host.contact, grant)
            account.password_hash = work.password_hash if key == "tilleuls" else None
            contact.account_id = account.id
        work.session.add(contact)
        work.contacts[key] = contact
    work.session.flush()
