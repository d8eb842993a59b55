"""The marks of trainees' years, in the form that the computation reads."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.double_marking import agree, double_marked
from msp_du.domain.marks import Score, from_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.domain.year_marks import YearMarks
from msp_du.models import (
    Assessment,
    Credit,
    Enrolment,
    EnrolmentYear,
    Mark,
    MarksSheet,
    Module,
    Unit,
)
from msp_du.services import curricula

FIRST_EXAMINER = 1
NO_SHEET = (None, None)

_MODULE_ID = func.coalesce(Assessment.module_id, Mark.module_id)
_IS_VEILED = (
    select(MarksSheet.id)
    .where(
        MarksSheet.cohort_id == Enrolment.cohort_id,
        MarksSheet.module_id == _MODULE_ID,
        MarksSheet.session_number == Mark.session_number,
        MarksSheet.anonymous_at.is_not(None),
        MarksSheet.lifted_at.is_(None),
    )
    .correlate(Enrolment, Assessment, Mark)
    .exists()
)
_IS_ASKED = and_(
    bindparam("module_id", type_=Uuid()) == _MODULE_ID,
    Mark.session_number == bindparam("session_number"),
)
_MARKS = (
    select(
        Mark.enrolment_year_id,
        Mark.session_number,
        Mark.examiner,
        Mark.hundredths,
        Mark.code,
        Assessment.code,
        Module.code,
        EnrolmentYear.curriculum_version_id,
    )
    .join(EnrolmentYear, EnrolmentYear.id == Mark.enrolment_year_id)
    .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
    .outerjoin(Assessment, Assessment.id == Mark.assessment_id)
    .outerjoin(Module, Module.id == Mark.module_id)
    .where(
        Mark.enrolment_year_id.in_(bindparam("year_ids", expanding=True)),
        or_(_IS_ASKED, ~_IS_VEILED),
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


class _Found(NamedTuple):
    """The mark that counts for one assessment or module of a year."""

    year_id: UUID
    session_number: int
    score: Score
    assessment_code: str | None
    module_code: str | None


def score_of(hundredths: int | None, code: MarkCode | None) -> Score | None:
    """Return the mark or the code that columns hold; None when they hold neither."""
    return code if hundredths is None else from_hundredths(hundredths)


def marks_of_years(
    session: Session,
    year_ids: Collection[UUID],
    contents: Mapping[UUID, Curriculum] | None = None,
    *,
    sheet: tuple[UUID | None, int | None] = NO_SHEET,
) -> dict[UUID, YearMarks]:
    """Return what is known of each year, gates and points of the board apart.

    Marks given to numbers stand beside no name: until names stand there again, only the ``sheet``
    itself (a module and a session) reads them, and elsewhere they are missing.

    Two statements, and one for curricula that were not read before in this process; none for
    them with ``contents``, which then holds every version that the years follow.
    """
    first: defaultdict[UUID, dict[str, Score]] = defaultdict(dict)
    second: defaultdict[UUID, dict[str, Score]] = defaultdict(dict)
    passes: defaultdict[UUID, dict[str, bool]] = defaultdict(dict)
    for found in _marks(session, year_ids, contents, sheet):
        if found.assessment_code is None and found.session_number == 1:
            passes[found.year_id][found.module_code or ""] = found.score is MarkCode.PASS
        else:
            scores = first if found.session_number == 1 else second
            code = found.assessment_code or found.module_code or ""
            scores[found.year_id][code] = found.score
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


def _marks(
    session: Session,
    year_ids: Collection[UUID],
    known: Mapping[UUID, Curriculum] | None,
    sheet: tuple[UUID | None, int | None],
) -> Iterator[_Found]:
    """Yield every mark that counts: the only examiner's, or what several agree on."""
    module_id, number = sheet
    values = {"year_ids": list(year_ids), "module_id": module_id, "session_number": number}
    rows: list[Any] = list(session.execute(_MARKS, values))
    contents = known or curricula.contents(session, {row.curriculum_version_id for row in rows})
    twice = {version_id: double_marked(content) for version_id, content in contents.items()}
    apart: defaultdict[tuple[UUID, int, str], dict[int, Score]] = defaultdict(dict)
    for year_id, number, examiner, hundredths, code, assessment, module, version_id in rows:
        score = code if hundredths is None else from_hundredths(hundredths)
        if assessment is not None and assessment in twice[version_id]:
            apart[year_id, number, assessment][examiner] = score
        elif examiner == FIRST_EXAMINER:
            yield _Found(year_id, number, score, assessment, module)
    for (year_id, number, assessment), scores in apart.items():
        agreed = agree(scores.get(1), scores.get(2), scores.get(3)).score
        if agreed is not None:
            yield _Found(year_id, number, agreed, assessment, None)


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
