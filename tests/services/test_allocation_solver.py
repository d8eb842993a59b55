"""The solver against every assignment there is, then on a whole cohort."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from msp_du.domain.allocation import (
    Candidate,
    Cost,
    HostSide,
    Place,
    Problem,
    SideRule,
    faults,
    total,
)
from msp_du.services.allocation_solver import solve

KEYS = ("p1", "p2", "p3")
SIDES = st.sampled_from(HostSide)
PLACES = st.builds(
    Place,
    st.sampled_from(KEYS),
    st.integers(1, 2),
    SIDES,
    can_host=st.sampled_from([True] * 4 + [False]),
)
WISHES = st.lists(st.sampled_from(KEYS), unique=True, max_size=3)


@st.composite
def problems(choose: st.DrawFn) -> Problem:
    places = choose(st.lists(PLACES, max_size=3, unique_by=lambda place: place.key))
    count = choose(st.integers(0, 4))
    candidates = [
        Candidate(
            f"c{number}",
            tuple(choose(WISHES)),
            frozenset(choose(st.sets(st.sampled_from(KEYS), max_size=2))),
            choose(st.none() | SIDES),
        )
        for number in range(count)
    ]
    return Problem(candidates, places, choose(st.sampled_from(SideRule)), choose(st.integers(0, 9)))


def every_assignment(problem: Problem) -> Iterator[dict[str, str | None]]:
    keys: list[str | None] = [None, *(place.key for place in problem.places)]
    for chosen in product(keys, repeat=len(problem.candidates)):
        found = {
            candidate.key: key for candidate, key in zip(problem.candidates, chosen, strict=True)
        }
        if not faults(problem, found):
            yield found


@settings(max_examples=150, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_nothing_is_cheaper_and_the_order_of_rows_changes_nothing(
    problem: Problem, chance: random.Random
) -> None:
    found = solve(problem)
    assert not faults(problem, found)
    assert total(problem, found) == min(
        (total(problem, other) for other in every_assignment(problem)), default=Cost()
    )
    candidates, places = list(problem.candidates), list(problem.places)
    chance.shuffle(candidates)
    chance.shuffle(places)
    assert solve(replace(problem, candidates=candidates, places=places)) == found


def test_equals_have_the_same_chance_and_a_seed_decides_once() -> None:
    place = Place("only", 1, HostSide.CARE)
    people = [Candidate("anna", ("only",)), Candidate("boris", ("only",))]
    winners = Counter(
        next(key for key, got in solve(Problem(people, [place], seed=seed)).items() if got)
        for seed in range(200)
    )
    assert set(winners) == {"anna", "boris"}
    assert min(winners.values()) >= 80


def test_a_sum_of_small_steps_goes_before_one_favour() -> None:
    """Two second wishes (2 points) go before a first and a third one (3 points)."""
    places = [Place(key, 1, HostSide.CARE) for key in KEYS]
    people = [Candidate("anna", ("p1", "p2")), Candidate("boris", ("p1", "p3", "p2"))]
    for seed in range(10):
        problem = Problem(people, places, seed=seed)
        assert total(problem, solve(problem)) == Cost(points=1)


def cohort(seed: int) -> Problem:
    """60 people, 80 places at 60 offers, wishes that crowd on few of them, exclusions."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    capacities = [2] * 20 + [1] * 40
    places = [
        Place(f"p{number:02}", capacity, chance.choice(list(HostSide)))
        for number, capacity in enumerate(capacities)
    ]
    keys = [place.key for place in places]
    candidates = [
        Candidate(
            f"c{number:02}",
            tuple(dict.fromkeys(chance.choices(keys, range(60, 0, -1), k=5))),
            frozenset(chance.sample(keys, 3)),
            chance.choice([None, *HostSide]),
        )
        for number in range(60)
    ]
    return Problem(candidates, places, SideRule.REQUIRED, seed)


@pytest.mark.parametrize("seed", [1, 2])
def test_sixty_people_on_eighty_places(seed: int) -> None:
    problem = cohort(seed)
    assert sum(place.capacity for place in problem.places) == 80
    solve(Problem((), ()))  # the import is not the point
    begun = process_time()
    found = solve(problem)
    assert process_time() - begun < 2
    assert found == solve(problem)
    assert not faults(problem, found)
    assert not any(found[one.key] in one.excluded for one in problem.candidates)
    cost = total(problem, found)
    assert cost == total(problem, by_programming(problem))
    assert cost.unplaced == 0


def by_programming(problem: Problem) -> dict[str, str | None]:
    """Solve again as a mixed integer programme, by another algorithm and without a draw."""
    options = [
        (candidate, place)
        for candidate in problem.candidates
        for place in (*problem.places, None)
        if place is None or problem.bar(candidate, place) is None
    ]
    people = {candidate.key: row for row, candidate in enumerate(problem.candidates)}
    seats = {place.key: row for row, place in enumerate(problem.places, start=len(people))}
    table = lil_array((len(people) + len(seats), len(options)))
    for column, (candidate, place) in enumerate(options):
        table[people[candidate.key], column] = 1
        if place is not None:
            table[seats[place.key], column] = 1
    capacities = [place.capacity for place in problem.places]
    weights = [problem.cost(*option).weighed(len(people)) for option in options]
    result = milp(
        [float(weight) for weight in weights],
        constraints=LinearConstraint(
            table.tocsr(), [1] * len(people) + [0] * len(seats), [1] * len(people) + capacities
        ),
        integrality=[1] * len(options),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    chosen = [option for option, share in zip(options, result.x, strict=True) if share > 0.5]
    return {candidate.key: place.key if place else None for candidate, place in chosen}
