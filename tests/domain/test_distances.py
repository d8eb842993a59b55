"""How many points a unit or a year lacks."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import Compensation, Honour, Rules
from msp_du.domain.distances import distances, year_distance
from msp_du.domain.results import year_outcome
from tests.support.examinations import assessment, known, marked, unit, year

YEAR = year(
    unit("U1", marked("M1", assessment("A1"), assessment("A2"))),
    unit("U2", marked("M2"), compensable=False),
)


def found(marks: str, rules: Rules) -> list[str]:
    outcome = year_outcome(YEAR, rules, known(YEAR, marks))
    return [
        f"{one.code or one.honours or 'year'} {one.threshold} {float(one.points):g}"
        for one in distances(YEAR, outcome, rules)
    ]


@pytest.mark.parametrize(
    ("rules", "marks", "expected"),
    [
        pytest.param(Rules(), "A1=7,99 A2=7,98 M2-E=10", "U1 unit_floor 0.01", id="floor"),
        pytest.param(Rules(), "A1=8 A2=7,99 M2-E=11", "U1 pass_mark 2", id="rounded-to-floor"),
        pytest.param(Rules(), "A1=8 A2=8 M2-E=12", "", id="compensated"),
        pytest.param(Rules(), "A1=10 A2=10 M2-E=9,5", "U2 pass_mark 0.5", id="not-compensable"),
        pytest.param(
            Rules(compensation=Compensation.NONE),
            "A1=7 A2=7 M2-E=20",
            "U1 pass_mark 3",
            id="no-compensation",
        ),
        pytest.param(Rules(unit_floor=None), "A1=7 A2=7 M2-E=12", "U1 pass_mark 3", id="no-floor"),
        pytest.param(
            Rules(module_floor=Decimal(12), honours=()), "A1=11 A2=11 M2-E=12", "", id="held-back"
        ),
        pytest.param(Rules(), "A1=11 M2-E=9", "U2 pass_mark 1", id="marks-missing"),
        pytest.param(Rules(), "U1=DIS U2=DIS", "", id="exempt"),
    ],
)
def test_what_is_missing_is_counted_to_the_next_threshold(
    rules: Rules, marks: str, expected: str
) -> None:
    assert [line for line in found(marks, rules) if line.startswith("U")] == (
        [expected] if expected else []
    )


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("9,98", "year pass_mark 0.02"),
        ("9,99", "year pass_mark 0.01"),
        ("10", "AB honours 2"),
        ("11,99", "AB honours 0.01"),
        ("12", "B honours 2"),
        ("15,99", "TB honours 0.01"),
    ],
)
def test_a_year_lacks_points_to_pass_then_to_the_next_honours(mark: str, expected: str) -> None:
    marks = f"A1={mark} A2={mark} M2-E={mark}"
    assert found(marks, Rules())[0] == expected


def test_nothing_is_above_the_highest_honours() -> None:
    rules = Rules(honours=(Honour("TB", Decimal(16)), Honour("P", Decimal(10))))
    outcome = year_outcome(YEAR, rules, known(YEAR, "A1=16 A2=16 M2-E=16"))
    assert year_distance(outcome, rules) is None
