"""The marks of trainees' years, in the form that the computation reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score, from_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.domain.year_marks import YearMarks
from msp_du.models import Assessment, Credit, Mark, Module, Unit

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
_CREDITS = (
    select(
        Credit.enrolment_year_id,
        func.coalesce(Unit.code, Module.code),
        Credit.average_hundredths,
    )
    .outerjoin(Unit, Unit.id == Credit.unit_id)
    .outerjoin(Module, Module.id == Credit.module_id)
    .where(Credit.enrolment_year_id.in_(bindparam("year_ids", expanding=True)))
)


def score_of(hundredths: int | None, code: MarkCode | None) -> Score | None:
    """Return the mark or the code that columns hold; None when they hold neither."""
    return code if hundredths is None else from_hundredths(hundredths)


def marks_of_years(session: Session, year_ids: Collection[UUID]) -> dict[UUID, YearMarks]:
    """Return what is known of each year, gates and points of the board apart; two statements."""
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
    exempt, given = _credits(session, year_ids)
    return {
        year_id: YearMarks(
            first=first.get(year_id, {}),
            second=second.get(year_id, {}),
            passes=passes.get(year_id, {}),
            exempt=frozenset(exempt.get(year_id, ())),
            equivalences=given.get(year_id, {}),
        )
        for year_id in year_ids
    }


def _credits(
    session: Session, year_ids: Collection[UUID]
) -> tuple[dict[UUID, list[str]], dict[UUID, dict[str, Decimal]]]:
    """Return what each year is exempt from, and the averages that it was given or has kept."""
    exempt: defaultdict[UUID, list[str]] = defaultdict(list)
    given: defaultdict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for year_id, code, hundredths in session.execute(_CREDITS, {"year_ids": list(year_ids)}):
        if hundredths is None:
            exempt[year_id].append(code)
        else:
            given[year_id][code] = from_hundredths(hundredths)
    return exempt, given
