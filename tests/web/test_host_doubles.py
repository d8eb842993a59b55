"""Two records of one structure, made one by a coordinator of the whole institution."""

import pytest
from flask import Flask

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Organisation
from tests.factories import make_account, make_contact, make_organisation
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    office = open_office(app, client)
    office.opened()
    with app.app_context(), transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
    sign_in(client, coordinator)
    return office


def test_what_would_move_is_shown_before_two_records_are_made_one(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        kept = make_organisation(session, name="GEM Le Relais").id
    url = f"/stages/structures/{kept}/doublon"
    assert "Le Relais" in main_text(office.client.get(url).text)
    choice = {"other": str(office.host_id)}
    seen = office.client.submit(url, choice)
    assert "Contacts Amina Diallo" in main_text(seen.text)
    assert "Stages 1" in main_text(seen.text)
    with office.app.app_context(), transaction() as session:
        make_contact(
            session, organisation=session.get_one(Organisation, office.host_id), name="Léa Petit"
        )
    done = office.client.submit(url, choice | {"step": "record"})
    assert "Contacts Amina Diallo, Léa Petit" in main_text(done.text)
    final = office.client.post(
        url,
        data=form_values(find_form(done.text)) | choice | {"step": "record"},
        follow_redirects=True,
    )
    assert "Les deux fiches n’en font plus qu’une" in main_text(final.text)
    assert "Léa Petit" in main_text(final.text)
    assert "Cette page n’existe pas" in office.client.page(
        f"/stages/structures/{office.host_id}", status=404
    )
