"""Placements, as a coordinator arranges them and others read them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import OrganisationKind, Regime, Role
from msp_du.extensions import db, transaction
from msp_du.models import Person, Placement
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_entry,
    make_institution,
    make_organisation,
    make_placement,
)
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.office import Office, open_office

PERIOD = {
    "periods-0-starts_on-day": "1",
    "periods-0-starts_on-month": "9",
    "periods-0-starts_on-year": "2026",
    "periods-0-ends_on-day": "31",
    "periods-0-ends_on-month": "12",
    "periods-0-ends_on-year": "2026",
    "periods-0-planned_minutes": "140",
}


def second(**change: str) -> dict[str, str]:
    row = {key.replace("-0-", "-1-"): value for key, value in PERIOD.items()}
    return row | {f"periods-1-{key.replace('__', '-')}": value for key, value in change.items()}


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def test_a_placement_is_opened_in_two_steps(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        tutor = make_account(session, Role.TUTOR, display_name="Noé Tuteur")
        make_organisation(session, name="Jamais", kind=OrganisationKind.TWELVE_STEP_GROUP)
        tutor_id = tutor.id
    choice = office.client.page(f"/stages/nouveau/{office.enrolment_id}")
    assert "Le Relais" in choice
    assert "Jamais" not in choice
    form = office.client.page(office.new_url)
    assert "module P151 (280 h)" in form
    assert "M111" not in form
    fields = PERIOD | {"service": "Accueil", "academic_tutor": str(tutor_id)}
    page = office.client.submit(office.new_url, fields, follow=True)
    text = main_text(page.text).replace("\u00a0", " ")
    assert "Le stage est ouvert" in text
    assert "Stage du 01/09/2026" in text
    assert "du 01/09/2026 au 31/12/2026, 140 h prévues" in text
    assert "Noé Tuteur" in text
    assert "0 h sur 280 h" in text
    placement = office.placement()
    assert placement.regime is Regime.CONTINUING_EDUCATION
    assert placement.contact_id == office.contact_id


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "Indiquez au moins une période", id="no period"),
        pytest.param({**PERIOD, "periods-0-planned_minutes": ""}, "Indiquez une durée", id="half"),
        pytest.param(
            {**PERIOD, "periods-0-planned_minutes": "0"},
            "au moins une minute",
            id="nothing planned",
        ),
        pytest.param(
            {**PERIOD, "periods-0-ends_on-year": "2025"}, "doit finir le jour", id="backwards"
        ),
        pytest.param({**PERIOD, **second()}, "se chevauchent", id="twice the same"),
        pytest.param({**PERIOD, "periods-0-starts_on-day": "32"}, "n’existe pas", id="no such day"),
        pytest.param({**PERIOD, "regime": "none"}, "Choisissez une réponse", id="no such regime"),
    ],
)
def test_a_placement_with_a_fault_is_asked_again(
    office: Office, fields: dict[str, str], words: str
) -> None:
    refused = office.client.submit(office.new_url, {**fields, "service": "Accueil"})
    assert refused.status_code == 422
    assert words in main_text(refused.text)
    assert form_values(find_form(refused.text))["service"] == "Accueil"
    with office.app.app_context():
        assert db.session().execute(select(Placement)).first() is None


def test_a_host_without_contact_leads_to_adding_one(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        bare = make_organisation(session)
        silent = make_organisation(session, can_sign_hours=False)
    base = f"/stages/nouveau/{office.enrolment_id}"
    assert "Il manque un contact" in office.client.page(f"{base}/{bare.id}")
    assert office.client.get(f"{base}/{silent.id}").status_code == 404


def test_a_placement_is_changed_within_the_hours_already_logged(office: Office) -> None:
    placement_id = office.opened()
    with office.app.app_context(), transaction() as session:
        make_entry(session, placement=session.get_one(Placement, placement_id), worked_on=TODAY)
    url = f"/stages/{placement_id}/modifier"
    tomorrow = TODAY + timedelta(days=1)
    late = {
        "periods-0-starts_on-day": str(tomorrow.day),
        "periods-0-starts_on-month": str(tomorrow.month),
        "periods-0-starts_on-year": str(tomorrow.year),
    }
    refused = office.client.submit(url, late)
    assert f"Des heures sont déjà notées le {TODAY:%d/%m/%Y}" in main_text(refused.text)
    stale = form_values(find_form(office.client.get(url).text))
    page = office.client.submit(url, {"periods-0-planned_minutes": "200"}, follow=True)
    assert "200\u00a0h prévues" in page.text
    again = office.client.post(url, data=stale)
    assert "Cette fiche a changé" in main_text(again.text)


def test_the_trainee_and_the_tutor_read_a_placement_and_strangers_do_not(
    office: Office, app: Flask
) -> None:
    placement_id = office.opened()
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, placement_id)
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        trainee = make_account(session, Role.TRAINEE, person=person)
        tutor, stranger = (make_account(session, Role.TUTOR) for _ in range(2))
        placement.academic_tutor_id = tutor.id
        coordinator = make_account(session, Role.COORDINATOR)
        enrolment_id = placement.enrolment_year.enrolment_id
    expected = (
        (trainee, "Ajouter des heures", 'href="/heures/">Retour'),
        (tutor, "", 'href="/">Retour'),
        (coordinator, "", f'href="/promotions/inscriptions/{enrolment_id}">Retour'),
        (stranger, None, ""),
    )
    for account, words, way_back in expected:
        client = app.test_client()
        assert isinstance(client, PageClient)
        sign_in(client, account)
        if words is not None:
            text = client.page(f"/stages/{placement_id}")
            assert "Le Relais" in text
            assert words in text
            assert way_back in client.get(f"/stages/{placement_id}").text
            assert ("Modifier le stage" in text) is (account is coordinator)
        else:
            assert client.get(f"/stages/{placement_id}").status_code == 404


def test_what_belongs_elsewhere_is_a_page_that_does_not_exist(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        elsewhere = make_institution(session, code="zz-elsewhere")
        organisation = make_organisation(session, institution=elsewhere)
        contact = make_contact(session, organisation=organisation)
        foreign = make_placement(session)  # another cohort
        targets = {
            "/stages/structures/{}": organisation.id,
            "/stages/structures/{}/modifier": organisation.id,
            "/stages/structures/{}/contacts/nouveau": organisation.id,
            "/stages/structures/contacts/{}/modifier": contact.id,
            "/stages/nouveau/{}": foreign.enrolment_year.enrolment_id,
            f"/stages/nouveau/{office.enrolment_id}/{{}}": organisation.id,
            "/stages/{}": foreign.id,
            "/stages/{}/modifier": foreign.id,
        }
    for pattern, theirs in targets.items():
        for one in (theirs, uuid4()):
            assert office.client.get(pattern.format(one)).status_code == 404, pattern
