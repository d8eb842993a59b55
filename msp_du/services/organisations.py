"""Structures that host, and the people to reach there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import HostBody, Readiness, may_host
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import ContactCapacity, LegalForm, OrganisationKind, Role
from msp_du.files.register_numbers import normal_finess, normal_siret
from msp_du.models import Account, Contact, HostReadiness, Organisation
from msp_du.services import accounts, audit, desk_links, host_links, host_names

PAGE_SIZE = 50
SORT_KEY_LENGTH = 160
_READY = (
    select(func.count(HostReadiness.id))
    .where(HostReadiness.organisation_id == Organisation.id)
    .correlate(Organisation)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of organisations, and how many points each has ready; pages count from 1."""

    organisations: list[Organisation]
    ready: Mapping[UUID, int]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class OrganisationSheet:
    """What is known of a structure; no register number is needed.

    A category that is not given stays as the register of health establishments had it.
    """

    name: str
    kind: OrganisationKind
    legal_form: LegalForm | None = None
    city: str | None = None
    has_paid_staff: bool = True
    can_sign_hours: bool = True
    is_medical: bool | None = None
    observation_only: bool | None = None
    siret: str | None = None
    finess: str | None = None
    notes: str | None = None
    category_code: str | None = None
    category_label: str | None = None
    bodies: Mapping[HostBody, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """What is known of a person to reach; an address is needed only to invite them."""

    name: str
    capacity: ContactCapacity
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None


def search(
    session: Session,
    institution_ids: Collection[UUID],
    *,
    wanted: str = "",
    kind: OrganisationKind | None = None,
    is_ready: bool | None = None,
    page: int = 1,
) -> Listing:
    """List structures by name or number, accents and capitals left aside, 50 a page.

    ``is_ready`` keeps those that have the whole checklist, or those that have not.
    """
    chosen = _chosen(institution_ids, wanted, kind, is_ready=is_ready)
    total = session.execute(select(func.count(Organisation.id)).where(chosen)).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    statement = (
        select(Organisation, _READY)
        .where(chosen)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = session.execute(statement).all()
    ready = {organisation.id: count for organisation, count in found}
    return Listing([organisation for organisation, _count in found], ready, page, pages, total)


def _chosen(
    institution_ids: Collection[UUID],
    wanted: str,
    kind: OrganisationKind | None,
    *,
    is_ready: bool | None,
) -> ColumnElement[bool]:
    chosen: ColumnElement[bool] = Organisation.institution_id.in_(institution_ids)
    words, siret, finess = fold(wanted), normal_siret(wanted), normal_finess(wanted)
    if siret or finess:
        chosen &= (Organisation.siret == siret) | (Organisation.finess == finess)
    elif words:
        chosen &= Organisation.sort_key.contains(words, autoescape=True)
    if kind is not None:
        chosen &= Organisation.kind == kind
    if is_ready is not None:
        whole = len(Readiness)
        chosen &= (whole == _READY) if is_ready else (whole > _READY)
    return chosen


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
    """Add a structure.

    Raises RuleViolation ORGANISATION_NAME_TAKEN when the institution has one of this name,
    SIRET_WRONG, FINESS_WRONG, FINESS_TAKEN, and as ``host_links.keep`` does.
    """
    _check_sheet(session, institution_id, sheet)
    organisation = Organisation(institution_id=institution_id)
    _fill(organisation, sheet)
    session.add(organisation)
    session.flush()
    host_links.keep(session, organisation, sheet.bodies)
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
    """Change a structure; STALE_VERSION when someone else did since ``version``.

    Otherwise refuses what ``create`` refuses.
    """
    _check_sheet(session, organisation.institution_id, sheet, but=organisation.id)
    session.refresh(organisation)
    _check_version(organisation, version)
    _fill(organisation, sheet)
    host_links.keep(session, organisation, sheet.bodies)
    organisation.version += 1  # also when only its bodies changed
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
    """Change a contact; their account, if any, keeps its own address.

    Links that went to another address or telephone open nothing any more.
    """
    session.refresh(contact, with_for_update=True)
    _check_version(contact, version)
    before = (contact.email, contact.phone)
    _fill_contact(contact, sheet)
    session.flush()
    if (contact.email, contact.phone) != before:
        desk_links.revoke(session, contact, now=datetime.now(UTC), actor=actor)
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


def _check_sheet(
    session: Session, institution_id: UUID, sheet: OrganisationSheet, *, but: UUID | None = None
) -> None:
    """Lock the list of names, and look for the name and the number in it."""
    host_names.lock_institution(session, institution_id)
    if sheet.siret and normal_siret(sheet.siret) is None:
        raise RuleViolation(Rule.SIRET_WRONG, field="siret")
    finess = normal_finess(sheet.finess) if sheet.finess else None
    if sheet.finess and finess is None:
        raise RuleViolation(Rule.FINESS_WRONG, field="finess")
    host_names.check_free(session, institution_id, name=sheet.name, finess=finess, but=but)


def rename(organisation: Organisation, name: str) -> None:
    """Give a structure a name, and its place in lists."""
    organisation.name = name
    organisation.sort_key = fold(name)[:SORT_KEY_LENGTH]


def _check_version(row: Organisation | Contact, version: int) -> None:
    if row.version != version:
        raise RuleViolation(Rule.STALE_VERSION)


def _fill(organisation: Organisation, sheet: OrganisationSheet) -> None:
    rename(organisation, sheet.name)
    organisation.kind = sheet.kind
    organisation.legal_form = sheet.legal_form
    organisation.city = sheet.city or None
    organisation.has_paid_staff = sheet.has_paid_staff
    organisation.can_sign_hours = sheet.can_sign_hours
    organisation.is_medical = sheet.is_medical
    organisation.observation_only = sheet.observation_only
    organisation.siret = normal_siret(sheet.siret) if sheet.siret else None
    organisation.finess = normal_finess(sheet.finess) if sheet.finess else None
    organisation.notes = sheet.notes or None
    organisation.category_code = sheet.category_code or organisation.category_code
    organisation.category_label = sheet.category_label or organisation.category_label


def _fill_contact(contact: Contact, sheet: ContactSheet) -> None:
    contact.name = sheet.name
    contact.capacity = sheet.capacity
    contact.email = sheet.email or None
    contact.phone = sheet.phone or None
    contact.job_title = sheet.job_title or None
