"""Digests: one a person and day at most, about what is still owed, and when coordinators hear."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import HoursState, JobKind
from msp_du.extensions import transaction
from msp_du.models import (
    Contact,
    HoursEntry,
    Job,
    Reminder,
    ReminderLine,
    ReminderSettings,
)
from msp_du.services import reminders
from tests.support.reminding import DAY, MONDAY, Place, make_place, plan, planned, wait


@pytest.fixture
def place(session: Session) -> Place:
    with transaction() as s:
        return make_place(s)


def test_one_digest_a_day_holds_everything_and_comes_back_after_a_week(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY, days=2)
        wait(s, place, HoursState.RETURNED, since=MONDAY - 12 * DAY, days=2)
    assert plan() == 1
    assert plan(MONDAY + timedelta(hours=1)) == 0
    assert planned(session) == {
        str(place.trainee.id): {DueKind.HOURS_NOT_SENT, DueKind.HOURS_RETURNED}
    }
    assert [plan(MONDAY + number * DAY) for number in range(1, 8)] == [0, 0, 0, 0, 0, 0, 1]


def test_what_is_new_does_not_wait_for_the_week(session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY)
    assert plan() == 1
    with transaction() as s:
        wait(s, place, HoursState.RETURNED, since=MONDAY - 20 * DAY)
    assert plan(MONDAY + timedelta(hours=2)) == 0
    assert plan(MONDAY + DAY) == 1


def test_nothing_is_planned_at_night_on_sundays_or_where_it_is_off(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
    assert plan(MONDAY - DAY) == 0
    assert plan(MONDAY.replace(hour=6, minute=59)) == 0
    with transaction() as s:
        s.add(ReminderSettings(institution_id=place.institution.id, is_on=False))
    assert plan() == 0


def test_two_planners_plan_each_digest_once(app: Flask, session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)

    def plan_alone(_number: int) -> int:
        with app.app_context(), transaction() as s:
            return reminders.plan(s, now=MONDAY)

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(plan_alone, range(2))) == [0, 1]


@pytest.mark.parametrize(
    ("email", "phone", "kind"),
    [
        ("contact@example.org", "06 12 34 56 78", JobKind.MAIL_REMINDERS),
        (None, "06 12 34 56 78", JobKind.SMS_REMINDERS),
        (None, None, None),
    ],
    ids=["mail", "phone", "neither"],
)
def test_a_contact_without_an_account_is_reached_as_they_can_be(
    session: Session, place: Place, email: str | None, phone: str | None, kind: JobKind | None
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
        contact = s.get_one(Contact, place.placement.contact_id)
        contact.account_id, contact.email, contact.phone = None, email, phone
    assert plan() == (1 if kind else 0)
    assert [job.kind for job in session.scalars(select(Job))] == ([kind] if kind else [])


def test_a_digest_says_only_what_is_still_owed(session: Session, place: Place) -> None:
    with transaction() as s:
        wait(s, place, HoursState.DRAFT, since=MONDAY - 9 * DAY, days=2)
        wait(s, place, HoursState.RETURNED, since=MONDAY - 20 * DAY)
    plan()
    with transaction() as s:
        for entry in s.scalars(select(HoursEntry).where(HoursEntry.state == HoursState.RETURNED)):
            s.delete(entry)
    reminder = session.scalars(select(Reminder)).one()
    (due,) = reminders.still_owed(session, reminder, now=MONDAY + timedelta(hours=1))
    assert (due.kind, due.count) == (DueKind.HOURS_NOT_SENT, 2)


def test_the_page_of_a_placement_knows_when_it_was_last_recalled(
    session: Session, place: Place
) -> None:
    with transaction() as s:
        wait(s, place, HoursState.SUBMITTED, since=MONDAY - 5 * DAY)
    plan()
    assert reminders.last_about(session, place.placement.id) == []
    with transaction() as s:
        s.scalars(select(Reminder)).one().sent_at = MONDAY
    assert reminders.last_about(session, place.placement.id) == [(DueKind.HOURS_TO_SIGN, MONDAY)]
    assert session.scalars(select(ReminderLine.object_id)).all() == [place.placement.id]
