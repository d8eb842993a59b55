"""A trainee's first page: the day to note, what waits, how far, the path."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.blueprints.home.trainee_page import trainee_page
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Enrolment, TeachingWeek
from msp_du.services.trainee_home import TraineeHome
from tests.factories import (
    TODAY,
    make_academic_year,
    make_account,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
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


NO_HOURS = Totals(required=42000, planned=0, logged=0, submitted=0, approved=0)


def labels_of(year: int, today: date) -> list[tuple[str, str]]:
    found = TraineeHome(
        given_name="Camille",
        year_number=year,
        entered_on=date(2025, 9, 1),
        year_ends_on=date(2025 + year, 8, 31),
        week=0,
        weeks=0,
        totals=NO_HOURS,
        full_on=None,
        placements=[],
    )
    return [(stop["label"], stop["state"]) for stop in trainee_page(found, today)["stops"]]


def test_the_path_goes_from_entry_to_the_end_of_year_two(app: Flask) -> None:
    with app.test_request_context():
        assert labels_of(1, date(2025, 10, 1)) == [
            ("Entrée, septembre 2025", "past"),
            ("Aujourd’hui", "today"),
            ("Fin de l’année 1, août 2026", "future"),
            ("Fin de l’année 2", "future"),
        ]
        assert labels_of(2, date(2027, 9, 1)) == [
            ("Entrée, septembre 2025", "past"),
            ("Année 1", "past"),
            ("Fin de l’année 2, août 2027", "past"),
            ("Aujourd’hui", "today"),
        ]
        assert labels_of(1, date(2025, 8, 31))[:2] == [
            ("Aujourd’hui", "today"),
            ("Entrée, septembre 2025", "future"),
        ]
