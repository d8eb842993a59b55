"""The award gate: marks and gates side by side, none of them averaged."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import AssessmentKind, Compensation, Gate, Rules
from msp_du.domain.award_gate import Requirement, award_gate
from msp_du.domain.curriculum import Assessment, Module, Title, Unit, Year
from msp_du.domain.marks import Score
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import GateState, MarkCode
from msp_du.domain.year_marks import YearMarks

MET, PENDING, FAILED = GateState.MET, GateState.PENDING, GateState.FAILED


def unit(number: int) -> Unit:
    module = Module(
        f"M{number}",
        Title("Module"),
        coefficient=Decimal(1),
        assessments=(Assessment(f"A{number}", AssessmentKind.ORAL),),
    )
    return Unit(f"U{number}", Title("Unité"), Decimal(3), Decimal(1), (module,))


YEAR = Year(1, (unit(1), unit(2)))


def gate_of(
    first: dict[str, Score], gates: dict[Gate, GateState], rules: Rules | None = None
) -> dict[str, GateState | None]:
    rules = rules or Rules()
    outcome = year_outcome(YEAR, rules, YearMarks(first=first, gates=gates))
    return {line.requirement.value: line.state for line in award_gate(outcome, rules, gates)}


@pytest.mark.parametrize(
    ("scores", "state"),
    [
        pytest.param({"A1": Decimal(10), "A2": Decimal(10)}, MET, id="at-the-mark"),
        pytest.param({"A1": Decimal(10), "A2": Decimal("9.99")}, MET, id="rounded-up"),
        pytest.param({"A1": Decimal(10), "A2": Decimal("9.97")}, FAILED, id="a-hundredth-less"),
        pytest.param({"A1": Decimal(8), "A2": Decimal(12)}, MET, id="compensated"),
        pytest.param({"A1": Decimal("7.99"), "A2": Decimal(13)}, FAILED, id="below-the-floor"),
        pytest.param({"A1": Decimal(10)}, PENDING, id="one-missing"),
        pytest.param({"A1": Decimal(4)}, PENDING, id="one-missing-one-weak"),
        pytest.param(
            {"A1": MarkCode.UNEXCUSED_ABSENCE, "A2": Decimal(12)}, FAILED, id="in-default"
        ),
    ],
)
def test_marks_stand_by_themselves_whatever_the_gates(
    scores: dict[str, Score], state: GateState
) -> None:
    for hours in GateState:
        found = gate_of(scores, {Gate.HOURS: hours})
        assert (found["marks"], found["hours"]) == (state, hours)


def test_every_gate_of_the_rule_set_has_its_line_in_its_order() -> None:
    gates = (Gate.COMPETENCIES, Gate.HOURS)
    states = {Gate.HOURS: MET, Gate.ATTENDANCE: FAILED}
    found = gate_of({"A1": Decimal(12)}, states, Rules(gates=gates))
    assert list(found.items()) == [("marks", PENDING), ("competencies", None), ("hours", MET)]


@pytest.mark.parametrize(
    ("state", "is_open"), [(MET, False), (PENDING, True), (FAILED, True), (None, False)]
)
def test_what_is_pending_or_failed_is_in_the_way(state: GateState | None, *, is_open: bool) -> None:
    states = {} if state is None else {Gate.HOURS: state}
    rules = Rules(gates=(Gate.HOURS,), compensation=Compensation.NONE)
    outcome = year_outcome(YEAR, rules, YearMarks(gates=states))
    line = award_gate(outcome, rules, states)[-1]
    assert (line.requirement, line.is_open) == (Requirement.HOURS, is_open)
