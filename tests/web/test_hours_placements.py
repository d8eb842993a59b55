"""The log of somebody with several placements, or whose enrolment is interrupted."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import EnrolmentState, HoursState
from msp_du.extensions import transaction
from msp_du.models import Placement
from tests.factories import make_entry, make_placement
from tests.support.client import PageClient, find_form, form_values, main_text
from tests.support.log_desk import LogDesk, log_desk, other_day, today

DAY = timedelta(days=1)


@pytest.fixture
def desk(app: Flask, client: PageClient) -> LogDesk:
    return log_desk(app, client)


def another(
    desk: LogDesk, starts_on: date, ends_on: date, *, same_host: bool = True
) -> tuple[UUID, str]:
    """A second placement of the same trainee: its id and the name of its host."""
    with desk.app.app_context(), transaction() as session:
        first = session.get_one(Placement, desk.placement_id)
        placement = make_placement(
            session,
            enrolment=first.enrolment_year.enrolment,
            contact=first.contact if same_host else None,
            periods=[(starts_on, ends_on, 280 * 60)],
        )
        return placement.id, placement.organisation.name


def interrupt(desk: LogDesk, since: date, state: EnrolmentState) -> None:
    with desk.app.app_context(), transaction() as session:
        enrolment = session.get_one(Placement, desk.placement_id).enrolment_year.enrolment
        enrolment.state, enrolment.state_since = state, since


def send(
    desk: LogDesk, page: TestResponse, fields: Mapping[str, str] | None = None
) -> TestResponse:
    """Post the form of a page as it was fetched, however long ago."""
    return desk.client.post(desk.url, data=form_values(find_form(page.text)) | dict(fields or {}))


def test_two_placements_at_one_host_are_told_apart_by_their_dates(desk: LogDesk) -> None:
    began = today() - timedelta(days=300)
    _other_id, host = another(desk, began, today() - DAY)
    text = desk.client.page("/heures/")
    assert f"{host}, depuis le {began:%d/%m/%Y}" in text
    ended = f"{host}, jusqu’au {today() - DAY:%d/%m/%Y}"
    assert ended in text.split("Stages terminés")[1]
    assert f"Plutôt à {ended}" in desk.client.page(desk.url)


def test_two_hosts_need_no_date(desk: LogDesk) -> None:
    other_id, host = another(desk, today() - DAY, today() + DAY, same_host=False)
    assert f"{host}, depuis" not in desk.client.page("/heures/")
    desk.add(worked_on=today() - DAY, state=HoursState.SUBMITTED)
    with desk.app.app_context(), transaction() as session:
        make_entry(session, placement=session.get_one(Placement, other_id), worked_on=today())
    text = desk.client.page("/heures/")
    assert f"accompagnement individuel, {host}" in text


def test_a_host_is_not_said_on_each_line_when_all_are_of_one_placement(desk: LogDesk) -> None:
    _other_id, host = another(desk, today() - timedelta(days=90), today() - DAY)
    desk.add(worked_on=today())
    text = desk.client.page("/heures/")
    assert "accompagnement individuel" in text
    assert f"accompagnement individuel, {host}" not in text


@pytest.mark.parametrize(
    ("ended", "is_offered"),
    [pytest.param(30, True, id="30 days ago"), pytest.param(31, False, id="31 days ago")],
)
def test_another_placement_is_offered_for_thirty_days_after_its_end(
    desk: LogDesk, ended: int, is_offered: bool
) -> None:
    other_id, _host = another(
        desk, today() - timedelta(days=90), today() - timedelta(days=ended), same_host=False
    )
    assert (f"/heures/{other_id}/ajouter" in desk.client.get(desk.url).text) is is_offered


def test_a_placement_to_come_is_not_offered_yet(desk: LogDesk) -> None:
    other_id, _host = another(desk, today() + DAY, today() + DAY * 9, same_host=False)
    assert f"/heures/{other_id}/ajouter" not in desk.client.get(desk.url).text


@pytest.mark.parametrize(
    ("state", "home"),
    [
        (EnrolmentState.SUSPENDED, "Votre formation est en pause"),
        (EnrolmentState.WITHDRAWN, "Aucune inscription n’est en cours à votre nom."),
    ],
    ids=["suspended", "withdrawn"],
)
def test_nothing_is_noted_while_an_enrolment_is_interrupted(
    desk: LogDesk, state: EnrolmentState, home: str
) -> None:
    desk.add(worked_on=today() - DAY)
    interrupt(desk, today(), state)
    text = desk.client.page("/heures/")
    assert "Votre inscription n’est pas en cours" in text
    assert "Ajouter des heures" not in text
    assert "7 h, accompagnement individuel" in text
    assert "Envoyer 1 jour à valider" in text
    assert "Ajouter des heures" not in desk.client.page(f"/stages/{desk.placement_id}")
    assert desk.client.get("/heures/ajouter").location == "/heures/"
    assert "vous pourrez noter des heures à votre retour" in desk.client.page(desk.url)
    assert home in desk.client.page("/")


def test_a_form_left_open_is_answered_with_words_and_the_days_before_still_count(
    desk: LogDesk,
) -> None:
    page = desk.client.get(desk.url)
    interrupt(desk, today(), EnrolmentState.SUSPENDED)
    refused = send(desk, page)
    assert refused.status_code == 422
    text = main_text(refused.text).replace("\u00a0", " ")
    assert f"Le {today():%d/%m/%Y}, l’inscription n’était pas en cours" in text
    assert desk.rows() == []
    saved = send(desk, page, other_day(today() - DAY))
    assert saved.status_code == 302
    assert [row.worked_on for row in desk.rows()] == [today() - DAY]


def test_a_removed_day_does_not_come_back_by_itself(desk: LogDesk) -> None:
    page = desk.client.get(desk.url)
    send(desk, page)
    (row,) = desk.rows()
    desk.client.submit(
        f"/heures/saisies/{row.id}/modifier", action=f"/heures/saisies/{row.id}/supprimer"
    )
    again = send(desk, page)
    assert again.status_code == 422
    assert "Vous avez supprimé cette saisie" in main_text(again.text)
    assert desk.rows() == []
    meant = send(desk, again)
    assert meant.status_code == 302
    assert len(desk.rows()) == 1
