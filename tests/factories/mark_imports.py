"""Marks that came from a spreadsheet."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import Assessment, Cohort, MarkChange, MarkImport, Module, Unit


def make_mark_import(session: Session, cohort: Cohort, year_id: UUID) -> MarkImport:
    """An import of one mark of the module that the tutor is named for."""
    made = MarkImport(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        imported_at=datetime.now(UTC),
        marks=1,
    )
    session.add(made)
    session.flush()
    assessment = session.execute(
        select(Assessment)
        .join(Module)
        .join(Unit)
        .where(Unit.curriculum_version_id == cohort.curriculum_version_id)
        .order_by(Module.code, Assessment.position)
        .limit(1)
    ).scalar_one()
    session.add(
        MarkChange(
            institution_id=cohort.institution_id,
            enrolment_year_id=year_id,
            assessment_id=assessment.id,
            new_hundredths=1200,
            changed_at=datetime.now(UTC),
            import_id=made.id,
        )
    )
    session.flush()
    return made
