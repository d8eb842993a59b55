"""The law of placements on screen: allowances, certificates, incidents."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import HoursState, Regime, Role
from msp_du.extensions import db, transaction
from msp_du.jobs.worker import run_due
from msp_du.models import (
    Account,
    AuditEvent,
    Enrolment,
    IncidentNotice,
    Placement,
    PlacementCertificate,
    PlacementDocument,
)
from tests.factories import TODAY, make_account, make_entry
from tests.factories.placement_law import make_draft, make_incident
from tests.support.board import boxes, log_minutes
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office
from tests.support.statements import statements

LATER = datetime.now(UTC) + timedelta(hours=1)
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def text_of(html: str) -> str:
    return main_text(html).replace("\u00a0", " ").replace("\u202f", " ")


def student_of(office: Office, app: Flask, hours: int = 309) -> UUID:
    """A student's placement with so many signed hours."""
    with app.app_context(), transaction() as session:
        enrolment = session.get_one(Enrolment, office.enrolment_id)
        placement_id = log_minutes(session, enrolment, hours * 60, is_documented=False)
        placement = session.get_one(Placement, placement_id)
        placement.regime = Regime.STUDENT_INTERNSHIP
        return placement_id


def test_the_page_and_the_file_of_a_cohort_say_what_is_due(office: Office, app: Flask) -> None:
    placement_id = student_of(office, app)
    with app.app_context(), transaction() as session:
        cohort = session.get_one(Enrolment, office.enrolment_id).cohort
        url, code = f"/stages/promotions/{cohort.id}/gratifications", cohort.code
    text = text_of(office.client.get(f"/stages/{placement_id}").text)
    assert "Gratification Due" in text
    assert "4,50 € l’heure" in text
    assert "Total 309 h 1 390,50 €" in text
    text = text_of(office.client.get(url).text)
    assert "Stage étudiant Due 309 h 1 390,50 €" in text
    taken = office.client.submit(url, {"form": "csv"})
    lines = taken.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nom;Numéro étudiant;Structure")
    assert lines[1].endswith("309,00;4,50;1390,50")
    assert f"gratifications-{code}.csv" in taken.headers["Content-Disposition"]
    with app.app_context():
        acts = db.session().scalars(select(AuditEvent.act)).all()
    assert "placements:export-allowances" in acts


def test_a_regime_without_allowance_says_why(office: Office) -> None:
    text = office.client.page(f"/stages/{office.opened()}")
    assert "Non prévue par la loi" in text
    assert "La formation continue est en dehors des règles du stage étudiant" in text


def test_a_sunday_that_is_not_stated_is_told(office: Office, app: Flask) -> None:
    placement_id = office.opened()
    sunday = TODAY - timedelta(days=TODAY.isoweekday())
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, placement_id)
        make_entry(session, placement=placement, worked_on=sunday)
    text = text_of(office.client.get(f"/stages/{placement_id}").text)
    assert f"{sunday:%d/%m/%Y} : le dimanche" in text
    office.client.submit(f"/stages/{placement_id}/modifier", {"presence": "sunday"})
    text = text_of(office.client.get(f"/stages/{placement_id}").text)
    assert "le dimanche" not in text


def test_a_draft_is_prepared_then_the_signed_copy_is_kept(office: Office, app: Flask) -> None:
    placement_id = student_of(office, app)
    url = f"/stages/{placement_id}"
    office.client.submit(url, action=f"{url}/attestation")
    assert "Le projet est en préparation" in office.client.page(url)
    assert run_due(app, now=LATER) == 1
    assert "Télécharger le projet à signer" in office.client.page(url)
    with app.app_context():
        draft = db.session().scalars(select(PlacementCertificate)).one()
        address = f"/stages/attestations/{draft.id}/fichier"
    assert office.client.get(address).data.startswith(b"%PDF-")
    upload = f"{url}/exemplaire-signe/deposer"
    wrong = office.client.submit(upload, {"scan": (BytesIO(b"MZ"), "a.pdf")})
    assert wrong.status_code == 422
    assert "n’est pas un PDF, une image PNG ou une image JPEG" in main_text(wrong.text)
    assert office.client.get(f"{url}/exemplaire-signe").status_code == 404
    early = boxes(date(2020, 1, 1), "received_on")
    refused = office.client.submit(upload, early | {"scan": (BytesIO(PDF), "a.pdf")})
    assert "ne peut pas être arrivé avant" in main_text(refused.text)
    kept = office.client.submit(upload, {"scan": (BytesIO(PDF), "a.pdf")}, follow=True)
    assert "Voir l’exemplaire signé" in main_text(kept.text)
    copy = office.client.get(f"{url}/exemplaire-signe")
    assert copy.data == PDF
    assert copy.headers["Content-Security-Policy"].endswith("; sandbox")
    with app.app_context():
        assert db.session().scalars(select(PlacementDocument.received_on)).one() == TODAY


