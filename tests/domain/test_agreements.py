"""The life of an agreement by its rules: states, hours that are open, rests, early ends."""

from datetime import date
from typing import Any

import pytest

from msp_du.domain.agreements import (
    ANY_DAY,
    DEFAULT_SIGNERS,
    AgreementAct,
    AgreementState,
    HoursBar,
    SignerCapacity,
    Standing,
    Suspension,
    after,
    check_resumption,
    check_suspension,
    hours_bar,
    shortened,
    state_on,
)
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import Regime

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
SEPTEMBER = Period(FIRST, LAST, 6000)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), 3000)
SIGNED = Standing((SEPTEMBER,), (SEPTEMBER,))
REST = Suspension(date(2026, 9, 10), date(2026, 9, 14))


def standing(**changes: Any) -> Standing:
    return Standing(**{"periods": (SEPTEMBER,), "signed": (SEPTEMBER,)} | changes)


@pytest.mark.parametrize(
    ("changes", "day", "state"),
    [
        pytest.param({"signed": None}, FIRST, "draft", id="nothing yet"),
        pytest.param(
            {"signed": None, "under_way": AgreementState.AWAITING_SIGNATURES},
            FIRST,
            "awaiting_signatures",
            id="sent",
        ),
        pytest.param({}, date(2026, 8, 31), "signed", id="day before the first"),
        pytest.param({"periods": ()}, FIRST, "signed", id="no period"),
        pytest.param({}, FIRST, "active", id="first day"),
        pytest.param(
            {"under_way": AgreementState.AWAITING_SIGNATURES}, FIRST, "active", id="amended"
        ),
        pytest.param({}, LAST, "active", id="last day"),
        pytest.param({}, date(2026, 10, 1), "completed", id="day after the last"),
        pytest.param(
            {"periods": (SEPTEMBER, NOVEMBER)}, date(2026, 10, 15), "active", id="between periods"
        ),
        pytest.param({"suspensions": (REST,)}, date(2026, 9, 9), "active", id="before the rest"),
        pytest.param({"suspensions": (REST,)}, date(2026, 9, 10), "suspended", id="first of rest"),
        pytest.param({"suspensions": (REST,)}, date(2026, 9, 13), "suspended", id="last of rest"),
        pytest.param({"suspensions": (REST,)}, date(2026, 9, 14), "active", id="the return"),
        pytest.param(
            {"suspensions": (Suspension(FIRST),)}, date(2026, 12, 1), "suspended", id="no return"
        ),
        pytest.param({"ended_on": date(2026, 9, 5)}, date(2026, 9, 5), "active", id="the end"),
        pytest.param(
            {"ended_on": date(2026, 9, 5)}, date(2026, 9, 6), "terminated", id="after the end"
        ),
    ],
)
def test_a_placement_stands(changes: dict[str, Any], day: date, state: str) -> None:
    assert state_on(standing(**changes), day) == state


@pytest.mark.parametrize(
    ("changes", "day", "bar"),
    [
        pytest.param({"signed": None}, FIRST, HoursBar.UNSIGNED, id="nothing signed"),
        pytest.param({}, FIRST, None, id="signed"),
        pytest.param({"signed": ANY_DAY}, FIRST, None, id="signed before the register"),
        pytest.param(
            {"periods": (SEPTEMBER, NOVEMBER)}, date(2026, 11, 1), HoursBar.UNSIGNED, id="added"
        ),
        pytest.param({}, date(2026, 11, 1), None, id="outside: the log says so"),
        pytest.param(
            {"suspensions": (REST,)}, date(2026, 9, 13), HoursBar.SUSPENDED, id="last of rest"
        ),
        pytest.param({"suspensions": (REST,)}, date(2026, 9, 14), None, id="the return"),
        pytest.param({"ended_on": FIRST}, FIRST, None, id="the last day"),
        pytest.param({"ended_on": FIRST}, date(2026, 9, 2), HoursBar.ENDED, id="the day after"),
    ],
)
def test_hours_are_open_or_not(changes: dict[str, Any], day: date, bar: HoursBar | None) -> None:
    assert hours_bar(standing(**changes), day) is bar


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("draft", {"send"}),
        ("awaiting_signatures", {"sign_last", "correct"}),
        ("signed", {"correct", "amend", "replace", "suspend"}),
        ("active", {"suspend", "end"}),
        ("suspended", {"resume", "end"}),
        ("completed", set()),
        ("terminated", set()),
        ("replaced", set()),
    ],
)
def test_each_state_allows_its_acts_and_no_other(state: str, acts: set[str]) -> None:
    for act in AgreementAct:
        if act.value in acts:
            assert isinstance(after(act, AgreementState(state)), AgreementState)
        else:
            with pytest.raises(RuleViolation) as refusal:
                after(act, AgreementState(state))
            assert refusal.value.rule is Rule.AGREEMENT_STATE


