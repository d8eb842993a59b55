"""What a decision was computed from, in the exact values of that moment, as facts that freeze."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.curriculum import NOTHING
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import GateState, MarkCode
from msp_du.domain.year_marks import YearMarks

PASSED, FAILED = MarkCode.PASS.value, MarkCode.FAIL.value
_CODES = frozenset(code.value for code in MarkCode)


@dataclass(frozen=True, slots=True)
class KnownMark:
    """A mark as the computation read it: ``12.50``, ``ABI``, ``pass`` and so on."""

    code: str
    """Assessment, or module that is marked as a whole."""
    session: int
    value: str


@dataclass(frozen=True, slots=True)
class KnownAverage:
    """The average that an equivalence gives a unit."""

    code: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class KnownGate:
    """Where the trainee stood with what the year asks for beside its marks."""

    gate: str
    state: GateState


@dataclass(frozen=True, slots=True)
class AddedPoints:
    """Points that the board added to a unit's average, or to the year's (``unit`` None)."""

    unit: str | None
    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a year's result was computed from."""

    marks: tuple[KnownMark, ...]
    exempt: tuple[str, ...]
    equivalences: tuple[KnownAverage, ...]
    gates: tuple[KnownGate, ...]
    points: tuple[AddedPoints, ...]


def with_points(marks: YearMarks, points: Collection[AddedPoints]) -> YearMarks:
    """Return the same marks with the points that the board added, and no others."""
    return replace(
        marks,
        unit_points={one.unit: one.value for one in points if one.unit is not None},
        year_points=sum((one.value for one in points if one.unit is None), NOTHING),
    )


def inputs_of(marks: YearMarks, points: tuple[AddedPoints, ...]) -> Inputs:
    """Return what is known of a year as facts, always in the same order."""
    passes = {code: PASSED if passed else FAILED for code, passed in marks.passes.items()}
    first = _known(marks.first, 1) + [KnownMark(code, 1, word) for code, word in passes.items()]
    return Inputs(
        marks=tuple(
            sorted(first + _known(marks.second, 2), key=lambda one: (one.session, one.code))
        ),
        exempt=tuple(sorted(marks.exempt)),
        equivalences=tuple(
            KnownAverage(code, value) for code, value in sorted(marks.equivalences.items())
        ),
        gates=tuple(
            KnownGate(gate.value, state)
            for gate, state in sorted(marks.gates.items(), key=lambda pair: pair[0].value)
        ),
        points=points,
    )


def marks_of(inputs: Inputs) -> YearMarks:
    """Return what a decision was computed from, as the computation reads it."""
    marked = [one for one in inputs.marks if one.value not in {PASSED, FAILED}]
    known = YearMarks(
        first={one.code: _score(one.value) for one in marked if one.session == 1},
        second={one.code: _score(one.value) for one in marked if one.session == 2},
        passes={
            one.code: one.value == PASSED for one in inputs.marks if one.value in {PASSED, FAILED}
        },
        exempt=frozenset(inputs.exempt),
        equivalences={one.code: one.value for one in inputs.equivalences},
        gates={Gate(one.gate): one.state for one in inputs.gates},
    )
    return with_points(known, inputs.points)


def _score(value: str) -> Score:
    return MarkCode(value) if value in _CODES else Decimal(value)


def _known(scores: Mapping[str, Score], session: int) -> list[KnownMark]:
    return [
        KnownMark(code, session, score.value if isinstance(score, MarkCode) else str(score))
        for code, score in scores.items()
    ]
