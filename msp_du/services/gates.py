"""What a year asks for beside its marks, and where trainees stand with it.

Attendance and the placement certificate are not examined yet: they are absent, and so never block.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.competencies import Standing, gate_state
from msp_du.domain.ledger import Totals
from msp_du.domain.sittings import closed_state
from msp_du.domain.vocabulary import GateState
from msp_du.services import competencies, hours_totals


@dataclass(frozen=True, slots=True)
class Conditions:
    """Placement hours of a year, and its core competencies if the cohort has a framework.

    Once the gates of the year ``are_closed``, what still waits has failed.
    """

    hours: Totals
    standing: Standing | None
    are_closed: bool

    @property
    def gates(self) -> dict[Gate, GateState]:
        """State of each gate that is examined, whether or not the rule set asks for it."""
        is_full = self.hours.approved >= self.hours.required
        found = {Gate.HOURS: GateState.MET if is_full else GateState.PENDING}
        if self.standing is not None:
            found[Gate.COMPETENCIES] = gate_state(self.standing)
        if self.are_closed:
            found = {gate: closed_state(state) for gate, state in found.items()}
        return found


def conditions_of_years(
    session: Session, year_ids: Collection[UUID], *, closed: Collection[UUID] = ()
) -> dict[UUID, Conditions]:
    """Return where enrolment years stand; as many statements for any number of them.

    ``closed`` are the years whose gates the board's sitting has closed.
    """
    hours = hours_totals.of_years(session, year_ids)
    standings = competencies.standings(session, year_ids)
    return {
        one: Conditions(hours[one], standings.get(one), are_closed=one in closed)
        for one in year_ids
    }


def gates_of_years(
    session: Session, year_ids: Collection[UUID]
) -> dict[UUID, Mapping[Gate, GateState]]:
    """Return the state of the gates of enrolment years."""
    found = conditions_of_years(session, year_ids)
    return {one: conditions.gates for one, conditions in found.items()}
