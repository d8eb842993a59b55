"""Who may sit, what needs a reason, and from when on conditions are closed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from msp_du.domain import sittings
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import Choice, Seat, SeatFault, SittingState
from msp_du.domain.vocabulary import ResultCode


def seat(place: int, kind: str = "", deputy_of: int | None = None) -> Seat:
    """A seat: P presides, t teaches, a is absent."""
    return Seat(
        id=UUID(int=place),
        is_president="P" in kind,
        is_teacher="t" in kind,
        deputy_of=None if deputy_of is None else UUID(int=deputy_of),
        is_present="a" not in kind,
    )


ALONE = SeatFault.NOBODY_PRESIDES
FEW = SeatFault.TEACHERS_OUTNUMBERED


@pytest.mark.parametrize(
    ("seats", "found"),
    [
        pytest.param([seat(1, "Pt"), seat(2, "t"), seat(3)], [], id="two-teachers-of-three"),
        pytest.param([seat(1, "Pt"), seat(2)], [FEW], id="half-is-no-majority"),
        pytest.param([seat(1, "Pt"), seat(2), seat(3)], [FEW], id="one-teacher-of-three"),
        pytest.param([seat(1, "Pt"), seat(2, "a")], [], id="the-absent-do-not-count"),
        pytest.param([seat(1, "Pta"), seat(2, "t")], [ALONE], id="president-absent"),
        pytest.param([seat(1, "Pta"), seat(2, "t", 1)], [], id="deputy-presides"),
        pytest.param([seat(1, "Pta"), seat(2, "ta", 1), seat(3, "t")], [ALONE], id="both-absent"),
        pytest.param(
            [seat(1, "Pt"), seat(2, "t", 1), seat(3)], [FEW], id="deputy-beside-the-member"
        ),
        pytest.param([seat(1, "Pt"), seat(2, "ta"), seat(3, "t", 2)], [], id="deputy-of-a-member"),
        pytest.param([], [ALONE, FEW], id="nobody"),
    ],
)
def test_who_is_present_is_looked_at(seats: list[Seat], found: list[SeatFault]) -> None:
    assert sittings.faults(seats) == found


def test_a_board_without_president_does_not_sit_and_one_short_of_teachers_does() -> None:
    sittings.check_presence([seat(1, "P"), seat(2)])
    with pytest.raises(RuleViolation) as refusal:
        sittings.check_presence([seat(1, "Pta"), seat(2, "t")])
    assert refusal.value.rule is Rule.SITTING_NOBODY_PRESIDES


def test_a_deputy_sits_only_in_the_place_of_an_absent_member() -> None:
    seats = [seat(1, "Pt"), seat(2, "t", 1), seat(3, "a"), seat(4, "t", 3)]
    assert [each.id.int for each in sittings.sitting_members(seats)] == [1, 4]
    presiding = sittings.presiding([seat(1, "Pta"), seat(3), seat(2, "t", 1)])
    assert presiding is not None
    assert presiding.id.int == 2


@pytest.mark.parametrize(
    ("computed", "decided", "needed"),
    [
        ("ADM", "ADM", False),
        ("ADM", "AJ", True),
        ("ADJ", "ADJ", False),
        ("ADJ", "AJ", True),
        ("AJ", "AJ", False),
        ("AJ", "ADJ", True),
        ("DEF", "DEF", False),
        ("DEF", "AJ", False),
        ("DEF", "ADJ", True),
        ("ATT", "ADJ", True),
        ("ATT", "AJ", True),
    ],
)
def test_what_goes_against_the_rules_needs_a_reason(
    computed: str, decided: str, needed: bool
) -> None:
    assert sittings.needs_derogation(ResultCode(computed), ResultCode(decided)) is needed
    choice = Choice(ResultCode(decided), may_progress=False)
    reasoned = replace(choice, derogation=" Une raison. ")
    kept = sittings.check_choice(ResultCode(computed), reasoned)
    assert kept.derogation == ("Une raison." if needed else "")
    if needed:
        with pytest.raises(RuleViolation) as refusal:
            sittings.check_choice(ResultCode(computed), replace(choice, derogation="  "))
        assert refusal.value.rule is Rule.DEROGATION_REASON_MISSING
        assert refusal.value.field == "derogation"


@pytest.mark.parametrize(
    ("result", "asked", "kept"),
    [("ADM", False, True), ("AJ", False, False), ("AJ", True, True)],
)
def test_whoever_is_admitted_goes_on_and_the_board_may_let_on_others(
    result: str, asked: bool, kept: bool
) -> None:
    choice = Choice(ResultCode(result), may_progress=asked, derogation="Une raison.")
    assert sittings.check_choice(ResultCode.PASSED, choice).may_progress is kept


def test_a_result_that_is_not_open_is_refused() -> None:
    with pytest.raises(RuleViolation) as refusal:
        sittings.check_choice(ResultCode.FAILED, Choice(ResultCode.PASSED, may_progress=True))
    assert refusal.value.rule is Rule.DECISION_NOT_OPEN


@pytest.mark.parametrize("state", list(SittingState))
def test_an_act_is_for_certain_states(state: SittingState) -> None:
    sittings.check_state(state, state)
    others = [each for each in SittingState if each is not state]
    with pytest.raises(RuleViolation) as refusal:
        sittings.check_state(state, *others)
    assert (refusal.value.rule, refusal.value.details["current"]) == (Rule.SITTING_STATE, state)


LAST = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("closes_on", "today", "closed"),
    [
        (None, LAST, False),
        (LAST, LAST, False),
        (LAST, LAST + timedelta(days=1), True),
    ],
    ids=["no-date", "on-the-day", "day-after"],
)
def test_conditions_close_after_their_last_day(
    closes_on: date | None, today: date, closed: bool
) -> None:
    assert sittings.are_gates_closed(closes_on, today) is closed
