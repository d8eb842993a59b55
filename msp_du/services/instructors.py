"""Who gives classes: the tutors of the institution, or a name that is typed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, RoleGrant
from msp_du.policies import active_grants


def of_institution(session: Session, institution_id: UUID) -> list[Account]:
    """List the tutors of an institution, by name."""
    here = select(RoleGrant.account_id).where(
        RoleGrant.institution_id == institution_id, RoleGrant.role == Role.TUTOR
    )
    statement = (
        select(Account)
        .where(Account.id.in_(here), Account.disabled_at.is_(None))
        .order_by(Account.display_name, Account.email)
        .options(joinedload(Account.grants))
    )
    found = session.execute(statement).unique().scalars()
    return [
        account
        for account in found
        if any(
            grant.institution_id == institution_id for grant in active_grants(account, Role.TUTOR)
        )
    ]


def check(session: Session, cohort: Cohort, account_id: UUID | None, name: str) -> None:
    """Refuse with CLASS_INSTRUCTOR both or neither of an account and a name, or no tutor's one."""
    known = {account.id for account in of_institution(session, cohort.institution_id)}
    if (account_id is None) is not bool(name) or not known >= ({account_id} - {None}):
        raise RuleViolation(Rule.CLASS_INSTRUCTOR, field="instructor_name")
