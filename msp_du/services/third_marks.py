"""Third marks of works that two examiners mark: how many are there, how many are asked."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.double_marking import THIRD, agree
from msp_du.domain.marks import Score
from msp_du.models import Assessment, Enrolment, EnrolmentYear, Mark
from msp_du.services.mark_sheets import IS_MARKED
from msp_du.services.year_marks import score_of

Place: TypeAlias = tuple[UUID, UUID]
"""A cohort and a module."""


@dataclass(frozen=True, slots=True)
class Thirds:
    """Third marks that are there, and those that are asked and missing."""

    given: int = 0
    missing: int = 0


NO_THIRDS: Final = Thirds()


def counts(
    session: Session, cohort_ids: Collection[UUID], assessment_ids: Collection[UUID]
) -> dict[Place, Thirds]:
    """Count third marks of session 1 by cohort and module; one statement, none for no works."""
    if not assessment_ids:
        return {}
    statement = (
        select(
            Enrolment.cohort_id,
            Assessment.module_id,
            Mark.enrolment_year_id,
            Mark.assessment_id,
            Mark.examiner,
            Mark.hundredths,
            Mark.code,
        )
        .select_from(Mark)
        .join(EnrolmentYear, EnrolmentYear.id == Mark.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Mark.session_number == 1,
            Mark.assessment_id.in_(assessment_ids),
            *IS_MARKED,
        )
    )
    works: defaultdict[tuple[Any, ...], dict[int, Score | None]] = defaultdict(dict)
    for cohort_id, module_id, year_id, one, examiner, hundredths, code in session.execute(
        statement
    ):
        works[cohort_id, module_id, year_id, one][examiner] = score_of(hundredths, code)
    found: defaultdict[Place, list[bool]] = defaultdict(list)
    for (cohort_id, module_id, _year_id, _one), scores in works.items():
        if THIRD in scores or agree(scores.get(1), scores.get(2)).asks_third:
            found[cohort_id, module_id].append(THIRD in scores)
    return {place: Thirds(sum(given), len(given) - sum(given)) for place, given in found.items()}
