"""Who is told of marks that changed, of questions and answers: one mail a day each at most."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, Module, RoleGrant
from msp_du.services import outbox


def tell_of_changes(
    session: Session, cohort: Cohort, year_ids: Collection[UUID], *, now: datetime
) -> None:
    """Tell these trainees that published marks of theirs changed."""
    statement = (
        select(Account.id)
        .join(Enrolment, Enrolment.person_id == Account.person_id)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .where(EnrolmentYear.id.in_(year_ids), Account.disabled_at.is_(None))
        .distinct()
        .order_by(Account.id)
    )
    accounts = session.execute(statement).scalars().all()
    _queue(session, JobKind.MAIL_MARK_CHANGED, cohort, accounts, now=now)


def tell_of_question(session: Session, cohort: Cohort, module: Module, *, now: datetime) -> None:
    """Tell whoever is named for the module that a question waits; else its coordinators."""
    _queue(
        session, JobKind.MAIL_MARK_QUESTION, cohort, _readers(session, cohort, module, now), now=now
    )


def tell_of_answer(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> None:
    """Tell the trainee that an answer came."""
    statement = select(Account.id).where(
        Account.person_id == person_id, Account.disabled_at.is_(None)
    )
    accounts = session.execute(statement).scalars().all()
    _queue(session, JobKind.MAIL_MARK_ANSWER, cohort, accounts, now=now)


def _readers(session: Session, cohort: Cohort, module: Module, now: datetime) -> list[UUID]:
    here = or_(RoleGrant.cohort_id == cohort.id, RoleGrant.cohort_id.is_(None))
    statement = (
        select(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.institution_id == cohort.institution_id,
            here,
            Account.disabled_at.is_(None),
            or_(RoleGrant.module_id == module.id, RoleGrant.role == Role.COORDINATOR),
        )
    )
    grants = [each for each in session.execute(statement).scalars() if each.is_active(now)]
    named = {each.account_id for each in grants if each.role is Role.TUTOR}
    return sorted(named or {each.account_id for each in grants})


def _queue(
    session: Session,
    kind: JobKind,
    cohort: Cohort,
    account_ids: Iterable[UUID],
    *,
    now: datetime,
) -> None:
    today = calendar.today(now, ZoneInfo(cohort.institution.time_zone)).isoformat()
    for account_id in account_ids:
        outbox.queue(
            session,
            kind,
            f"{kind}:{account_id}:{today}",
            {"account_id": str(account_id)},
            institution_id=cohort.institution_id,
        )
