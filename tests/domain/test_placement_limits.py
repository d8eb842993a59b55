"""What a placement is refused or warned for, on both sides of each bound (domain §3.1, §3.2)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from msp_du.domain.allowances import Presence, Rate
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.placement_limits import (
    ARTICLES,
    CHECKS,
    FORBIDDEN,
    Case,
    Finding,
    LegalFigures,
    Limit,
    Neighbour,
    Terms,
    check,
    densest_week,
)
from msp_du.domain.vocabulary import Regime

FIGURES = LegalFigures()
YEAR = date(2026, 9, 1)
AUTUMN = Period(date(2026, 10, 1), date(2026, 12, 31), 140 * 60)
BARE = Case(
    regime=Regime.STUDENT_INTERNSHIP, periods=[AUTUMN], taught=200 * 60, taught_present=50 * 60
)


def hours_at_host(hours: Fraction | int) -> dict[date, Presence]:
    return {YEAR: Presence(Fraction(hours) * 60)}


def kinds(case: Case, figures: LegalFigures = FIGURES) -> list[Limit]:
    return [finding.limit for finding in check(case, figures)]


def free_days(days: int, *, stated: bool = True, length: int = 30) -> dict[str, Any]:
    """A placement of another trainee that ended so many days before."""
    last = date.fromordinal(AUTUMN.starts_on.toordinal() - days - 1)
    first = date.fromordinal(last.toordinal() - length + 1)
    return {"neighbours": [Neighbour(first, last)], "terms": Terms(is_same_post=stated)}


def weekly(minutes: int) -> dict[str, Any]:
    return {"terms": Terms(weekly_minutes=minutes)}


def planned(hours: Fraction | int) -> dict[str, Any]:
    """Hours of this placement alone, over half a year."""
    spring = Period(date(2026, 10, 1), date(2027, 8, 31), int(Fraction(hours) * 60))
    return {"periods": [spring]}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="as it is"),
        pytest.param({"years": hours_at_host(280)}, id="280 h"),
        pytest.param({"years": hours_at_host(308)}, id="308 h"),
        pytest.param({"years": {YEAR: Presence(Fraction(0), 308 * 60)}}, id="308 h done"),
        pytest.param(planned(308), id="two months"),
        pytest.param(free_days(10), id="a third free"),
        pytest.param(free_days(10, length=29), id="a third free, rounded up"),
        pytest.param(free_days(10, stated=False), id="a third free, post not stated"),
        pytest.param(free_days(-5), id="beside one another"),
        pytest.param(weekly(35 * 60), id="35 h a week"),
        pytest.param({"supervised": 3}, id="three trainees"),
        pytest.param({"followed": 24}, id="24 followed"),
    ],
)
def test_a_placement_within_the_law_is_not_spoken_of(change: dict[str, Any]) -> None:
    assert check(replace(BARE, **change), FIGURES) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(
            {"years": hours_at_host(309)},
            Finding(Limit.ALLOWANCE, 309 * 60, 308 * 60, YEAR),
            id="309 h",
        ),
        pytest.param(
            {"years": {YEAR: Presence(Fraction(280 * 60), 308 * 60 + 1)}},
            Finding(Limit.ALLOWANCE, 308 * 60 + 1, 308 * 60, YEAR),
            id="a minute done beyond 308 h",
        ),
        pytest.param(
            {"years": hours_at_host(308 + Fraction(1, 90))},
            Finding(Limit.ALLOWANCE, 308 * 60 + 1, 308 * 60, YEAR),
            id="part of a minute beyond 308 h",
        ),
        pytest.param(
            planned(308 + Fraction(1, 60)), Finding(Limit.LEAVE, 18481, 18480), id="leave"
        ),
        pytest.param(
            {"taught": 200 * 60 - 1}, Finding(Limit.TAUGHT, 11999, 12000), id="minute not taught"
        ),
        pytest.param(
            {"taught_present": 50 * 60 - 1},
            Finding(Limit.TAUGHT_PRESENT, 2999, 3000),
            id="minute not in presence",
        ),
        pytest.param(
            {"taught_present": None},
            Finding(Limit.TAUGHT_PRESENT_UNKNOWN, 0, 3000),
            id="no class planned",
        ),
        pytest.param(
            free_days(9), Finding(Limit.GAP, 9, 10, date(2026, 9, 21)), id="day short of a third"
        ),
        pytest.param(
            free_days(0), Finding(Limit.GAP, 0, 10, date(2026, 9, 30)), id="the day after"
        ),
        pytest.param(
            free_days(10, length=31),
            Finding(Limit.GAP, 10, 11, date(2026, 9, 20)),
            id="part of a day short of a third",
        ),
        pytest.param(
            free_days(9, stated=False),
            Finding(Limit.GAP_UNSURE, 9, 10, date(2026, 9, 21)),
            id="post not stated",
        ),
        pytest.param(
            {
                "neighbours": [Neighbour(date(2027, 1, 10), date(2027, 2, 10))],
                "terms": Terms(is_same_post=True),
            },
            Finding(Limit.GAP, 9, 31, date(2026, 12, 31)),
            id="another one planned too soon after",
        ),
        pytest.param(weekly(35 * 60 + 1), Finding(Limit.WEEK_USUAL, 2101, 2100), id="over 35 h"),
        pytest.param(weekly(48 * 60), Finding(Limit.WEEK_USUAL, 2880, 2100), id="48 h"),
        pytest.param(weekly(48 * 60 + 1), Finding(Limit.WEEK_MAXIMUM, 2881, 2880), id="over 48 h"),
        pytest.param({"supervised": 4}, Finding(Limit.SUPERVISED, 4, 3), id="four trainees"),
        pytest.param({"followed": 25}, Finding(Limit.FOLLOWED, 25, 24), id="25 followed"),
    ],
)
def test_a_placement_beyond_a_bound_is_told_with_figure_and_limit(
    change: dict[str, Any], found: Finding
) -> None:
    assert check(replace(BARE, **change), FIGURES) == (found,)


@pytest.mark.parametrize(("hours", "is_refused"), [(924, False), (925, True)])
def test_more_than_924_h_at_a_host_in_a_year_is_refused(hours: int, is_refused: bool) -> None:
    found = check(replace(BARE, years=hours_at_host(hours)), FIGURES)
    assert (Limit.HOST_YEAR in {one.limit for one in found}) is is_refused
    assert found[0].is_forbidden is is_refused
    assert found[-1].limit is Limit.ALLOWANCE
    if is_refused:
        assert found[0] == Finding(Limit.HOST_YEAR, 925 * 60, 924 * 60, YEAR)
        assert found[0].article == "L124-5"


def test_924_h_are_counted_in_each_year_apart() -> None:
    years = {YEAR: Presence(Fraction(924 * 60)), date(2027, 9, 1): Presence(Fraction(924 * 60))}
    assert kinds(replace(BARE, years=years)) == [Limit.ALLOWANCE, Limit.ALLOWANCE]


EVERYTHING = replace(
    BARE,
    periods=[Period(date(2026, 10, 1), date(2026, 10, 31), 925 * 60)],
    years=hours_at_host(925),
    taught=0,
    taught_present=0,
    supervised=4,
    followed=25,
    **free_days(0),
)
TUTORS = [Limit.SUPERVISED, Limit.FOLLOWED]


@pytest.mark.parametrize(
    ("regime", "found"),
    [
        (
            Regime.STUDENT_INTERNSHIP,
            [
                *(Limit.HOST_YEAR, Limit.TAUGHT, Limit.TAUGHT_PRESENT, Limit.GAP),
                *(Limit.WEEK_MAXIMUM, Limit.ALLOWANCE, Limit.LEAVE, *TUTORS),
            ],
        ),
        (
            Regime.CONTINUING_EDUCATION,
            [Limit.WEEK_MAXIMUM, Limit.CONTINUING_CAP, *TUTORS],
        ),
        (Regime.EMPLOYMENT, [Limit.WEEK_MAXIMUM]),
        (Regime.EXTERNAL_ASSIGNMENT, [Limit.WEEK_MAXIMUM, *TUTORS]),
    ],
    ids=str,
)
def test_the_legal_tie_drives_what_is_looked_at(regime: Regime, found: list[Limit]) -> None:
    assert kinds(replace(EVERYTHING, regime=regime)) == found
    assert set(CHECKS) == set(Regime)


@pytest.mark.parametrize(("hours", "is_told"), [(924, False), (925, True)])
def test_six_months_of_continuing_education_are_a_custom(hours: int, is_told: bool) -> None:
    case = replace(BARE, regime=Regime.CONTINUING_EDUCATION, years=hours_at_host(hours))
    assert kinds(case) == ([Limit.CONTINUING_CAP] if is_told else [])
    assert Limit.CONTINUING_CAP not in FORBIDDEN
    assert ARTICLES[Limit.CONTINUING_CAP] is None


def test_what_is_forbidden_has_an_article() -> None:
    assert set(ARTICLES) == set(Limit)
    assert all(ARTICLES[limit] for limit in FORBIDDEN)


def test_the_figures_are_those_of_the_institution() -> None:
    figures = LegalFigures(most_minutes=100 * 60, most_supervised=1)
    case = replace(BARE, years=hours_at_host(101), supervised=2)
    assert kinds(case, figures) == [Limit.HOST_YEAR, Limit.SUPERVISED]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"usual_week_minutes": 2881}, Rule.LIMITS_FIGURES),
        ({"rates": ()}, Rule.LIMITS_RATES),
        ({"rates": (Rate(YEAR, 1), Rate(YEAR, 2))}, Rule.LIMITS_RATES),
    ],
    ids=["weeks", "no rate", "a day twice"],
)
def test_figures_that_contradict_one_another_are_refused(
    change: dict[str, Any], rule: Rule
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        LegalFigures(**change)
    assert refusal.value.rule is rule
    assert LegalFigures(usual_week_minutes=2880).usual_week_minutes == 2880


def test_the_densest_period_gives_the_weekly_hours() -> None:
    day = Period(date(2027, 1, 4), date(2027, 1, 4), 420)
    week = Period(date(2027, 1, 11), date(2027, 1, 24), 4200)
    assert densest_week([AUTUMN, day]) == 140 * 60 / Fraction(92, 7)
    assert densest_week([day, week]) == 2100
