"""Days out of the course: hours are refused there, and only there, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.enrolment import EnrolmentAct, Interruption
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Person, Placement
from msp_du.services import enrolments, hours, interruptions
from tests.factories import make_account, make_placement
from tests.support.hours import DAY, NOW, THURSDAY, WHOLE_YEAR, count, log, refusal

ONE = timedelta(days=1)
MONDAY = THURSDAY - timedelta(days=3)


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction():
        found = make_placement(session, periods=WHOLE_YEAR)
        found.enrolment_year.enrolment.state_since = date(2026, 9, 1)
        return found


@pytest.fixture
def trainee(session: Session, placement: Placement) -> Account:
    with transaction():
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        return make_account(session, Role.TRAINEE, person=person)


@pytest.fixture
def coordinator(session: Session, placement: Placement) -> Account:
    with transaction():
        return make_account(session, Role.COORDINATOR)


def change(placement: Placement, actor: Account, act: EnrolmentAct, on: date) -> None:
    with transaction() as writing:
        enrolment = placement.enrolment_year.enrolment
        seen = enrolments.edition(enrolment)
        enrolments.change_state(
            writing, enrolment, act=act, on=on, today=THURSDAY, seen=seen, actor=actor
        )


@pytest.mark.parametrize("act", [EnrolmentAct.SUSPEND, EnrolmentAct.WITHDRAW])
def test_no_day_is_noted_from_the_day_somebody_stops(
    session: Session,
    *,
    placement: Placement,
    trainee: Account,
    coordinator: Account,
    act: EnrolmentAct,
) -> None:
    change(placement, coordinator, act, MONDAY)
    for day in (MONDAY, THURSDAY):
        refused = refusal(session, placement, trainee, replace(DAY, worked_on=day))
        assert refused.rule is Rule.HOURS_NOT_ENROLLED
        assert (refused.field, refused.details) == ("worked_on", {"day": day})
    kept = log(session, placement, trainee, replace(DAY, worked_on=MONDAY - ONE))
    assert kept.worked_on == MONDAY - ONE


def test_the_days_away_stay_refused_after_the_return(
    session: Session, placement: Placement, trainee: Account, coordinator: Account
) -> None:
    change(placement, coordinator, EnrolmentAct.SUSPEND, MONDAY)
    change(placement, coordinator, EnrolmentAct.WITHDRAW, MONDAY + ONE)
    change(placement, coordinator, EnrolmentAct.RESUME, THURSDAY)
    assert interruptions.of_placement(session, placement) == [
        Interruption(MONDAY, MONDAY + ONE),
        Interruption(MONDAY + ONE, THURSDAY),
    ]
    refused = refusal(session, placement, trainee, replace(DAY, worked_on=THURSDAY - ONE))
    assert refused.rule is Rule.HOURS_NOT_ENROLLED
    for day in (THURSDAY, MONDAY - ONE):
        log(session, placement, trainee, replace(DAY, worked_on=day))
    assert count(session) == 2


def test_who_resumes_the_same_day_lost_no_day(
    session: Session, placement: Placement, trainee: Account, coordinator: Account
) -> None:
    change(placement, coordinator, EnrolmentAct.SUSPEND, THURSDAY)
    change(placement, coordinator, EnrolmentAct.RESUME, THURSDAY)
    assert interruptions.of_placement(session, placement) == []
    log(session, placement, trainee)
    assert count(session) == 1


def test_a_draft_of_those_days_stays_but_is_neither_mended_nor_sent(
    session: Session, placement: Placement, trainee: Account, coordinator: Account
) -> None:
    before = log(session, placement, trainee, replace(DAY, worked_on=MONDAY - ONE))
    entry = log(session, placement, trainee)
    change(placement, coordinator, EnrolmentAct.SUSPEND, MONDAY)
    shorter = replace(DAY, minutes=60)
    with pytest.raises(RuleViolation) as edited, transaction():
        hours.edit(session, entry, shorter, actor=trainee, version=entry.version, now=NOW)
    with pytest.raises(RuleViolation) as sent, transaction():
        hours.submit(session, placement, actor=trainee, now=NOW)
    assert edited.value.rule is sent.value.rule is Rule.HOURS_NOT_ENROLLED
    assert sent.value.field == "entries"
    session.refresh(entry)
    assert (entry.state, entry.minutes) == (HoursState.DRAFT, 420)
    with transaction():
        hours.submit(session, placement, actor=trainee, now=NOW, entry_ids=[before.id])
    assert before.state is HoursState.SUBMITTED


def test_anothers_interruption_takes_nothing_from_me(
    session: Session, placement: Placement, trainee: Account, coordinator: Account
) -> None:
    with transaction():
        other = make_placement(session, periods=WHOLE_YEAR)
        other.enrolment_year.enrolment.state_since = date(2026, 9, 1)
    change(other, coordinator, EnrolmentAct.SUSPEND, MONDAY)
    log(session, placement, trainee)
    assert count(session) == 1
