"""Accounts: opened by invitation, kept by their owner, closed by an administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind, Language, LinkPurpose, Role
from msp_du.models import Account, Person, RoleGrant
from msp_du.services import audit, links, outbox, sessions


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to give: in a whole institution, or in one cohort or module of it."""

    role: Role
    institution_id: UUID
    cohort_id: UUID | None = None
    module_id: UUID | None = None


def normal_address(email: str) -> str:
    """Return the form in which addresses are kept and compared."""
    return email.strip().casefold()


def find(session: Session, email: str) -> Account | None:
    """Return the account of an address."""
    statement = select(Account).where(Account.email == normal_address(email))
    return session.execute(statement).scalar_one_or_none()


def open_account(
    session: Session,
    *,
    email: str,
    display_name: str,
    grants: Iterable[Grant],
    actor: Account | None,
    person: Person | None = None,
    language: Language = Language.FRENCH,
) -> Account:
    """Open an account without a password, or give an existing one more roles.

    Raises RuleViolation ACCOUNT_ADDRESS_TAKEN when the address is another person's.
    """
    account = find(session, email)
    if account is None:
        account = Account(
            email=normal_address(email),
            display_name=display_name,
            person_id=person.id if person else None,
            language=language,
            created_at=datetime.now(UTC),
        )
        session.add(account)
        session.flush()
        audit.record(session, "accounts:open", account, actor=actor)
    elif person is not None and account.person_id != person.id:
        raise RuleViolation(Rule.ACCOUNT_ADDRESS_TAKEN, field="email")
    for grant in grants:
        give_role(session, account, grant, actor=actor)
    return account


def give_role(session: Session, account: Account, grant: Grant, *, actor: Account | None) -> None:
    """Give a role from now on, unless the account holds it already."""
    now = datetime.now(UTC)
    wanted = (grant.role, grant.institution_id, grant.cohort_id, grant.module_id)
    held = {
        (row.role, row.institution_id, row.cohort_id, row.module_id)
        for row in account.grants
        if row.is_active(now)
    }
    if wanted in held:
        return
    account.grants.append(
        RoleGrant(
            role=grant.role,
            institution_id=grant.institution_id,
            cohort_id=grant.cohort_id,
            module_id=grant.module_id,
            since=now,
        )
    )
    session.flush()
    audit.record(
        session,
        "accounts:grant",
        account,
        actor=actor,
        institution_id=grant.institution_id,
        details={"role": grant.role, "cohort": grant.cohort_id, "module": grant.module_id},
    )


def queue_invitation(session: Session, account: Account, *, institution_id: UUID | None) -> None:
    """Ask for the mail that holds the one-time link; the link is made when the mail is."""
    moment = datetime.now(UTC).isoformat()
    outbox.queue(
        session,
        JobKind.MAIL_INVITATION,
        f"invitation:{account.id}:{moment}",
        {"account_id": str(account.id)},
        institution_id=institution_id,
    )


def accept_invitation(
    session: Session, secret: str, *, password_hash: str, now: datetime
) -> Account:
    """Set the first password by an invitation; RuleViolation LINK_NOT_VALID if it opens nothing."""
    return _set_by_link(session, secret, LinkPurpose.INVITATION, password_hash, now=now)


def queue_password_reset(session: Session, email: str) -> None:
    """Ask for the mail with a new link; an unknown address costs the same work, for nobody."""
    account = find(session, email)
    if account is not None and not account.is_active:
        account = None
    kind, act = JobKind.MAIL_PASSWORD_RESET, "accounts:ask-reset"
    if account is not None and account.password_hash is None:
        kind, act = JobKind.MAIL_INVITATION, "accounts:ask-invitation"
    account_id = account.id if account else uuid4()
    moment = datetime.now(UTC).isoformat()
    outbox.queue(session, kind, f"reset:{account_id}:{moment}", {"account_id": str(account_id)})
    audit.record(session, act, account, actor=None)


