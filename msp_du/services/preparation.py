"""A year of a cohort as its board will find it: who stands where, what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from msp_du.domain.award_gate import GateLine, award_gate
from msp_du.domain.distances import distances
from msp_du.domain.preparation import Order, Profile, Sieve, Task, place, shortest
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import BoardDecision, Cohort
from msp_du.services import boards, decisions
from msp_du.services.boards import BoardRow
from msp_du.services.preparation_ground import Ground
from msp_du.services.preparation_tasks import tasks
from msp_du.services.results import Reading


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """A trainee's year; its award gate is empty once the board has decided."""

    row: BoardRow
    gate: tuple[GateLine, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Preparation:
    """Every trainee of the year, and the tasks that are left, those done too."""

    rows: Sequence[PreparedRow]
    tasks: Sequence[Task]

    def sifted(self, sieve: Sieve, order: Order) -> list[PreparedRow]:
        """Return the trainees that are asked for, in the order that is asked for."""
        kept = [each for each in self.rows if sieve.keeps(each.profile)]
        return sorted(kept, key=lambda each: place(each.profile, order))


def prepare(session: Session, cohort: Cohort, number: int, *, now: datetime) -> Preparation:
    """Return where a board stands; as many statements for any number of trainees.

    Those who left and were not decided on are left out.
    """
    rows = [
        row
        for row in boards.cohort_board(session, cohort, number)
        if isinstance(row.basis, BoardDecision)
        or row.year.enrolment.state is not EnrolmentState.WITHDRAWN
    ]
    running = [
        (row.year, row.basis) for row in rows if isinstance(row.basis, Reading) and row.is_running
    ]
    return Preparation(
        rows=[_prepared(row) for row in rows],
        tasks=tasks(session, Ground(cohort, number, running, now)) if running else (),
    )


def _prepared(row: BoardRow) -> PreparedRow:
    key = row.person.sort_key
    if isinstance(row.basis, BoardDecision):
        facts = decisions.facts_of(row.basis)
        return PreparedRow(row, (), Profile(key, facts.result, facts.average))
    reading = row.basis
    rules, outcome = reading.curriculum.rules, reading.outcome
    gate = award_gate(outcome, rules, reading.conditions.gates)
    ways = distances(reading.curriculum.year(outcome.number), outcome, rules)
    profile = Profile(
        name=key,
        result=outcome.result,
        average=outcome.average,
        open_requirements=frozenset(line.requirement for line in gate if line.is_open),
        causes=frozenset(cause.kind for cause in outcome.causes),
        distance=shortest(ways),
    )
    return PreparedRow(row, gate, profile)
