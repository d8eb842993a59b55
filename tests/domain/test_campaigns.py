"""When wishes are taken, what a list of them may say, what an exclusion bars."""

from datetime import date

import pytest

from msp_du.domain.campaigns import (
    CampaignStage,
    check_window,
    check_wishes,
    is_excluded,
    moved,
    service_key,
    stage_of,
)
from msp_du.domain.errors import Rule, RuleViolation

OPENS, CLOSES = date(2026, 11, 2), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "is_confirmed", "stage"),
    [
        pytest.param(date(2026, 11, 1), False, CampaignStage.TO_COME, id="day-before"),
        pytest.param(OPENS, False, CampaignStage.OPEN, id="first-day"),
        pytest.param(CLOSES, False, CampaignStage.OPEN, id="last-day"),
        pytest.param(date(2026, 11, 21), False, CampaignStage.CLOSED, id="day-after"),
        pytest.param(OPENS, True, CampaignStage.CONFIRMED, id="confirmed"),
    ],
)
def test_a_round_has_a_stage(today: date, is_confirmed: bool, stage: CampaignStage) -> None:
    assert stage_of(OPENS, CLOSES, is_confirmed=is_confirmed, today=today) is stage


def test_a_round_may_last_one_day_and_not_less() -> None:
    check_window(OPENS, OPENS)
    with pytest.raises(RuleViolation) as refusal:
        check_window(CLOSES, OPENS)
    assert (refusal.value.rule, refusal.value.field) == (Rule.CAMPAIGN_BOUNDS, "closes_on")


@pytest.mark.parametrize(
    ("chosen", "ranked"),
    [
        pytest.param([None] * 5, [], id="nothing"),
        pytest.param([*"abcde"], [*"abcde"], id="five"),
        pytest.param([None, "c", None, "a", None], ["c", "a"], id="blanks-move-up"),
    ],
)
def test_wishes_are_read_in_order(chosen: list[str | None], ranked: list[str]) -> None:
    assert check_wishes(chosen, set("abcdef")) == ranked


@pytest.mark.parametrize(
    ("chosen", "rule", "field"),
    [
        pytest.param(["a", "b", "a"], Rule.WISH_TWICE, "wish_3", id="twice"),
        pytest.param([None, "z"], Rule.WISH_NOT_OFFERED, "wish_2", id="not-offered"),
        pytest.param([*"abcdef"], Rule.WISHES_TOO_MANY, None, id="six"),
    ],
)
def test_wishes_are_refused(chosen: list[str | None], rule: Rule, field: str | None) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_wishes(chosen, set("abcdef"))
    assert (refusal.value.rule, refusal.value.field) == (rule, field)


@pytest.mark.parametrize(
    ("service", "noted", "barred"),
    [
        pytest.param("Unité A", [], False, id="nothing-noted"),
        pytest.param("Unité A", [""], True, id="whole-structure"),
        pytest.param(None, [""], True, id="whole-structure-no-service"),
        pytest.param("UNITE  a", [service_key("Unité A")], True, id="same-service-otherwise-typed"),
        pytest.param("Unité B", [service_key("Unité A")], False, id="another-service"),
        pytest.param(None, [service_key("Unité A")], False, id="no-service-named"),
    ],
)
def test_an_exclusion_bars_a_structure_or_a_service(
    service: str | None, noted: list[str], barred: bool
) -> None:
    assert is_excluded(service, noted) is barred


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        pytest.param(date(2026, 9, 1), date(2026, 1, 5), id="same-day"),
        pytest.param(date(2027, 9, 1), date(2027, 1, 4), id="a-year-on-monday-again"),
        pytest.param(date(2026, 9, 4), date(2026, 1, 5), id="three-days-are-no-week"),
        pytest.param(date(2026, 9, 5), date(2026, 1, 12), id="four-days-are-one"),
    ],
)
def test_days_move_by_whole_weeks(to: date, expected: date) -> None:
    assert moved(date(2026, 1, 5), date(2026, 9, 1), to) == expected
