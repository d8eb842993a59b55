"""A trainee's own years: their marks and results, as far as they may see them by now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import curriculum as rules
from msp_du.domain import decisions as decided
from msp_du.domain.results import YearOutcome
from msp_du.domain.year_marks import YearMarks
from msp_du.models import BoardDecision, BoardPaper, Enrolment, EnrolmentYear
from msp_du.services import board_papers, decisions, results
from msp_du.services.results import Reading
from msp_du.services.year_marks import marks_of_years

PROVISIONAL, VISIBLE = "provisional_marks", "visible"


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A year of one's own; what the board decided once that is published, the rules' result before.

    ``is_shown`` is false while the curriculum keeps marks back until the decision; of a resit
    after a first decision, ``marks`` then holds nothing until the next one. ``letter_id`` is the
    board's letter about the decision, once it can be read.
    """

    year: EnrolmentYear
    reading: Reading
    marks: YearMarks
    outcome: YearOutcome
    decision: BoardDecision | None
    facts: decided.DecisionFacts | None
    letter_id: UUID | None

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
    current = decisions.published(session, ids, now=now)
    letters = board_papers.letters_of(session, [each.id for each in current.values()])
    return [
        _own_year(year, marks[year.id], readings[year.id], current.get(year.id), letters)
        for year in years
    ]


def _own_year(
    year: EnrolmentYear,
    marks: YearMarks,
    reading: Reading,
    decision: BoardDecision | None,
    letters: Mapping[UUID, BoardPaper],
) -> OwnYear:
    facts = decisions.facts_of(decision) if decision else None
    outcome = facts.outcome() if facts else reading.outcome
    if facts and facts.session == 1 and not are_provisional_shown(reading.curriculum):
        marks = replace(marks, second={})
    letter = letters.get(decision.id) if decision else None
    letter_id = letter.id if letter else None
    return OwnYear(year, reading, marks, outcome, decision, facts, letter_id)
