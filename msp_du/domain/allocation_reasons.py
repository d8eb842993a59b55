"""Why somebody got the place they got, and no better one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msp_du.domain.allocation import (
    MOST_WISHES,
    Assignment,
    Bar,
    Candidate,
    Cost,
    Place,
    Problem,
)


class Why(StrEnum):
    """Why a wish was not granted, besides what ``Bar`` says."""

    FULL = "full"
    SIDE_PREFERRED = "side-preferred"
    FREE = "free"
    """There is room: somebody chose otherwise by hand."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A better wish that was not granted.

    When the place is full, ``as_high`` of those who have it ranked it as high or higher; for
    the ``others`` any other place would have cost more over all.
    """

    place: str
    rank: int
    why: Bar | Why
    as_high: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What somebody got, its rank, its cost, and why nothing better."""

    place: str | None
    rank: int | None
    cost: Cost
    refusals: Sequence[Refusal] = field(default=())


def explain(problem: Problem, given: Assignment) -> dict[str, Explanation]:
    """Say for each candidate, by key, why they get what they get."""
    places = {place.key: place for place in problem.places}
    holders: dict[str, list[Candidate]] = {place.key: [] for place in problem.places}
    for candidate in problem.candidates:
        key = given.get(candidate.key)
        if key in holders:
            holders[key].append(candidate)
    return {
        candidate.key: _explained(
            problem, candidate, places.get(given.get(candidate.key) or ""), holders
        )
        for candidate in problem.candidates
    }


def _explained(
    problem: Problem,
    candidate: Candidate,
    place: Place | None,
    holders: Mapping[str, Sequence[Candidate]],
) -> Explanation:
    places = {each.key: each for each in problem.places}
    rank = candidate.rank(place.key) if place else None
    better = candidate.wishes[: rank - 1] if rank else candidate.wishes
    refusals = [
        _refusal(problem, candidate, places[key], holders[key]) for key in better if key in places
    ]
    return Explanation(
        place.key if place else None, rank, problem.cost(candidate, place), tuple(refusals)
    )


def _refusal(
    problem: Problem, candidate: Candidate, place: Place, holders: Sequence[Candidate]
) -> Refusal:
    rank = candidate.wishes.index(place.key) + 1
    bar = problem.bar(candidate, place)
    if bar is not None:
        return Refusal(place.key, rank, bar)
    if len(holders) < place.capacity:
        is_other_side = problem.cost(candidate, place).one_sided
        return Refusal(place.key, rank, Why.SIDE_PREFERRED if is_other_side else Why.FREE)
    as_high = sum((other.rank(place.key) or MOST_WISHES + 1) <= rank for other in holders)
    return Refusal(place.key, rank, Why.FULL, as_high, len(holders) - as_high)
