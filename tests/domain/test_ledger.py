import hashlib
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID

import pytest

from msp_du.domain.hours import Period
from msp_du.domain.ledger import (
    SignedEntry,
    Totals,
    body_digest,
    canonical_list,
    forecast,
    is_late,
    list_digest,
    planned_by,
    totals,
    usual_minutes,
    whole,
)
from msp_du.domain.vocabulary import HoursKind, HoursState, Presence

TODAY = date(2026, 7, 15)
NIGHT = SignedEntry(
    id=UUID(int=2),
    version=3,
    worked_on=date(2026, 3, 28),
    minutes=510,
    started_at=datetime(2026, 3, 28, 20, 0, tzinfo=UTC),
    ended_at=datetime(2026, 3, 29, 5, 0, tzinfo=UTC),
    break_minutes=30,
    kind=HoursKind.DIRECT_SUPPORT,
    presence=Presence.PRESENT,
)
LEAVE = SignedEntry(
    id=UUID(int=1),
    version=1,
    worked_on=date(2026, 3, 30),
    minutes=420,
    started_at=None,
    ended_at=None,
    break_minutes=0,
    kind=HoursKind.MEETING,
    presence=Presence.AUTHORISED_LEAVE,
)
CANONICAL = (
    "hours-list/1\n"
    "00000000-0000-0000-0000-000000000002\t3\t2026-03-28\t510"
    "\t2026-03-28T20:00:00Z\t2026-03-29T05:00:00Z\t30\tdirect_support\tpresent\n"
    "00000000-0000-0000-0000-000000000001\t1\t2026-03-30\t420"
    "\t-\t-\t0\tmeeting\tauthorised_leave\n"
)
BODY: dict[str, object] = {
    "worked_on": TODAY,
    "start": time(9, 0),
    "started_at": datetime(2026, 7, 15, 7, 0, tzinfo=UTC),
    "placement": UUID(int=7),
    "minutes": 420,
    "confirmed": False,
    "end": None,
    "kind": HoursKind.MEETING,
    "activity": "Réunion\nd’équipe",
    "competencies": ["C1", "C2"],
}


def signed(**change: object) -> SignedEntry:
    values = {name: getattr(NIGHT, name) for name in SignedEntry.__slots__} | change
    return SignedEntry(**values)


def test_totals_count_each_state_once() -> None:
    total = totals(
        25200,
        [Period(TODAY, TODAY, 12600), Period(TODAY, TODAY, 6300)],
        [
            (HoursState.DRAFT, 1),
            (HoursState.SUBMITTED, 20),
            (HoursState.RETURNED, 300),
            (HoursState.APPROVED, 4000),
            (HoursState.APPROVED, 4000),
        ],
    )
    assert total == Totals(required=25200, planned=18900, logged=8321, submitted=20, approved=8000)
    assert total.missing == 17200


def test_totals_of_an_empty_log_are_zero_and_nothing_is_missing_beyond_the_requirement() -> None:
    assert totals(60, [], []) == Totals(60, 0, 0, 0, 0)
    assert totals(60, [], [(HoursState.APPROVED, 61)]).missing == 0


@pytest.mark.parametrize(
    ("required", "logged", "first_day", "expected"),
    [
        pytest.param(200, 100, date(2026, 7, 6), date(2026, 7, 25), id="half-way-in-ten-days"),
        pytest.param(201, 100, date(2026, 7, 6), date(2026, 7, 26), id="a-day-begun-counts"),
        pytest.param(101, 100, TODAY, date(2026, 7, 16), id="first-day"),
        pytest.param(100, 100, date(2026, 7, 6), None, id="met"),
        pytest.param(100, 0, date(2026, 7, 6), None, id="nothing-logged"),
        pytest.param(200, 100, date(2026, 7, 16), None, id="not-begun"),
        pytest.param(1831, 1, TODAY, TODAY + timedelta(days=1830), id="five-years-away"),
        pytest.param(1832, 1, TODAY, None, id="too-far-away"),
    ],
)
def test_forecast_follows_the_pace_so_far(
    required: int, logged: int, first_day: date, expected: date | None
) -> None:
    total = Totals(required, required, logged, 0, 0)
    assert forecast(total, first_day=first_day, today=TODAY) == expected


@pytest.mark.parametrize(
    ("recent", "offered"),
    [
        pytest.param([], [210, 420, 720], id="first-entry"),
        pytest.param([450, 600], [450, 210, 420, 720], id="last-shift-first"),
        pytest.param([420, 450], [420, 210, 720], id="no-duplicate"),
        pytest.param([0, 450], [210, 420, 720], id="nothing-is-no-shift"),
    ],
)
def test_usual_durations_begin_with_the_last_shift(recent: list[int], offered: list[int]) -> None:
    assert usual_minutes(recent) == offered


