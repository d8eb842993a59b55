"""Placements that rest, change hands and end on screen; the texts of agreements adapted."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Agreement,
    AgreementTemplate,
    Placement,
)
from msp_du.services import agreement_rows
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
)
from tests.support.agreement_office import (
    last,
    make_unsigned,
    prepared,
    seen,
    words,
)
from tests.support.client import PageClient, sign_in
from tests.support.office import Office, open_office


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


@pytest.fixture
def placement_id(office: Office) -> UUID:
    """A placement of the office's trainee without an agreement yet."""
    return make_unsigned(office)


def test_a_placement_rests_goes_on_changes_hands_and_ends(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        placement = session.get_one(Placement, office.opened())
        make_contact(session, organisation=placement.organisation, name="Lou Martin")
        url = f"/conventions/stages/{placement.id}"
        placement_id = placement.id

    def day(name: str, value: object) -> dict[str, str]:
        parts = str(value).split("-")
        names = (f"{name}-{key}" for key in ("year", "month", "day"))
        return dict(zip(names, parts, strict=True))

    office.client.submit(f"{url}/suspendre", day("starts_on", TODAY - timedelta(days=3)))
    assert "Le stage est suspendu." in seen(office.client, url)
    office.client.submit(f"{url}/reprendre", day("resumes_on", TODAY))
    form = office.client.get(f"{url}/suivi").text
    other = re.search(r'<option value="([^"]+)"[^>]*>Lou Martin', form)
    assert other is not None
    office.client.submit(f"{url}/suivi", {"contact": other[1]})
    wrong = office.client.submit(f"{url}/finir", day("ended_on", TODAY + timedelta(days=31)))
    assert wrong.status_code == 422
    assert "ce dernier exclu" in words(wrong.text)
    office.client.submit(f"{url}/finir", day("ended_on", TODAY))
    page = seen(office.client, url)
    assert "Tutorat de stage : Lou Martin" in page
    assert "avant Amina Diallo" in page
    assert "repris le" in page
    assert "142 h 18 prévues au lieu de 280 h" in page
    again = office.client.submit(url, {}, action=f"{url}/finir/annuler", follow=True)
    assert "La fin anticipée est annulée" in words(again.text)
    with office.app.app_context():
        rows = db.session().get_one(Placement, placement_id).periods
        assert [each.planned_minutes for each in rows] == [280 * 60]


def test_a_text_with_an_unknown_place_names_its_line(office: Office, placement_id: UUID) -> None:
    with office.app.app_context():
        institution = db.session().get_one(Placement, placement_id).institution_id
        with transaction() as session:
            whole = make_account(session, Role.COORDINATOR)
    sign_in(office.client, whole)
    url = f"/conventions/textes/{institution}?cadre=continuing_education"
    faulty = office.client.submit(url, {"text": "Bonjour\n{{ nom }}"})
    assert faulty.status_code == 422
    assert "Ligne 2 : « nom » n’est pas un champ connu." in words(faulty.text)
    tried = office.client.submit(url, {"text": "# Accord\n{{ trainee }} <b>{{ host }}</b>"})
    assert "Camille MARTIN <b>Association Exemple, Tours</b>" in words(tried.text)
    with office.app.app_context():
        assert db.session().scalars(select(AgreementTemplate)).all() == []
    keep = {"keep": "1"}
    office.client.submit(url, {"text": "# Accord\n{{ trainee }}"} | keep)
    prepared(office, placement_id)
    assert "Accord" in seen(office.client, f"/conventions/{last(office).id}")
    office.client.submit(url, {"text": "# Autre\n{{ trainee }}"} | keep)
    with office.app.app_context():
        facts = agreement_rows.facts_of(db.session().get_one(Agreement, last(office).id))
    assert facts is not None
    assert facts.template.startswith("# Accord")
