"""A host's data read and corrected at its desk, then answered by the coordination."""

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, HostProposal, Organisation
from tests.factories import make_account, make_contact, make_organisation
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.desk import sit_down


@pytest.fixture
def contact(app: Flask) -> Contact:
    with app.app_context(), transaction() as session:
        host = make_organisation(session, name="Le Relais")
        contact = make_contact(session, organisation=host)
        assert contact.organisation.name
    return contact


def city(app: Flask) -> str | None:
    with app.app_context():
        return db.session().execute(select(Organisation.city)).scalar_one()


def test_a_correction_goes_from_the_desk_to_the_coordination_and_back(
    app: Flask, client: PageClient, contact: Contact
) -> None:
    sit_down(client, contact)
    assert "Vérifier vos données et celles de Le Relais" in client.page("/bureau/")
    url = f"/bureau/donnees/{contact.id}"
    wrong = client.submit(url, {"siret": "123", "contact_phone": "02 47"})
    assert "Ce numéro SIRET n’existe pas" in main_text(wrong.text)
    nothing = client.submit(url, {})
    assert "Rien n’a changé" in main_text(nothing.text)
    sent = client.submit(url, {"city": "Blois", "contact_phone": "02 47 00 00 00"}, follow=True)
    assert "Ville : Tours → Blois" in main_text(sent.text)
    assert "En attente de réponse" in main_text(sent.text)
    assert city(app) == "Tours"

    with app.app_context(), transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
        proposal = session.execute(select(HostProposal)).scalar_one().id
    office = app.test_client()
    assert isinstance(office, PageClient)
    sign_in(office, coordinator)
    listed = office.page("/stages/structures")
    assert "Une correction proposée attend votre réponse" in listed
    assert "Ville, Téléphone du contact" in office.page("/stages/structures/propositions")
    answer = f"/stages/structures/propositions/{proposal}"
    assert "Téléphone du contact : rien → 02 47 00 00 00" in main_text(office.get(answer).text)
    done = office.submit(answer, {"accepted": "city"}, follow=True)
    assert "La réponse est enregistrée" in main_text(done.text)
    assert city(app) == "Blois"
    assert "Aucune correction n’attend" in office.page("/stages/structures/propositions")
    assert "Acceptée en partie" in main_text(office.get(answer).text)
    shown = client.page(url)
    assert "Ville : Tours → Blois (accepté)" in shown
    assert "(non retenu)" in shown


def test_a_desk_shows_no_other_contact_of_the_same_host(
    app: Flask, client: PageClient, contact: Contact
) -> None:
    with app.app_context(), transaction() as session:
        host = session.get_one(Organisation, contact.organisation_id)
        other = make_contact(session, organisation=host, name="Léa Petit").id
    sit_down(client, contact)
    assert client.get(f"/bureau/donnees/{contact.id}").status_code == 200
    assert "Léa Petit" not in client.page(f"/bureau/donnees/{other}", status=404)


def test_a_new_address_is_ticked_by_hand_and_ends_the_links_to_the_former_one(
    app: Flask, client: PageClient, contact: Contact
) -> None:
    sit_down(client, contact)
    url = f"/bureau/donnees/{contact.id}"
    client.submit(url, {"city": "Blois", "contact_email": "autre@example.org"})
    with app.app_context(), transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
        proposal = session.execute(select(HostProposal)).scalar_one().id
    office = app.test_client()
    assert isinstance(office, PageClient)
    sign_in(office, coordinator)
    answer = f"/stages/structures/propositions/{proposal}"
    page = office.get(answer).text
    assert form_values(find_form(page))["accepted"] == "city"
    assert "Vérifiez par une autre voie" in main_text(page)
    office.submit(answer, {"accepted": "contact_email"})
    assert client.get(url).headers["Location"] == "/bureau/nouveau-lien"


@pytest.mark.parametrize(
    ("typed", "is_open"),
    [
        pytest.param({"job_title": "Cadre"}, True, id="something-else"),
        pytest.param({"email": "autre@example.org"}, False, id="address"),
        pytest.param({"phone": "02 47 11 22 33"}, False, id="telephone"),
    ],
)
def test_a_changed_address_ends_the_links_that_went_to_the_former_one(
    app: Flask, client: PageClient, contact: Contact, *, typed: dict[str, str], is_open: bool
) -> None:
    sit_down(client, contact)
    with app.app_context(), transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
    office = app.test_client()
    assert isinstance(office, PageClient)
    sign_in(office, coordinator)
    done = office.submit(f"/stages/structures/contacts/{contact.id}/modifier", typed)
    assert done.status_code in {302, 303}
    assert (client.get("/bureau/").status_code == 200) is is_open
