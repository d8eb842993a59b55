"""The best assignment there is, found by scipy; nothing else knows how."""

from collections.abc import Sequence
from typing import Final

from msp_du.domain.allocation import Candidate, Place, Problem, draw

_EXACT: Final = 2**51
"""Below it, sums of whole numbers stay exact in the floating numbers that scipy counts with."""
_NEVER: Final = float("inf")


def solve(problem: Problem) -> dict[str, str | None]:
    """Return the cheapest assignment by candidate, None for those without a place.

    Each seat of a place is a column, and each candidate has one more of their own for no place,
    so that there always is an answer. Rows and columns are put in the order of their keys first:
    neither the order of what is given nor the machine changes anything.
    """
    if not problem.candidates:
        return {}
    # Long to import: only whoever asks for an allocation waits for it.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    candidates = sorted(problem.candidates, key=lambda candidate: candidate.key)
    seats = _seats(problem, len(candidates))
    costs = _Costs(problem, len(candidates))
    table = [
        [*costs.of_seats(candidate, seats), *costs.of_none(candidate, row, len(candidates))]
        for row, candidate in enumerate(candidates)
    ]
    rows, columns = linear_sum_assignment(table)
    return {
        candidates[row].key: seats[column].key if column < len(seats) else None
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    }


def _seats(problem: Problem, people: int) -> list[Place]:
    places = sorted(problem.places, key=lambda place: place.key)
    return [place for place in places for _ in range(min(place.capacity, people))]


class _Costs:
    """Costs as whole numbers: first what the rules weigh, below it the draw among equals."""

    def __init__(self, problem: Problem, people: int) -> None:
        self.problem, self.people = problem, people
        dearest = problem.cost(Candidate(""), None).weighed(people)
        self.below = max(1, _EXACT // (max(1, people) * (dearest + 1)))

    def of_seats(self, candidate: Candidate, seats: Sequence[Place]) -> list[float]:
        """Return what each seat costs for somebody; the seats of a place cost the same."""
        known = {place.key: self._of(candidate, place) for place in self.problem.places}
        return [known[place.key] for place in seats]

    def of_none(self, candidate: Candidate, row: int, people: int) -> list[float]:
        """Return what no place costs: a column each, closed to everybody else."""
        own = [_NEVER] * people
        own[row] = self._of(candidate, None)
        return own

    def _of(self, candidate: Candidate, place: Place | None) -> float:
        problem = self.problem
        if place is not None and problem.bar(candidate, place) is not None:
            return _NEVER
        weight = problem.cost(candidate, place).weighed(self.people)
        key = place.key if place else ""
        drawn = draw(problem.seed, candidate.key, key, self.below)
        return float(weight * self.people * self.below + drawn)
