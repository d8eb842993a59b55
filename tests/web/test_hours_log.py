"""The log: mending, sending, taking back, and what the pages cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from msp_du.domain.vocabulary import HoursState, Presence, Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry
from tests.factories import make_account, make_entry
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.log_desk import LogDesk, log_desk, today
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask, client: PageClient) -> LogDesk:
    return log_desk(app, client)


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"minutes": 420}, id="a tile"),
        pytest.param({"minutes": 385}, id="another duration"),
    ],
)
def test_the_form_of_an_entry_shows_it_and_saves_it_unchanged(
    desk: LogDesk, shown: dict[str, object]
) -> None:
    entry_id = desk.add(worked_on=today() - timedelta(days=20), **shown)
    page = desk.client.submit(f"/heures/saisies/{entry_id}/modifier", follow=True)
    assert "Noté, à envoyer" in main_text(page.text)
    (row,) = desk.rows()
    assert (row.minutes, row.worked_on) == (shown["minutes"], today() - timedelta(days=20))


def test_an_edit_that_is_refused_keeps_the_page(desk: LogDesk) -> None:
    entry_id = desk.add(worked_on=today())
    url = f"/heures/saisies/{entry_id}/modifier"
    refused = desk.client.submit(url, {"version": "9", "duration": "720"})
    assert "Cette fiche a changé" in main_text(refused.text)
    assert form_values(find_form(refused.text))["duration"] == "720"
    nonsense = desk.client.submit(url, {"version": "un"})
    assert nonsense.status_code == 422


def test_a_client_id_that_is_none_is_a_bad_request(desk: LogDesk) -> None:
    assert desk.client.submit(desk.url, {"client_id": "7"}).status_code == 400
    assert desk.rows() == []


def test_days_are_sent_after_a_look_at_them_and_taken_back(desk: LogDesk) -> None:
    first = desk.add(worked_on=today())
    returned = desk.add(worked_on=today() - timedelta(days=1), state=HoursState.RETURNED)
    assert "Envoyer 1 jour à valider" in desk.client.page("/heures/")
    url = f"/heures/{desk.placement_id}/envoyer"
    sent = desk.client.submit(url, follow=True)
    assert "Un jour envoyé à Amina Diallo" in main_text(sent.text)
    states = {row.id: row.state for row in desk.rows()}
    assert states == {first: HoursState.SUBMITTED, returned: HoursState.RETURNED}
    back = desk.client.submit("/heures/", action=f"/heures/saisies/{first}/reprendre", follow=True)
    assert "Vous avez repris ce jour" in main_text(back.text)
    assert {row.state for row in desk.rows()} == {HoursState.DRAFT, HoursState.RETURNED}


def test_sending_nothing_is_refused_and_a_sent_list_is_no_longer_offered(desk: LogDesk) -> None:
    url = f"/heures/{desk.placement_id}/envoyer"
    desk.add(worked_on=today())
    values = form_values(find_form(desk.client.get(url).text))
    refused = desk.client.post(url, data={"csrf_token": values["csrf_token"]})
    assert "Cochez au moins un jour" in main_text(refused.text)
    desk.client.submit(url)
    assert "Rien à envoyer" in desk.client.page(url)


def test_a_draft_is_removed_from_its_page(desk: LogDesk) -> None:
    entry_id = desk.add(worked_on=today())
    url = f"/heures/saisies/{entry_id}/modifier"
    page = desk.client.submit(url, action=f"/heures/saisies/{entry_id}/supprimer", follow=True)
    assert "Ce jour est supprimé" in main_text(page.text)
    assert desk.rows() == []
    assert desk.client.get(url).status_code == 404


def test_a_sent_day_is_neither_changed_nor_removed(desk: LogDesk) -> None:
    entry_id = desk.add(worked_on=today(), state=HoursState.SUBMITTED)
    url = f"/heures/saisies/{entry_id}/modifier"
    assert "Ce jour ne se modifie plus" in desk.client.page(url)
    page = desk.client.get(url).text
    token = form_values(find_form(desk.client.get(desk.url).text))["csrf_token"]
    assert page
    answer = desk.client.post(
        f"/heures/saisies/{entry_id}/supprimer",
        data={"csrf_token": token, "version": "1"},
        follow_redirects=True,
    )
    assert "ce n’est plus possible" in main_text(answer.text)
    assert len(desk.rows()) == 1


def test_the_log_shows_totals_states_and_why_a_day_came_back(desk: LogDesk, app: Flask) -> None:
    desk.add(worked_on=today(), state=HoursState.SUBMITTED)
    entry_id = desk.add(worked_on=today() - timedelta(days=8), state=HoursState.RETURNED)
    with app.app_context(), transaction() as session:
        session.get_one(HoursEntry, entry_id).return_reason = "La fin était à 16 h."
    text = desk.client.page("/heures/").replace("\u00a0", " ")
    assert "0 h sur 280 h" in text
    assert "7 h en attente, 14 h notées en tout" in text
    assert "Motif du renvoi : La fin était à 16 h." in text
    assert "Envoyé" in text
    assert "À corriger" in text


def test_a_trainee_without_placement_is_told_what_comes_next(
    app: Flask, client: PageClient
) -> None:
    with app.app_context(), transaction() as session:
        account = make_account(session, Role.TRAINEE)
    sign_in(client, account)
    assert client.get("/heures/ajouter").location == "/heures/"
    assert "Pas encore de stage" in client.page("/heures/")


def test_another_trainees_log_is_a_page_that_does_not_exist(desk: LogDesk, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        foreign = make_entry(session)
        foreign_id, foreign_placement = foreign.id, foreign.placement_id
    unknown = uuid4()
    for url in (
        "/heures/{}/ajouter",
        "/heures/{}/envoyer",
        "/heures/saisies/{}/modifier",
    ):
        theirs = foreign_id if "saisies" in url else foreign_placement
        answers = [desk.client.get(url.format(one)) for one in (theirs, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404]


def test_the_pages_cost_the_same_at_3_and_at_30_entries(desk: LogDesk) -> None:
    def cost(url: str) -> int:
        with desk.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert desk.client.get(url).status_code == 200
        return len(sent)

    urls = ("/heures/", desk.url, f"/heures/{desk.placement_id}/envoyer")
    for days in range(3):
        desk.add(worked_on=today() - timedelta(days=days))
    desk.client.get("/heures/")
    few = [cost(url) for url in urls]
    for days in range(3, 30):
        desk.add(worked_on=today() - timedelta(days=days))
    assert [cost(url) for url in urls] == few


def test_an_authorised_absence_is_noted_as_such(desk: LogDesk) -> None:
    desk.note(presence="authorised_leave", duration="420")
    assert [row.presence for row in desk.rows()] == [Presence.AUTHORISED_LEAVE]
    assert "7 h, absence autorisée" in desk.client.page("/heures/")
