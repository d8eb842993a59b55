"""Reminders as they are read: no name in them, a link to act, deadlines for the calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.calendar import PARIS
from msp_du.domain.reminders import may_leave
from msp_du.domain.vocabulary import HoursState, JobState, Language, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import (
    AssessmentSitting,
    Contact,
    DeskLink,
    Enrolment,
    HoursEntry,
    Job,
    Placement,
    Reminder,
)
from msp_du.services import desk_flags, reminders
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_marker,
    make_organisation,
    make_person,
    make_placement,
    module_of,
)
from tests.support.mailing import kept, text_of
from tests.support.sms_gateway import sms_gateway


def next_morning() -> datetime:
    """A coming moment at which reminders may leave."""
    moment = (datetime.now(UTC) + timedelta(days=1)).replace(hour=10)
    while not may_leave(moment, PARIS):
        moment += timedelta(days=1)
    return moment


def plan() -> None:
    with transaction() as s:
        assert reminders.plan(s, now=next_morning()) == 1


@pytest.fixture
def placement(session: Session) -> Placement:
    """A placement whose trainee noted days a month ago; its host has no account."""
    with transaction() as s:
        institution = make_institution(s)
        cohort = make_cohort(s, institution=institution)
        person = make_person(
            s, institution=institution, given_names="Zéphyrine", birth_family_name="Quintefeuille"
        )
        make_account(s, Role.TRAINEE, cohort=cohort, person=person, email="zq@example.org")
        contact = make_contact(s, organisation=make_organisation(s, institution=institution))
        return make_placement(
            s, enrolment=make_enrolment(s, cohort=cohort, person=person), contact=contact
        )


def leave(placement: Placement, state: HoursState, days: int = 1) -> None:
    with transaction() as s:
        for number in range(days):
            entry = make_entry(
                s, placement=placement, worked_on=TODAY - timedelta(days=25 + number), state=state
            )
            entry.logged_at = datetime.now(UTC) - timedelta(days=10)
            entry.submitted_at = entry.logged_at if state is not HoursState.DRAFT else None


def test_a_trainee_reads_everything_in_one_mail_and_when_it_left_is_kept(
    app: Flask, session: Session, mails: Path, placement: Placement
) -> None:
    leave(placement, HoursState.DRAFT, 3)
    leave_returned(placement)
    plan()
    assert run_due(app) == 1
    (message,) = kept(mails)
    assert message["Subject"] == "Suivi\u00a0: ce qui vous attend"
    text = text_of(message)
    assert "3 jours notés n’ont pas été envoyés à la structure" in text
    assert "Un jour vous est revenu pour être corrigé" in text
    assert text.count("http://localhost:8000/heures/") == 2
    assert "échéances" not in text
    session.rollback()
    assert session.scalars(select(Reminder.sent_at)).one() is not None


def leave_returned(placement: Placement) -> None:
    with transaction() as s:
        entry = make_entry(s, placement=placement, state=HoursState.RETURNED)
        entry.submitted_at = datetime.now(UTC) - timedelta(days=10)


def test_nothing_leaves_when_all_was_done_meanwhile(
    app: Flask, session: Session, mails: Path, placement: Placement
) -> None:
    leave(placement, HoursState.DRAFT)
    plan()
    with transaction() as s:
        s.delete(s.scalars(select(HoursEntry)).one())
    assert run_due(app) == 1
    assert kept(mails) == []
    session.rollback()
    assert session.scalars(select(Job.state)).one() is JobState.DONE
    assert session.scalars(select(Reminder.sent_at)).one() is None


def test_a_contact_without_an_account_gets_the_link_of_their_desk(
    app: Flask, session: Session, mails: Path, placement: Placement
) -> None:
    leave(placement, HoursState.SUBMITTED, 2)
    plan()
    run_due(app)
    (message,) = kept(mails)
    text = text_of(message)
    assert message["To"] == session.get_one(Contact, placement.contact_id).email
    assert "2 jours de stage attendent votre signature" in text
    (link,) = [line.strip() for line in text.splitlines() if "/bureau/lien/" in line]
    page = app.test_client().get(link.removeprefix("http://localhost:8000"))
    assert page.status_code == 200
    session.rollback()
    assert link.rpartition("/")[2] not in str(session.scalars(select(Job.payload)).one())


def test_nothing_leaves_to_a_contact_whose_mails_reach_somebody_else(
    app: Flask, session: Session, mails: Path, placement: Placement
) -> None:
    leave(placement, HoursState.SUBMITTED)
    plan()
    with transaction() as s:
        contact = s.get_one(Contact, placement.contact_id)
        desk_flags.raise_flag(s, contact, now=datetime.now(UTC))
    run_due(app)
    assert kept(mails) == []
    assert session.scalars(select(DeskLink)).all() == []


def test_a_tutor_gets_the_day_for_their_calendar(
    app: Flask, session: Session, mails: Path, placement: Placement
) -> None:
    due_on = TODAY + timedelta(days=5)
    with transaction() as s:
        cohort = s.get_one(Enrolment, placement.enrolment_year.enrolment_id).cohort
        module = module_of(s, cohort)
        marker = make_marker(s, cohort, module)
        marker.language = Language.ENGLISH
        s.add(
            AssessmentSitting(
                institution_id=cohort.institution_id,
                cohort_id=cohort.id,
                module_id=module.id,
                session_number=1,
                marks_due_on=due_on,
            )
        )
    plan()
    run_due(app)
    (message,) = kept(mails)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "echeances.ics"
    calendar = icalendar.Calendar.from_ical(attached.get_content())
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == due_on
    assert str(event["summary"]).startswith("Suivi")
    body = message.get_body()
    assert body is not None
    assert "/notes/" in body.get_content()


@pytest.fixture
def phoned(session: Session, placement: Placement) -> Placement:
    """The same, and its host has a phone and no address."""
    with transaction() as s:
        contact = s.get_one(Contact, placement.contact_id)
        contact.email, contact.phone = None, "06 12 34 56 78"
    leave(placement, HoursState.SUBMITTED, 2)
    plan()
    return placement


def test_a_contact_with_a_phone_alone_gets_a_short_message(
    app: Flask, session: Session, phoned: Placement, settings: Callable[..., Config]
) -> None:
    with sms_gateway() as gateway:
        settings(sms="http", sms_url=gateway.url, sms_token="jeton")
        run_due(app)
    session.rollback()
    job = session.scalars(select(Job)).one()
    ((headers, body),) = gateway.received
    assert job.state is JobState.DONE
    assert body["to"] == "+33612345678"
    assert body["text"].startswith(
        "Suivi\u00a0: 2 éléments vous attendent. http://localhost:8000/bureau/"
    )
    assert body["id"] == headers["Idempotency-Key"] == str(job.id)
    assert headers["Authorization"] == "Bearer jeton"


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        pytest.param(503, JobState.PENDING, "sms gateway answered 503", id="busy"),
        pytest.param(429, JobState.PENDING, "sms gateway answered 429", id="too-many"),
        pytest.param(400, JobState.FAILED, "sms gateway answered 400", id="refused"),
        pytest.param(302, JobState.FAILED, "sms gateway answered 302", id="elsewhere"),
        pytest.param("slow", JobState.PENDING, "sms gateway: TimeoutError", id="slow"),
        pytest.param("cut", JobState.PENDING, "sms gateway: RemoteDisconnected", id="cut"),
        pytest.param("down", JobState.PENDING, "sms gateway: URLError", id="down"),
    ],
)
def test_a_gateway_that_does_not_take_it_is_tried_again_or_given_up(
    app: Flask,
    *,
    session: Session,
    phoned: Placement,
    settings: Callable[..., Config],
    monkeypatch: pytest.MonkeyPatch,
    answer: int | str,
    state: JobState,
    error: str,
) -> None:
    monkeypatch.setattr("msp_du.jobs.sms.TIMEOUT_SECONDS", 0.2)
    with sms_gateway(answer) as gateway:
        settings(sms="http", sms_url=gateway.url)
        if answer == "down":
            gateway.stop()
        run_due(app)
    session.rollback()
    job = session.scalars(select(Job)).one()
    assert (job.state, job.error) == (state, error)
    assert session.scalars(select(Reminder.sent_at)).one() is None
    assert all("Authorization" not in headers for headers, _body in gateway.received)


@pytest.mark.parametrize(
    ("sms", "phone", "error"),
    [("off", "06 12 34 56 78", "sms: off"), ("console", "poste 12", "sms: not a phone number")],
)
def test_a_short_message_that_cannot_leave_says_why(
    app: Flask,
    *,
    session: Session,
    phoned: Placement,
    settings: Callable[..., Config],
    sms: str,
    phone: str,
    error: str,
) -> None:
    with transaction() as s:
        s.get_one(Contact, phoned.contact_id).phone = phone
    settings(sms=sms)
    run_due(app)
    session.rollback()
    job = session.scalars(select(Job)).one()
    assert (job.state, job.error) == (JobState.FAILED, error)


def test_the_console_prints_a_short_message(
    app: Flask, session: Session, phoned: Placement, capsys: pytest.CaptureFixture[str]
) -> None:
    run_due(app)
    assert capsys.readouterr().out.startswith("SMS +33612345678: Suivi\u00a0: 2 éléments")
