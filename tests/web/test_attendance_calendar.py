"""The calendar by week and as a file; the secret address of a phone."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import db, transaction
from msp_du.models import AcademicYear, Account, CalendarFeed, Cohort, Deadline, TeachingWeek
from tests.factories import TODAY, make_account, make_cohort, make_enrolment, make_person
from tests.factories.attendance import make_class_session
from tests.factories.boards import make_decision
from tests.support.client import PageClient, main_text, sign_in
from tests.support.statements import statements

MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def cohort(app: Flask, session: Session) -> Cohort:
    """A cohort with a week, a deadline, a board, and a class today."""
    with transaction() as s:
        found = make_cohort(s, code="2026-B")
        year = s.get_one(AcademicYear, found.academic_year_id)
        year.teaching_weeks.append(TeachingWeek(monday=MONDAY))
        year.deadlines.append(Deadline(label="Dossiers à rendre", due_on=TODAY))
        make_class_session(s, cohort=found)
        make_decision(s, enrolment=make_enrolment(s, cohort=found))
    return found


def reader(cohort: Cohort, role: Role) -> Account:
    with transaction() as s:
        person = make_person(s, birth_family_name="Abgrall")
        make_enrolment(s, cohort=s.merge(cohort), person=person)
        is_trainee = role is Role.TRAINEE
        return make_account(
            s,
            role,
            person=person if is_trainee else None,
            cohort=s.merge(cohort) if is_trainee else None,
        )


def events(content: bytes) -> list[Any]:
    calendar: Any = icalendar.Calendar.from_ical(content)
    return list(calendar.walk("VEVENT"))


def summaries(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in events(content)]


EVERYTHING = ["Semaine de cours", "Dossiers à rendre", "Jury", "Cours M111, 2026-B"]


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.COORDINATOR])
def test_a_calendar_holds_what_concerns_one_and_names_nobody(
    client: PageClient, cohort: Cohort, role: Role
) -> None:
    sign_in(client, reader(cohort, role))
    answer = client.get("/presences/calendrier.ics")
    assert answer.mimetype == "text/calendar"
    assert sorted(summaries(answer.data)) == sorted(EVERYTHING)
    for name in (b"Abgrall", b"Claude", b"Martin"):
        assert name not in answer.data
    (event,) = (each for each in events(answer.data) if str(each["summary"]).startswith("Cours"))
    lasts = event["dtend"].dt - event["dtstart"].dt
    assert lasts == timedelta(hours=3, minutes=30)
    page = client.page("/presences/calendrier")
    assert "Cours M111, 2026-B" in page


def test_a_tutor_has_their_own_classes_only(client: PageClient, cohort: Cohort) -> None:
    tutor = reader(cohort, Role.TUTOR)
    with transaction() as s:
        make_class_session(
            s, cohort=s.merge(cohort), module="M112", instructor=s.merge(tutor), held_on=TODAY
        )
    sign_in(client, tutor)
    assert summaries(client.get("/presences/calendrier.ics").data) == ["Cours M112, 2026-B"]
    assert "M112" in client.page("/presences/")


def test_a_secret_address_is_shown_once_works_without_signing_in_and_ends(
    app: Flask, client: PageClient, cohort: Cohort, session: Session
) -> None:
    account = reader(cohort, Role.TRAINEE)
    with transaction() as s:
        s.merge(account).language = Language.ENGLISH
    sign_in(client, account)
    url, make = "/presences/calendrier", "/presences/calendrier/lien"

    def fresh() -> str:
        text = main_text(client.submit(url, action=make).text)
        return next(word for word in text.split() if word.endswith(".ics"))

    first, second = fresh(), fresh()
    phone = app.test_client()
    assert phone.get(first).status_code == 404
    given = phone.get(second)
    assert len(summaries(given.data)) == 4
    assert given.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in given.headers
    assert second not in client.get(url).text
    stored = session.scalars(select(CalendarFeed.digest)).all()
    assert not any(digest in second for digest in stored)
    client.submit(url, action=f"{make}/revoquer")
    assert phone.get(second).status_code == 404


def test_a_cohort_is_read_week_by_week_in_as_many_statements(
    app: Flask, client: PageClient, cohort: Cohort
) -> None:
    sign_in(client, reader(cohort, Role.COORDINATOR))
    url = f"/presences/promotions/{cohort.id}"
    text = client.page(url)
    for words in ("Semaine de cours", "Dossiers à rendre", "Jury", "M111", "Cette semaine"):
        assert words in text, words
    with app.app_context(), statements(db.engine) as few:
        client.get(url)
    with transaction() as s:
        for module in ("M112", "M113", "M121"):
            make_class_session(s, cohort=s.merge(cohort), module=module)
    with app.app_context(), statements(db.engine) as many:
        client.get(url)
    assert len(few) == len(many)
