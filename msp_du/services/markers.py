"""Who marks a module in a cohort: tutors of the institution, named by its coordinators."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, Module, RoleGrant
from msp_du.policies import active_grants
from msp_du.services import accounts, audit


def named(session: Session, cohort: Cohort, module: Module, *, now: datetime) -> list[Account]:
    """List the accounts that are named for a module in this cohort, by name."""
    return [
        account
        for account in _tutors(session, cohort.institution_id)
        if account.is_active and _grants(account, cohort, module, now=now)
    ]


def nameable(session: Session, cohort: Cohort, module: Module, *, now: datetime) -> list[Account]:
    """List the tutors of the institution who may still be named, by name."""
    return [
        account
        for account in _tutors(session, cohort.institution_id)
        if _is_tutor(account, cohort) and not _grants(account, cohort, module, now=now)
    ]


def name_marker(
    session: Session, cohort: Cohort, module: Module, account: Account, *, actor: Account | None
) -> None:
    """Name a tutor for a module in a cohort; nothing when they are named already.

    Their sessions go on: what they type meanwhile is not lost. Raises RuleViolation
    TUTOR_NOT_OF_INSTITUTION for a closed account, or one that is no tutor of the institution.
    """
    _lock(session, account)
    if not _is_tutor(account, cohort):
        raise RuleViolation(Rule.TUTOR_NOT_OF_INSTITUTION, field="account")
    grant = accounts.Grant(Role.TUTOR, cohort.institution_id, cohort.id, module.id)
    accounts.give_role(session, account, grant, actor=actor)


def remove_marker(
    session: Session,
    cohort: Cohort,
    module: Module,
    account: Account,
    *,
    actor: Account | None,
    now: datetime,
) -> bool:
    """End the naming of an account for a module in a cohort; tell whether there was one."""
    _lock(session, account)
    held = _grants(account, cohort, module, now=now)
    for grant in held:
        grant.until = max(now, grant.since + timedelta(microseconds=1))
        audit.record(
            session,
            "accounts:withdraw",
            account,
            actor=actor,
            institution_id=cohort.institution_id,
            details={"role": grant.role, "cohort": grant.cohort_id, "module": grant.module_id},
        )
    return bool(held)


def _tutors(session: Session, institution_id: UUID) -> Collection[Account]:
    """List who holds or held the role of tutor in an institution."""
    here = select(RoleGrant.account_id).where(
        RoleGrant.institution_id == institution_id, RoleGrant.role == Role.TUTOR
    )
    statement = (
        select(Account)
        .where(Account.id.in_(here))
        .order_by(Account.display_name, Account.email)
        .options(selectinload(Account.grants))
    )
    return session.execute(statement).scalars().all()


def _is_tutor(account: Account, cohort: Cohort) -> bool:
    """Tell whether the account is open and is a tutor anywhere in the institution.

    The name for a module makes no tutor: it goes with that role.
    """
    return account.is_active and any(
        grant.institution_id == cohort.institution_id and grant.module_id is None
        for grant in active_grants(account, Role.TUTOR)
    )


def _grants(account: Account, cohort: Cohort, module: Module, *, now: datetime) -> list[RoleGrant]:
    return [
        grant
        for grant in account.grants
        if (grant.role, grant.cohort_id, grant.module_id) == (Role.TUTOR, cohort.id, module.id)
        and grant.is_active(now)
    ]


def _lock(session: Session, account: Account) -> None:
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    session.refresh(account)
