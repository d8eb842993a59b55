"""How many trainees and marks there are, by cohort and module."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.models import Assessment, Credit, Enrolment, EnrolmentYear, Mark, Module
from msp_du.services.credited import covers, is_covered
from msp_du.services.mark_sheets import IS_MARKED


def people(session: Session, cohort_ids: Collection[UUID]) -> dict[tuple[UUID, UUID, int], int]:
    """Count who is marked, by cohort, version of the curriculum and year."""
    keys = (Enrolment.cohort_id, EnrolmentYear.curriculum_version_id, EnrolmentYear.year_number)
    statement = (
        select(*keys, func.count())
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(cohort_ids), *IS_MARKED)
        .group_by(*keys)
    )
    return {
        (cohort_id, version_id, number): count
        for cohort_id, version_id, number, count in session.execute(statement)
    }


def entered(session: Session, cohort_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Count the marks of session 1 that are there, by cohort and module."""
    module_id = func.coalesce(Assessment.module_id, Mark.module_id)
    statement = (
        select(Enrolment.cohort_id, module_id, func.count())
        .select_from(Mark)
        .join(EnrolmentYear, EnrolmentYear.id == Mark.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .outerjoin(Assessment, Assessment.id == Mark.assessment_id)
        .join(Module, Module.id == module_id)
        .where(
            ~is_covered(Module),
            Enrolment.cohort_id.in_(cohort_ids),
            Mark.session_number == 1,
            *IS_MARKED,
        )
        .group_by(Enrolment.cohort_id, module_id)
    )
    return {(cohort_id, module): count for cohort_id, module, count in session.execute(statement)}


def credited(session: Session, cohort_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Count of whom a credit covers the module, by cohort and module."""
    statement = (
        select(Enrolment.cohort_id, Module.id, func.count(EnrolmentYear.id.distinct()))
        .select_from(Credit)
        .join(EnrolmentYear, EnrolmentYear.id == Credit.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Module, covers(Module))
        .where(Enrolment.cohort_id.in_(cohort_ids), *IS_MARKED)
        .group_by(Enrolment.cohort_id, Module.id)
    )
    return {(cohort_id, module): count for cohort_id, module, count in session.execute(statement)}
