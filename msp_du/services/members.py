"""The accounts of an institution, as its administrators see and manage them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain.email_address import normal_address
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import AccountState, Role
from msp_du.models import Account, AccountSession, Cohort, Institution, Module, RoleGrant
from msp_du.policies import institution_ids
from msp_du.services import accounts, audit, sessions

WHOLE_INSTITUTION = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
"""Roles that are never given for one cohort only."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role held now; ``cohort_code`` is None when it is for the whole institution.

    ``module_code`` is that of the one module whose marks a tutor enters by it.
    """

    grant_id: UUID
    role: Role
    cohort_code: str | None
    module_code: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """An account of an institution; ``last_seen_at`` is known while one of its sessions lasts.

    Of one that another institution opened, the address that was typed here is all there is to see:
    the name was given to the other, and whoever uses the service there is nobody's business here.
    """

    account_id: UUID
    display_name: str
    email: str
    state: AccountState
    roles: tuple[HeldRole, ...]
    last_seen_at: datetime | None


def of_institution(
    session: Session, institution: Institution, *, account_id: UUID | None = None
) -> list[Member]:
    """List the accounts that hold or held a role here, by name; or only the one asked for."""
    here = select(RoleGrant.account_id).where(RoleGrant.institution_id == institution.id)
    wanted = select(Account).where(Account.id.in_(here)).options(selectinload(Account.grants))
    if account_id is not None:
        wanted = wanted.where(Account.id == account_id)
    seen = select(AccountSession.account_id, func.max(AccountSession.last_seen_at)).where(
        AccountSession.account_id.in_(here)
    )
    last_seen = dict(session.execute(seen.group_by(AccountSession.account_id)).all())
    codes = dict(cohort_codes(session, institution)) | _module_codes(session, institution)
    now = datetime.now(UTC)
    members = [
        Member(
            account_id=account.id,
            display_name=name_in(account, institution),
            email=account.email,
            state=state_of(account),
            roles=_roles_held(account, institution, codes, now=now),
            last_seen_at=last_seen.get(account.id) if _is_of(account, institution) else None,
        )
        for account in session.execute(wanted).scalars()
    ]
    return sorted(members, key=lambda member: (fold(member.display_name), member.email))


def find(session: Session, institution: Institution, account_id: UUID) -> Member | None:
    """Return one account of the institution, or None when it has none of its roles."""
    return next(iter(of_institution(session, institution, account_id=account_id)), None)


def name_in(account: Account, institution: Institution) -> str:
    """Return how an institution's administrators call an account: by name if it is their own."""
    return account.display_name if _is_of(account, institution) else account.email


def cohort_codes(session: Session, institution: Institution) -> list[tuple[UUID, str]]:
    """List the ids and codes of the institution's cohorts, by code."""
    statement = (
        select(Cohort.id, Cohort.code)
        .where(Cohort.institution_id == institution.id)
        .order_by(Cohort.code)
    )
    return [(cohort_id, code) for cohort_id, code in session.execute(statement)]


def state_of(account: Account) -> AccountState:
    """Tell whether an account waits for its owner, is in use, or is closed."""
    if account.disabled_at is not None:
        return AccountState.DISABLED
    return AccountState.ACTIVE if account.password_hash else AccountState.INVITED


def invite(
    session: Session,
    institution: Institution,
    *,
    email: str,
    display_name: str,
    roles: Collection[Role],
    cohort_id: UUID | None,
    actor: Account | None,
) -> Account:
    """Open an account, or give an existing one roles here, and ask for its invitation mail.

    An account that has its password gets the roles and no mail. Raises RuleViolation
    ADDRESS_NOT_VALID, or NOT_AUTHORISED for a cohort of another institution.
    """
    address = normal_address(email)
    if address is None:
        raise RuleViolation(Rule.ADDRESS_NOT_VALID, field="email")
    grants = [_grant(session, institution, role, cohort_id) for role in roles]
    account = accounts.open_account(
        session, email=address, display_name=display_name, grants=grants, actor=actor
    )
    if state_of(account) is AccountState.INVITED:
        accounts.queue_invitation(session, account, institution_id=institution.id)
    return account


def invite_again(
    session: Session, institution: Institution, account: Account, *, actor: Account
) -> None:
    """Ask for a new invitation mail, its link ends the former; nothing once a password is set."""
    _lock(session, account)
    if state_of(account) is AccountState.INVITED:
        accounts.queue_invitation(session, account, institution_id=institution.id)
        audit.record(
            session, "accounts:invite-again", account, actor=actor, institution_id=institution.id
        )


