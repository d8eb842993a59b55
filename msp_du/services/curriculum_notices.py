"""Which tutors are told that a version was corrected: one mail a day for each at most."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from msp_du.domain import calendar
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.models import Account, Cohort, CurriculumVersion, Institution, Module, RoleGrant, Unit
from msp_du.services import outbox


def tell_of_change(session: Session, version: CurriculumVersion, *, now: datetime) -> None:
    """Ask for a mail to each tutor of the version; the mail names nobody and leads to the page."""
    institution = session.get_one(Institution, version.institution_id)
    day = calendar.today(now, ZoneInfo(institution.time_zone)).isoformat()
    kind = JobKind.MAIL_CURRICULUM_CORRECTED
    for account_id in tutors_of(session, version, now=now):
        outbox.queue(
            session,
            kind,
            f"{kind}:{version.id}:{account_id}:{day}",
            {"account_id": str(account_id), "version_id": str(version.id)},
            institution_id=version.institution_id,
        )


def tutors_of(session: Session, version: CurriculumVersion, *, now: datetime) -> list[UUID]:
    """List who is a tutor of a module of the version, or of a cohort that follows it.

    A tutor of the whole institution is one of every cohort's.
    """
    modules = (
        select(Module.id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id == version.id)
    )
    cohorts = select(Cohort.id).where(Cohort.curriculum_version_id == version.id)
    whole = and_(
        RoleGrant.cohort_id.is_(None),
        RoleGrant.module_id.is_(None),
        RoleGrant.institution_id == version.institution_id,
        cohorts.exists(),
    )
    in_cohort = and_(RoleGrant.cohort_id.in_(cohorts), RoleGrant.module_id.is_(None))
    statement = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.disabled_at.is_(None),
            RoleGrant.role == Role.TUTOR,
            RoleGrant.since <= now,
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
            or_(RoleGrant.module_id.in_(modules), in_cohort, whole),
        )
        .distinct()
        .order_by(Account.id)
    )
    return list(session.execute(statement).scalars())
