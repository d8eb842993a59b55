"""Placements that rest, change hands and end on screen; the texts of agreements adapted."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Agreement,
    AgreementSigner,
    AgreementTemplate,
    Enrolment,
    Placement,
)
from msp_du.services import agreement_rows
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_placement,
)
from tests.support.client import PageClient, main_text, sign_in
from tests.support.office import Office, open_office


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


@pytest.fixture
def placement_id(office: Office) -> UUID:
    """A placement of the office's trainee without an agreement yet."""
    with office.app.app_context(), transaction() as session:
        enrolment = session.get_one(Enrolment, office.enrolment_id)
        make_account(
            session,
            Role.TRAINEE,
            person=enrolment.person,
            cohort=enrolment.cohort,
            email="stagiaire@example.org",
        )
        return make_placement(session, enrolment=enrolment, is_signed=False).id


def words(text: str) -> str:
    return main_text(text).replace("\u00a0", " ")


def seen(client: PageClient, url: str) -> str:
    """The words of a page."""
    return client.page(url).replace("\u00a0", " ")


def last(office: Office) -> Agreement:
    with office.app.app_context():
        statement = select(Agreement).order_by(Agreement.number.desc(), Agreement.edition.desc())
        paper = db.session().scalars(statement).first()
        assert paper is not None
        return paper


def signers(office: Office) -> dict[str, AgreementSigner]:
    paper_id = last(office).id
    with office.app.app_context():
        found = db.session().scalars(
            select(AgreementSigner).where(AgreementSigner.agreement_id == paper_id)
        )
        return {each.capacity.value: each for each in found}


def scan() -> tuple[BytesIO, str]:
    image = BytesIO()
    Image.new("RGB", (60, 80), "white").save(image, "PNG")
    image.seek(0)
    return image, "signe.png"


def prepared(office: Office, placement_id: UUID, **fields: str | list[str]) -> str:
    """Prepare a draft with the pre-filled form, send it; return the address of its page."""
    form = f"/conventions/stages/{placement_id}/preparer"
    ticked = re.findall(
        r'name="signers"[^>]*value="([^"]+)"[^>]*checked', office.client.get(form).text
    )
    assert len(ticked) == 3
    office.client.submit(form, {"signers": ticked} | fields)
    url = f"/conventions/{last(office).id}"
    office.client.submit(f"{url}/envoyer", {}, follow=True)
    return url


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
