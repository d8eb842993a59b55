"""A trainee's first page: the day to note, what waits, how far, the path."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from babel.dates import format_date
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.blueprints.home.trainee_page import trainee_page
from msp_du.domain.ledger import Totals, whole
from msp_du.domain.vocabulary import EnrolmentState, HoursState, ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Deadline, Enrolment, TeachingWeek
from msp_du.services import trainee_home
from msp_du.services.own_units import OwnUnit
from msp_du.services.trainee_home import OwnYear, TraineeHome
from tests.factories import (
    TODAY,
    make_academic_year,
    make_account,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
from tests.factories.boards import make_decision, make_year
from tests.support.board import REQUIRED
from tests.support.client import PageClient, sign_in


def trainee(s: Session) -> tuple[Account, Enrolment]:
    person = make_person(s, given_names="Claude Marie", chosen_given_name="Camille")
    enrolment = make_enrolment(s, person=person)
    return make_account(s, Role.TRAINEE, person=person), enrolment


def test_a_trainee_is_greeted_by_the_name_they_chose(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        placement = make_placement(s, enrolment=enrolment)
        make_entry(s, placement=placement, minutes=450, state=HoursState.DRAFT)
        make_entry(s, placement=placement, minutes=420, state=HoursState.RETURNED)
        make_entry(s, placement=placement, minutes=300, state=HoursState.SUBMITTED)
        host = placement.organisation.name
    sign_in(client, account)
    answer = client.get("/")
    text = client.page("/")
    assert '<h1 class="heading__title">Bonjour Camille</h1>' in answer.text
    assert "Claude" not in text
    assert "Première année" in text
    assert f"{host}, aujourd’hui" in text
    assert "comme d’habitude" in text
    assert f"/heures/{placement.id}/ajouter?minutes=" in answer.text
    for waits in ("Heures à envoyer", "Heures à corriger", "Heures envoyées"):
        assert waits in text
    assert "Dont 5\u00a0h à valider." in answer.text.replace("&nbsp;", "\u00a0")
    assert "sur 700\u00a0h" in answer.text
    assert "Aujourd’hui" in text


def test_a_trainee_without_placement_is_told_what_comes(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, _enrolment = trainee(s)
    sign_in(client, account)
    text = client.page("/")
    assert "Votre stage paraîtra ici" in text
    assert "Rien en ce moment." in text


def test_a_placement_over_offers_no_day_to_log(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        past = [(TODAY - timedelta(days=60), TODAY - timedelta(days=40), 600)]
        make_placement(s, enrolment=enrolment, periods=past)
    sign_in(client, account)
    assert "Aucun stage ne se déroule aujourd’hui." in client.page("/")


@pytest.mark.parametrize("what", ["no-person", "withdrawn"])
def test_a_trainee_enrolled_nowhere_is_told_so(
    client: PageClient, session: Session, what: str
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        if what == "no-person":
            account.person_id = None
        else:
            enrolment.state = EnrolmentState.WITHDRAWN
    sign_in(client, account)
    text = client.page("/")
    assert "Aucune inscription n’est en cours à votre nom." in text
    assert text.startswith("Bonjour Aucune")


def test_the_week_of_the_year_is_counted(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, _enrolment = trainee(s)
        monday = TODAY - timedelta(days=TODAY.weekday())
        weeks = [TeachingWeek(monday=monday + timedelta(weeks=n)) for n in (-2, 0, 3)]
        make_academic_year(s).teaching_weeks = weeks
    sign_in(client, account)
    assert "Première année, semaine 2 sur 3." in client.page("/")


def test_the_day_of_the_board_stands_on_the_path(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, _enrolment = trainee(s)
        sits_on = TODAY + timedelta(days=40)
        year = make_academic_year(s)
        year.ends_on = TODAY + timedelta(days=80)
        year.deadlines = [
            Deadline(label="Dossiers à rendre", due_on=TODAY + timedelta(days=70)),
            Deadline(label="Jury", due_on=sits_on),
        ]
    sign_in(client, account)
    month = format_date(sits_on, "MMMM y", locale="fr")
    assert f"Jury de l’année 1, {month}" in client.page("/")


NO_HOURS = Totals(required=21000, planned=0, logged=0, submitted=0, approved=0)


def year_of_path(number: int, **changes: Any) -> OwnYear:
    year = OwnYear(
        number=number,
        ends_on=date(2025 + number, 8, 31),
        board_on=None,
        totals=NO_HOURS,
        result=None,
        decided_on=None,
    )
    return replace(year, **changes)


def home_of(*years: OwnYear, **changes: Any) -> TraineeHome:
    found = TraineeHome(
        given_name="Camille",
        state=EnrolmentState.ACTIVE,
        year_number=years[-1].number,
        year_count=2,
        entered_on=date(2025, 9, 1),
        week=0,
        weeks=0,
        totals=whole([NO_HOURS, NO_HOURS]),
        full_on=None,
        years=years,
        units=[OwnUnit(code, is_acquired=False) for code in ("UE1.1", "UE2.1")],
        placements=[],
        rated=None,
        self_rated=0,
        documents=[],
    )
    return replace(found, **changes)


def stops_of(found: TraineeHome, today: date) -> list[tuple[str, str]]:
    return [(stop["label"], stop["state"]) for stop in trainee_page(found, today)["stops"]]


PASSED = {"result": ResultCode.PASSED, "decided_on": date(2026, 6, 30)}
REFUSED = {"result": ResultCode.FAILED, "decided_on": date(2026, 6, 30)}
ENTRY = ("Entrée, septembre 2025", "past")
HERE = ("Aujourd’hui", "today")


@pytest.mark.parametrize(
    ("years", "today", "stops"),
    [
        pytest.param(
            [year_of_path(1)],
            date(2025, 8, 31),
            [
                HERE,
                ("Entrée, septembre 2025", "future"),
                ("Jury de l’année 1, août 2026", "future"),
                ("Jury de l’année 2", "future"),
            ],
            id="before-entry",
        ),
        pytest.param(
            [year_of_path(1, board_on=date(2026, 6, 30))],
            date(2026, 6, 30),
            [
                ENTRY,
                HERE,
                ("Jury de l’année 1, juin 2026", "future"),
                ("Jury de l’année 2", "future"),
            ],
            id="on-the-day-of-the-board",
        ),
        pytest.param(
            [year_of_path(1, board_on=date(2026, 6, 30))],
            date(2026, 7, 1),
            [ENTRY, HERE, ("Jury de l’année 1", "future"), ("Jury de l’année 2", "future")],
            id="the-board-sat-and-has-not-told",
        ),
        pytest.param(
            [year_of_path(1, **PASSED), year_of_path(2)],
            date(2026, 10, 1),
            [
                ENTRY,
                ("Année 1 validée", "past"),
                HERE,
                ("Jury de l’année 2, août 2027", "future"),
            ],
            id="year-1-passed",
        ),
        pytest.param(
            [year_of_path(1, **REFUSED), year_of_path(2)],
            date(2026, 10, 1),
            [
                ENTRY,
                ("Jury de l’année 1, juin 2026", "past"),
                HERE,
                ("Jury de l’année 2, août 2027", "future"),
            ],
            id="year-1-refused",
        ),
        pytest.param(
            [year_of_path(1), year_of_path(2)],
            date(2026, 10, 1),
            [ENTRY, ("Année 1", "past"), HERE, ("Jury de l’année 2, août 2027", "future")],
            id="year-1-open",
        ),
        pytest.param(
            [year_of_path(1, **PASSED), year_of_path(2, **PASSED)],
            date(2027, 10, 1),
            [
                ENTRY,
                ("Année 1 validée", "past"),
                ("Année 2 validée", "past"),
                ("Diplôme, juin 2026", "today"),
            ],
            id="diploma",
        ),
    ],
)
def test_the_path_goes_from_entry_to_the_diploma(
    app: Flask, years: list[OwnYear], today: date, stops: list[tuple[str, str]]
) -> None:
    with app.test_request_context():
        assert stops_of(home_of(*years), today) == stops


@pytest.mark.parametrize(
    ("full_on", "is_said"),
    [
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
        (None, False),
    ],
    ids=["on-the-last-day", "a-day-late", "no-pace-yet"],
)
def test_being_on_time_is_said_and_being_late_is_not_scolded(
    app: Flask, full_on: date | None, *, is_said: bool
) -> None:
    found = home_of(year_of_path(1, ends_on=date(2026, 8, 31)), full_on=full_on)
    with app.test_request_context():
        lead = trainee_page(found, date(2026, 1, 5))["lead"]
    assert lead == "Première année." + (" Vous êtes dans les temps." if is_said else "")


def test_the_pace_is_that_of_the_year_that_runs(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        long_ago = [(TODAY - timedelta(days=400), TODAY - timedelta(days=300), REQUIRED)]
        former = make_placement(s, enrolment=enrolment, periods=long_ago)
        make_entry(s, placement=former, minutes=REQUIRED)
        make_decision(s, enrolment=enrolment)
        running = make_placement(s, enrolment=enrolment)
        running.enrolment_year_id = make_year(s, enrolment=enrolment, number=2).id
        running.periods[0].starts_on = TODAY - timedelta(days=9)
        make_entry(s, placement=running, minutes=42 * 60)
    found = trainee_home.read(session, enrolment.person_id, today=TODAY, now=datetime.now(UTC))
    assert found is not None
    assert found.full_on == TODAY + timedelta(days=90)
    sign_in(client, account)
    text = client.page("/").replace("\u00a0", " ")
    assert "À ce rythme, les 420 h de l’année seront notées" in text
