"""Cohorts: opened on a version of the curriculum, listed, read with their trainees' hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import calendar
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.models import (
    AcademicYear,
    Account,
    Cohort,
    CurriculumVersion,
    Enrolment,
    Institution,
    Organisation,
    Person,
)
from msp_du.policies import cohort_scope
from msp_du.services import audit, frameworks, hours_totals
from msp_du.services.institutions import check_neutral

READERS = (Role.COORDINATOR, Role.REGISTRAR)


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A line of the list of cohorts; ``enrolled`` counts those who have not left."""

    cohort: Cohort
    institution_name: str
    academic_year: str
    curriculum: CurriculumVersion
    enrolled: int


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """A line of a cohort's page; ``hours`` are those of the whole diploma, in minutes."""

    enrolment: Enrolment
    person: Person
    employer_name: str | None
    hours: Totals


@dataclass(frozen=True, slots=True)
class Choices:
    """On what a cohort can be opened, the most sensible first."""

    versions: Sequence[CurriculumVersion]
    academic_years: Sequence[AcademicYear]


def readable(session: Session, actor: Account) -> list[CohortRow]:
    """List the cohorts an account may read, the latest year first; one statement."""
    whole, single = cohort_scope(actor, *READERS)
    enrolled = (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.state != EnrolmentState.WITHDRAWN)
        .scalar_subquery()
    )
    statement = (
        select(Cohort, Institution.name, AcademicYear.label, CurriculumVersion, enrolled)
        .join(Institution, Institution.id == Cohort.institution_id)
        .join(AcademicYear, AcademicYear.id == Cohort.academic_year_id)
        .join(CurriculumVersion, CurriculumVersion.id == Cohort.curriculum_version_id)
        .where(or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single)))
        .order_by(Institution.name, AcademicYear.starts_on.desc(), Cohort.code)
    )
    return [CohortRow(*row) for row in session.execute(statement)]


def choices(session: Session, institution: Institution, *, now: datetime) -> Choices:
    """List the versions, the last import first, and the years, the one to come or begun first."""
    versions = (
        select(CurriculumVersion)
        .where(CurriculumVersion.institution_id == institution.id)
        .order_by(CurriculumVersion.imported_at.desc())
    )
    years = (
        select(AcademicYear)
        .where(AcademicYear.institution_id == institution.id)
        .order_by(AcademicYear.starts_on)
    )
    today = calendar.today(now, ZoneInfo(institution.time_zone))
    found = session.execute(years).scalars().all()
    return Choices(
        versions=session.execute(versions).scalars().all(),
        academic_years=sorted(found, key=lambda year: year.ends_on < today),
    )


def open_cohort(
    session: Session,
    institution_id: UUID,
    *,
    code: str,
    curriculum_version_id: UUID,
    academic_year_id: UUID,
    actor: Account | None,
) -> Cohort:
    """Open a cohort that starts in an academic year, on a version of the curriculum.

    It is rated by the competency framework that the institution imported last.
    Raises RuleViolation COHORT_CODE_TAKEN, NAME_NOT_NEUTRAL for a code that says too much (it
    stands in titles), NOT_AUTHORISED for a version or a year of another institution.
    """
    check_neutral(code, field="code")
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )
    taken = select(Cohort.id).where(Cohort.institution_id == institution_id, Cohort.code == code)
    if session.execute(taken).first() is not None:
        raise RuleViolation(Rule.COHORT_CODE_TAKEN, field="code")
    version = session.get(CurriculumVersion, curriculum_version_id)
    year = session.get(AcademicYear, academic_year_id)
    if {getattr(row, "institution_id", None) for row in (version, year)} != {institution_id}:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    cohort = Cohort(
        institution_id=institution_id,
        code=code,
        curriculum_version_id=curriculum_version_id,
        academic_year_id=academic_year_id,
        created_at=datetime.now(UTC),
    )
    session.add(cohort)
    session.flush()
    audit.record(session, "cohorts:open", cohort, actor=actor)
    frameworks.adopt(session, cohort, actor=actor)
    return cohort


def find(session: Session, cohort_id: UUID) -> Cohort | None:
    """Return a cohort with its version and academic year; one statement."""
    options = [joinedload(Cohort.curriculum_version), joinedload(Cohort.academic_year)]
    return session.get(Cohort, cohort_id, options=options)


def trainees(session: Session, cohort: Cohort) -> list[TraineeRow]:
    """List the people of a cohort without regard to accents; four statements."""
    statement = (
        select(Enrolment, Person, Organisation.name)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Organisation, Organisation.id == Enrolment.employer_id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    rows = session.execute(statement).all()
    hours = hours_totals.of_enrolments(session, [enrolment.id for enrolment, *_rest in rows])
    return [
        TraineeRow(enrolment, person, employer_name, hours[enrolment.id])
        for enrolment, person, employer_name in sorted(
            rows, key=lambda row: (row[1].sort_key, row[1].student_number or "")
        )
    ]


def today_in(institution: Institution, now: datetime) -> date:
    """Return the civil day at an institution."""
    return calendar.today(now, ZoneInfo(institution.time_zone))
