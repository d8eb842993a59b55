"""The award gate of one trainee: why each condition stands where it does, what would fix it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.extensions import db, transaction
from msp_du.models import Enrolment, EnrolmentYear, Organisation
from tests.factories import TODAY, make_enrolment
from tests.factories.boards import make_decision, make_year
from tests.support.board import log_minutes
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, sign_in
from tests.support.statements import statements


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    """The cohort A1, with its coordinator signed in."""
    found = open_desk(client, session)
    sign_in(client, found.coordinator)
    return found


def test_the_gate_of_both_years_says_why_and_what_would_fix_it(desk: Desk) -> None:
    year_id = desk.candidate(family_name="Arnaud", minutes=273 * 60)
    with transaction() as s:
        enrolment = s.get_one(Enrolment, s.get_one(EnrolmentYear, year_id).enrolment_id)
        make_decision(s, enrolment=enrolment, average="12.5")
        make_year(s, enrolment=enrolment, number=2)
        enrolment_id = enrolment.id
    text = desk.client.page(f"/jury/conditions/{enrolment_id}").replace("\u00a0", " ")
    assert f"Décision du jury du {TODAY:%d/%m/%Y} : admission." in text
    assert "Notes Condition remplie Moyenne de l’année : 12,50 –" in text
    assert (
        "Heures de stage À valider 273 h validées sur 280 h Il manque 7 h de stage validées "
        "Les heures qui manquent sont à noter, puis à faire valider par la structure d’accueil."
    ) in text
    assert "Assiduité Non examinée Aucune séance n’est encore close. –" in text
    assert "Document de stage Condition remplie Documents reçus : 1 sur 1 –" in text
    assert "Année 2" in text
    assert "et d’autres À recevoir des modules" in text


def test_only_who_may_read_the_placement_is_told_who_owes_its_document(desk: Desk) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s, cohort=desk.cohort(s))
        log_minutes(s, enrolment, is_documented=False)
        page = f"/jury/conditions/{enrolment.id}"
        host = s.scalars(select(Organisation.name)).one()
    told = (
        "Document de stage À valider Documents reçus : 0 sur 1 Attestation de stage : à recevoir "
        "Le document de fin de stage est à remettre à la coordination."
    )
    asked = f" À demander à : {host}."
    assert told + asked in desk.client.page(page).replace("\u00a0", " ")
    sign_in(desk.client, desk.president)
    text = desk.client.page(page).replace("\u00a0", " ")
    assert told in text
    assert host not in text


def test_the_gate_page_costs_the_same_for_one_year_and_two(app: Flask, desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        enrolment_id: UUID = s.get_one(EnrolmentYear, year_id).enrolment_id
    with app.app_context():
        engine = db.engine
    counts = []
    for _years in (1, 2):
        desk.client.get(f"/jury/conditions/{enrolment_id}")
        with statements(engine) as sent:
            desk.client.get(f"/jury/conditions/{enrolment_id}")
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
        with transaction() as s:
            make_year(s, enrolment=s.get_one(Enrolment, enrolment_id), number=2)
    assert counts[0] == counts[1]