def test_list_to_sign_is_one_line_an_entry_in_a_fixed_order() -> None:
    assert canonical_list([LEAVE, NIGHT]) == CANONICAL
    assert canonical_list(iter([NIGHT, LEAVE])) == CANONICAL
    assert canonical_list([]) == "hours-list/1\n"


def test_same_day_goes_by_id() -> None:
    first, second = signed(id=UUID(int=1)), signed(id=UUID(int=2))
    assert canonical_list([second, first]) == canonical_list([first, second])


def test_digest_is_the_sha256_of_the_list_whatever_the_zone_of_its_moments() -> None:
    east = timezone(timedelta(hours=1))
    local = signed(started_at=datetime(2026, 3, 28, 21, 0, tzinfo=east))
    expected = hashlib.sha256(CANONICAL.encode()).hexdigest()
    assert list_digest([local, LEAVE]) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"id": UUID(int=9)},
        {"version": 4},
        {"worked_on": date(2026, 3, 27)},
        {"minutes": 511},
        {"started_at": datetime(2026, 3, 28, 20, 1, tzinfo=UTC)},
        {"ended_at": datetime(2026, 3, 29, 5, 1, tzinfo=UTC)},
        {"break_minutes": 31},
        {"kind": HoursKind.GROUP},
        {"presence": Presence.AUTHORISED_LEAVE},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_an_entry_changes_the_digest(change: dict[str, object]) -> None:
    assert list_digest([signed(**change)]) != list_digest([NIGHT])


def test_body_digest_is_stable_from_release_to_release() -> None:
    assert body_digest({"minutes": 420, "activity": "É"}) == (
        hashlib.sha256('{"activity":"É","minutes":420}'.encode()).hexdigest()
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"activity": "Réunion\r\nd’équipe "}, id="line-ends-and-spaces"),
        pytest.param({"activity": "Re\N{COMBINING ACUTE ACCENT}union\nd’équipe"}, id="unicode"),
        pytest.param({"kind": "meeting"}, id="word-or-member"),
        pytest.param({"placement": str(UUID(int=7))}, id="text-or-uuid"),
        pytest.param({"competencies": ("C1", "C2")}, id="list-or-tuple"),
        pytest.param({"worked_on": "2026-07-15", "start": "09:00:00"}, id="text-or-day"),
    ],
)
def test_repeated_body_is_recognised(change: dict[str, object]) -> None:
    repeated = dict(reversed((BODY | change).items()))
    assert body_digest(repeated) == body_digest(BODY)


@pytest.mark.parametrize(
    "change",
    [
        {"worked_on": date(2026, 7, 14)},
        {"start": time(9, 1)},
        {"started_at": datetime(2026, 7, 15, 7, 1, tzinfo=UTC)},
        {"placement": UUID(int=8)},
        {"minutes": 421},
        {"confirmed": True},
        {"end": ""},
        {"kind": HoursKind.GROUP},
        {"activity": "Réunion d’équipe"},
        {"competencies": ["C2", "C1"]},
        {"extra": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_body_is_told_apart(change: dict[str, object]) -> None:
    assert body_digest(BODY | change) != body_digest(BODY)


def test_value_without_stable_form_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="float"):
        body_digest({"minutes": 1.5})


def test_the_whole_is_the_sum_of_its_years() -> None:
    years = [Totals(16800, 17000, 600, 60, 500), Totals(25200, 0, 30, 0, 0)]
    assert whole(years) == Totals(42000, 17000, 630, 60, 500)
    assert whole([]) == Totals(0, 0, 0, 0, 0)


PERIODS = [
    Period(date(2026, 9, 1), date(2026, 9, 10), 600),
    Period(date(2026, 10, 1), date(2026, 10, 2), 840),
]


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2026, 8, 31), 0),
        (date(2026, 9, 1), 60),
        (date(2026, 9, 10), 600),
        (date(2026, 9, 30), 600),
        (date(2026, 10, 1), 1020),
        (date(2027, 1, 1), 1440),
    ],
    ids=["before", "first-day", "last-day", "between", "next-period", "after"],
)
def test_planned_hours_run_evenly_over_each_period(day: date, minutes: int) -> None:
    assert planned_by(PERIODS, day) == minutes


@pytest.mark.parametrize(("logged", "late"), [(479, True), (480, False)])
def test_late_is_under_four_fifths_of_what_was_planned(logged: int, *, late: bool) -> None:
    total = Totals(required=16800, planned=1440, logged=logged, submitted=0, approved=0)
    assert is_late(total, PERIODS, date(2026, 9, 15)) is late


def test_nobody_is_late_before_a_placement_begins() -> None:
    assert not is_late(Totals(16800, 0, 0, 0, 0), [], date(2026, 9, 15))
