"""What an allocation weighs, refuses and explains."""

from dataclasses import replace

import pytest

from msp_du.domain.allocation import (
    RANK_POINTS,
    Bar,
    Candidate,
    Cost,
    Fault,
    FaultKind,
    HostSide,
    Place,
    Problem,
    SideRule,
    faults,
    fingerprint,
    side_needed,
    side_of,
    total,
)
from msp_du.domain.allocation_reasons import Refusal, Why, explain
from msp_du.domain.vocabulary import OrganisationKind

WARD = Place("ward", 1, HostSide.CARE)
CLUB = Place("club", 2, HostSide.COMMUNITY)
CLOSED = Place("closed", 5, HostSide.COMMUNITY, can_host=False)
ANNA = Candidate("anna", ("ward", "club"))
BORIS = Candidate("boris", ("club", "ward"), frozenset({"ward"}))
CHLOE = Candidate("chloe", ("ward",), needs=HostSide.COMMUNITY)
PLACES = (WARD, CLUB, CLOSED)


def problem(*people: Candidate, rule: SideRule = SideRule.FREE) -> Problem:
    return Problem(people or (ANNA, BORIS, CHLOE), PLACES, rule)


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        (OrganisationKind.HOSPITAL_SERVICE, HostSide.CARE),
        (OrganisationKind.MEDICO_SOCIAL, HostSide.CARE),
        (OrganisationKind.MUTUAL_AID_GROUP, HostSide.COMMUNITY),
        (OrganisationKind.CLUBHOUSE, HostSide.COMMUNITY),
        (OrganisationKind.USER_ASSOCIATION, HostSide.COMMUNITY),
        (OrganisationKind.OTHER, HostSide.COMMUNITY),
    ],
    ids=str,
)
def test_a_host_stands_on_one_side(kind: OrganisationKind, side: HostSide) -> None:
    assert side_of(kind) is side


@pytest.mark.parametrize(
    ("seen", "needed"),
    [
        pytest.param([], None, id="nothing-seen-yet"),
        pytest.param([HostSide.CARE, HostSide.CARE], HostSide.COMMUNITY, id="care-only"),
        pytest.param([HostSide.COMMUNITY], HostSide.CARE, id="community-only"),
        pytest.param([HostSide.CARE, HostSide.COMMUNITY], None, id="both"),
    ],
)
def test_the_side_still_to_be_seen(seen: list[HostSide], needed: HostSide | None) -> None:
    assert side_needed(seen) is needed


@pytest.mark.parametrize(
    ("candidate", "place", "rule", "bar"),
    [
        pytest.param(ANNA, WARD, SideRule.REQUIRED, None, id="free"),
        pytest.param(BORIS, WARD, SideRule.FREE, Bar.EXCLUDED, id="excluded-though-wished"),
        pytest.param(BORIS, CLUB, SideRule.FREE, None, id="another-than-the-excluded"),
        pytest.param(ANNA, CLOSED, SideRule.FREE, Bar.CANNOT_HOST, id="host-may-not"),
        pytest.param(CHLOE, WARD, SideRule.REQUIRED, Bar.SIDE_REQUIRED, id="other-side-required"),
        pytest.param(CHLOE, CLUB, SideRule.REQUIRED, None, id="side-required"),
        pytest.param(CHLOE, WARD, SideRule.PREFERRED, None, id="other-side-preferred"),
    ],
)
def test_what_is_never_given(
    candidate: Candidate, place: Place, rule: SideRule, bar: Bar | None
) -> None:
    assert problem(rule=rule).bar(candidate, place) is bar


@pytest.mark.parametrize(
    ("candidate", "place", "rule", "cost"),
    [
        pytest.param(ANNA, WARD, SideRule.FREE, Cost(), id="first-wish"),
        pytest.param(ANNA, CLUB, SideRule.FREE, Cost(points=1), id="second-wish"),
        pytest.param(CHLOE, CLUB, SideRule.FREE, Cost(unwished=1), id="not-wished"),
        pytest.param(CHLOE, WARD, SideRule.FREE, Cost(), id="other-side-does-not-count"),
        pytest.param(CHLOE, WARD, SideRule.PREFERRED, Cost(one_sided=1), id="other-side-counts"),
        pytest.param(CHLOE, CLUB, SideRule.PREFERRED, Cost(unwished=1), id="the-side-needed"),
        pytest.param(ANNA, None, SideRule.FREE, Cost(unplaced=1), id="no-place"),
    ],
)
def test_what_a_place_costs(
    candidate: Candidate, place: Place | None, rule: SideRule, cost: Cost
) -> None:
    assert problem(rule=rule).cost(candidate, place) == cost


