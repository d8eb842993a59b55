"""What a year asks for beside its marks, and where trainees stand with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.attendance import AttendanceStanding
from msp_du.domain.award_gate import closed_state
from msp_du.domain.competencies import Standing, gate_state
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.gaps import Gaps, UnitGap
from msp_du.domain.ledger import Totals
from msp_du.domain.placement_documents import Papers
from msp_du.domain.vocabulary import GateState
from msp_du.services import attendance_totals, competencies, hours_totals, placement_papers

NO_PAPERS = Papers(required=False)
NO_CLASSES = AttendanceStanding()
Closings = Mapping[UUID, date]
"""The last day to meet the gates, by year, where a sitting of the board has closed them."""

NEVER_CLOSED: Final[Closings] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Conditions:
    """Placement hours and documents of a year, its attendance and its core competencies.

    ``standing`` is None in a cohort without a framework. Once the gates of the year
    are closed, what still waits has failed: ``closed_on`` was the last day.
    """

    hours: Totals
    standing: Standing | None
    papers: Papers = NO_PAPERS
    attendance: AttendanceStanding = NO_CLASSES
    closed_on: date | None = None

    @property
    def gates(self) -> dict[Gate, GateState]:
        """State of each gate that is examined, whether or not the rule set asks for it."""
        is_full = self.hours.approved >= self.hours.required
        states = {
            Gate.HOURS: GateState.MET if is_full else GateState.PENDING,
            Gate.ATTENDANCE: self.attendance.gate,
            Gate.COMPETENCIES: gate_state(self.standing) if self.standing else None,
            Gate.PLACEMENT_CERTIFICATE: self.papers.state,
        }
        return {
            gate: closed_state(state) if self.closed_on else state
            for gate, state in states.items()
            if state is not None
        }

    @property
    def gaps(self) -> Gaps:
        """What is missing, in numbers."""
        return Gaps(
            minutes=self.hours.missing,
            competencies=len(self.standing.missing) if self.standing else None,
            not_applicable=len(self.standing.not_applicable) if self.standing else 0,
            attendance=tuple(
                UnitGap(unit.code, unit.percent, unit.rules.minimum, unit.missing)
                for unit in self.attendance.examined
                if unit.percent is not None and unit.missing
            ),
            papers=self.papers.missing,
            closed_on=self.closed_on,
        )


def conditions_of_years(
    session: Session,
    year_ids: Collection[UUID],
    contents: Mapping[UUID, Curriculum] | None = None,
    *,
    closed: Closings = NEVER_CLOSED,
) -> dict[UUID, Conditions]:
    """Return where enrolment years stand; as many statements for any number of them.

    ``contents``, when given, holds every version that the years follow; ``closed`` tells the years
    whose gates the board's sitting has closed.
    """
    hours = hours_totals.of_years(session, year_ids)
    standings = competencies.standings(session, year_ids)
    papers = placement_papers.of_years(session, {one: hours[one].required for one in year_ids})
    attended = attendance_totals.standings(session, year_ids, contents)
    return {
        one: Conditions(hours[one], standings.get(one), papers[one], attended[one], closed.get(one))
        for one in year_ids
    }
