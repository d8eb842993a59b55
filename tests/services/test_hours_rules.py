"""The rules of a day in one table: what the log takes, warns of and refuses (ux T10, fault 12).

Each line is a day noted on top of others; the same table holds on both engines.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursKind, OrganisationKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, HoursEntry, Person, Placement
from msp_du.services import hours
from msp_du.services.hours import LoggedDay
from msp_du.web.labels import sentence
from tests.factories import make_account, make_placement

THURSDAY = date(2026, 11, 19)
NOW = datetime(2028, 6, 1, 12, tzinfo=UTC)
PERIODS = [(date(2025, 9, 1), date(2026, 6, 30), 9000), (date(2026, 9, 1), date(2028, 5, 31), 9000)]
DAILY, WEEKLY, CHANGE = HoursWarning
KIND = HoursKind.MEETING


def lasting(minutes: int, day: date = THURSDAY) -> LoggedDay:
    return LoggedDay(day, KIND, minutes=minutes)


def shift(day: date, start: time, end: time, pause: int = 0, **passages: Any) -> LoggedDay:
    return LoggedDay(day, KIND, start=start, end=end, break_minutes=pause, **passages)


@dataclass(frozen=True)
class Life:
    """A trainee at two hosts."""

    session: Session
    placements: tuple[Placement, Placement]
    trainee: Account

    def note(self, day: LoggedDay, *, place: int = 0, confirmed: object = ()) -> HoursEntry:
        with transaction():
            return hours.log(
                self.session,
                self.placements[place],
                day,
                actor=self.trainee,
                client_id=uuid4(),
                confirmed=confirmed,  # type: ignore[arg-type]
                now=NOW,
            )


@pytest.fixture
def life(session: Session) -> Life:
    with transaction():
        first = make_placement(session, periods=PERIODS)
        enrolment = first.enrolment_year.enrolment
        second = make_placement(session, enrolment=enrolment, periods=PERIODS)
        person = session.get_one(Person, enrolment.person_id)
        trainee = make_account(session, Role.TRAINEE, person=person)
    return Life(session, (first, second), trainee)


def full_week(minutes: int) -> list[LoggedDay]:
    """Days before Thursday that add up to so many minutes, none above ten hours."""
    monday = THURSDAY - timedelta(days=3)
    days = [min(600, max(0, minutes - 600 * number)) for number in range(5)]
    spread = [monday, monday + timedelta(1), monday + timedelta(2), monday + timedelta(4)]
    return [lasting(part, day) for part, day in zip(days, spread, strict=False) if part]


def test_observation_ends_at_its_ceiling_over_all_its_placements(life: Life) -> None:
    with transaction():
        first, second = life.placements
        second.organisation_id, second.contact_id = first.organisation_id, first.contact_id
        first.organisation.kind = OrganisationKind.CARERS_TALK_GROUP
    for day in range(2):
        life.note(lasting(480, THURSDAY - timedelta(days=day)), place=day)
    last = life.note(lasting(240, THURSDAY + timedelta(days=4)))
    with pytest.raises(RuleViolation) as refused:
        life.note(lasting(1, THURSDAY + timedelta(days=5)), place=1)
    assert refused.value.rule is Rule.HOST_OBSERVATION_LOGGED
    assert refused.value.details == {"total": 20 * 60 + 1, "limit": 20 * 60}
    said = sentence(refused.value.rule, **refused.value.details)
    assert "20 h au plus" in said.replace("\u00a0", " ")
    with transaction() as session:
        known: dict[str, Any] = {"actor": life.trainee, "version": last.version, "now": NOW}
        hours.edit(session, last, lasting(239, last.worked_on), **known)
    assert life.note(lasting(1, THURSDAY + timedelta(days=5)), place=1).minutes == 1


MARCH, OCTOBER = date(2026, 3, 28), date(2025, 10, 25)
NIGHT = (time(21), time(7))


@pytest.mark.parametrize(
    ("before", "day", "minutes"),
    [
        pytest.param([], lasting(600), 600, id="10-h-a-day"),
        pytest.param([lasting(300)], lasting(300), 600, id="10-h-in-two-places"),
        pytest.param(full_week(1500), lasting(600), 2100, id="35-h-a-week"),
        pytest.param([], lasting(1), 1, id="one-minute"),
        pytest.param([], shift(THURSDAY, time(9), time(17), 60), 420, id="9-to-17"),
        pytest.param([], shift(THURSDAY, time(8, 30), time(12, 15)), 225, id="8.30-to-12.15"),
        pytest.param([], shift(THURSDAY, *NIGHT, 30), 570, id="night"),
        pytest.param(
            [shift(THURSDAY, time(9), time(12))],
            shift(THURSDAY, time(12), time(13)),
            240,
            id="begins-as-the-other-ends",
        ),
        pytest.param([], lasting(420, date(2028, 2, 29)), 420, id="29-february"),
        pytest.param([], shift(date(2028, 2, 28), *NIGHT), 600, id="night-into-29-february"),
        pytest.param([], shift(date(2026, 12, 31), *NIGHT), 600, id="night-into-the-new-year"),
        pytest.param(
            [lasting(600, date(2026, 12, 28)), lasting(600, date(2027, 1, 3))],
            lasting(600, date(2027, 1, 1)),
            1800,
            id="week-53-runs-over-the-year",
        ),
        pytest.param(
            [lasting(600, date(2027, 1, 3))],
            lasting(600, date(2027, 1, 4)),
            1200,
            id="week-53-ends",
        ),
        pytest.param([], lasting(60, date(2026, 6, 30)), 60, id="last-day-of-a-period"),
        pytest.param([], lasting(60, date(2026, 9, 1)), 60, id="first-day-of-a-period"),
    ],
)
def test_a_day_is_taken_without_a_word(
    life: Life, before: list[LoggedDay], day: LoggedDay, minutes: int
) -> None:
    for number, other in enumerate(before):
        life.note(other, place=number % 2)
    life.note(day)
    kept = sum(row.minutes for row in life.session.query(HoursEntry))
    assert kept == minutes


@pytest.mark.parametrize(
    ("before", "day", "warnings", "counted"),
    [
        pytest.param([], lasting(601), {DAILY}, 601, id="10-h-and-a-minute"),
        pytest.param([], lasting(780), {DAILY}, 780, id="13-h"),
        pytest.param([lasting(300)], lasting(301), {DAILY}, 301, id="10-h-01-in-two-places"),
        pytest.param(full_week(1501), lasting(600), {WEEKLY}, 600, id="35-h-and-a-minute"),
        pytest.param(full_week(2280), lasting(600), {WEEKLY}, 600, id="48-h"),
        pytest.param(
            [lasting(600, date(2026, 12, 28) + timedelta(days=n)) for n in (0, 1, 2)],
            lasting(301, date(2027, 1, 1)),
            {WEEKLY},
            301,
            id="35-h-01-in-week-53",
        ),
        pytest.param([], shift(MARCH, *NIGHT), {CHANGE}, 540, id="march-night-9-h"),
        pytest.param([], shift(OCTOBER, *NIGHT), {CHANGE, DAILY}, 660, id="october-night-11-h"),
        pytest.param([], shift(OCTOBER, *NIGHT, 60), {CHANGE}, 600, id="october-night-paused"),
        pytest.param(
            [],
            shift(date(2025, 10, 26), time(1), time(2, 30), second_end=True),
            {CHANGE},
            150,
            id="october-second-half-past-two",
        ),
    ],
)
def test_a_day_is_warned_of_then_taken(
    life: Life,
    before: list[LoggedDay],
    day: LoggedDay,
    warnings: set[HoursWarning],
    counted: int,
) -> None:
    for number, other in enumerate(before):
        life.note(other, place=1 - number % 2, confirmed=set(HoursWarning))
    with pytest.raises(RuleViolation) as refused:
        life.note(day)
    assert refused.value.rule is Rule.HOURS_WARNING_UNCONFIRMED
    found = refused.value.details["cautions"]
    assert {caution.kind for caution in found} == warnings  # type: ignore[attr-defined]
    assert life.note(day, confirmed=warnings).minutes == counted


@pytest.mark.parametrize(
    ("before", "day", "rule"),
    [
        pytest.param([], lasting(781), Rule.HOURS_OVER_DAILY_LIMIT, id="13-h-and-a-minute"),
        pytest.param(
            [lasting(400)], lasting(381), Rule.HOURS_OVER_DAILY_LIMIT, id="13-h-01-in-two-places"
        ),
        pytest.param(
            full_week(2281), lasting(600), Rule.HOURS_OVER_WEEKLY_LIMIT, id="48-h-and-a-minute"
        ),
        pytest.param(
            [shift(THURSDAY, time(9), time(12))],
            shift(THURSDAY, time(11, 59), time(13)),
            Rule.HOURS_OVERLAP,
            id="overlap-elsewhere",
        ),
        pytest.param(
            [shift(THURSDAY - timedelta(days=1), *NIGHT)],
            shift(THURSDAY, time(6, 59), time(8)),
            Rule.HOURS_OVERLAP,
            id="overlap-with-the-night-before",
        ),
        pytest.param([], lasting(60, date(2028, 6, 2)), Rule.HOURS_IN_FUTURE, id="tomorrow"),
        pytest.param(
            [], lasting(60, date(2028, 6, 1)), Rule.HOURS_OUTSIDE_PERIODS, id="after-the-end"
        ),
        pytest.param(
            [], lasting(60, date(2026, 7, 1)), Rule.HOURS_OUTSIDE_PERIODS, id="between-periods"
        ),
        pytest.param(
            [], lasting(60, date(2025, 8, 31)), Rule.HOURS_OUTSIDE_PERIODS, id="before-the-start"
        ),
        pytest.param(
            [],
            shift(date(2026, 3, 29), time(2, 30), time(5)),
            Rule.HOURS_NO_SUCH_TIME,
            id="an-hour-that-march-skips",
        ),
        pytest.param([], lasting(0), Rule.HOURS_TOO_SHORT, id="nothing"),
        pytest.param(
            [], shift(THURSDAY, time(9), time(10), 60), Rule.HOURS_BREAK_TOO_LONG, id="all-pause"
        ),
    ],
)
def test_a_day_is_refused(life: Life, before: list[LoggedDay], day: LoggedDay, rule: Rule) -> None:
    for other in before:
        life.note(other, place=1, confirmed=set(HoursWarning))
    with pytest.raises(RuleViolation) as refused:
        life.note(day, confirmed=set(HoursWarning))
    assert refused.value.rule is rule
    assert life.session.query(HoursEntry).count() == len(before)
