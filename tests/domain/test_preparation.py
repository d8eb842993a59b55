"""What is left to do, who is asked for, in which order: both sides of each boundary."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from msp_du.domain.award_gate import Requirement
from msp_du.domain.causes import CauseKind
from msp_du.domain.distances import Distance, Threshold
from msp_du.domain.preparation import (
    Order,
    Profile,
    Shortfall,
    Sieve,
    Step,
    Task,
    TaskKind,
    place,
    shortest,
)
from msp_du.domain.vocabulary import ResultCode


def away(points: str, threshold: Threshold = Threshold.PASS_MARK) -> Distance:
    return Distance(threshold, None, 10 - Fraction(points), Decimal(10), Fraction(points))


NAMED = Step("M111", ("Inès Haddad",), 3, 3)
NOBODY = Step("M112", (), 2, 2)
SHORT = Step(Shortfall.HOURS, (), 60, 1, needs_nobody=True)
PROFILE = Profile(
    "arnaud",
    ResultCode.FAILED,
    Fraction(9),
    frozenset({Requirement.MARKS}),
    frozenset({CauseKind.YEAR_AVERAGE}),
    away("0.49"),
)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        pytest.param((), "done", id="nothing-left"),
        pytest.param((NAMED,), "open", id="somebody-named"),
        pytest.param((NOBODY,), "blocked", id="nobody-named"),
        pytest.param((NOBODY, NAMED), "open", id="one-of-two"),
        pytest.param((SHORT,), "open", id="needs-nobody-by-name"),
    ],
)
def test_a_task_is_blocked_when_nobody_can_begin(steps: tuple[Step, ...], state: str) -> None:
    assert Task(TaskKind.MARKS, steps).state == state


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        pytest.param({}, True, id="nothing-asked"),
        pytest.param({"result": ResultCode.FAILED}, True, id="its-result"),
        pytest.param({"result": ResultCode.PASSED}, False, id="another-result"),
        pytest.param({"requirement": Requirement.MARKS}, True, id="open-requirement"),
        pytest.param({"requirement": Requirement.HOURS}, False, id="met-requirement"),
        pytest.param({"cause": CauseKind.YEAR_AVERAGE}, True, id="its-cause"),
        pytest.param({"cause": CauseKind.DEFAULT}, False, id="another-cause"),
        pytest.param({"is_near": True}, True, id="near"),
        pytest.param(
            {"result": ResultCode.FAILED, "requirement": Requirement.HOURS}, False, id="all-of-them"
        ),
    ],
)
def test_trainees_are_sifted(asked: dict[str, Any], *, kept: bool) -> None:
    sieve = Sieve(**asked)
    assert sieve.keeps(PROFILE) is kept
    assert sieve.is_set is bool(asked)


@pytest.mark.parametrize(
    ("points", "is_near"), [("0.01", True), ("0.49", True), ("0.5", False), (None, False)]
)
def test_half_a_point_is_not_near(points: str | None, *, is_near: bool) -> None:
    distance = away(points) if points else None
    profile = Profile("arnaud", ResultCode.FAILED, distance=distance)
    assert profile.is_near is is_near
    assert Sieve(is_near=True).keeps(profile) is is_near


@pytest.mark.parametrize(
    ("order", "names"),
    [
        pytest.param(Order.NAME, ["arnaud", "bensaid", "chol"], id="name"),
        pytest.param(Order.AVERAGE, ["chol", "arnaud", "bensaid"], id="highest-first"),
        pytest.param(Order.DISTANCE, ["bensaid", "arnaud", "chol"], id="shortest-first"),
    ],
)
def test_trainees_are_sorted_those_without_number_last(order: Order, names: list[str]) -> None:
    found = [
        PROFILE,
        Profile("chol", ResultCode.PASSED, Fraction(15)),
        Profile("bensaid", ResultCode.FAILED, None, distance=away("0.1")),
    ]
    assert [one.name for one in sorted(found, key=lambda one: place(one, order))] == names


@pytest.mark.parametrize(
    ("ways", "points"),
    [
        pytest.param((), None, id="none"),
        pytest.param((away("2"), away("1")), "1", id="the-shortest"),
        pytest.param((away("0.2", Threshold.HONOURS), away("1")), "1", id="obstacle-first"),
        pytest.param((away("0.2", Threshold.HONOURS),), "0.2", id="honours-alone"),
    ],
)
def test_the_way_to_show_is_the_shortest_obstacle(
    ways: tuple[Distance, ...], points: str | None
) -> None:
    found = shortest(ways)
    assert (found and found.points) == (Fraction(points) if points else None)
