"""Structures and their contacts, as a coordinator keeps them."""

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import JobKind, OrganisationKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Contact, Job, Organisation
from tests.factories import make_account, make_institution, make_organisation
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office
from tests.support.statements import statements


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def test_structures_are_listed_without_accents_and_found_by_name(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        for name in ("Émeraude", "Zénith", "Eden"):
            make_organisation(session, name=name)
        make_organisation(session, name="Entraide anonyme", kind=OrganisationKind.TWELVE_STEP_GROUP)
    text = office.client.page("/stages/structures")
    order = [text.index(name) for name in ("Eden", "Émeraude", "Entraide", "Le Relais", "Zénith")]
    assert order == sorted(order)
    assert "Sans stage" in text
    found = office.client.page("/stages/structures?q=EMERAUDÉ")
    assert "Émeraude" in found
    assert "Zénith" not in found
    assert "Aucune structure ne porte ce nom" in office.client.page("/stages/structures?q=100%")


def test_a_structure_is_added_once(office: Office) -> None:
    fields = {"name": "Maison du Lac", "kind": "mutual_aid_group", "city": "Tours"}
    page = office.client.submit("/stages/structures/nouvelle", fields, follow=True)
    assert "La structure est ajoutée" in main_text(page.text)
    assert "Maison du Lac" in main_text(page.text)
    twice = office.client.submit("/stages/structures/nouvelle", fields)
    assert "Une structure porte déjà ce nom" in main_text(twice.text)
    blank = office.client.submit("/stages/structures/nouvelle", {"name": ""})
    assert blank.status_code == 422


def test_a_coordinator_of_two_institutions_says_which(app: Flask, client: PageClient) -> None:
    with app.app_context(), transaction() as session:
        one, two = make_institution(session, name="Université A"), make_institution(session)
        account = make_account(session, Role.COORDINATOR, institution=one)
        account.grants += make_account(session, Role.COORDINATOR, institution=two).grants
        two_id = two.id
    sign_in(client, account)
    fields = {"institution": str(two_id), "name": "Atelier", "kind": "clubhouse"}
    client.submit("/stages/structures/nouvelle", fields)
    with app.app_context():
        made = db.session().execute(select(Organisation)).scalar_one()
    assert made.institution_id == two_id


def test_a_structure_is_changed_unless_someone_else_did(office: Office) -> None:
    url = f"/stages/structures/{office.host_id}/modifier"
    stale = form_values(find_form(office.client.get(url).text))
    page = office.client.submit(url, {"can_sign_hours": ""}, follow=True)
    assert "personne n’y signe les heures" in main_text(page.text)
    refused = office.client.post(url, data=stale | {"name": "Autre"})
    assert "Cette fiche a changé" in main_text(refused.text)
    assert form_values(find_form(refused.text))["name"] == "Autre"


def test_a_contact_is_added_changed_and_invited(office: Office) -> None:
    base = f"/stages/structures/{office.host_id}"
    fields = {"name": "Léa Petit", "capacity": "host_supervisor", "job_title": "Animatrice"}
    assert "Le contact est ajouté" in main_text(
        office.client.submit(f"{base}/contacts/nouveau", fields, follow=True).text
    )
    with office.app.app_context():
        added = (
            db.session().execute(select(Contact).where(Contact.name == "Léa Petit")).scalar_one()
        )
    edit = f"/stages/structures/contacts/{added.id}/modifier"
    invite = f"/stages/structures/contacts/{added.id}/inviter"
    token = form_values(find_form(office.client.get(edit).text))["csrf_token"]
    refused = office.client.post(invite, data={"csrf_token": token}, follow_redirects=True)
    assert "Il manque l’adresse électronique" in main_text(refused.text)
    office.client.submit(edit, {"email": "Lea.Petit@example.org"})
    invited = office.client.submit(base, action=invite, follow=True)
    assert "Accès ouvert" in main_text(invited.text)
    with office.app.app_context():
        account = (
            db.session()
            .execute(select(Account).where(Account.email == "lea.petit@example.org"))
            .scalar_one()
        )
        assert [grant.role for grant in account.grants] == [Role.SUPERVISOR]
        assert db.session().get_one(Contact, added.id).account_id == account.id
        jobs = db.session().execute(select(Job.kind)).scalars().all()
    assert jobs == [JobKind.MAIL_INVITATION]
    stale = office.client.submit(edit, {"version": "1"})
    assert "Cette fiche a changé" in main_text(stale.text)


def test_a_contact_form_left_blank_is_asked_again(office: Office) -> None:
    url = f"/stages/structures/{office.host_id}/contacts/nouveau"
    refused = office.client.submit(url, {"email": "pas une adresse"})
    assert refused.status_code == 422
    assert "Écrivez une adresse complète" in main_text(refused.text)


def test_the_registrar_reads_structures_and_changes_none(office: Office, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        registrar = make_account(session, Role.REGISTRAR)
    sign_in(office.client, registrar)
    assert "Ajouter une structure" not in office.client.page("/stages/structures")
    assert "Modifier" not in office.client.page(f"/stages/structures/{office.host_id}")
    edit = office.client.get(f"/stages/structures/{office.host_id}/modifier")
    assert edit.status_code == 403


def test_the_list_costs_the_same_at_3_and_at_30_structures(office: Office) -> None:
    def cost() -> int:
        with office.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert office.client.get("/stages/structures").status_code == 200
        return len(sent)

    def add(count: int) -> None:
        with office.app.app_context(), transaction() as session:
            for _ in range(count):
                make_organisation(session)

    add(2)
    office.client.get("/stages/structures")
    few = cost()
    add(27)
    assert cost() == few
    add(30)
    assert "Page 1 sur 2" in office.client.page("/stages/structures")
    assert "Page 2 sur 2" in office.client.page("/stages/structures?page=2")