def trainee_client(office: Office, app: Flask) -> PageClient:
    with app.app_context(), transaction() as session:
        person = session.get_one(Enrolment, office.enrolment_id).person
        account: Account = make_account(session, Role.TRAINEE, person=person)
    client = app.test_client()
    assert isinstance(client, PageClient)
    sign_in(client, account)
    return client


def test_the_trainee_reads_the_draft_and_the_signed_copy(office: Office, app: Flask) -> None:
    placement_id = office.opened()
    with app.app_context(), transaction() as session:
        make_draft(session, session.get_one(Placement, placement_id))
    client = trainee_client(office, app)
    text = client.page(f"/stages/{placement_id}")
    assert "Télécharger le projet à signer" in text
    assert "Voir l’exemplaire signé" in text
    assert "Préparer le projet" not in text


def test_an_incident_is_told_by_the_trainee_and_followed_by_the_coordinator(
    office: Office, app: Flask
) -> None:
    placement_id = office.opened()
    client, url = trainee_client(office, app), f"/stages/{placement_id}/incidents/declarer"
    yesterday = TODAY - timedelta(days=1)
    fields = boxes(yesterday, "happened_on") | {"clock": "14:30", "place": "travel"}
    future = client.submit(url, fields | boxes(TODAY + timedelta(days=2), "happened_on"))
    assert "Ce moment est à venir" in main_text(future.text)
    assert form_values(find_form(future.text))["clock"] == "14:30"
    told = text_of(client.submit(url, fields, follow=True).text)
    assert f"{yesterday:%d/%m/%Y} à 14 h 30, sur le trajet" in told
    with app.app_context():
        notice = db.session().scalars(select(IncidentNotice)).one()
        cohort_id = db.session().get_one(Enrolment, office.enrolment_id).cohort_id
    listed = f"/stages/promotions/{cohort_id}/incidents"
    assert "Déclaration à envoyer avant le" in office.client.page(listed)
    sending = f"/stages/incidents/{notice.id}/envoi"
    early = office.client.submit(sending, boxes(yesterday - timedelta(days=1), "sent_on"))
    assert "La déclaration part entre le jour de l’incident" in main_text(early.text)
    after = office.client.submit(sending, boxes(yesterday, "sent_on"), follow=True)
    assert "Déclaré à temps" in main_text(after.text)


def test_what_is_late_stands_first_in_the_list(office: Office, app: Flask) -> None:
    placement_id = office.opened()
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, placement_id)
        late = TODAY - timedelta(days=20)
        make_incident(session, placement, happened_on=late)
        make_incident(session, placement, sent_on=TODAY)
        cohort_id = placement.enrolment_year.enrolment.cohort_id
    text = office.client.page(f"/stages/promotions/{cohort_id}/incidents")
    assert text.index("En retard") < text.index("Déclaré")


def test_pages_take_as_many_statements_whatever_there_is(office: Office, app: Flask) -> None:
    placement_id = office.opened()
    with app.app_context():
        cohort_id = db.session().get_one(Enrolment, office.enrolment_id).cohort_id
    urls = [
        f"/stages/{placement_id}",
        f"/stages/promotions/{cohort_id}/incidents",
        f"/stages/promotions/{cohort_id}/gratifications",
    ]

    def add() -> None:
        with app.app_context(), transaction() as session:
            placement = session.get_one(Placement, placement_id)
            make_incident(session, placement)
            make_entry(session, placement=placement, state=HoursState.SUBMITTED)

    def count() -> list[int]:
        sent = []
        for url in urls:
            office.client.get(url)
            with app.app_context(), statements(db.engine) as few:
                assert office.client.get(url).status_code == 200
            sent.append(len(few))
        return sent

    add()
    once = count()
    for _ in range(4):
        add()
    assert count() == once
