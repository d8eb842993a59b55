"""The calendar, the curriculum, cohorts and who is in them."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import msp_du
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.vocabulary import (
    Regime,
)
from msp_du.files import curriculum_reader
from msp_du.models import (
    AcademicYear,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
    Institution,
    Person,
)
from msp_du.services import curricula
from tests.factories.people import TODAY, first_institution, make_person, numbers

SHIPPED_CURRICULUM = Path(msp_du.__file__).parent / "data/curricula/du-msp-2026.yaml"


def make_academic_year(
    session: Session, *, institution: Institution | None = None, label: str | None = None
) -> AcademicYear:
    """The academic year that today is in, unless it is there already."""
    institution = institution or first_institution(session)
    first = TODAY.year if TODAY.month >= 9 else TODAY.year - 1
    label = label or f"{first}-{first + 1}"
    found = session.execute(
        select(AcademicYear).where(
            AcademicYear.institution_id == institution.id, AcademicYear.label == label
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    year = AcademicYear(
        institution_id=institution.id,
        label=label,
        starts_on=date(first, 9, 1),
        ends_on=date(first + 1, 8, 31),
    )
    session.add(year)
    session.flush()
    return year


@cache
def shipped_curriculum() -> Curriculum:
    """The shipped curriculum, read once."""
    return curriculum_reader.read(SHIPPED_CURRICULUM.read_bytes())


def make_curriculum(
    session: Session,
    *,
    institution: Institution | None = None,
    content: Curriculum | None = None,
) -> CurriculumVersion:
    """The shipped two-year curriculum or another, imported once for each institution."""
    institution = institution or first_institution(session)
    content = content or shipped_curriculum()
    return curricula.find(
        session, institution.id, content.code, content.version
    ) or curricula.import_version(session, institution.id, content, actor=None)


def make_cohort(
    session: Session,
    *,
    institution: Institution | None = None,
    code: str | None = None,
    content: Curriculum | None = None,
) -> Cohort:
    institution = institution or first_institution(session)
    version = make_curriculum(session, institution=institution, content=content)
    cohort = Cohort(
        institution_id=institution.id,
        code=code or f"P{next(numbers)}",
        curriculum_version_id=version.id,
        academic_year_id=make_academic_year(session, institution=institution).id,
        created_at=datetime.now(UTC),
    )
    session.add(cohort)
    session.flush()
    return cohort


def make_enrolment(
    session: Session,
    *,
    cohort: Cohort | None = None,
    person: Person | None = None,
    regime: Regime = Regime.CONTINUING_EDUCATION,
) -> Enrolment:
    """A person in a cohort, in the first attempt at year 1."""
    cohort = cohort or make_cohort(session)
    institution = session.get_one(Institution, cohort.institution_id)
    enrolment = Enrolment(
        institution_id=cohort.institution_id,
        person_id=(person or make_person(session, institution=institution)).id,
        cohort_id=cohort.id,
        regime=regime,
        state_since=TODAY - timedelta(days=30),
    )
    session.add(enrolment)
    session.flush()
    session.add(
        EnrolmentYear(
            institution_id=cohort.institution_id,
            enrolment_id=enrolment.id,
            year_number=1,
            curriculum_version_id=cohort.curriculum_version_id,
            academic_year_id=cohort.academic_year_id,
        )
    )
    session.flush()
    return enrolment