def give_role(
    session: Session,
    institution: Institution,
    account: Account,
    *,
    role: Role,
    cohort_id: UUID | None,
    actor: Account,
) -> None:
    """Give a role here; the account signs in anew, with its new rights."""
    _lock(session, account)
    grant = _grant(session, institution, role, cohort_id)
    accounts.give_role(session, account, grant, actor=actor)
    if account.id != actor.id:
        sessions.end_all(session, account)


def withdraw_role(session: Session, account: Account, grant: RoleGrant, *, actor: Account) -> None:
    """End a role now, and the account's sessions.

    Whoever is no tutor any more is named for no module either. ACCOUNT_OWN for one's own role of
    administrator: an institution keeps somebody to manage it.
    """
    _lock(session, account)
    session.refresh(grant)
    if account.id == actor.id and grant.role is Role.ADMINISTRATOR:
        raise RuleViolation(Rule.ACCOUNT_OWN)
    now = datetime.now(UTC)
    if not grant.is_active(now):
        return
    ended = [grant, *_namings_that_end(account, grant, now=now)]
    if account.id != actor.id:
        sessions.end_all(session, account)
    for each in ended:
        each.until = max(now, each.since + timedelta(microseconds=1))
        audit.record(
            session,
            "accounts:withdraw",
            account,
            actor=actor,
            institution_id=each.institution_id,
            details={"role": each.role, "cohort": each.cohort_id, "module": each.module_id},
        )


def close(session: Session, account: Account, *, actor: Account) -> None:
    """Close an account that works for no institution but the actor's.

    ACCOUNT_OWN for one's own; ACCOUNT_ELSEWHERE when it holds a role in another institution.
    """
    _check_theirs(session, account, actor)
    accounts.disable(session, account, actor=actor)


def reopen(session: Session, account: Account, *, actor: Account) -> None:
    """Open a closed account again; refused as ``close`` is."""
    _check_theirs(session, account, actor)
    accounts.enable(session, account, actor=actor)


def _check_theirs(session: Session, account: Account, actor: Account) -> None:
    _lock(session, account)
    if account.id == actor.id:
        raise RuleViolation(Rule.ACCOUNT_OWN)
    if institution_ids(account) - institution_ids(actor, Role.ADMINISTRATOR):
        raise RuleViolation(Rule.ACCOUNT_ELSEWHERE)


def _grant(
    session: Session, institution: Institution, role: Role, cohort_id: UUID | None
) -> accounts.Grant:
    if cohort_id is None or role in WHOLE_INSTITUTION:
        return accounts.Grant(role, institution.id)
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.institution_id != institution.id:
        raise RuleViolation(Rule.NOT_AUTHORISED, field="cohort_id")
    return accounts.Grant(role, institution.id, cohort.id)


def _is_of(account: Account, institution: Institution) -> bool:
    """Tell whether the account's first role was here."""
    first = min(account.grants, key=lambda grant: grant.since)
    return first.institution_id == institution.id


def _namings_that_end(account: Account, grant: RoleGrant, *, now: datetime) -> list[RoleGrant]:
    """Return the modules that go with a tutor's role: all of them, with the last such role."""
    if grant.role is not Role.TUTOR or grant.module_id is not None:
        return []
    others = [
        each
        for each in account.grants
        if (each.role, each.institution_id) == (Role.TUTOR, grant.institution_id)
        and each.id != grant.id
        and each.is_active(now)
    ]
    return others if all(each.module_id for each in others) else []


def _module_codes(session: Session, institution: Institution) -> dict[UUID, str]:
    """Return the codes of the modules for which somebody is or was named here, by id."""
    statement = (
        select(Module.id, Module.code)
        .join(RoleGrant, RoleGrant.module_id == Module.id)
        .where(RoleGrant.institution_id == institution.id)
    )
    return dict(session.execute(statement).all())


def _roles_held(
    account: Account, institution: Institution, codes: dict[UUID, str], *, now: datetime
) -> tuple[HeldRole, ...]:
    order: Sequence[Role] = list(Role)
    held = [
        HeldRole(
            grant.id,
            grant.role,
            codes.get(grant.cohort_id) if grant.cohort_id else None,
            codes.get(grant.module_id) if grant.module_id else None,
        )
        for grant in account.grants
        if grant.institution_id == institution.id and grant.is_active(now)
    ]
    return tuple(
        sorted(
            held,
            key=lambda row: (order.index(row.role), row.cohort_code or "", row.module_code or ""),
        )
    )


def _lock(session: Session, account: Account) -> None:
    """Take the account's row, then read it again: its grants are joined, and cannot be locked."""
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    session.refresh(account)
