"""Competency frameworks, and ratings by them."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Level, RaterRole
from msp_du.models import (
    Account,
    Cohort,
    CohortFramework,
    Competency,
    CompetencyFramework,
    CompetencyRating,
    Enrolment,
)
from msp_du.services import frameworks
from tests.factories.cohorts import make_cohort, make_enrolment


def make_framework(session: Session, *, cohort: Cohort | None = None) -> CompetencyFramework:
    """The shipped framework, adopted by the cohort unless it has one."""
    adopted = frameworks.adopt(session, cohort or make_cohort(session), actor=None)
    return session.get_one(CompetencyFramework, adopted.framework_id)


def make_rating(
    session: Session,
    *,
    enrolment: Enrolment | None = None,
    code: str = "A1",
    level: Level = Level.COMPETENT,
    rater_role: RaterRole = RaterRole.TUTOR,
    account: Account | None = None,
    reason: str | None = None,
    rated_at: datetime | None = None,
) -> CompetencyRating:
    """A rating as it stands in the table; its cohort adopts the shipped framework if need be."""
    enrolment = enrolment or make_enrolment(session)
    known = select(CohortFramework.framework_id).where(
        CohortFramework.cohort_id == enrolment.cohort_id
    )
    framework_id = session.execute(known).scalar_one_or_none() or (
        make_framework(session, cohort=session.get_one(Cohort, enrolment.cohort_id)).id
    )
    item = select(Competency.id).where(
        Competency.framework_id == framework_id, Competency.code == code
    )
    if level is Level.NOT_APPLICABLE and reason is None:
        reason = "La structure n’anime pas de groupe"
    rating = CompetencyRating(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        competency_id=session.execute(item).scalar_one(),
        rater_role=rater_role,
        account_id=account.id if account else None,
        level=level,
        reason=reason,
        rated_at=rated_at or datetime.now(UTC),
    )
    session.add(rating)
    session.flush()
    return rating
