"""The law in the form of a placement: stopped, overridden, confirmed; its figures on one page."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution
from msp_du.services import legal_figures
from tests.factories import make_account
from tests.support.board import boxes
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office

STUDENT = {"regime": "student_internship"}


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def text_of(html: str) -> str:
    return main_text(html).replace("\u00a0", " ").replace("\u202f", " ")


def planned(hours: int) -> dict[str, str]:
    first = boxes(date(2026, 9, 1), "periods-0-starts_on")
    last = boxes(date(2027, 6, 30), "periods-0-ends_on")
    return STUDENT | first | last | {"periods-0-planned_minutes": str(hours)}


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
