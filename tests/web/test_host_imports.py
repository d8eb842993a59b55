"""Structures imported from a list or the national extract: preview first, then all at once."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import OrganisationKind
from msp_du.extensions import db, transaction
from msp_du.models import AuditEvent, Institution, Organisation
from msp_du.web.host_import_words import COLUMNS
from tests.factories import make_organisation
from tests.support.client import PageClient, find_form, form_values, main_text
from tests.support.hosts import EXTRACT
from tests.support.office import Office, open_office


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def import_url(office: Office) -> str:
    with office.app.app_context():
        institution = db.session().execute(select(Institution)).scalar_one()
        return f"/stages/structures/importer/{institution.id}"


def send(office: Office, data: bytes, **fields: str) -> str:
    url = import_url(office)
    token = form_values(find_form(office.client.get(url).text))["csrf_token"]
    content = {"csrf_token": token, "file": (BytesIO(data), "liste.csv"), **fields}
    return office.client.post(url, data=content, content_type="multipart/form-data").text


def structures(office: Office) -> dict[str, Organisation]:
    with office.app.app_context():
        found = db.session().execute(select(Organisation)).scalars().all()
        return {row.name: row for row in found}


def test_a_list_is_previewed_then_applied_and_changes_nothing_twice(office: Office) -> None:
    data = (
        "Nom;Type;Ville;FINESS\r\nLe Relais;;Blois;750712184\r\nMaison du Lac;Clubhouse;Annecy;\r\n"
    ).encode("windows-1252")
    preview = send(office, data)
    text = main_text(preview)
    assert "Ville : Tours → Blois" in text
    assert "FINESS : rien → 750712184" in text
    assert "Nouvelle structure" in text
    assert set(structures(office)) == {"Le Relais"}
    confirm = find_form(preview, action=f"{import_url(office)}/confirmer")
    done = office.client.post(
        f"{import_url(office)}/confirmer", data=form_values(confirm), follow_redirects=True
    )
    assert "2 structures sont reprises" in main_text(done.text)
    found = structures(office)
    assert (found["Le Relais"].city, found["Le Relais"].finess) == ("Blois", "750712184")
    assert found["Le Relais"].kind is OrganisationKind.MUTUAL_AID_GROUP
    assert found["Maison du Lac"].kind is OrganisationKind.CLUBHOUSE
    with office.app.app_context():
        acts = db.session().execute(select(AuditEvent.act)).scalars().all()
    assert acts[-3:] == ["organisations:edit", "organisations:create", "organisations:import"]
    assert "il n’y a rien à importer" in main_text(send(office, data))


def test_a_faulty_list_says_what_and_where_and_writes_nothing(office: Office) -> None:
    text = main_text(send(office, b"Nom;SIRET\r\nA;12\r\nB;\r\n"))
    assert "SIRET : « 12 » n’est pas un SIRET" in text
    assert "Nouvelle structure" in text
    assert set(structures(office)) == {"Le Relais"}
    assert "est vide" in main_text(send(office, b"  "))


def test_what_changed_since_the_preview_is_asked_again(office: Office) -> None:
    preview = send(office, b"Nom;Ville\r\nMaison;Annecy\r\n")
    fields = form_values(find_form(preview, action=f"{import_url(office)}/confirmer"))
    with office.app.app_context(), transaction() as session:
        make_organisation(session, name="Maison")
    again = office.client.post(f"{import_url(office)}/confirmer", data=fields)
    assert again.status_code == 422
    assert "Ville : Tours → Annecy" in main_text(again.text)
    assert structures(office)["Maison"].city == "Tours"
    lost = office.client.post(f"{import_url(office)}/confirmer", data=fields | {"staged": "x"})
    assert "Importer des structures" in main_text(lost.text)
    assert lost.status_code == 422


def test_a_name_that_another_number_has_stands_in_the_way(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        session.get_one(Organisation, office.host_id).finess = "750712184"
    text = main_text(send(office, b"Nom;FINESS\r\nLe Relais;010000024\r\n"))
    assert "Une autre structure porte ce nom" in text


def test_establishments_are_picked_in_the_national_extract(office: Office) -> None:
    data = EXTRACT.encode("windows-1252")
    assert "Dites quoi chercher" in main_text(send(office, data))
    assert "Rien de tel" in main_text(send(office, data, wanted="nulle part"))
    page = send(office, data, department="75")
    assert "2 établissements" in main_text(page)
    choose = f"{import_url(office)}/choisir"
    fields = form_values(find_form(page, action=choose))
    assert fields["kind-750100125"] == "hospital_service"
    assert fields["kind-750140014"] == "other"
    none = office.client.post(choose, data=fields)
    assert "Cochez au moins une structure" in main_text(none.text)
    chosen = fields | {"pick": "750140014", "kind-750140014": "clubhouse"}
    preview = office.client.post(choose, data=chosen)
    assert "Clubhouse, PARIS, 750140014" in main_text(preview.text)
    confirm = f"{import_url(office)}/confirmer"
    office.client.post(confirm, data=form_values(find_form(preview.text, action=confirm)))
    made = structures(office)["CLUB DU PORT"]
    assert (made.kind, made.finess) == (OrganisationKind.CLUBHOUSE, "750140014")
    assert (made.category_code, made.category_label) == ("999", "Lieu divers")
    assert set(structures(office)) == {"Le Relais", "CLUB DU PORT"}
    expired = office.client.post(choose, data=chosen | {"staged": "y"})
    assert expired.status_code == 422


def test_the_extract_may_be_larger_than_any_other_request(office: Office) -> None:
    url = import_url(office)
    token = form_values(find_form(office.client.get(url).text))["csrf_token"]
    fields = {"csrf_token": token, "wanted": "fleyriat", "department": ""}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n'
    filler = "\ngeolocalisation;" + "0" * 12_000_000
    body = "".join([*parts, head, EXTRACT, filler, "\r\n--x--\r\n"]).encode()
    page = office.client.post(url, data=body, content_type="multipart/form-data; boundary=x")
    assert "1 établissement répond" in main_text(page.text)


def test_the_model_has_the_columns_that_are_read(office: Office) -> None:
    model = office.client.get("/stages/structures/liste-modele.csv")
    assert model.data.decode("utf-8-sig").strip().split(";") == [
        str(one) for one in COLUMNS.values()
    ]
    assert "Aucune ligne sous les titres" in main_text(send(office, model.data))


def test_ids_of_linked_bodies_survive_an_import(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        body: UUID = make_organisation(session, name="Gestionnaire").id
    office.client.submit(
        f"/stages/structures/{office.host_id}/modifier", {"manager": str(body), "notes": "Sonnez"}
    )
    preview = send(office, b"Nom;Ville\r\nLe Relais;Blois\r\n")
    confirm = f"{import_url(office)}/confirmer"
    office.client.post(confirm, data=form_values(find_form(preview, action=confirm)))
    page = office.client.page(f"/stages/structures/{office.host_id}")
    assert all(words in page for words in ("Blois", "Gestionnaire", "Sonnez"))
