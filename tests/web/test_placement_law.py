"""The law of placements on screen: stopped, overridden, shown; certificates, incidents, figures."""

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
    Institution,
    Placement,
    PlacementCertificate,
    PlacementDocument,
)
from msp_du.services import legal_figures
from tests.factories import TODAY, make_account, make_entry
from tests.factories.placement_law import make_draft, make_incident
from tests.support.board import boxes, log_minutes
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office
from tests.support.statements import statements

LATER = datetime.now(UTC) + timedelta(hours=1)
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n9\n%%EOF\n"
STUDENT = {"regime": "student_internship"}


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def planned(hours: int) -> dict[str, str]:
    first = boxes(date(2026, 9, 1), "periods-0-starts_on")
    last = boxes(date(2027, 6, 30), "periods-0-ends_on")
    return STUDENT | first | last | {"periods-0-planned_minutes": str(hours)}


def text_of(html: str) -> str:
    return main_text(html).replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_forbidden_is_shown_with_its_article_and_overridden(office: Office) -> None:
    refused = office.client.submit(office.new_url, planned(925) | {"service": "Accueil"})
    text = text_of(refused.text)
    assert refused.status_code == 422
    assert "La loi ne permet pas ce stage tel quel" in text
    assert "Interdit 925 h dans cette structure pendant l’année qui commence le 01/09/2026" in text
    assert "la loi en permet 924 h au plus" in text
    assert "Article L124-5 du Code de l’éducation" in text
    typed = form_values(find_form(refused.text))
    assert typed["service"] == "Accueil"
    again = office.client.post(office.new_url, data=typed | {"confirmed": "y"})
    assert again.status_code == 422
    reason = "Accord écrit de la présidence pour une année particulière."
    saved = office.client.post(
        office.new_url,
        data=typed | {"confirmed": "y", "override_reason": reason},
        follow_redirects=True,
    )
    text = text_of(saved.text)
    assert "Le stage est ouvert" in text
    assert "925 h = 132 jours = 6 mois (et 1 h)" in text
    assert reason in text
    assert "Dérogation de" in text
    url = f"/stages/{office.placement().id}/modifier"
    fewer = office.client.submit(url, {"periods-0-planned_minutes": "300"}, follow=True)
    text = text_of(fewer.text)
    assert "300 h = 42 jours = 1 mois et 20 jours (et 6 h)" in text
    assert "Dérogations précédentes 925 h dans cette structure" in text


def test_a_reason_that_may_name_somebody_is_read_again_and_kept(office: Office) -> None:
    refused = office.client.submit(office.new_url, planned(925))
    typed = form_values(find_form(refused.text)) | {"confirmed": "y"}
    reason = "Accord de Mme D. Martin, le 12/03/1984."
    guarded = office.client.post(office.new_url, data=typed | {"override_reason": reason})
    assert guarded.status_code == 422
    assert "Relisez ce texte" in main_text(guarded.text)
    kept = form_values(find_form(guarded.text))
    assert (kept["override_reason"], kept["confirmed"]) == (reason, "y")
    saved = office.client.post(
        office.new_url, data=kept | {"override_reason_checked": "y"}, follow_redirects=True
    )
    assert "Le stage est ouvert" in main_text(saved.text)


def test_what_is_custom_is_confirmed_once(office: Office) -> None:
    fields = planned(309) | {"weekly_minutes": "28", "presence": "night"}
    asked = office.client.submit(office.new_url, fields)
    text = text_of(asked.text)
    assert asked.status_code == 422
    assert "À vérifier 309 h dans cette structure" in text
    assert "une gratification est due dès la première heure" in text
    assert "Pourquoi ce stage est maintenu" not in text
    typed = form_values(find_form(asked.text))
    assert (typed["weekly_minutes"], typed["presence"]) == ("28", "night")
    saved = office.client.post(
        office.new_url, data=typed | {"confirmed": "y"}, follow_redirects=True
    )
    text = text_of(saved.text)
    assert "309 h = 44 jours = 2 mois (et 1 h)" in text
    assert "Relu et confirmé par" in text
    url = f"/stages/{office.placement().id}/modifier"
    edited = office.client.submit(url, {"service": "Accueil"}, follow=True)
    assert "Le stage est modifié" in text_of(edited.text)
    assert form_values(find_form(office.client.get(url).text))["weekly_minutes"] == "28 h".replace(
        " ", "\u00a0"
    )


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
    assert office.client.get(f"{url}/exemplaire-signe").data == PDF
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


def test_the_figures_are_set_on_one_page(app: Flask, client: PageClient) -> None:
    with app.app_context(), transaction() as session:
        administrator = make_account(session, Role.ADMINISTRATOR)
        institution_id = session.scalars(select(Institution.id)).one()
    sign_in(client, administrator)
    url = f"/etablissement/{institution_id}/regles-des-stages"
    assert "Article L124-5 : 924 heures" in text_of(client.get(url).text)
    rate = boxes(date(2027, 1, 1), "rates-2-applies_from")
    for wrong, words in (
        ({"rates-2-euros": "4,60"}, "Indiquez une date"),
        (rate | {"rates-2-euros": "4,605"}, "avec deux décimales au plus"),
        (rate | {"rates-2-euros": ""}, "Écrivez un montant"),
        (boxes(date(2026, 1, 1), "rates-2-applies_from") | {"rates-2-euros": "5"}, "un seul"),
        ({"year_day": "31", "year_month": "9"}, "un jour qui existe"),
        ({"usual_week_minutes": "49"}, "ne peuvent pas dépasser"),
    ):
        refused = client.submit(url, wrong)
        assert refused.status_code == 422
        assert words in text_of(refused.text), words
    fields = rate | {"rates-2-euros": "4,60", "most_minutes": "900", "year_month": "10"}
    stale = form_values(find_form(client.get(url).text))
    client.submit(url, fields)
    with app.app_context():
        found = legal_figures.of_institution(db.session(), institution_id)
    assert (found.most_minutes, found.year_starts.month) == (900 * 60, 10)
    assert [one.cents for one in found.rates] == [435, 450, 460]
    assert "Cette fiche a changé" in main_text(client.post(url, data=stale).text)
