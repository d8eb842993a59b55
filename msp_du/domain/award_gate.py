"""The award gate: marks, hours, attendance, competencies and documents side by side.

What a year asks for is never averaged: each requirement is met, pending or failed by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msp_du.domain.assessment_rules import Gate, Rules
from msp_du.domain.causes import CauseKind
from msp_du.domain.results import YearOutcome
from msp_du.domain.vocabulary import GateState, ResultCode


class Requirement(StrEnum):
    """What the award of a year depends on: its marks, and the four gates."""

    MARKS = "marks"
    HOURS = "hours"
    ATTENDANCE = "attendance"
    COMPETENCIES = "competencies"
    PLACEMENT_CERTIFICATE = "placement_certificate"


GATE_CAUSES = frozenset({CauseKind.GATE_FAILED, CauseKind.GATE_PENDING})


@dataclass(frozen=True, slots=True)
class GateLine:
    """A requirement and where it stands; ``state`` is None where it is not examined."""

    requirement: Requirement
    state: GateState | None

    @property
    def is_open(self) -> bool:
        """Whether it stands between the trainee and the year."""
        return self.state in {GateState.PENDING, GateState.FAILED}


def closed_state(state: GateState) -> GateState:
    """Return the state once the gates are closed: what waits has failed.

    >>> closed_state(GateState.PENDING).value, closed_state(GateState.MET).value
    ('failed', 'met')
    """
    return GateState.FAILED if state is GateState.PENDING else state


def marks_state(outcome: YearOutcome) -> GateState:
    """Return where the marks of a year stand, gates left aside."""
    if any(unit.result is ResultCode.PENDING for unit in outcome.units):
        return GateState.PENDING
    has_cause = any(cause.kind not in GATE_CAUSES for cause in outcome.causes)
    return GateState.FAILED if has_cause else GateState.MET


def award_gate(
    outcome: YearOutcome, rules: Rules, gates: Mapping[Gate, GateState]
) -> tuple[GateLine, ...]:
    """Return the marks, then each gate that the rule set asks for, in its order."""
    return (
        GateLine(Requirement.MARKS, marks_state(outcome)),
        *(GateLine(Requirement(gate.value), gates.get(gate)) for gate in rules.gates),
    )
