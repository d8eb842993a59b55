"""What people owe: one function a source, each a few statements whatever the number of rows.

Another area adds its own source to ``SOURCES`` of ``services.reminders``, with the same shape.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain import calendar
from msp_du.domain.reminders import PATIENCE, SOON, Due, DueKind, Recipient
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Role
from msp_du.models import (
    Account,
    AssessmentSitting,
    Contact,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Placement,
    PlacementDocument,
    PlacementPeriod,
    RoleGrant,
)
from msp_du.services import desks, mark_lists
from msp_du.services.hours_rows import counted


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and when something is owed; ``only`` keeps what one person owes."""

    institution_id: UUID
    zone: ZoneInfo
    now: datetime
    only: Recipient | None = None

    @property
    def today(self) -> date:
        return calendar.today(self.now, self.zone)

    def day(self, moment: datetime) -> date:
        return calendar.today(moment, self.zone)


Source: TypeAlias = Callable[[Session, Scope], list[Due]]


def hours_to_sign(session: Session, scope: Scope) -> list[Due]:
    """List, by placement, the hours that wait at its host; one statement."""
    statement = (
        _of_hosts(scope, func.count(HoursEntry.id), func.min(HoursEntry.submitted_at))
        .join(HoursEntry, HoursEntry.placement_id == Placement.id)
        .where(HoursEntry.state == HoursState.SUBMITTED)
        .group_by(Placement.id, Account.id, Contact.id, Enrolment.cohort_id)
    )
    return [
        Due(
            DueKind.HOURS_TO_SIGN,
            _host(account_id, contact_id),
            scope.institution_id,
            placement_id,
            count,
            scope.day(oldest),
            cohort_id=cohort_id,
        )
        for placement_id, account_id, contact_id, cohort_id, count, oldest in session.execute(
            statement
        )
    ]


def hours_not_sent(session: Session, scope: Scope) -> list[Due]:
    """List, by placement, the days that a trainee noted long ago and sent to nobody."""
    long_ago = scope.now - PATIENCE[DueKind.HOURS_NOT_SENT]
    of_state = and_(HoursEntry.state == HoursState.DRAFT, HoursEntry.logged_at <= long_ago)
    return _of_trainees(session, scope, DueKind.HOURS_NOT_SENT, of_state)


def hours_returned(session: Session, scope: Scope) -> list[Due]:
    """List, by placement, the days that came back to a trainee."""
    of_state = HoursEntry.state == HoursState.RETURNED
    return _of_trainees(session, scope, DueKind.HOURS_RETURNED, of_state)


def papers_to_hand_in(session: Session, scope: Scope) -> list[Due]:
    """List the placements that are over and whose document their host did not hand in yet."""
    last_day = func.max(PlacementPeriod.ends_on)
    approved = select(HoursEntry.id).where(
        HoursEntry.placement_id == Placement.id, HoursEntry.state == HoursState.APPROVED
    )
    statement = (
        _of_hosts(scope, last_day)
        .join(PlacementPeriod, PlacementPeriod.placement_id == Placement.id)
        .outerjoin(PlacementDocument, PlacementDocument.placement_id == Placement.id)
        .where(PlacementDocument.id.is_(None), approved.exists())
        .group_by(Placement.id, Account.id, Contact.id, Enrolment.cohort_id)
        .having(last_day < scope.today)
    )
    return [
        Due(
            DueKind.PAPER_TO_HAND_IN,
            _host(account_id, contact_id),
            scope.institution_id,
            placement_id,
            1,
            ended_on,
            cohort_id=cohort_id,
        )
        for placement_id, account_id, contact_id, cohort_id, ended_on in session.execute(statement)
    ]


