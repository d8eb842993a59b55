"""The trainee's log: noting a day, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursKind, HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, Person, Placement
from msp_du.services import hours
from tests.factories import make_account, make_enrolment, make_placement
from tests.support.hours import DAY, NOW, THURSDAY, WHOLE_YEAR, acts, count, log, refusal

SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction():
        return make_placement(session, periods=WHOLE_YEAR)


@pytest.fixture
def trainee(session: Session, placement: Placement) -> Account:
    with transaction():
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        return make_account(session, Role.TRAINEE, person=person)


def test_a_day_is_noted_as_a_draft(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee, replace(DAY, activity="Atelier d’écriture"))
    assert (entry.state, entry.minutes, entry.started_at) == (HoursState.DRAFT, 420, None)
    assert entry.activity == "Atelier d’écriture"
    assert acts(session)[-1] == "hours:log"


def test_the_same_body_again_is_the_first_entry(
    session: Session, placement: Placement, trainee: Account
) -> None:
    client_id = uuid4()
    first = log(session, placement, trainee, client_id=client_id)
    again = log(session, placement, trainee, client_id=client_id)
    assert again.id == first.id
    assert count(session) == 1
    assert acts(session).count("hours:log") == 1


def test_another_body_under_a_used_id_is_refused(
    session: Session, placement: Placement, trainee: Account
) -> None:
    client_id = uuid4()
    log(session, placement, trainee, client_id=client_id)
    refused = refusal(session, placement, trainee, replace(DAY, minutes=60), client_id=client_id)
    assert refused.rule is Rule.HOURS_CLIENT_ID_REUSED
    assert count(session) == 1


def test_a_late_repeat_finds_its_entry_even_after_an_edit(
    session: Session, placement: Placement, trainee: Account
) -> None:
    client_id = uuid4()
    entry = log(session, placement, trainee, client_id=client_id)
    with transaction():
        hours.edit(session, entry, replace(DAY, minutes=60), actor=trainee, version=1, now=NOW)
    assert log(session, placement, trainee, client_id=client_id).minutes == 60


def test_two_placements_may_use_the_same_client_id(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        other = make_placement(session, periods=WHOLE_YEAR)
        stranger = make_account(session, Role.TRAINEE)
    client_id = uuid4()
    log(session, placement, trainee, client_id=client_id)
    log(session, other, stranger, client_id=client_id)
    assert count(session) == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"worked_on": THURSDAY + timedelta(days=1)},
            (Rule.HOURS_IN_FUTURE, "worked_on"),
            id="tomorrow",
        ),
        pytest.param(
            {"worked_on": date(2026, 8, 31)},
            (Rule.HOURS_OUTSIDE_PERIODS, "worked_on"),
            id="day before the placement",
        ),
        pytest.param({"minutes": 0}, (Rule.HOURS_TOO_SHORT, "minutes"), id="nothing"),
        pytest.param({"minutes": 781}, (Rule.HOURS_OVER_DAILY_LIMIT, "minutes"), id="over 13 h"),
        pytest.param(
            {"minutes": None, "start": time(9), "end": time(10), "break_minutes": 60},
            (Rule.HOURS_BREAK_TOO_LONG, "break_minutes"),
            id="all break",
        ),
    ],
)
def test_what_is_against_the_rules_is_refused(
    session: Session,
    placement: Placement,
    trainee: Account,
    change: dict[str, object],
    expected: tuple[Rule, str],
) -> None:
    refused = refusal(session, placement, trainee, replace(DAY, **change))  # type: ignore[arg-type]
    assert (refused.rule, refused.field) == expected
    assert count(session) == 0


def test_a_long_day_is_saved_once_it_is_confirmed(
    session: Session, placement: Placement, trainee: Account
) -> None:
    long = replace(DAY, minutes=601)
    refused = refusal(session, placement, trainee, long)
    assert refused.rule is Rule.HOURS_WARNING_UNCONFIRMED
    assert [given.limit for given in refused.details["cautions"]] == [600]  # type: ignore[attr-defined]
    assert refused.details["counted"] == 601
    other_warning = refusal(
        session, placement, trainee, long, confirmed=(HoursWarning.CLOCK_CHANGE,)
    )
    assert other_warning.rule is Rule.HOURS_WARNING_UNCONFIRMED
    entry = log(session, placement, trainee, long, confirmed=(HoursWarning.OVER_DAILY_HINT,))
    assert entry.minutes == 601


def test_ten_hours_need_no_confirmation(
    session: Session, placement: Placement, trainee: Account
) -> None:
    assert log(session, placement, trainee, replace(DAY, minutes=600)).minutes == 600


def test_limits_are_settings_of_the_institution(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        institution = hours.institution_of(placement)
        institution.warn_day_minutes, institution.refuse_day_minutes = 300, 360
    assert refusal(session, placement, trainee).details["limit"] == 360


def test_limits_and_overlaps_span_all_placements_of_the_person(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        enrolment = placement.enrolment_year.enrolment
        other = make_placement(session, enrolment=enrolment, periods=WHOLE_YEAR)
    morning = replace(DAY, minutes=None, start=time(8), end=time(13))
    log(session, placement, trainee, morning)
    clash = refusal(session, other, trainee, replace(morning, start=time(12), end=time(16)))
    assert clash.rule is Rule.HOURS_OVERLAP
    much = refusal(session, other, trainee, replace(morning, start=time(13), end=time(22)))
    assert (much.rule, much.details["total"]) == (Rule.HOURS_OVER_DAILY_LIMIT, 840)
    afternoon = replace(morning, start=time(13), end=time(17))
    assert log(session, other, trainee, afternoon).minutes == 240


def test_another_person_may_work_at_the_same_time(
    session: Session, placement: Placement, trainee: Account
) -> None:
    with transaction():
        enrolment = make_enrolment(session, cohort=placement.enrolment_year.enrolment.cohort)
        other = make_placement(session, enrolment=enrolment, periods=WHOLE_YEAR)
    morning = replace(DAY, minutes=None, start=time(8), end=time(13))
    log(session, placement, trainee, morning)
    assert log(session, other, trainee, morning).minutes == 300


@pytest.mark.parametrize(
    ("eve", "minutes"),
    [pytest.param(SPRING, 540, id="March: 9 h"), pytest.param(AUTUMN, 660, id="October: 11 h")],
)
def test_a_night_over_a_clock_change_counts_what_really_passed(
    session: Session, trainee: Account, placement: Placement, eve: date, minutes: int
) -> None:
    with transaction():
        enrolment = placement.enrolment_year.enrolment
        periods = [(date(2026, 1, 1), date(2026, 12, 31), 600)]
        yearly = make_placement(session, enrolment=enrolment, periods=periods)
    night = hours.LoggedDay(eve, HoursKind.GROUP, start=time(21), end=time(7))
    refused = refusal(session, yearly, trainee, night)
    assert HoursWarning.CLOCK_CHANGE in [
        given.kind
        for given in refused.details["cautions"]  # type: ignore[attr-defined]
    ]
    entry = log(session, yearly, trainee, night, confirmed=tuple(HoursWarning))
    assert (entry.minutes, entry.worked_on) == (minutes, eve)


def test_the_day_is_the_institutions_not_that_of_utc(
    session: Session, placement: Placement, trainee: Account
) -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert log(session, placement, trainee, now=late).worked_on == THURSDAY
    with transaction():
        hours.institution_of(placement).time_zone = "America/Martinique"
    assert refusal(session, placement, trainee, now=late).rule is Rule.HOURS_IN_FUTURE


def test_the_trail_of_a_day_holds_no_words_of_it(
    session: Session, placement: Placement, trainee: Account
) -> None:
    log(session, placement, trainee, replace(DAY, activity="Atelier d’écriture"))
    event = session.execute(select(AuditEvent).where(AuditEvent.act == "hours:log")).scalar_one()
    assert event.detail is not None
    assert "420" in event.detail.text
    assert "Atelier" not in event.detail.text
    assert event.institution_id == placement.institution_id
