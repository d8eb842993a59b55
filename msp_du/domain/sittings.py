"""A sitting of the examination board: its states, who sits, what it may decide (domain §4.1).

The board is named before it sits, a teacher must not be outnumbered, and somebody presides. What
it decides against what the rules give is a derogation, with its reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from msp_du.domain.decisions import REFUSALS, open_results
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.results import ADMITTED
from msp_du.domain.vocabulary import GateState, ResultCode

LONGEST_REASON: Final = 500
"""Characters of the reason of a derogation or of points at most."""


class SittingState(StrEnum):
    """Life of a sitting; ``published`` may still lie ahead, at the moment that was chosen."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class SeatFault(StrEnum):
    """What keeps a board from sitting, or should make it think twice."""

    NOBODY_PRESIDES = "nobody-presides"
    TEACHERS_OUTNUMBERED = "teachers-outnumbered"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member as named: ``deputy_of`` is the seat that they take in the member's absence."""

    id: UUID
    is_president: bool
    is_teacher: bool
    deputy_of: UUID | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What the board decides of a year; ``derogation`` is its reason, empty where none is due."""

    result: ResultCode
    may_progress: bool
    derogation: str = ""


_AGREEING: Final = {
    ResultCode.PASSED: frozenset({ResultCode.PASSED}),
    ResultCode.PASSED_BY_BOARD: frozenset({ResultCode.PASSED_BY_BOARD}),
    ResultCode.FAILED: frozenset({ResultCode.FAILED}),
    ResultCode.DEFAULTED: REFUSALS,
}
"""Decisions that say what the rules say; while the rules wait (``ATT``), there is none."""


def check_state(state: SittingState, *wanted: SittingState) -> None:
    """Refuse with SITTING_STATE, detail ``current``, a sitting in another state."""
    if state not in wanted:
        raise RuleViolation(Rule.SITTING_STATE, current=state)


def sitting_members(seats: Collection[Seat]) -> list[Seat]:
    """List who sits: those present, a deputy only where the member is not."""
    present = {seat.id for seat in seats if seat.is_present}
    return [seat for seat in seats if seat.is_present and seat.deputy_of not in present]


def presiding(seats: Collection[Seat]) -> Seat | None:
    """Return who presides: the president, else a deputy in that seat; None when nobody does."""
    presidents = {seat.id for seat in seats if seat.is_president}
    members = sitting_members(seats)
    holders = [seat for seat in members if presidents & {seat.id, seat.deputy_of}]
    return holders[0] if holders else None


def faults(seats: Collection[Seat]) -> list[SeatFault]:
    """List what is wrong with who sits: only the first keeps the board from sitting.

    Half of the seats is no majority.
    """
    found = [] if presiding(seats) else [SeatFault.NOBODY_PRESIDES]
    members = sitting_members(seats)
    if 2 * sum(seat.is_teacher for seat in members) <= len(members):
        found.append(SeatFault.TEACHERS_OUTNUMBERED)
    return found


def check_presence(seats: Collection[Seat]) -> None:
    """Refuse with SITTING_NOBODY_PRESIDES to open without a president or a deputy in that seat."""
    if SeatFault.NOBODY_PRESIDES in faults(seats):
        raise RuleViolation(Rule.SITTING_NOBODY_PRESIDES)


def needs_derogation(computed: ResultCode, decided: ResultCode) -> bool:
    """Tell whether a decision goes against what the rules give, gates and points included.

    >>> needs_derogation(ResultCode.PENDING, ResultCode.PASSED_BY_BOARD)
    True
    >>> needs_derogation(ResultCode.DEFAULTED, ResultCode.FAILED)
    False
    """
    return decided not in _AGREEING.get(computed, frozenset())


def check_choice(computed: ResultCode, choice: Choice) -> Choice:
    """Return what will be kept of a choice: no reason where none is due, and on with who passed.

    Raises RuleViolation DECISION_NOT_OPEN or DEROGATION_REASON_MISSING.
    """
    if choice.result not in open_results(computed):
        raise RuleViolation(Rule.DECISION_NOT_OPEN, field="result")
    reason = choice.derogation.strip()
    if not needs_derogation(computed, choice.result):
        reason = ""
    elif not reason:
        raise RuleViolation(Rule.DEROGATION_REASON_MISSING, field="derogation")
    may_progress = choice.may_progress or choice.result in ADMITTED
    return Choice(choice.result, may_progress, reason)


def closed_state(state: GateState) -> GateState:
    """Return the state of a gate once it is closed: what waits has failed.

    >>> closed_state(GateState.PENDING).value, closed_state(GateState.MET).value
    ('failed', 'met')
    """
    return GateState.FAILED if state is GateState.PENDING else state


def are_gates_closed(gates_close_on: date | None, today: date) -> bool:
    """Tell whether what was to be done by that day, included, can no longer be.

    >>> are_gates_closed(date(2027, 6, 30), date(2027, 6, 30))
    False
    """
    return gates_close_on is not None and today > gates_close_on