def reset_password(session: Session, secret: str, *, password_hash: str, now: datetime) -> Account:
    """Set a new password by a mailed link and end every session of the account."""
    return _set_by_link(session, secret, LinkPurpose.PASSWORD_RESET, password_hash, now=now)


def _set_by_link(
    session: Session, secret: str, purpose: LinkPurpose, password_hash: str, *, now: datetime
) -> Account:
    account = links.use(session, secret, purpose, now=now).account
    account.password_hash = password_hash
    _end_password_links(session, account, now=now)
    sessions.end_all(session, account)
    audit.record(session, f"accounts:{purpose}", account, actor=account)
    return account


def _end_password_links(session: Session, account: Account, *, now: datetime) -> None:
    """End the mailed links that could still set a password over the one just proved or set."""
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET):
        links.revoke(session, account, purpose, now=now)


def change_password(
    session: Session, account: Account, *, password_hash: str, keep: UUID | None
) -> None:
    """Set a new password, end the other sessions, and tell the owner by mail."""
    account.password_hash = password_hash
    _end_password_links(session, account, now=datetime.now(UTC))
    sessions.end_all(session, account, but=keep)
    session.flush()
    audit.record(session, "accounts:change-password", account, actor=account)
    outbox.queue(
        session,
        JobKind.MAIL_PASSWORD_CHANGED,
        f"password-changed:{account.id}:{account.version}",
        {"account_id": str(account.id)},
    )


def ask_address_change(session: Session, account: Account, *, email: str, now: datetime) -> None:
    """Ask for a link to be sent to the new address; nothing changes before it is opened.

    The answer is the same when the address is taken: its owner is not told on.
    """
    audit.record(session, "accounts:ask-address", account, actor=account)
    if find(session, email) is not None:
        return
    links.make(session, account, LinkPurpose.ADDRESS_CHANGE, now=now, subject=normal_address(email))
    outbox.queue(
        session,
        JobKind.MAIL_ADDRESS_CHANGE,
        f"address-change:{account.id}:{now.isoformat()}",
        {"account_id": str(account.id)},
    )


def confirm_address(session: Session, secret: str, *, now: datetime) -> Account:
    """Take the new address, end every session, and tell the former address."""
    link = links.use(session, secret, LinkPurpose.ADDRESS_CHANGE, now=now)
    account = link.account
    if link.subject is None or find(session, link.subject) is not None:
        raise RuleViolation(Rule.LINK_NOT_VALID)
    former, account.email = account.email, link.subject
    link.subject = former
    _end_password_links(session, account, now=now)
    sessions.end_all(session, account)
    session.flush()
    audit.record(session, "accounts:change-address", account, actor=account)
    outbox.queue(
        session,
        JobKind.MAIL_ADDRESS_CHANGED,
        f"address-changed:{link.id}",
        {"account_id": str(account.id), "link_id": str(link.id)},
    )
    return account


def correct_address(session: Session, account: Account, address: str) -> None:
    """Correct the address of an account that nobody opened yet.

    A link that already went to the wrong address opens nothing from now on.
    """
    account.email = address
    _end_password_links(session, account, now=datetime.now(UTC))
    session.flush()


def choose_language(session: Session, account: Account, language: Language) -> None:
    """Set the language of screens and mails."""
    account.language = language
    audit.record(session, "accounts:choose-language", account, actor=account)


def disable(session: Session, account: Account, *, actor: Account | None) -> None:
    """Close an account: its sessions end and its links open nothing."""
    account.disabled_at = account.disabled_at or datetime.now(UTC)
    sessions.end_all(session, account)
    audit.record(session, "accounts:disable", account, actor=actor)


def enable(session: Session, account: Account, *, actor: Account | None) -> None:
    """Open a closed account again."""
    account.disabled_at = None
    audit.record(session, "accounts:enable", account, actor=actor)


def of_institution(session: Session, institution_id: UUID) -> list[Account]:
    """List the accounts that hold or held a role in an institution, by name."""
    statement = (
        select(Account)
        .where(Account.grants.any(RoleGrant.institution_id == institution_id))
        .order_by(Account.display_name, Account.email)
    )
    return list(session.execute(statement).scalars())
