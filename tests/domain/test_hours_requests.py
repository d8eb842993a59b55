"""What a body of hours must look like, field by field."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from msp_du.domain.agreements import ANY_DAY, AgreementState, Standing, Suspension
from msp_du.domain.aliases import alias_of
from msp_du.domain.hours import Period
from msp_du.domain.hours_requests import (
    CONFIRMABLE,
    MOST_COMPETENCIES,
    READERS,
    BodyFault,
    BodyRefused,
    HoursRequest,
    read,
)
from msp_du.domain.ledger import body_digest
from msp_du.domain.placement_days import PlacementStage, bounds, stage
from msp_du.domain.vocabulary import HoursKind

ID = "6f1c2f3e-0a9b-4c8d-9e7f-0123456789ab"
OTHER = "6f1c2f3e-0a9b-4c8d-9e7f-0123456789ac"
SENT: dict[str, Any] = {"client_id": ID, "placement": OTHER, "date": "2026-11-19", "minutes": 420}
TIMES = {"start": "09:00", "end": "17:00"}
GONE = object()


def body(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (SENT | changes).items() if value is not GONE}


def test_a_duration_is_read() -> None:
    asked = read(body())
    assert asked == HoursRequest(UUID(ID), UUID(OTHER), date(2026, 11, 19), minutes=420)


def test_times_and_everything_else_are_read() -> None:
    asked = read(
        body(
            minutes=GONE,
            **TIMES,
            break_minutes=60,
            kind="group",
            activity="  Atelier  ",
            competencies=["C1", "C2", "C1"],
            confirmed=["clock-change"],
        )
    )
    assert (asked.start, asked.end, asked.break_minutes) == (time(9), time(17), 60)
    assert (asked.kind, asked.activity) == (HoursKind.GROUP, "Atelier")
    assert asked.competencies == ("C1", "C2")
    assert asked.confirmed == {"clock-change"}


def test_the_fields_are_these_and_no_other() -> None:
    assert set(READERS) == {
        "client_id",
        "placement",
        "date",
        "minutes",
        "start",
        "end",
        "break_minutes",
        "kind",
        "activity",
        "competencies",
        "confirmed",
    }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"minutes": 1}, id="a minute"),
        pytest.param({"minutes": 1440}, id="a whole day"),
        pytest.param({"client_id": ID.upper()}, id="capitals"),
        pytest.param({"activity": "a" * 500}, id="longest text"),
        pytest.param({"activity": " "}, id="blank text"),
        pytest.param({"competencies": ["C"] * MOST_COMPETENCIES}, id="most competencies"),
        pytest.param({"confirmed": sorted(CONFIRMABLE)}, id="all confirmed"),
        pytest.param({"minutes": GONE, "start": "00:00", "end": "23:59"}, id="clock bounds"),
        pytest.param({"minutes": GONE, **TIMES, "break_minutes": 720}, id="longest break"),
        pytest.param({"date": "2028-02-29"}, id="leap day"),
    ],
)
def test_a_body_is_taken(change: dict[str, Any]) -> None:
    assert read(body(**change)).client_id == UUID(ID)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        pytest.param({"minutes": 0}, {"minutes": "out-of-range"}, id="no minute"),
        pytest.param({"minutes": 1441}, {"minutes": "out-of-range"}, id="a minute too many"),
        pytest.param({"minutes": True}, {"minutes": "wrong-type"}, id="truth for number"),
        pytest.param({"minutes": 7.5}, {"minutes": "wrong-type"}, id="fraction"),
        pytest.param({"minutes": "420"}, {"minutes": "wrong-type"}, id="text for number"),
        pytest.param({"minutes": None}, {"minutes": "wrong-type"}, id="null"),
        pytest.param({"date": "2026-02-29"}, {"date": "wrong-format"}, id="no leap day"),
        pytest.param({"date": "20261119"}, {"date": "wrong-format"}, id="day without dashes"),
        pytest.param({"date": 20261119}, {"date": "wrong-type"}, id="day as number"),
        pytest.param({"date": GONE}, {"date": "missing"}, id="no day"),
        pytest.param({"client_id": GONE}, {"client_id": "missing"}, id="no id"),
        pytest.param({"client_id": "{" + ID + "}"}, {"client_id": "wrong-format"}, id="braces"),
        pytest.param({"placement": ["x"]}, {"placement": "wrong-type"}, id="list for id"),
        pytest.param({"note": "x"}, {"note": "unknown-field"}, id="unknown"),
        pytest.param(TIMES, dict.fromkeys(TIMES, "minutes-or-times"), id="both ways"),
        pytest.param({"break_minutes": 5}, {"break_minutes": "minutes-or-times"}, id="lone break"),
        pytest.param({"minutes": GONE}, {"minutes": "minutes-or-times"}, id="neither way"),
        pytest.param({"minutes": GONE, "start": "09:00"}, {"end": "missing"}, id="no end"),
        pytest.param({"minutes": GONE, "end": "09:00"}, {"start": "missing"}, id="no start"),
        pytest.param(
            {"minutes": GONE, "start": "24:00", "end": "9:00"},
            {"start": "wrong-format", "end": "wrong-format"},
            id="clock shapes",
        ),
        pytest.param(
            {"minutes": GONE, **TIMES, "break_minutes": 721},
            {"break_minutes": "out-of-range"},
            id="break too long",
        ),
        pytest.param(
            {"minutes": GONE, **TIMES, "break_minutes": -1},
            {"break_minutes": "out-of-range"},
            id="negative break",
        ),
        pytest.param({"kind": "rest"}, {"kind": "not-in-list"}, id="unknown kind"),
        pytest.param({"kind": 1}, {"kind": "wrong-type"}, id="kind as number"),
        pytest.param({"activity": "a" * 501}, {"activity": "too-long"}, id="text too long"),
        pytest.param({"activity": "\ud800"}, {"activity": "wrong-format"}, id="half a sign"),
        pytest.param({"activity": "a\0b"}, {"activity": "wrong-format"}, id="nul"),
        pytest.param({"competencies": "C1"}, {"competencies": "wrong-type"}, id="text for list"),
        pytest.param({"competencies": ["C"] * 21}, {"competencies": "too-long"}, id="too many"),
        pytest.param({"competencies": ["C" * 41]}, {"competencies": "too-long"}, id="long code"),
        pytest.param({"competencies": [1]}, {"competencies": "wrong-type"}, id="number in list"),
        pytest.param({"confirmed": ["all"]}, {"confirmed": "not-in-list"}, id="not to confirm"),
    ],
)
def test_a_wrong_body_is_named_by_field(change: dict[str, Any], faults: dict[str, str]) -> None:
    with pytest.raises(BodyRefused) as refusal:
        read(body(**change))
    assert dict(refusal.value.faults) == faults


@pytest.mark.parametrize("sent", [None, [SENT], "x", 3], ids=str)
def test_a_body_is_an_object(sent: object) -> None:
    with pytest.raises(BodyRefused) as refusal:
        read(sent)
    assert refusal.value.faults == [("", BodyFault.WRONG_TYPE)]


def digest(**changes: Any) -> str:
    return body_digest(read(body(**changes)).body)


def test_a_repeat_is_told_from_another_body() -> None:
    assert digest() == digest(confirmed=["over-daily-hint"]) == digest(activity=" ")
    others = [
        digest(minutes=421),
        digest(date="2026-11-18"),
        digest(placement=ID),
        digest(kind="group"),
        digest(activity="Atelier"),
        digest(competencies=["C1"]),
        digest(minutes=GONE, **TIMES),
        digest(minutes=GONE, **TIMES, break_minutes=30),
    ]
    assert len({digest(), *others}) == 1 + len(others)


FIRST, LAST = (
    Period(date(2026, 9, 1), date(2026, 10, 31)),
    Period(date(2026, 12, 1), date(2026, 12, 31)),
)


@pytest.mark.parametrize(
    ("today", "is_interrupted", "expected"),
    [
        pytest.param(date(2026, 8, 31), False, PlacementStage.PLANNED, id="day before"),
        pytest.param(date(2026, 9, 1), False, PlacementStage.RUNNING, id="first day"),
        pytest.param(date(2026, 11, 15), False, PlacementStage.RUNNING, id="between"),
        pytest.param(date(2026, 12, 31), False, PlacementStage.RUNNING, id="last day"),
        pytest.param(date(2027, 1, 1), False, PlacementStage.OVER, id="day after"),
        pytest.param(date(2026, 9, 1), True, PlacementStage.INTERRUPTED, id="interrupted"),
    ],
)
def test_a_placement_stands_by_its_days(
    today: date, is_interrupted: bool, expected: PlacementStage
) -> None:
    standing = Standing((LAST, FIRST), signed=(LAST, FIRST))
    assert stage(standing, today, is_interrupted=is_interrupted) is expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        pytest.param(Standing((FIRST,)), PlacementStage.AWAITING, id="no agreement"),
        pytest.param(
            Standing((FIRST,), under_way=AgreementState.AWAITING_SIGNATURES),
            PlacementStage.AWAITING,
            id="being signed",
        ),
        pytest.param(
            Standing((FIRST,), (FIRST,), under_way=AgreementState.AWAITING_SIGNATURES),
            PlacementStage.RUNNING,
            id="amendment being signed",
        ),
        pytest.param(
            Standing((FIRST,), (FIRST,), suspensions=(Suspension(FIRST.starts_on),)),
            PlacementStage.SUSPENDED,
            id="suspended",
        ),
        pytest.param(
            Standing((FIRST,), (FIRST,), ended_on=date(2026, 9, 4)),
            PlacementStage.OVER,
            id="ended the day before",
        ),
        pytest.param(
            Standing((FIRST,), (FIRST,), ended_on=date(2026, 9, 5)),
            PlacementStage.RUNNING,
            id="last day of an early end",
        ),
        pytest.param(Standing((), ANY_DAY), PlacementStage.PLANNED, id="no days"),
    ],
)
def test_a_placement_stands_by_its_papers(standing: Standing, expected: PlacementStage) -> None:
    assert stage(standing, date(2026, 9, 5), is_interrupted=False) is expected


def test_a_placement_without_days_has_no_bounds() -> None:
    assert bounds([]) is None


def test_an_alias_says_nothing_of_the_account() -> None:
    alias = alias_of(UUID(ID))
    assert alias == alias_of(UUID(ID)) != alias_of(UUID(OTHER))
    assert len(alias) == 24
    assert not set(ID.split("-")) & {alias[i : i + 4] for i in range(21)}
