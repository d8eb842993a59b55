"""The marks of trainees' years, in the form that the computation reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score, from_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.domain.year_marks import YearMarks
from msp_du.models import Assessment, Mark, Module

FIRST_EXAMINER = 1

_MARKS = (
    select(
        Mark.enrolment_year_id,
        Mark.session_number,
        Mark.hundredths,
        Mark.code,
        Assessment.code,
        Module.code,
    )
    .outerjoin(Assessment, Assessment.id == Mark.assessment_id)
    .outerjoin(Module, Module.id == Mark.module_id)
    .where(
        Mark.enrolment_year_id.in_(bindparam("year_ids", expanding=True)),
        Mark.examiner == FIRST_EXAMINER,
    )
)


def score_of(hundredths: int | None, code: MarkCode | None) -> Score | None:
    """Return the mark or the code that columns hold; None when they hold neither."""
    return code if hundredths is None else from_hundredths(hundredths)


def marks_of_years(session: Session, year_ids: Collection[UUID]) -> dict[UUID, YearMarks]:
    """Return what is known of each year, gates and points of the board apart; one statement."""
    first: defaultdict[UUID, dict[str, Score]] = defaultdict(dict)
    second: defaultdict[UUID, dict[str, Score]] = defaultdict(dict)
    passes: defaultdict[UUID, dict[str, bool]] = defaultdict(dict)
    rows: Iterable[Any] = session.execute(_MARKS, {"year_ids": list(year_ids)})
    for year_id, session_number, hundredths, code, assessment_code, module_code in rows:
        if assessment_code is None and session_number == 1:
            passes[year_id][module_code] = code is MarkCode.PASS
        else:
            scores = first if session_number == 1 else second
            score = code if hundredths is None else from_hundredths(hundredths)
            scores[year_id][assessment_code or module_code] = score
    return {
        year_id: YearMarks(
            first=first.get(year_id, {}),
            second=second.get(year_id, {}),
            passes=passes.get(year_id, {}),
        )
        for year_id in year_ids
    }
