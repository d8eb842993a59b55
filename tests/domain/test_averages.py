"""Averages are exact; what lacks, defaults or counts for nothing is told apart."""

from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain.assessment_rules import Rounding
from msp_du.domain.averages import (
    Lack,
    Value,
    Weighted,
    average,
    average_with_points,
    carried,
    module_average,
    reaches,
)

ONE = Decimal(1)


def test_an_average_is_exact_and_weighted() -> None:
    parts = [Weighted(Fraction("9.99"), Fraction(2)), Weighted(Fraction(10))]
    assert average(parts) == Fraction(2998, 300)


def test_nothing_has_no_average() -> None:
    assert average([]) is None


@pytest.mark.parametrize(("value", "does"), [("9.995", True), ("9.9949", False), ("10", True)])
def test_a_threshold_is_compared_with_the_rounded_value(value: str, does: bool) -> None:
    assert reaches(Fraction(value), Decimal(10)) is does


@pytest.mark.parametrize(
    ("rounding", "value"), [(Rounding.FINAL_ONLY, "9.995"), (Rounding.CASCADE, "10")]
)
def test_only_a_cascade_rounds_on_the_way(rounding: Rounding, value: str) -> None:
    assert carried(Fraction("9.995"), rounding) == Fraction(value)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param([Fraction(12), Fraction(9)], Fraction(21, 2), id="all-marked"),
        pytest.param([Fraction(12), Lack.NEUTRAL], Fraction(12), id="one-neutral"),
        pytest.param([Lack.NEUTRAL, Lack.NEUTRAL], Lack.DEFAULT, id="all-neutral"),
        pytest.param([Fraction(12), Lack.MISSING], Lack.MISSING, id="one-missing"),
        pytest.param([Lack.NEUTRAL, Lack.MISSING], Lack.MISSING, id="neutral-and-missing"),
        pytest.param([Lack.MISSING, Lack.DEFAULT], Lack.DEFAULT, id="default-before-missing"),
        pytest.param([Fraction(20), Lack.DEFAULT], Lack.DEFAULT, id="one-default"),
    ],
)
def test_a_module_has_an_average_or_tells_what_it_lacks(values: list[Value], found: Value) -> None:
    assert module_average([(each, ONE) for each in values], Rounding.FINAL_ONLY) == found


def test_a_module_weighs_its_assessments() -> None:
    values: list[tuple[Value, Decimal]] = [
        (Fraction(12), ONE),
        (Lack.NEUTRAL, ONE),
        (Fraction("9.99"), Decimal(2)),
    ]
    assert module_average(values, Rounding.FINAL_ONLY) == Fraction("10.66")
    assert module_average([*values, (Fraction(9), ONE)], Rounding.CASCADE) == Fraction("10.25")


@pytest.mark.parametrize(
    ("exact", "points", "found"),
    [("9.93", "0.07", "10"), ("19.5", "0.5", "20"), ("19.5", "0.51", "20"), ("9", "0", "9")],
)
def test_points_are_added_up_to_20(exact: str, points: str, found: str) -> None:
    reached = average_with_points(Fraction(exact), Rounding.FINAL_ONLY, points=Decimal(points))
    assert reached == Fraction(found)


def test_points_are_added_to_the_exact_average() -> None:
    exact = Fraction("9.9867")
    assert average_with_points(exact, Rounding.CASCADE, points=Decimal("0.01")) == 10
    assert average_with_points(exact, Rounding.FINAL_ONLY, points=Decimal("0.01")) == Fraction(
        "9.9967"
    )


def test_points_without_an_average_do_nothing() -> None:
    assert average_with_points(None, Rounding.FINAL_ONLY, points=ONE) is None
