"""What the board has before it: cohorts, their years, a trainee's file; corrections of old ones."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import EnrolmentState, Level, MarkCode, ResultCode
from msp_du.extensions import db, transaction
from msp_du.models import Enrolment, EnrolmentYear
from tests.factories import TODAY
from tests.factories.boards import make_decision, make_year
from tests.support.board import log_minutes, make_candidate, rate_core
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, sign_in
from tests.support.statements import statements


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    return open_desk(client, session)


def test_the_list_says_what_is_missing_and_what_is_decided(desk: Desk) -> None:
    desk.candidate(family_name="Arnaud")
    desk.candidate(family_name="Bensaïd", minutes=273 * 60)
    with transaction() as s:
        year = make_candidate(s, desk.cohort(s), family_name="Chol", minutes=0)
        s.get_one(Enrolment, year.enrolment_id).state = EnrolmentState.SUSPENDED
    with transaction() as s:
        decided = make_candidate(s, desk.cohort(s), family_name="Diop")
        make_decision(s, enrolment=s.get_one(Enrolment, decided.enrolment_id), average="11")
    text = desk.client.page(f"/jury/{desk.cohort_id}").replace("\u00a0", " ")
    assert "Camille Arnaud 12,50 Admission – À décider" in text
    assert "Camille Bensaïd 12,50 En attente Il manque 7 h de stage validées En attente" in text
    assert "Camille Chol Inscription : suspendue 12,50 En attente" in text
    assert f"Camille Diop 11,00 Admission – Décidé le {TODAY:%d/%m/%Y}" in text
    assert f"PV 2026-14 {TODAY:%d/%m/%Y} Ouverte" in text
    assert "Préparer une séance" not in text
    sign_in(desk.client, desk.coordinator)
    assert "Préparer une séance" in desk.client.page(f"/jury/{desk.cohort_id}")


def test_the_overview_leads_to_each_year(desk: Desk) -> None:
    assert "Aucun dossier n’est encore ouvert." in desk.client.page("/jury/")
    desk.candidate()
    assert "A1, année 1 1 0 0" in desk.client.page("/jury/").replace("\u00a0", " ")
    assert f"/jury/{desk.cohort_id}?annee=1" in desk.client.get("/jury/").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 200), ("?annee=1", 200), ("?annee=2", 200), ("?annee=3", 404), ("?annee=un", 404)],
)
def test_a_year_of_the_curriculum_is_asked_for(desk: Desk, asked: str, status: int) -> None:
    text = desk.client.page(f"/jury/{desk.cohort_id}{asked}", status=status)
    assert ("Personne ne suit cette année" in text) is (status == 200)


def test_the_home_page_says_what_waits(desk: Desk) -> None:
    assert "Rien ne vous attend." in desk.client.page("/")
    year_id = desk.candidate(minutes=0)
    assert "Aucun dossier n’attend de décision." in desk.client.page("/")
    with transaction() as s:
        year = s.get_one(EnrolmentYear, year_id)
        log_minutes(s, s.get_one(Enrolment, year.enrolment_id))
        make_year(s, enrolment=s.get_one(Enrolment, year.enrolment_id), number=2)
    text = desk.client.page("/").replace("\u00a0", " ")
    assert "Un dossier est complet et attend une décision." in text
    assert "A1, année 1 1 0 0 A1, année 2 0 1 0" in text
    with transaction() as s:
        decided = s.get_one(Enrolment, s.get_one(EnrolmentYear, year_id).enrolment_id)
        make_decision(s, enrolment=decided)
    assert "A1, année 1" not in desk.client.page("/")


def test_a_file_shows_marks_conditions_and_causes_and_leads_to_the_sitting(desk: Desk) -> None:
    year_id = desk.candidate(
        score="11", but={"M143": MarkCode.FAIL, "M112-O": "20"}, minutes=273 * 60
    )
    with transaction() as s:
        year = s.get_one(EnrolmentYear, year_id)
        rate_core(s, s.get_one(Enrolment, year.enrolment_id), Level.BEGINNER, but=1)
    page = desk.client.get(f"/jury/decisions/{year_id}")
    assert f'href="{desk.file(year_id)}"' in page.text
    text = desk.client.page(f"/jury/decisions/{year_id}").replace("\u00a0", " ")
    for words in (
        "Camille Lefèvre",
        "Heures de stage 273 h sur 280 h : à valider",
        "Résultat calculé Ajournement",
        "M143 : non validé",
        "Il manque 7 h de stage validées",
        "Une compétence socle à valider",
        "La séance PV 2026-14 est ouverte",
    ):
        assert words in text
    assert re.search(r"UE1\.1 .* 3 1[12],\d\d Acquise", text)


def test_a_decision_of_before_is_shown_as_it_was_and_corrected(desk: Desk) -> None:
    year_id = desk.candidate(score="5")
    url = f"/jury/decisions/{year_id}"
    assert desk.client.get(f"{url}/correction").status_code == 404
    with transaction() as s:
        enrolment = s.get_one(Enrolment, s.get_one(EnrolmentYear, year_id).enrolment_id)
        first = make_decision(
            s, enrolment=enrolment, average="11", reference="PV 1", result=ResultCode.FAILED
        )
    text = desk.client.page(url)
    assert "Moyenne de l’année 11,00" in text
    assert "Les résultats ont changé depuis la décision." in text
    answers = {
        "result": "ADJ",
        "derogation": "Travaux rendus.",
        "reason": "Erreur de report.",
        "typed_reference": "PV 2",
    }
    refused = desk.client.submit(f"{url}/correction", answers)
    assert refused.status_code == 422
    assert "Recopiez la référence de la séance telle qu’elle est écrite." in refused.text
    assert "Travaux rendus." in refused.text
    done = desk.press(refused, typed_reference=" PV  1")
    assert done.status_code == 302
    text = desk.client.page(url)
    assert "Résultat Admission par le jury" in text
    assert "Décisions remplacées Ajournement, séance du" in text
    assert [each.replaces_id for each in desk.kept()].count(first.id) == 1


@pytest.mark.parametrize(
    "url", ["/", "/jury/", "/jury/{cohort}", "/jury/seances/{sitting}/dossiers"]
)
def test_thirty_files_cost_as_many_statements_as_three(app: Flask, desk: Desk, url: str) -> None:
    counts = []
    for more in (3, 27):
        for _file in range(more):
            desk.candidate(minutes=0)
        with app.app_context():
            engine = db.engine
        page = url.format(cohort=desk.cohort_id, sitting=desk.sitting_id)
        desk.client.get(page)  # the contents of the curriculum are read once a process
        with statements(engine) as sent:
            assert desk.client.get(page).status_code == 200
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 24
