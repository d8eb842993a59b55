"""Whose competencies an account comes to read: its own, those of the trainees it follows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.competencies import Standing
from msp_du.domain.vocabulary import EnrolmentState, RaterRole, Role
from msp_du.models import (
    AcademicYear,
    Account,
    Cohort,
    CompetencyRating,
    Enrolment,
    EnrolmentYear,
    Person,
    Placement,
)
from msp_du.policies import institution_ids
from msp_du.services import competencies


@dataclass(frozen=True, slots=True)
class FollowedTrainee:
    """A trainee that a tutor follows; the moments are those of the last ratings, None before.

    ``standing`` is that of the year they are in, None without a framework.
    """

    enrolment_id: UUID
    trainee: str
    cohort_code: str
    rated_at: datetime | None
    others_rated_at: datetime | None
    host_rated_at: datetime | None
    standing: Standing | None

    @property
    def has_news(self) -> bool:
        """Whether the trainee or the host rated since the university last did."""
        return self._comes_after(self.others_rated_at)

    @property
    def is_to_validate(self) -> bool:
        """Whether the host rated since the university last did."""
        return self._comes_after(self.host_rated_at)

    def _comes_after(self, moment: datetime | None) -> bool:
        return moment is not None and (self.rated_at is None or self.rated_at < moment)


def own_enrolment(session: Session, person_id: UUID) -> Enrolment | None:
    """Return the enrolment a trainee means: the running one, else the last."""
    statement = (
        select(Enrolment)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
        .where(Enrolment.person_id == person_id)
        .order_by(
            Enrolment.state != EnrolmentState.ACTIVE, AcademicYear.starts_on.desc(), Enrolment.id
        )
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def followed(session: Session, account: Account) -> list[FollowedTrainee]:
    """List the trainees of whose placements the account is the tutor; four statements."""
    theirs = (
        select(EnrolmentYear.enrolment_id)
        .join(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .where(
            Placement.academic_tutor_id == account.id,
            Placement.institution_id.in_(institution_ids(account, Role.TUTOR)),
        )
    )
    is_tutors = CompetencyRating.rater_role == RaterRole.TUTOR
    moment = func.max(CompetencyRating.rated_at)
    ratings = (
        select(
            CompetencyRating.enrolment_id,
            moment.filter(is_tutors).label("own"),
            moment.filter(~is_tutors).label("others"),
            moment.filter(CompetencyRating.rater_role == RaterRole.HOST).label("host"),
        )
        .where(CompetencyRating.enrolment_id.in_(theirs))
        .group_by(CompetencyRating.enrolment_id)
        .subquery()
    )
    year = (
        select(EnrolmentYear.id)
        .where(EnrolmentYear.enrolment_id == Enrolment.id)
        .order_by(EnrolmentYear.year_number.desc(), EnrolmentYear.attempt.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    statement = (
        select(
            Enrolment.id,
            Person,
            Cohort.code,
            year,
            ratings.c.own,
            ratings.c.others,
            ratings.c.host,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(ratings, ratings.c.enrolment_id == Enrolment.id)
        .where(Enrolment.id.in_(theirs), Enrolment.state != EnrolmentState.WITHDRAWN)
        .order_by(Person.sort_key, Enrolment.id)
    )
    rows = session.execute(statement).all()
    standings = competencies.standings(session, [row[3] for row in rows])
    return [
        FollowedTrainee(key, person.name.display, code, own, others, host, standings.get(year_id))
        for key, person, code, year_id, own, others, host in rows
    ]
