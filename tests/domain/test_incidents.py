"""Deadlines after an incident, with Sundays and public holidays left out of 48 hours (§3.6)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.incidents import check_moment, check_sent, deadlines
from msp_du.domain.public_holidays import easter, is_off, of_year

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("happened", "declared_by"),
    [
        pytest.param("2026-11-17T14:00", "2026-11-19T14:00", id="Tuesday"),
        pytest.param("2026-11-20T14:00", "2026-11-23T14:00", id="Friday over a Sunday"),
        pytest.param("2026-11-21T14:00", "2026-11-24T14:00", id="Saturday"),
        pytest.param("2026-11-22T14:00", "2026-11-25T00:00", id="on a Sunday"),
        pytest.param("2026-11-10T14:00", "2026-11-13T14:00", id="over 11 November"),
        pytest.param("2026-05-07T14:00", "2026-05-11T14:00", id="8 May, then a Sunday"),
        pytest.param("2026-04-03T14:00", "2026-04-07T14:00", id="Easter Monday"),
        pytest.param("2026-05-13T14:00", "2026-05-16T14:00", id="Ascension"),
        pytest.param("2026-05-22T14:00", "2026-05-26T14:00", id="Whit Monday"),
        pytest.param("2026-12-31T23:00", "2027-01-04T23:00", id="New Year, then a Sunday"),
        pytest.param("2026-03-28T14:00", "2026-03-31T14:00", id="clock change on the Sunday"),
        pytest.param("2026-11-19T00:00", "2026-11-21T00:00", id="from midnight to midnight"),
    ],
)
def test_48_hours_leave_sundays_and_holidays_out(happened: str, declared_by: str) -> None:
    found = deadlines(local(happened), PARIS)
    assert found.declared_by.astimezone(PARIS) == local(declared_by)
    assert found.told_by == local(happened).astimezone(UTC) + timedelta(hours=24)


def test_the_last_minute_is_in_time_and_the_next_is_not() -> None:
    happened = local("2026-11-17T14:00")
    found = deadlines(happened, PARIS)
    assert not found.is_told_late(found.told_by)
    assert found.is_told_late(found.told_by + MINUTE)
    assert not found.is_sent_late(None, found.declared_by, PARIS)
    assert found.is_sent_late(None, found.declared_by + MINUTE, PARIS)


@pytest.mark.parametrize(("day", "is_late"), [(19, False), (20, True)])
def test_a_declaration_is_late_by_its_day(day: int, is_late: bool) -> None:
    found = deadlines(local("2026-11-17T14:00"), PARIS)
    now = local("2026-12-24T00:00")
    assert found.is_sent_late(date(2026, 11, day), now, PARIS) is is_late


@pytest.mark.parametrize(
    ("happened", "broken"),
    [
        ("2026-11-17T14:00", None),
        ("2026-11-17T14:01", Rule.INCIDENT_IN_FUTURE),
        ("2026-09-01T00:00", None),
        ("2026-08-31T23:59", Rule.INCIDENT_TOO_EARLY),
    ],
    ids=str,
)
def test_an_incident_is_past_and_of_the_placement(happened: str, broken: Rule | None) -> None:
    now, first_day = local("2026-11-17T14:00"), date(2026, 9, 1)
    if broken is None:
        check_moment(local(happened), first_day=first_day, zone=PARIS, now=now)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_moment(local(happened), first_day=first_day, zone=PARIS, now=now)
    assert refusal.value.rule is broken


@pytest.mark.parametrize(("day", "is_refused"), [(16, True), (17, False), (18, False), (19, True)])
def test_it_is_declared_after_it_happened_and_not_tomorrow(day: int, is_refused: bool) -> None:
    happened_on, today = date(2026, 11, 17), date(2026, 11, 18)
    if not is_refused:
        check_sent(date(2026, 11, day), happened_on=happened_on, today=today)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_sent(date(2026, 11, day), happened_on=happened_on, today=today)
    assert refusal.value.rule is Rule.INCIDENT_SENT_DATE


def test_easter_and_what_follows_it() -> None:
    found = {year: easter(year) for year in (2024, 2025, 2026, 2027, 1954, 1981)}
    assert [day.isoformat() for day in found.values()] == [
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "1954-04-18",
        "1981-04-19",
    ]
    moving = {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)}
    assert moving < of_year(2026)
    assert len(of_year(2026)) == 11
    assert [is_off(date(2026, 11, day)) for day in (1, 2, 11, 15)] == [True, False, True, True]
