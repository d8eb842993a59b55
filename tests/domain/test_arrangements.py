"""Study arrangements: their days, their extra time."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from msp_du.domain.arrangements import Arrangement, ArrangementKind, check
from msp_du.domain.errors import Rule, RuleViolation

FIRST, LAST = date(2026, 9, 1), date(2027, 6, 30)
TIMED, THIRD = ArrangementKind.EXTRA_TIME, ArrangementKind.EXTRA_TIME_THIRD


@pytest.mark.parametrize(
    "arrangement",
    [
        Arrangement(THIRD, FIRST, LAST),
        Arrangement(TIMED, FIRST, FIRST, 1),
        Arrangement(TIMED, FIRST, LAST, 100),
    ],
    ids=["a third", "a day, one percent", "as much again"],
)
def test_an_arrangement_is_accepted(arrangement: Arrangement) -> None:
    check(arrangement)


@pytest.mark.parametrize(
    ("arrangement", "rule"),
    [
        pytest.param(
            Arrangement(THIRD, LAST, FIRST), Rule.ARRANGEMENT_DATES, id="ends before it begins"
        ),
        pytest.param(Arrangement(TIMED, FIRST, LAST), Rule.ARRANGEMENT_PERCENT, id="no percent"),
        pytest.param(Arrangement(TIMED, FIRST, LAST, 0), Rule.ARRANGEMENT_PERCENT, id="nothing"),
        pytest.param(Arrangement(TIMED, FIRST, LAST, 101), Rule.ARRANGEMENT_PERCENT, id="101"),
        pytest.param(Arrangement(THIRD, FIRST, LAST, 25), Rule.ARRANGEMENT_PERCENT, id="both"),
    ],
)
def test_an_arrangement_is_refused(arrangement: Arrangement, rule: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check(arrangement)
    assert refusal.value.rule is rule


def test_extra_time_is_an_exact_share() -> None:
    assert Arrangement(THIRD, FIRST, LAST).extra_time == Fraction(1, 3)
    assert Arrangement(TIMED, FIRST, LAST, 50).extra_time == Fraction(1, 2)
    assert Arrangement(ArrangementKind.REMOTE_SITTING, FIRST, LAST).extra_time is None


def test_an_arrangement_holds_on_its_days_both_included() -> None:
    one = Arrangement(THIRD, FIRST, LAST)
    around = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [one.holds_on(day) for day in around] == [False, True, True, False]
