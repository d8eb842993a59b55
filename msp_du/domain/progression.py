"""What comes after a year of the diploma: the next one, the same again, the end, or waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msp_du.domain.causes import CauseKind
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.results import ADMITTED
from msp_du.domain.vocabulary import EnrolmentState, ResultCode


class Way(StrEnum):
    """What becomes of a trainee when a cohort moves on."""

    GOES_ON = "goes_on"
    GOES_ON_WITH_DEBTS = "goes_on_with_debts"
    REPEATS = "repeats"
    COMPLETES = "completes"
    AWAITS_DECISION = "awaits_decision"
    AWAITS_PUBLICATION = "awaits_publication"
    AWAITS_RESITS = "awaits_resits"
    AWAITS_OTHER_YEAR = "awaits_other_year"
    STOPPED = "stopped"
    MOVED = "moved"


MOVING: Final = frozenset({Way.GOES_ON, Way.GOES_ON_WITH_DEBTS, Way.REPEATS, Way.COMPLETES})
"""The ways that change something."""
BEGINS_NEXT: Final = frozenset({Way.GOES_ON, Way.GOES_ON_WITH_DEBTS})
BEGINS_AGAIN: Final = frozenset({Way.GOES_ON_WITH_DEBTS, Way.REPEATS})
"""Those who repeat, and those who owe units: these they take in a new attempt at the same year,
beside the next one, with all that they acquired kept."""


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """The last attempt at a year; ``result`` is None while the board has not decided.

    ``is_resit_open`` is for a refusal on session 1 while session 2 can still be sat. What follows
    from a decision tells it: nothing does before it ``is_published``.
    """

    result: ResultCode | None = None
    may_progress: bool = False
    is_resit_open: bool = False
    is_published: bool = True


def way(
    state: EnrolmentState,
    numbers: Sequence[int],
    attempts: Mapping[int, LastAttempt],
    number: int,
) -> Way:
    """Tell what comes after the year ``number``, of all the ``numbers`` of the diploma in order.

    ``attempts`` are the last ones, by year; the year asked about is among them.
    """
    if state in {EnrolmentState.SUSPENDED, EnrolmentState.WITHDRAWN}:
        return Way.STOPPED
    if state is EnrolmentState.COMPLETED:
        return Way.MOVED
    here = attempts[number]
    if here.result is None or not here.is_published:
        return Way.AWAITS_DECISION if here.result is None else Way.AWAITS_PUBLICATION
    to_come = [other for other in numbers if other > number]
    can_begin_next = bool(to_come) and to_come[0] not in attempts
    if here.result in ADMITTED:
        return Way.GOES_ON if can_begin_next else _after_admission(numbers, attempts, to_come)
    if here.is_resit_open:
        return Way.AWAITS_RESITS
    return Way.GOES_ON_WITH_DEBTS if here.may_progress and can_begin_next else Way.REPEATS


def may_progress(facts: DecisionFacts, curriculum: Curriculum) -> bool:
    """Tell whether a decision lets the next year begin, from what it froze (exam-rules §3.10).

    Decisions of the first form do not say: then the rules do, and whoever was refused without any
    unit to take again does not go on.
    """
    if facts.may_progress is not None or facts.result in ADMITTED:
        return facts.goes_on
    gate_failed = any(cause.startswith(f"{CauseKind.GATE_FAILED}:") for cause in facts.causes)
    if facts.result is not ResultCode.FAILED or gate_failed:
        return False
    units = {unit.code: unit for unit in curriculum.year(facts.year).units}
    debts = [units[unit.code] for unit in facts.units if unit.result is ResultCode.FAILED]
    return 0 < len(debts) <= curriculum.rules.debts_allowed and all(
        unit.is_compensable for unit in debts
    )


def _after_admission(
    numbers: Sequence[int], attempts: Mapping[int, LastAttempt], to_come: Sequence[int]
) -> Way:
    """Tell what comes after a year that is passed when no year is left to begin."""
    others = [attempts.get(other, LastAttempt()) for other in numbers]
    if all(other.result in ADMITTED for other in others):
        are_known = all(other.is_published for other in others)
        return Way.COMPLETES if are_known else Way.AWAITS_PUBLICATION
    return Way.MOVED if to_come else Way.AWAITS_OTHER_YEAR
