"""Agreements that await a signature: who owes it, in the shape of ``services.due_sources``."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from msp_du.domain.agreements import AgreementState, SignerCapacity
from msp_du.domain.reminders import Due, DueKind, Recipient
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.models import (
    Account,
    Agreement,
    AgreementSigner,
    Contact,
    Enrolment,
    EnrolmentYear,
    Placement,
    RoleGrant,
)
from msp_du.services.due_sources import Scope


def agreements_to_sign(session: Session, scope: Scope) -> list[Due]:
    """List, by paper, whose signature it awaits; two statements.

    A contact signs at the desk, under an account or not; for the university any of its staff
    may, so all of them hear of it until one did.
    """
    found = dict.fromkeys((*_of_hosts(session, scope), *_of_accounts(session, scope)))
    return list(found)


def _of_hosts(session: Session, scope: Scope) -> Iterator[Due]:
    is_open = and_(Account.id == Contact.account_id, Account.disabled_at.is_(None))
    statement = (
        _awaited(scope, Account.id, Contact.id)
        .join(Contact, Contact.id == AgreementSigner.contact_id)
        .outerjoin(Account, is_open)
        .where(~_sits_there())
    )
    match scope.only:
        case Recipient(account_id=UUID() as account_id):
            statement = statement.where(Account.id == account_id)
        case Recipient(contact_id=UUID() as contact_id):
            statement = statement.where(Contact.id == contact_id, Account.id.is_(None))
    for agreement_id, cohort_id, sent_at, account_id, contact_id in session.execute(statement):
        owner = Recipient(account_id) if account_id else Recipient(contact_id=contact_id)
        kind = DueKind.AGREEMENT_OF_HOST
        since = scope.day(sent_at)
        yield Due(kind, owner, scope.institution_id, agreement_id, 1, since, cohort_id=cohort_id)


def _of_accounts(session: Session, scope: Scope) -> Iterator[Due]:
    if scope.only is not None and scope.only.account_id is None:
        return
    statement = _awaited(scope, Account.id).join(Account, _signs(scope))
    if scope.only is not None:
        statement = statement.where(Account.id == scope.only.account_id)
    for agreement_id, cohort_id, sent_at, account_id in session.execute(statement):
        owner, kind = Recipient(account_id), DueKind.AGREEMENT_TO_SIGN
        since = scope.day(sent_at)
        yield Due(kind, owner, scope.institution_id, agreement_id, 1, since, cohort_id=cohort_id)


def _awaited(scope: Scope, *columns: InstrumentedAttribute[UUID]) -> Select[*tuple[Any, ...]]:
    """Select the places at which a paper awaits a signature, of trainees who did not leave."""
    return (
        select(Agreement.id, Enrolment.cohort_id, Agreement.sent_at, *columns)
        .join(AgreementSigner, AgreementSigner.agreement_id == Agreement.id)
        .join(Placement, Placement.id == Agreement.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Agreement.institution_id == scope.institution_id,
            Agreement.state == AgreementState.AWAITING_SIGNATURES,
            AgreementSigner.signed_at.is_(None),
            Enrolment.state != EnrolmentState.WITHDRAWN,
        )
        .order_by(Agreement.id, AgreementSigner.position, *columns)
    )


def _signs(scope: Scope) -> ColumnElement[bool]:
    """Keep the open accounts that may sign at a place, as the policies have it."""
    capacity = AgreementSigner.capacity
    return and_(
        Account.disabled_at.is_(None),
        or_(
            and_(
                capacity == SignerCapacity.TRAINEE,
                Account.person_id == Enrolment.person_id,
            ),
            and_(AgreementSigner.account_id == Account.id, _has_role(scope, Role.TUTOR)),
            and_(
                capacity == SignerCapacity.UNIVERSITY,
                _has_role(
                    scope,
                    Role.COORDINATOR,
                    Role.REGISTRAR,
                    where=or_(
                        RoleGrant.cohort_id.is_(None), RoleGrant.cohort_id == Enrolment.cohort_id
                    ),
                ),
                Account.person_id.is_distinct_from(Enrolment.person_id),
            ),
        ),
    )


def _has_role(
    scope: Scope, *roles: Role, where: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    found = exists().where(
        RoleGrant.account_id == Account.id,
        RoleGrant.institution_id == scope.institution_id,
        RoleGrant.role.in_(roles),
        RoleGrant.since <= scope.now,
        or_(RoleGrant.until.is_(None), RoleGrant.until > scope.now),
    )
    return found if where is None else found.where(where)


def _sits_there() -> ColumnElement[bool]:
    """Tell whether the contact is the trainee, whose own paper the desk never shows."""
    own = aliased(Account)
    return exists().where(
        own.person_id == Enrolment.person_id,
        or_(Contact.account_id == own.id, func.lower(Contact.email) == own.email),
    )
