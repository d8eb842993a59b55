"""Why an import of marks can no longer be undone: what has come to depend on it since."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.errors import Rule
from msp_du.models import (
    Assessment,
    BoardDecision,
    Mark,
    MarkChange,
    MarkImport,
    MarksSheet,
)


def of_imports(session: Session, imports: Collection[MarkImport]) -> dict[UUID, Rule | None]:
    """Return what stands in the way of undoing each import; None when nothing does.

    Three statements, however many imports there are.
    """
    ids = [made.id for made in imports]
    decided = _decided(session, ids)
    published = _published(session, ids)
    changed = _changed(session, ids)

    def obstacle(made: MarkImport) -> Rule | None:
        if made.undone_at is not None:
            return Rule.UNDO_DONE
        if made.id in decided:
            return Rule.UNDO_DECIDED
        if made.id in published:
            return Rule.UNDO_PUBLISHED
        return Rule.UNDO_CHANGED if made.id in changed else None

    return {made.id: obstacle(made) for made in imports}


def _decided(session: Session, ids: Collection[UUID]) -> set[UUID | None]:
    statement = (
        select(MarkChange.import_id)
        .join(MarkImport, MarkImport.id == MarkChange.import_id)
        .join(BoardDecision, BoardDecision.enrolment_year_id == MarkChange.enrolment_year_id)
        .where(MarkChange.import_id.in_(ids), BoardDecision.recorded_at >= MarkImport.imported_at)
        .distinct()
    )
    return set(session.execute(statement).scalars())


def _published(session: Session, ids: Collection[UUID]) -> set[UUID | None]:
    module_id = func.coalesce(Assessment.module_id, MarkChange.module_id)
    statement = (
        select(MarkChange.import_id)
        .join(MarkImport, MarkImport.id == MarkChange.import_id)
        .outerjoin(Assessment, Assessment.id == MarkChange.assessment_id)
        .join(
            MarksSheet,
            and_(
                MarksSheet.cohort_id == MarkImport.cohort_id,
                MarksSheet.module_id == module_id,
                MarksSheet.session_number == MarkChange.session_number,
            ),
        )
        .where(MarkChange.import_id.in_(ids), MarksSheet.published_at >= MarkImport.imported_at)
        .distinct()
    )
    return set(session.execute(statement).scalars())


def _changed(session: Session, ids: Collection[UUID]) -> set[UUID | None]:
    """Return the imports of which a mark is gone, or has another version than it left."""
    same_subject = or_(
        Mark.assessment_id == MarkChange.assessment_id, Mark.module_id == MarkChange.module_id
    )
    still = exists().where(
        Mark.enrolment_year_id == MarkChange.enrolment_year_id,
        same_subject,
        Mark.session_number == MarkChange.session_number,
        Mark.examiner == MarkChange.examiner,
        Mark.version == MarkChange.mark_version,
    )
    later = aliased(MarkChange)
    since = exists().where(
        later.enrolment_year_id == MarkChange.enrolment_year_id,
        or_(
            later.assessment_id == MarkChange.assessment_id,
            later.module_id == MarkChange.module_id,
        ),
        later.session_number == MarkChange.session_number,
        later.examiner == MarkChange.examiner,
        later.changed_at > MarkChange.changed_at,
    )
    statement = (
        select(MarkChange.import_id)
        .where(MarkChange.import_id.in_(ids), or_(~still, since))
        .distinct()
    )
    return set(session.execute(statement).scalars())
