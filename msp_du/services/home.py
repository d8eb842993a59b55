"""What each member of staff needs to know first: reads only, few and always as many statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import EnrolmentState, HoursState, JobKind, JobState, Role
from msp_du.models import (
    AcademicYear,
    Account,
    Cohort,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Job,
    Organisation,
    Person,
    Placement,
    PlacementPeriod,
    RoleGrant,
)
from msp_du.policies import cohort_scope, institution_ids
from msp_du.services import hours_totals

WAITED_LONG = timedelta(days=14)
_HAS_PLACEMENT = (
    select(Placement.id)
    .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
    .where(EnrolmentYear.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .exists()
)
_LAST_DAY = (
    select(func.max(PlacementPeriod.ends_on))
    .where(PlacementPeriod.placement_id == Placement.id)
    .correlate(Placement)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class FollowedPlacement:
    """A placement that an academic tutor follows."""

    id: UUID
    trainee: str
    host_name: str
    totals: Totals
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """A cohort; ``waiting`` are entries sent more than 14 days ago and not answered.

    ``unplaced`` names who follows the course and has no placement.
    """

    id: UUID
    code: str
    waiting: int
    unplaced: Sequence[str]


@dataclass(frozen=True, slots=True)
class AdministratorCounts:
    """What may need a hand in the institutions that somebody administers."""

    not_activated: int
    failed_mails: int
    failed_documents: int


def tutor(session: Session, actor: Account) -> list[FollowedPlacement]:
    """List the placements that the account follows, by trainee; four statements."""
    statement = (
        select(
            Placement.id,
            Person,
            Organisation.name,
            _LAST_DAY,
        )
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(
            Placement.academic_tutor_id == actor.id,
            Placement.institution_id.in_(institution_ids(actor, Role.TUTOR)),
        )
        .order_by(Person.sort_key, Placement.id)
    )
    rows = session.execute(statement).all()
    totals = hours_totals.of_placements(session, [row[0] for row in rows])
    return [
        FollowedPlacement(placement_id, person.name.display, host, totals[placement_id], last)
        for placement_id, person, host, last in rows
    ]


def cohorts(session: Session, actor: Account, role: Role, *, now: datetime) -> list[CohortCounts]:
    """List the cohorts that the account holds this role for, the latest first; one statement."""
    whole, single = cohort_scope(actor, role)
    waiting = _waiting(now)
    unplaced = and_(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.state == EnrolmentState.ACTIVE,
        ~_HAS_PLACEMENT,
    )
    statement = (
        select(Cohort.id, Cohort.code, func.coalesce(waiting.c.entries, 0), Person)
        .join(AcademicYear, AcademicYear.id == Cohort.academic_year_id)
        .outerjoin(waiting, waiting.c.cohort_id == Cohort.id)
        .outerjoin(Enrolment, unplaced)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single)))
        .order_by(
            AcademicYear.starts_on.desc(), Cohort.code, Cohort.id, Person.sort_key, Enrolment.id
        )
    )
    found: dict[UUID, CohortCounts] = {}
    names: defaultdict[UUID, list[str]] = defaultdict(list)
    for cohort_id, code, entries, person in session.execute(statement):
        found.setdefault(cohort_id, CohortCounts(cohort_id, code, entries, names[cohort_id]))
        if person is not None:
            names[cohort_id].append(person.name.display)
    return list(found.values())


def _waiting(now: datetime) -> Subquery:
    """Count by cohort the entries that wait for long."""
    return (
        select(Enrolment.cohort_id, func.count().label("entries"))
        .select_from(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.state == EnrolmentState.ACTIVE,
            HoursEntry.state == HoursState.SUBMITTED,
            HoursEntry.submitted_at <= now - WAITED_LONG,
        )
        .group_by(Enrolment.cohort_id)
        .subquery()
    )


def administrator(session: Session, actor: Account) -> AdministratorCounts:
    """Count accounts that nobody opened yet and jobs that failed for good; one statement."""
    theirs = institution_ids(actor, Role.ADMINISTRATOR)
    is_document = Job.kind == JobKind.DOCUMENT_RENDER
    statement = select(
        select(func.count(Account.id))
        .where(
            Account.password_hash.is_(None),
            Account.disabled_at.is_(None),
            Account.grants.any(RoleGrant.institution_id.in_(theirs)),
        )
        .scalar_subquery(),
        *(
            select(func.count(Job.id))
            .where(Job.state == JobState.FAILED, Job.institution_id.in_(theirs), kind)
            .scalar_subquery()
            for kind in (~is_document, is_document)
        ),
    )
    return AdministratorCounts(*session.execute(statement).one())