@pytest.mark.parametrize(
    ("ended_on", "planned", "minutes"),
    [
        pytest.param(FIRST, None, [200], id="one day of thirty"),
        pytest.param(date(2026, 9, 10), None, [2000], id="ten days"),
        pytest.param(date(2026, 9, 29), None, [5800], id="the day before the last"),
        pytest.param(LAST, None, [6000], id="the end of a period"),
        pytest.param(date(2026, 10, 15), None, [6000], id="between periods"),
        pytest.param(date(2026, 11, 1), None, [6000, 100], id="in the second"),
        pytest.param(date(2026, 11, 1), 6001, [6000, 1], id="the least that can be typed"),
        pytest.param(date(2026, 9, 10), 9000, [9000], id="the most that can be typed"),
    ],
)
def test_what_is_planned_follows_an_early_end(
    ended_on: date, planned: int | None, minutes: list[int]
) -> None:
    kept = shortened([NOVEMBER, SEPTEMBER], ended_on, planned_minutes=planned)
    assert [each.planned_minutes for each in kept] == minutes
    assert max(each.ends_on for each in kept) == min(ended_on, kept[-1].ends_on)


@pytest.mark.parametrize(
    ("ended_on", "planned", "broken"),
    [
        pytest.param(date(2026, 8, 31), None, Rule.AGREEMENT_END_BOUNDS, id="before"),
        pytest.param(date(2026, 11, 30), None, Rule.AGREEMENT_END_BOUNDS, id="the last day"),
        pytest.param(date(2026, 11, 1), 6000, Rule.AGREEMENT_END_PLANNED, id="nothing left"),
        pytest.param(date(2026, 11, 1), 9001, Rule.AGREEMENT_END_PLANNED, id="more than before"),
    ],
)
def test_an_early_end_is_refused(ended_on: date, planned: int | None, broken: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        shortened([SEPTEMBER, NOVEMBER], ended_on, planned_minutes=planned)
    assert refusal.value.rule is broken


def test_a_short_rest_leaves_a_minute_planned() -> None:
    assert shortened([Period(FIRST, LAST, 1)], FIRST)[0].planned_minutes == 1


@pytest.mark.parametrize(
    ("starts_on", "others", "broken"),
    [
        pytest.param(date(2026, 9, 13), (REST,), Rule.SUSPENSION_EXISTS, id="in a rest"),
        pytest.param(LAST, (Suspension(FIRST),), Rule.SUSPENSION_EXISTS, id="no return"),
        pytest.param(date(2026, 8, 31), (), Rule.SUSPENSION_BOUNDS, id="before"),
        pytest.param(date(2026, 10, 1), (), Rule.SUSPENSION_BOUNDS, id="after"),
    ],
)
def test_a_rest_is_refused(starts_on: date, others: tuple[Suspension, ...], broken: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_suspension(starts_on, others=others, periods=[SEPTEMBER])
    assert refusal.value.rule is broken


def test_a_rest_begins_on_any_other_day() -> None:
    check_suspension(FIRST, others=(), periods=[SEPTEMBER])
    check_suspension(LAST, others=(REST,), periods=[SEPTEMBER])
    check_suspension(date(2026, 9, 14), others=(REST,), periods=[SEPTEMBER])


def test_a_return_is_after_the_first_day_of_rest() -> None:
    check_resumption(date(2026, 9, 2), Suspension(FIRST))
    with pytest.raises(RuleViolation) as refusal:
        check_resumption(FIRST, Suspension(FIRST))
    assert refusal.value.rule is Rule.RESUMPTION_TOO_EARLY


def test_each_regime_has_its_signers() -> None:
    assert {regime: len(signers) for regime, signers in DEFAULT_SIGNERS.items()} == {
        Regime.STUDENT_INTERNSHIP: 5,
        Regime.CONTINUING_EDUCATION: 3,
        Regime.EMPLOYMENT: 3,
        Regime.EXTERNAL_ASSIGNMENT: 3,
    }
    assert SignerCapacity.EMPLOYER in DEFAULT_SIGNERS[Regime.EMPLOYMENT]