def marks_to_enter(session: Session, scope: Scope) -> list[Due]:
    """List, by tutor and module, the marks that are due within a week, or late.

    A few statements for each tutor who is named for a module with such a day.
    """
    dues: list[Due] = []
    for account in _markers(session, scope):
        recipient = Recipient(account_id=account.id)
        for place in mark_lists.to_mark(session, account):
            if place.cohort.institution_id != scope.institution_id:
                continue
            dues += [
                Due(
                    DueKind.MARKS_TO_ENTER,
                    recipient,
                    scope.institution_id,
                    line.module.id,
                    line.expected - line.entered,
                    line.state.due_on - SOON,
                    line.state.due_on,
                    place.cohort.id,
                )
                for line in place.lines
                if line.is_due and line.state.due_on and line.state.due_on <= scope.today + SOON
            ]
    return dues


def _markers(session: Session, scope: Scope) -> list[Account]:
    """List the tutors who are named for a module whose marks are due within a week, or were."""
    sitting = and_(
        AssessmentSitting.module_id == RoleGrant.module_id,
        AssessmentSitting.institution_id == scope.institution_id,
        AssessmentSitting.session_number == 1,
        AssessmentSitting.marks_due_on <= scope.today + SOON,
        or_(RoleGrant.cohort_id.is_(None), RoleGrant.cohort_id == AssessmentSitting.cohort_id),
    )
    named = (
        select(RoleGrant.account_id)
        .join(AssessmentSitting, sitting)
        .where(
            RoleGrant.institution_id == scope.institution_id,
            RoleGrant.role == Role.TUTOR,
            RoleGrant.since <= scope.now,
            or_(RoleGrant.until.is_(None), RoleGrant.until > scope.now),
        )
    )
    statement = (
        select(Account)
        .where(Account.id.in_(named), Account.disabled_at.is_(None))
        .order_by(Account.id)
        .options(selectinload(Account.grants))
    )
    if scope.only is not None:
        statement = statement.where(Account.id == scope.only.account_id)
    return list(session.execute(statement).scalars())


def _of_hosts(scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select placements with the contact whom each names, and their account if it is open.

    Not those that their hosts no longer see: nobody is asked for what no desk shows.
    """
    is_open = and_(Account.id == Contact.account_id, Account.disabled_at.is_(None))
    statement = (
        select(Placement.id, Account.id, Contact.id, Enrolment.cohort_id, *columns)
        .join(Contact, Contact.id == Placement.contact_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .outerjoin(Account, is_open)
        .where(
            Placement.institution_id == scope.institution_id,
            Enrolment.state != EnrolmentState.WITHDRAWN,
            desks.is_seen(scope.today),
        )
        .order_by(Placement.id)
    )
    match scope.only:
        case Recipient(account_id=UUID() as account_id):
            statement = statement.where(Account.id == account_id)
        case Recipient(contact_id=UUID() as contact_id):
            statement = statement.where(Contact.id == contact_id, Account.id.is_(None))
    return statement


def _host(account_id: UUID | None, contact_id: UUID) -> Recipient:
    return Recipient(account_id=account_id) if account_id else Recipient(contact_id=contact_id)


def _of_trainees(
    session: Session, scope: Scope, kind: DueKind, of_state: ColumnElement[bool]
) -> list[Due]:
    oldest = func.min(func.coalesce(HoursEntry.submitted_at, HoursEntry.logged_at))
    statement = (
        select(Placement.id, Account.id, Enrolment.cohort_id, func.count(HoursEntry.id), oldest)
        .join(HoursEntry, HoursEntry.placement_id == Placement.id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Account, Account.person_id == Enrolment.person_id)
        .where(
            Placement.institution_id == scope.institution_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Account.disabled_at.is_(None),
            of_state,
            counted(),
        )
        .group_by(Placement.id, Account.id, Enrolment.cohort_id)
        .order_by(Placement.id)
    )
    if scope.only is not None:
        statement = statement.where(Account.id == scope.only.account_id)
    return [
        Due(
            kind,
            Recipient(account_id=account_id),
            scope.institution_id,
            placement_id,
            count,
            scope.day(since),
            cohort_id=cohort_id,
        )
        for placement_id, account_id, cohort_id, count, since in session.execute(statement)
    ]