@pytest.mark.parametrize("people", [1, 3, 60, 200])
def test_one_number_keeps_the_order_of_what_counts(people: int) -> None:
    steps = [
        Cost(points=people * RANK_POINTS[-1]),
        Cost(one_sided=1),
        Cost(one_sided=people, points=people * RANK_POINTS[-1]),
        Cost(unwished=1),
        Cost(unwished=people, one_sided=people, points=people * RANK_POINTS[-1]),
        Cost(unplaced=1),
    ]
    assert steps == sorted(steps)
    weights = [step.weighed(people) for step in steps]
    assert weights == sorted(set(weights))


def test_the_total_counts_everybody_once() -> None:
    given = {"anna": "ward", "boris": "club", "chloe": None}
    assert total(problem(), given) == Cost(unplaced=1)
    given = {"anna": "club", "boris": "club", "chloe": "ward"}
    assert total(problem(rule=SideRule.PREFERRED), given) == Cost(one_sided=1, points=1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"anna": "ward", "boris": "club", "chloe": "club"}, [], id="all-well"),
        pytest.param({"anna": None}, [], id="nobody-placed"),
        pytest.param({"boris": "ward"}, [Fault(Bar.EXCLUDED, "ward", "boris")], id="excluded"),
        pytest.param({"anna": "closed"}, [Fault(Bar.CANNOT_HOST, "closed", "anna")], id="host"),
        pytest.param(
            {"anna": "gone"}, [Fault(FaultKind.UNKNOWN_PLACE, "gone", "anna")], id="unknown"
        ),
        pytest.param({"chloe": "ward"}, [Fault(Bar.SIDE_REQUIRED, "ward", "chloe")], id="side"),
        pytest.param(
            {"anna": "club", "boris": "club", "chloe": "club"},
            [Fault(FaultKind.OVER_CAPACITY, "club")],
            id="one-too-many",
        ),
        pytest.param({"anna": "club", "boris": "club"}, [], id="just-full"),
    ],
)
def test_a_hand_made_assignment_keeps_the_hard_rules(
    given: dict[str, str | None], expected: list[Fault]
) -> None:
    assert faults(problem(rule=SideRule.REQUIRED), given) == expected


def test_whoever_has_a_first_wish_is_told_no_more() -> None:
    told = explain(problem(), {"anna": "ward"})["anna"]
    assert (told.place, told.rank, told.cost, told.refusals) == ("ward", 1, Cost(), ())


@pytest.mark.parametrize(
    ("given", "who", "rule", "refusal"),
    [
        pytest.param(
            {"anna": "ward"}, "chloe", SideRule.FREE, Refusal("ward", 1, Why.FULL, 1), id="full"
        ),
        pytest.param(
            {"boris": "ward", "anna": "club"},
            "anna",
            SideRule.FREE,
            Refusal("ward", 1, Why.FULL, 0, 1),
            id="full-with-one-who-ranked-it-lower",
        ),
        pytest.param(
            {}, "chloe", SideRule.REQUIRED, Refusal("ward", 1, Bar.SIDE_REQUIRED), id="barred"
        ),
        pytest.param(
            {}, "chloe", SideRule.PREFERRED, Refusal("ward", 1, Why.SIDE_PREFERRED), id="side"
        ),
        pytest.param({}, "chloe", SideRule.FREE, Refusal("ward", 1, Why.FREE), id="by-hand"),
    ],
)
def test_a_better_wish_is_explained(
    given: dict[str, str | None], who: str, rule: SideRule, refusal: Refusal
) -> None:
    assert explain(problem(rule=rule), given)[who].refusals[0] == refusal


def test_a_place_taken_back_is_passed_over() -> None:
    gone = Candidate("dora", ("gone", "club"))
    told = explain(problem(gone), {"dora": "elsewhere"})["dora"]
    assert (told.place, told.rank, told.cost) == (None, None, Cost(unplaced=1))
    assert [refusal.place for refusal in told.refusals] == ["club"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Problem((ANNA, BORIS), PLACES), id="somebody-less"),
        pytest.param(Problem((ANNA, BORIS, CHLOE), PLACES[:2]), id="a-place-less"),
        pytest.param(Problem((ANNA, BORIS, CHLOE), PLACES, SideRule.REQUIRED), id="rule"),
        pytest.param(Problem((ANNA, BORIS, CHLOE), PLACES, seed=1), id="seed"),
        pytest.param(
            Problem((replace(ANNA, wishes=("club", "ward")), BORIS, CHLOE), PLACES), id="ranks"
        ),
    ],
)
def test_what_decides_has_a_digest_whatever_its_order(other: Problem) -> None:
    known = fingerprint(problem())
    assert fingerprint(Problem((CHLOE, ANNA, BORIS), PLACES[::-1])) == known
    assert fingerprint(other) != known
