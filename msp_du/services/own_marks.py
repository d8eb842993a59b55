"""A trainee's own years: their marks and results, as far as they may see them by now."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import curriculum as rules
from msp_du.domain import decisions as decided
from msp_du.domain.marks import Score
from msp_du.domain.results import YearOutcome
from msp_du.domain.year_marks import YearMarks
from msp_du.models import (
    Assessment,
    BoardDecision,
    BoardPaper,
    Enrolment,
    EnrolmentYear,
    Mark,
    MarksSheet,
    Module,
    Unit,
)
from msp_du.services import board_papers, decisions, results
from msp_du.services.results import Reading
from msp_du.services.year_marks import marks_of_years

PROVISIONAL, VISIBLE = "provisional_marks", "visible"
Published: TypeAlias = frozenset[tuple[str, int]]

Comments: TypeAlias = Mapping[tuple[int, str], tuple[str, ...]]
"""What examiners wrote for the trainee, by session and code."""


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A year of one's own; what the board decided once that is published, the rules' result before.

    ``is_shown`` is false while the curriculum keeps marks back until the decision; of a resit
    after a first decision, ``marks`` then holds nothing until the next one. What was
    ``published`` (code of a module, session) is shown all the same. ``comments`` are by session
    and code of the assessment or module, one from each examiner. ``letter_id``
    is the board's letter about the decision, once it can be read.
    """

    year: EnrolmentYear
    reading: Reading
    marks: YearMarks
    outcome: YearOutcome
    decision: BoardDecision | None
    facts: decided.DecisionFacts | None
    letter_id: UUID | None
    comments: Comments
    published: Published = frozenset()

    @property
    def curriculum(self) -> rules.Curriculum:
        """The version of the curriculum that the year follows."""
        return self.reading.curriculum

    @property
    def content(self) -> rules.Year:
        """The year of the curriculum."""
        return self.curriculum.year(self.year.year_number)

    @property
    def is_shown(self) -> bool:
        """Whether the trainee may see marks and results by now."""
        return self.decision is not None or are_provisional_shown(self.curriculum)


def are_provisional_shown(curriculum: rules.Curriculum) -> bool:
    """Tell whether trainees may see marks and results before the board decides."""
    return curriculum.settings.get(PROVISIONAL) == VISIBLE


def own_years(session: Session, person_id: UUID, *, now: datetime) -> list[OwnYear]:
    """Return the years that somebody follows or followed, the latest first.

    A decision is not known before its sitting is published.
    """
    statement = (
        select(EnrolmentYear)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(EnrolmentYear.year_number.desc(), EnrolmentYear.attempt.desc())
        .options(
            joinedload(EnrolmentYear.curriculum_version),
            joinedload(EnrolmentYear.academic_year),
            joinedload(EnrolmentYear.enrolment).joinedload(Enrolment.cohort),
        )
    )
    years = session.execute(statement).scalars().all()
    ids = [year.id for year in years]
    marks, readings = marks_of_years(session, ids), results.readings(session, years)
    current, comments = decisions.published(session, ids, now=now), comments_of_years(session, ids)
    letters = board_papers.letters_of(session, [each.id for each in current.values()])
    published = _published(session, years)
    return [
        _own_year(
            year,
            marks[year.id],
            readings[year.id],
            current.get(year.id),
            letters=letters,
            comments=comments[year.id],
            published=published[year.id],
        )
        for year in years
    ]


def comments_of_years(session: Session, year_ids: Collection[UUID]) -> dict[UUID, Comments]:
    """Return the comments on the marks of years; one statement."""
    statement = (
        select(
            Mark.enrolment_year_id,
            Mark.session_number,
            func.coalesce(Assessment.code, Module.code),
            Mark.comment,
        )
        .outerjoin(Assessment, Assessment.id == Mark.assessment_id)
        .outerjoin(Module, Module.id == Mark.module_id)
        .where(Mark.enrolment_year_id.in_(year_ids), Mark.comment.is_not(None))
        .order_by(Mark.examiner)
    )
    found: dict[UUID, Comments] = {year_id: {} for year_id in year_ids}
    for year_id, number, code, text in session.execute(statement):
        known = found[year_id].get((number, code), ())
        found[year_id] = {**found[year_id], (number, code): (*known, text or "")}
    return found


def _published(session: Session, years: Collection[EnrolmentYear]) -> dict[UUID, Published]:
    """Return what was published of the modules of each year; one statement."""
    statement = (
        select(
            MarksSheet.cohort_id,
            Unit.curriculum_version_id,
            Module.code,
            MarksSheet.session_number,
        )
        .join(Module, Module.id == MarksSheet.module_id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            MarksSheet.cohort_id.in_({year.enrolment.cohort_id for year in years}),
            MarksSheet.published_at.is_not(None),
        )
    )
    found: defaultdict[tuple[UUID, UUID], set[tuple[str, int]]] = defaultdict(set)
    for cohort_id, version_id, code, number in session.execute(statement):
        found[cohort_id, version_id].add((code, number))
    return {
        year.id: frozenset(found[year.enrolment.cohort_id, year.curriculum_version_id])
        for year in years
    }


def _own_year(
    year: EnrolmentYear,
    marks: YearMarks,
    reading: Reading,
    decision: BoardDecision | None,
    *,
    letters: Mapping[UUID, BoardPaper],
    comments: Comments,
    published: Published,
) -> OwnYear:
    facts = decisions.facts_of(decision) if decision else None
    outcome = facts.outcome() if facts else reading.outcome
    if facts and facts.session == 1 and not are_provisional_shown(reading.curriculum):
        content = reading.curriculum.year(year.year_number)
        marks = replace(marks, second=_of_published(marks.second, content, published))
    letter = letters.get(decision.id) if decision else None
    letter_id = letter.id if letter else None
    return OwnYear(year, reading, marks, outcome, decision, facts, letter_id, comments, published)


def _of_published(
    scores: Mapping[str, Score], content: rules.Year, published: Published
) -> dict[str, Score]:
    """Keep what session 2 gave in the modules of which it was published."""
    codes = {
        code
        for unit in content.units
        for module in unit.modules
        if (module.code, 2) in published
        for code in (module.code, *(assessment.code for assessment in module.assessments))
    }
    return {code: score for code, score in scores.items() if code in codes}
