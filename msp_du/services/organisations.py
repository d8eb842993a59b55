"""Structures that host, and the people to reach there."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import may_host
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import ContactCapacity, LegalForm, OrganisationKind, Role
from msp_du.models import Account, Contact, Institution, Organisation
from msp_du.services import accounts, audit

PAGE_SIZE = 50
_SORT_KEY_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of organisations; pages count from 1."""

    organisations: list[Organisation]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class OrganisationSheet:
    """What is known of a structure; no register number is needed."""

    name: str
    kind: OrganisationKind
    legal_form: LegalForm | None = None
    city: str | None = None
    has_paid_staff: bool = True
    can_sign_hours: bool = True


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """What is known of a person to reach; an address is needed only to invite them."""

    name: str
    capacity: ContactCapacity
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None


def search(
    session: Session, institution_ids: Collection[UUID], *, wanted: str = "", page: int = 1
) -> Listing:
    """List structures by name, accents and capitals left aside, 50 a page."""
    chosen: ColumnElement[bool] = Organisation.institution_id.in_(institution_ids)
    words = fold(wanted)
    if words:
        chosen = chosen & Organisation.sort_key.contains(words, autoescape=True)
    total = session.execute(select(func.count(Organisation.id)).where(chosen)).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    statement = (
        select(Organisation)
        .where(chosen)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Listing(list(session.execute(statement).scalars()), page, pages, total)


def hosts(session: Session, institution_id: UUID, *, wanted: str = "") -> list[Organisation]:
    """List the structures of an institution that may host a placement, by name."""
    statement = (
        select(Organisation)
        .where(
            Organisation.institution_id == institution_id,
            Organisation.sort_key.contains(fold(wanted), autoescape=True),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [
        organisation
        for organisation in session.execute(statement).scalars()
        if may_host(organisation.kind, can_sign_hours=organisation.can_sign_hours)
    ]


def contacts(session: Session, organisation: Organisation) -> list[Contact]:
    """List the contacts of a structure, by name without accents."""
    statement = select(Contact).where(Contact.organisation_id == organisation.id)
    return sorted(session.execute(statement).scalars(), key=lambda contact: fold(contact.name))


def create(
    session: Session, institution_id: UUID, sheet: OrganisationSheet, *, actor: Account | None
) -> Organisation:
    """Add a structure; ORGANISATION_NAME_TAKEN when the institution has one of this name."""
    _check_name(session, institution_id, sheet.name)
    organisation = Organisation(institution_id=institution_id)
    _fill(organisation, sheet)
    session.add(organisation)
    session.flush()
    audit.record(session, "organisations:create", organisation, actor=actor)
    return organisation


def edit(
    session: Session,
    organisation: Organisation,
    sheet: OrganisationSheet,
    *,
    actor: Account,
    version: int,
) -> None:
    """Change a structure; STALE_VERSION when someone else did since ``version``."""
    _check_name(session, organisation.institution_id, sheet.name, but=organisation.id)
    session.refresh(organisation)
    _check_version(organisation, version)
    _fill(organisation, sheet)
    session.flush()
    audit.record(session, "organisations:edit", organisation, actor=actor)


def add_contact(
    session: Session, organisation: Organisation, sheet: ContactSheet, *, actor: Account
) -> Contact:
    """Add a person to reach at a structure."""
    contact = Contact(institution_id=organisation.institution_id, organisation_id=organisation.id)
    _fill_contact(contact, sheet)
    session.add(contact)
    session.flush()
    audit.record(session, "organisations:add-contact", contact, actor=actor)
    return contact


def edit_contact(
    session: Session, contact: Contact, sheet: ContactSheet, *, actor: Account, version: int
) -> None:
    """Change a contact; their account, if any, keeps its own address."""
    session.refresh(contact, with_for_update=True)
    _check_version(contact, version)
    _fill_contact(contact, sheet)
    session.flush()
    audit.record(session, "organisations:edit-contact", contact, actor=actor)


def invite_contact(session: Session, contact: Contact, *, actor: Account) -> Account:
    """Open a supervisor's account for a contact and ask for the mail that invites them.

    Again for a contact who never came: the same account, a new mail. An address that has an
    account already gets the role; one that has a password needs no invitation.
    CONTACT_WITHOUT_ADDRESS when there is nothing to write to.
    """
    session.refresh(contact, with_for_update=True)
    if not contact.email:
        raise RuleViolation(Rule.CONTACT_WITHOUT_ADDRESS, field="email")
    account = accounts.open_account(
        session,
        email=contact.email,
        display_name=contact.name,
        grants=[accounts.Grant(Role.SUPERVISOR, contact.institution_id)],
        actor=actor,
    )
    contact.account_id = account.id
    session.flush()
    if account.password_hash is None:
        accounts.queue_invitation(session, account, institution_id=contact.institution_id)
    details = {"account": account.id}
    audit.record(session, "organisations:invite", contact, actor=actor, details=details)
    return account


def _check_name(
    session: Session, institution_id: UUID, name: str, *, but: UUID | None = None
) -> None:
    """Lock the institution, whose list of names this is, and look for the name in it."""
    root = select(Institution.id).where(Institution.id == institution_id).with_for_update()
    session.execute(root).scalar_one()
    same = select(Organisation.id).where(
        Organisation.institution_id == institution_id, Organisation.name == name
    )
    found = session.execute(same).scalar_one_or_none()
    if found is not None and found != but:
        raise RuleViolation(Rule.ORGANISATION_NAME_TAKEN, field="name")


def _check_version(row: Organisation | Contact, version: int) -> None:
    if row.version != version:
        raise RuleViolation(Rule.STALE_VERSION)


def _fill(organisation: Organisation, sheet: OrganisationSheet) -> None:
    organisation.name = sheet.name
    organisation.sort_key = fold(sheet.name)[:_SORT_KEY_LENGTH]
    organisation.kind = sheet.kind
    organisation.legal_form = sheet.legal_form
    organisation.city = sheet.city or None
    organisation.has_paid_staff = sheet.has_paid_staff
    organisation.can_sign_hours = sheet.can_sign_hours


def _fill_contact(contact: Contact, sheet: ContactSheet) -> None:
    contact.name = sheet.name
    contact.capacity = sheet.capacity
    contact.email = sheet.email or None
    contact.phone = sheet.phone or None
    contact.job_title = sheet.job_title or None
