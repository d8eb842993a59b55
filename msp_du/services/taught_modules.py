"""Which modules a cohort follows in which academic year."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import AcademicYear, Cohort, Enrolment, EnrolmentYear, Module, Unit


def of_cohort(session: Session, cohort: Cohort) -> dict[UUID, list[Module]]:
    """Return what a cohort follows, by academic year, in the order of the curriculum.

    Before anybody is enrolled that is the first year of its curriculum.
    """
    followed = (
        select(
            EnrolmentYear.academic_year_id,
            EnrolmentYear.curriculum_version_id,
            EnrolmentYear.year_number,
        )
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
        .distinct()
    )
    years = {
        (year_id, version_id, number) for year_id, version_id, number in session.execute(followed)
    } or {(cohort.academic_year_id, cohort.curriculum_version_id, 1)}
    statement = (
        select(Module)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id.in_({version_id for _y, version_id, _n in years}))
        .order_by(Unit.curriculum_version_id, Unit.year_number, Unit.position, Module.position)
        .options(joinedload(Module.unit))
    )
    modules = session.execute(statement).scalars().all()
    return {
        year_id: [
            module
            for module in modules
            if (year_id, module.unit.curriculum_version_id, module.unit.year_number) in years
        ]
        for year_id in {year_id for year_id, _version_id, _number in years}
    }


def academic_year_of(session: Session, cohort: Cohort, day: date, module_id: UUID) -> UUID:
    """Return the academic year of a day, in which the cohort must follow the module.

    Raises RuleViolation CLASS_OUT_OF_YEAR or CLASS_MODULE.
    """
    statement = select(AcademicYear.id).where(
        AcademicYear.institution_id == cohort.institution_id,
        AcademicYear.starts_on <= day,
        AcademicYear.ends_on >= day,
    )
    year_id = session.execute(statement).scalars().first()
    followed = of_cohort(session, cohort)
    if year_id is None or year_id not in followed:
        raise RuleViolation(Rule.CLASS_OUT_OF_YEAR, field="held_on", day=day)
    if module_id not in {module.id for module in followed[year_id]}:
        raise RuleViolation(Rule.CLASS_MODULE, field="module_id")
    return year_id
