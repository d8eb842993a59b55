"""Results of years as they stand today; nothing of them is stored before a decision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decision_inputs import AddedPoints, with_points
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.year_marks import YearMarks
from msp_du.models import EnrolmentYear
from msp_du.services import curricula, gates
from msp_du.services.gates import NEVER_CLOSED, Closings, Conditions
from msp_du.services.year_marks import marks_of_years

Points = Mapping[UUID, Collection[AddedPoints]]
"""Points that a sitting of the board added, by year."""

NO_POINTS: Final[Points] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """A year as it stands today: its result, and what that was computed from.

    ``marks`` hold the gates too.
    """

    curriculum: Curriculum
    outcome: YearOutcome
    conditions: Conditions
    marks: YearMarks


def readings(
    session: Session,
    years: Sequence[EnrolmentYear],
    points: Points = NO_POINTS,
    *,
    closed: Closings = NEVER_CLOSED,
) -> dict[UUID, Reading]:
    """Return how years stand by id; as many statements for any number of them.

    ``points`` are those of the sitting that reads them: they count there and nowhere else.
    ``closed`` tells the years whose gates the board's sitting has closed.
    """
    ids = [year.id for year in years]
    contents = curricula.contents(session, {year.curriculum_version_id for year in years})
    marks = marks_of_years(session, ids, contents)
    conditions = gates.conditions_of_years(session, ids, contents, closed=closed)
    found = {}
    for year in years:
        curriculum = contents[year.curriculum_version_id]
        known = replace(marks[year.id], gates=conditions[year.id].gates)
        known = with_points(known, points.get(year.id, ()))
        outcome = year_outcome(curriculum.year(year.year_number), curriculum.rules, known)
        found[year.id] = Reading(curriculum, outcome, conditions[year.id], known)
    return found


def outcomes(session: Session, years: Sequence[EnrolmentYear]) -> dict[UUID, YearOutcome]:
    """Return the results of years by id; as many statements for any number of them."""
    return {one: reading.outcome for one, reading in readings(session, years).items()}
