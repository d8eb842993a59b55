"""Every cause is told, in the order of the rules, whatever the result."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import Compensation, Gate, Rules
from msp_du.domain.results import year_outcome
from tests.support.examinations import (
    assessment,
    known,
    marked,
    pass_fail,
    results,
    told,
    unit,
    year,
)

YEAR = year(
    unit("U1", marked("M1", assessment("M1-CC"), assessment("M1-O")), pass_fail("P1")),
    unit("U2", marked("M2"), compensable=False),
    unit("U3", marked("M3"), pass_fail("P3")),
)
FLOORS = Rules(module_floor=Decimal(6), gates=(Gate.ATTENDANCE, Gate.HOURS, Gate.COMPETENCIES))


@pytest.mark.parametrize(
    ("marks", "expected", "causes"),
    [
        pytest.param(
            "M1-CC=12 M1-O=12 P1=pass M2-E=12 M3-E=12 P3=pass", "ADM: ADM ADM ADM", "", id="none"
        ),
        pytest.param(
            "",
            "ATT: ATT ATT ATT",
            "marks_missing:M1-CC marks_missing:M1-O marks_missing:P1 marks_missing:M2-E "
            "marks_missing:M3-E marks_missing:P3",
            id="all-missing",
        ),
        pytest.param(
            "M1-CC=12 M1-O=ABI M2-E=4 M3-E=5 P3=fail "
            "Y1:hours=failed Y1:attendance=pending Y1:competencies=failed",
            "DEF: DEF AJ AJ",
            "marks_missing:P1 default:U1 module_floor:M2 module_floor:M3 pass_fail:P3 "
            "not_compensable:U2 unit_floor:U3 "
            "gate_failed:hours gate_failed:competencies gate_pending:attendance",
            id="every-kind-but-year-average",
        ),
        pytest.param(
            "M1-CC=8 M1-O=8 P1=fail M2-E=9 M3-E=7 P3=pass",
            "AJ: AJ AJ AJ",
            "pass_fail:P1 not_compensable:U2 unit_floor:U3 year_average",
            id="year-average",
        ),
        pytest.param(
            "M1-O=ABI P1=pass M2-E=12 M3-E=12 P3=pass",
            "DEF: DEF ADM ADM",
            "marks_missing:M1-CC default:U1",
            id="missing-in-a-module-in-default",
        ),
        pytest.param(
            "U1=DIS U2=EQU:9 M3=DIS P3=fail",
            "AJ: DIS AJ AJ",
            "pass_fail:P3 not_compensable:U2 year_average",
            id="nothing-from-what-is-not-examined",
        ),
        pytest.param(
            "M1-CC=4 M1-O=4 M2-E=9 M3-E=12",
            "ATT: ATT AJ ATT",
            "marks_missing:P1 marks_missing:P3 module_floor:M1 not_compensable:U2",
            id="floors-of-a-unit-that-waits",
        ),
    ],
)
def test_causes_are_listed_by_kind_then_in_curriculum_order(
    marks: str, expected: str, causes: str
) -> None:
    outcome = year_outcome(YEAR, FLOORS, known(YEAR, marks))
    assert results(outcome) == expected
    assert told(outcome) == causes.split()


@pytest.mark.parametrize(
    ("rules", "causes"),
    [
        (Rules(), ["not_compensable:U2", "unit_floor:U3", "year_average"]),
        (Rules(unit_floor=None), ["not_compensable:U2", "year_average"]),
        (
            Rules(compensation=Compensation.NONE),
            ["not_compensable:U2", "unit_average:U1", "unit_average:U3", "year_average"],
        ),
    ],
    ids=["floor", "no-floor", "no-compensation"],
)
def test_a_weak_unit_is_reproached_with_one_thing(rules: Rules, causes: list[str]) -> None:
    marks = known(YEAR, "M1-CC=9 M1-O=9 P1=pass M2-E=5 M3-E=5 P3=pass")
    assert told(year_outcome(YEAR, rules, marks)) == causes


def test_a_passed_unit_alone_leaves_a_weak_year_without_causes() -> None:
    rules = Rules(module_floor=None)
    one = year(unit("U1", marked("M1"), pass_fail("P1")), unit("U2", pass_fail("P2")))
    passed = year_outcome(one, rules, known(one, "M1-E=10 P1=pass P2=pass"))
    failed = year_outcome(one, rules, known(one, "M1-E=10 P1=pass P2=fail"))
    assert told(passed) == []
    assert told(failed) == ["pass_fail:P2"]


def test_a_compensated_unit_is_no_cause_when_a_gate_alone_blocks() -> None:
    marks = known(YEAR, "M1-CC=8 M1-O=8 P1=pass M2-E=12 M3-E=12 P3=pass Y1:hours=pending")
    outcome = year_outcome(YEAR, Rules(), marks)
    assert results(outcome) == "ATT: CMP ADM ADM"
    assert told(outcome) == ["gate_pending:hours"]


def test_gates_outside_the_rule_set_are_not_asked_about() -> None:
    marks = known(YEAR, "M1-CC=12 M1-O=12 P1=pass M2-E=12 M3-E=12 P3=pass Y1:hours=failed")
    assert results(year_outcome(YEAR, Rules(gates=()), marks)) == "ADM: ADM ADM ADM"
