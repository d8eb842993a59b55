"""What the pages of the board show of a year, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.vocabulary import EnrolmentState, GateState, ResultCode
from msp_du.models import BoardDecision
from msp_du.services import decisions
from msp_du.services.boards import BoardRow, FileState
from msp_du.services.results import Reading
from msp_du.web.explanation_words import ExplanationWords, explain, explain_decided
from msp_du.web.formatting import hours, mark
from msp_du.web.i18n import _
from msp_du.web.result_lines import ResultLine, result_lines
from msp_du.web.result_words import cause_sentences
from msp_du.web.words import label


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A trainee in the list of a board; ``decided_on`` is None while nothing is decided."""

    year_id: UUID
    name: str
    state: EnrolmentState
    average: str
    result: ResultCode
    causes: list[str]
    is_ready: bool
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What the year asks for beside its marks; ``state`` is None in what was decided."""

    name: str
    shown: str
    state: GateState | None


@dataclass(frozen=True, slots=True)
class YearFile:
    """A trainee's year as it stands today, or as it stood when it was decided."""

    average: str
    computed: ResultCode
    lines: list[ResultLine]
    conditions: list[Condition]
    explanation: ExplanationWords


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision and who recorded it."""

    result: ResultCode
    decided_on: date
    reference: str
    recorded_at: Any
    recorded_by: str | None


def board_lines(rows: Sequence[BoardRow]) -> list[BoardLine]:
    """Return a line a trainee."""
    return [_board_line(row) for row in rows]


def open_file(reading: Reading, *, names_hosts: bool) -> YearFile:
    """Return a year as it stands today; ``names_hosts`` where placements may be read too."""
    outcome, conditions = reading.outcome, reading.conditions
    gates = conditions.gates
    shown = [_hours(conditions.hours.approved, conditions.hours.required, gates[Gate.HOURS])]
    if conditions.standing is not None:
        standing, state = conditions.standing, gates[Gate.COMPETENCIES]
        shown.append(_competencies(standing.acquired, standing.core_total, state))
    return YearFile(
        average=mark(outcome.average),
        computed=outcome.result,
        lines=result_lines(reading.curriculum, outcome.units),
        conditions=shown,
        explanation=explain(reading, names_hosts=names_hosts),
    )


def decided_file(facts: DecisionFacts, reading: Reading) -> YearFile:
    """Return a year as it stood when it was decided."""
    curriculum = reading.curriculum
    shown = [_hours(facts.approved_placement_minutes, facts.required_placement_minutes, None)]
    if facts.core_competencies is not None and facts.acquired_competencies is not None:
        shown.append(_competencies(facts.acquired_competencies, facts.core_competencies, None))
    return YearFile(
        average=mark(facts.average),
        computed=facts.computed,
        lines=result_lines(curriculum, facts.outcome().units),
        conditions=shown,
        explanation=explain_decided(facts, curriculum, reading.marks),
    )


def decision_line(decision: BoardDecision) -> DecisionLine:
    """Return a decision in words."""
    return DecisionLine(
        result=decision.result,
        decided_on=decision.decided_on,
        reference=decision.reference,
        recorded_at=decision.recorded_at,
        recorded_by=decision.account.display_name if decision.account else None,
    )


def causes_of(reading: Reading) -> list[str]:
    """Return what stands against a year today."""
    return cause_sentences(reading.outcome, reading.curriculum, reading.conditions.gaps)


def has_moved(facts: DecisionFacts, reading: Reading) -> bool:
    """Tell whether the year would not be what the board had before it when it decided."""
    outcome = reading.outcome
    return (facts.computed, facts.average) != (outcome.result, outcome.average)


def _board_line(row: BoardRow) -> BoardLine:
    basis, enrolment = row.basis, row.year.enrolment
    if isinstance(basis, BoardDecision):
        average, result = decisions.facts_of(basis).average, basis.result
        causes, decided_on = [], basis.decided_on
    else:
        average, result = basis.outcome.average, basis.outcome.result
        causes, decided_on = causes_of(basis), None
    return BoardLine(
        year_id=row.year.id,
        name=enrolment.person.name.display,
        state=enrolment.state,
        average=mark(average),
        result=result,
        causes=causes,
        is_ready=row.state is FileState.READY,
        decided_on=decided_on,
    )


def _hours(approved: int, required: int, state: GateState | None) -> Condition:
    shown = _("%(done)s sur %(total)s", done=hours(approved), total=hours(required))
    return Condition(label(Gate.HOURS), shown, state)


def _competencies(acquired: int, total: int, state: GateState | None) -> Condition:
    shown = _("%(acquired)s compétences socles sur %(total)s", acquired=acquired, total=total)
    return Condition(label(Gate.COMPETENCIES), shown, state)
