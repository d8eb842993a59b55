"""Who goes where: what a place costs, and what is never given.

The aim, in this order: as few people as can be without a place; then on a place they did not ask
for; then, when it is wished for, without the kind of host they have not seen yet; then the fewest
rank points over all. Among equals a draw decides, the same for the same seed everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from msp_du.domain.vocabulary import OrganisationKind

MOST_WISHES: Final = 5
RANK_POINTS: Final = (0, 1, 3, 6, 10)
"""Points of the first wish, the second, …: a fifth wish weighs more than three third ones."""

Assignment = Mapping[str, str | None]
"""The key of the place that each candidate gets, by the candidate's key; None for no place."""


class HostSide(StrEnum):
    """On which side of care a host stands: both are seen over the two years (domain §7)."""

    CARE = "care"
    COMMUNITY = "community"


_CARE: Final = frozenset({OrganisationKind.HOSPITAL_SERVICE, OrganisationKind.MEDICO_SOCIAL})


def side_of(kind: OrganisationKind, *, is_medical: bool | None = None) -> HostSide:
    """Return the side of a host: what is stated of it, else that of its kind.

    >>> side_of(OrganisationKind.CLUBHOUSE).value
    'community'
    >>> side_of(OrganisationKind.OTHER, is_medical=True).value
    'care'
    """
    is_care = kind in _CARE if is_medical is None else is_medical
    return HostSide.CARE if is_care else HostSide.COMMUNITY


def side_needed(seen: Iterable[HostSide]) -> HostSide | None:
    """Return the side that is still to be seen, None when both are, or none is yet.

    >>> side_needed([HostSide.CARE]).value
    'community'
    """
    known = set(seen)
    return (set(HostSide) - known).pop() if len(known) == 1 else None


class SideRule(StrEnum):
    """How much weight the side still to be seen has."""

    FREE = "free"
    PREFERRED = "preferred"
    REQUIRED = "required"


class Bar(StrEnum):
    """Why somebody may never get a place, whatever it would cost."""

    EXCLUDED = "excluded"
    CANNOT_HOST = "cannot-host"
    SIDE_REQUIRED = "side-required"


@dataclass(frozen=True, slots=True)
class Place:
    """An offer: how many people it takes, and where it stands."""

    key: str
    capacity: int
    side: HostSide
    can_host: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to place: keys of the places they wish for, the best first, and of those barred."""

    key: str
    wishes: Sequence[str] = ()
    excluded: frozenset[str] = frozenset()
    needs: HostSide | None = None

    def rank(self, place: str | None) -> int | None:
        """Return 1 for the first wish, None for what was not wished for."""
        return self.wishes.index(place) + 1 if place in self.wishes else None


@dataclass(frozen=True, slots=True)
class Problem:
    """All that an allocation depends on; the order of what it lists changes nothing."""

    candidates: Sequence[Candidate]
    places: Sequence[Place]
    side_rule: SideRule = SideRule.FREE
    seed: int = 0

    def bar(self, candidate: Candidate, place: Place) -> Bar | None:
        """Return what keeps this place from this candidate, or None."""
        if place.key in candidate.excluded:
            return Bar.EXCLUDED
        if not place.can_host:
            return Bar.CANNOT_HOST
        if self.side_rule is SideRule.REQUIRED and candidate.needs not in {None, place.side}:
            return Bar.SIDE_REQUIRED
        return None

    def cost(self, candidate: Candidate, place: Place | None) -> "Cost":
        """Return what it costs that this candidate gets this place."""
        if place is None:
            return Cost(unplaced=1)
        is_one_sided = candidate.needs not in {None, place.side}
        rank = candidate.rank(place.key)
        return Cost(
            unwished=int(rank is None),
            one_sided=int(is_one_sided and self.side_rule is SideRule.PREFERRED),
            points=RANK_POINTS[rank - 1] if rank else 0,
        )


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """Compared from left to right: one person unplaced outweighs any number of the rest."""

    unplaced: int = 0
    unwished: int = 0
    one_sided: int = 0
    points: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.unplaced + other.unplaced,
            self.unwished + other.unwished,
            self.one_sided + other.one_sided,
            self.points + other.points,
        )

    def weighed(self, people: int) -> int:
        """Return one number in the same order, for sums over at most so many people.

        >>> Cost(unwished=1).weighed(3) > sum([Cost(one_sided=1, points=10).weighed(3)] * 3)
        True
        """
        one_sided = people * RANK_POINTS[-1] + 1
        unwished = one_sided * (people + 1)
        return (
            self.points
            + one_sided * self.one_sided
            + unwished * self.unwished
            + unwished * (people + 1) * self.unplaced
        )


def total(problem: Problem, given: Assignment) -> Cost:
    """Return what an assignment costs over all candidates."""
    places = {place.key: place for place in problem.places}
    costs = (
        problem.cost(candidate, places.get(given.get(candidate.key) or ""))
        for candidate in problem.candidates
    )
    return sum(costs, Cost())


def fingerprint(problem: Problem) -> str:
    """Return a digest of all that decides an allocation, whatever the order it is listed in."""
    people = sorted(
        (one.key, tuple(one.wishes), sorted(one.excluded), str(one.needs))
        for one in problem.candidates
    )
    places = sorted((one.key, one.capacity, str(one.side), one.can_host) for one in problem.places)
    text = repr((people, places, str(problem.side_rule), problem.seed))
    return sha256(text.encode()).hexdigest()


def draw(seed: int, candidate: str, place: str, below: int) -> int:
    """Draw a number from 0 for a candidate and a place: the same on every machine.

    >>> draw(7, "a", "b", 1000)
    809
    """
    digest = sha256(f"{seed}|{candidate}|{place}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


class FaultKind(StrEnum):
    """What is wrong with an assignment made by hand, besides what ``Bar`` says."""

    OVER_CAPACITY = "over-capacity"
    UNKNOWN_PLACE = "unknown-place"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a hand-made assignment may not do; ``candidate`` is None when it is about a place."""

    kind: Bar | FaultKind
    place: str
    candidate: str | None = None


def faults(problem: Problem, given: Assignment) -> list[Fault]:
    """List what breaks a hard rule, in the order of the candidates, then of the places."""
    return [*_faults_of_people(problem, given), *_faults_of_places(problem, given)]


def _faults_of_people(problem: Problem, given: Assignment) -> Iterator[Fault]:
    places = {place.key: place for place in problem.places}
    for candidate in problem.candidates:
        key = given.get(candidate.key)
        if key is None:
            continue
        place = places.get(key)
        kind = problem.bar(candidate, place) if place else FaultKind.UNKNOWN_PLACE
        if kind is not None:
            yield Fault(kind, key, candidate.key)


def _faults_of_places(problem: Problem, given: Assignment) -> Iterator[Fault]:
    taken = Counter(given.values())
    for place in problem.places:
        if taken[place.key] > place.capacity:
            yield Fault(FaultKind.OVER_CAPACITY, place.key)
