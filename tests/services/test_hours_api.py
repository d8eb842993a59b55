"""Days that a program sends by the clock, over the nights on which it changes."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours_requests import read
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, Person, Placement
from msp_du.services import hours_api
from tests.factories import make_account, make_enrolment, make_placement
from tests.support.hours import acts, count

NOW = datetime(2027, 4, 2, 18, tzinfo=UTC)
PERIODS = [(date(2026, 9, 1), date(2027, 8, 31), 280 * 60)]


@pytest.fixture
def trainee(session: Session) -> tuple[Placement, Account]:
    with transaction():
        enrolment = make_enrolment(session)
        placement = make_placement(session, enrolment=enrolment, periods=PERIODS)
        person = session.get_one(Person, enrolment.person_id)
        return placement, make_account(session, Role.TRAINEE, person=person)


def note(session: Session, trainee: tuple[Placement, Account], **sent: Any) -> hours_api.Noted:
    placement, actor = trainee
    body = {"client_id": str(uuid4()), "placement": str(placement.id)} | sent
    with transaction():
        return hours_api.note(session, placement, read(body), actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("day", "minutes"), [("2027-03-27", 540), ("2026-10-24", 660)], ids=["march", "october"]
)
def test_a_night_over_a_clock_change_is_confirmed_and_counts_what_passed(
    session: Session, trainee: tuple[Placement, Account], day: str, minutes: int
) -> None:
    night = {"date": day, "start": "21:00", "end": "07:00"}
    with pytest.raises(RuleViolation) as refusal:
        note(session, trainee, **night)
    assert refusal.value.rule is Rule.HOURS_WARNING_UNCONFIRMED
    confirmed = ["clock-change", *(["over-daily-hint"] if minutes > 600 else [])]
    noted = note(session, trainee, **night, confirmed=confirmed)
    assert (noted.is_first, noted.entry.minutes) == (True, minutes)
    assert acts(session)[-1] == "hours:log"


@pytest.mark.parametrize(
    ("times", "field"),
    [
        pytest.param({"date": "2026-10-25", "start": "02:00", "end": "08:00"}, "start", id="start"),
        pytest.param({"date": "2026-10-24", "start": "21:00", "end": "02:59"}, "end", id="end"),
    ],
)
def test_a_time_that_comes_twice_is_refused(
    session: Session, trainee: tuple[Placement, Account], times: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        note(session, trainee, **times)
    assert (refusal.value.rule, refusal.value.field) == (Rule.HOURS_TIME_TWICE, field)
    assert count(session) == 0


def test_a_time_just_outside_the_doubled_hour_is_taken(
    session: Session, trainee: tuple[Placement, Account]
) -> None:
    noted = note(session, trainee, date="2026-10-25", start="03:00", end="08:00")
    assert noted.entry.minutes == 300
