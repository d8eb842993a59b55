"""What counts as attended, and where a unit's gate stands, on both sides of each limit."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from msp_du.domain.attendance import (
    AttendanceRules,
    AttendanceStanding,
    AttendanceState,
    ExcusedCountsAs,
    LateCountsAs,
    Tally,
    UnitAttendance,
)
from msp_du.domain.vocabulary import GateState

HALF = 210


def half_days(count: int) -> Tally:
    return Tally(count, count * HALF)


@pytest.mark.parametrize(
    ("present", "missed", "state"),
    [
        pytest.param(7500, 2500, GateState.MET, id="75,00"),
        pytest.param(7499, 2501, GateState.PENDING, id="74,99"),
        pytest.param(10000, 0, GateState.MET, id="always there"),
        pytest.param(0, 10000, GateState.PENDING, id="never there"),
    ],
)
def test_the_gate_is_met_from_the_minimum_on(present: int, missed: int, state: GateState) -> None:
    unit = UnitAttendance("UE1.1", present=Tally(1, present), unexcused=Tally(1, missed))
    assert unit.percent == Fraction(present, 100)
    assert unit.state is state


@pytest.mark.parametrize(
    ("change", "state"),
    [
        pytest.param({}, GateState.PENDING, id="before the closing date"),
        pytest.param({"closed": True}, GateState.FAILED, id="after it"),
        pytest.param({"planned": half_days(1)}, GateState.PENDING, id="sessions to come"),
        pytest.param(
            {"planned": half_days(1), "closed": True}, GateState.PENDING, id="both: not over yet"
        ),
        pytest.param({"present": half_days(3), "closed": True}, GateState.MET, id="met stays met"),
    ],
)
def test_below_the_minimum_it_has_failed_only_once_nothing_is_to_come(
    change: dict[str, Any], state: GateState
) -> None:
    usual = {"present": half_days(2), "unexcused": half_days(1)}
    assert UnitAttendance("UE1.1", **usual | change).state is state


ABSENT = AttendanceRules(
    late_counts_as=LateCountsAs.ABSENT, excused_counts_as=ExcusedCountsAs.ABSENT
)


@pytest.mark.parametrize(
    ("rules", "percent"),
    [
        pytest.param(AttendanceRules(), Fraction(200, 3), id="late is present, excused is out"),
        pytest.param(
            AttendanceRules(late_counts_as=LateCountsAs.ABSENT),
            Fraction(100, 3),
            id="late is absent",
        ),
        pytest.param(
            AttendanceRules(excused_counts_as=ExcusedCountsAs.ABSENT),
            Fraction(50),
            id="excused is absent",
        ),
        pytest.param(ABSENT, Fraction(25), id="both"),
    ],
)
def test_the_rules_say_what_late_and_excused_count_for(
    rules: AttendanceRules, percent: Fraction
) -> None:
    one = half_days(1)
    unit = UnitAttendance("UE1.1", rules, present=one, late=one, excused=one, unexcused=one)
    assert unit.percent == percent
    assert unit.recorded == half_days(4)


@pytest.mark.parametrize(
    "unit",
    [
        UnitAttendance("UE1.1"),
        UnitAttendance("UE1.1", planned=half_days(4), closed=True),
        UnitAttendance("UE1.1", excused=half_days(2), closed=True),
    ],
    ids=["nothing taught", "nothing closed", "only excused"],
)
def test_a_unit_of_which_nothing_counts_is_not_examined(unit: UnitAttendance) -> None:
    assert (unit.state, unit.percent, unit.missing) == (None, None, 0)
    assert AttendanceStanding((unit,)).gate is None


@pytest.mark.parametrize(
    ("present", "missed", "planned", "missing"),
    [
        pytest.param(2, 1, 0, 1, id="one half-day short"),
        pytest.param(2, 2, 0, 1, id="exactly one short"),
        pytest.param(1, 3, 0, 2, id="two short"),
        pytest.param(2, 2, 4, 4, id="all of those to come"),
        pytest.param(2, 2, 3, 4, id="more than are to come"),
        pytest.param(3, 1, 4, 0, id="met: nothing to fix"),
    ],
)
def test_what_is_missing_is_told_in_half_days(
    present: int, missed: int, planned: int, missing: int
) -> None:
    unit = UnitAttendance(
        "UE1.1",
        present=half_days(present),
        unexcused=half_days(missed),
        planned=half_days(planned),
    )
    assert unit.missing == missing


def test_the_gate_of_a_year_is_the_worst_of_its_units() -> None:
    met = UnitAttendance("UE1.1", present=half_days(1))
    pending = UnitAttendance("UE1.2", unexcused=half_days(2))
    failed = UnitAttendance("UE1.3", unexcused=half_days(1), closed=True)
    untaught = UnitAttendance("UE1.4", planned=half_days(1))
    assert AttendanceStanding((met, untaught)).gate is GateState.MET
    assert AttendanceStanding((met, pending)).gate is GateState.PENDING
    assert AttendanceStanding((met, pending, failed)).gate is GateState.FAILED
    assert AttendanceStanding((met, pending, failed)).missing == 3
    assert AttendanceStanding((met, untaught)).examined == (met,)


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        pytest.param({}, AttendanceRules(), id="nothing said"),
        pytest.param(
            {
                "attendance_min": Decimal("66.67"),
                "late_counts_as": "absent",
                "excused_counts_as": "absent",
                "late_after": Decimal(5),
            },
            AttendanceRules(
                Fraction("66.67"), LateCountsAs.ABSENT, ExcusedCountsAs.ABSENT, late_after=5
            ),
            id="all said",
        ),
        pytest.param(
            {"attendance_min": Decimal(101), "late_counts_as": "sometimes", "late_after": True},
            AttendanceRules(),
            id="nothing that means anything",
        ),
        pytest.param({"attendance_min": 0}, AttendanceRules(Fraction(0)), id="no minimum"),
    ],
)
def test_settings_of_a_curriculum_are_read(
    settings: dict[str, object], rules: AttendanceRules
) -> None:
    assert AttendanceRules.of_settings(settings.get) == rules


def test_present_counts_and_unexcused_does_not_whatever_the_rules() -> None:
    for rules in (AttendanceRules(), ABSENT):
        assert rules.counts(AttendanceState.PRESENT) is True
        assert rules.counts(AttendanceState.UNEXCUSED) is False
