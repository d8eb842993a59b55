"""The lists of the board, who is admitted at once, and what its home page says."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import EnrolmentState
from msp_du.extensions import db, transaction
from msp_du.models import Enrolment, EnrolmentYear
from tests.factories import TODAY
from tests.factories.boards import make_decision, make_year
from tests.support.board import boxes, log_minutes, make_candidate
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient
from tests.support.statements import statements


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    return open_desk(client, session)


def test_the_list_says_what_is_missing_and_what_is_decided(desk: Desk) -> None:
    low = {f"M12{module}-{kind}": "7.99" for module, kind in ((1, "CC"), (2, "CC"), (3, "CC"))}
    desk.candidate(family_name="Arnaud")
    desk.candidate(family_name="Bensaïd", minutes=273 * 60)
    with transaction() as s:
        year = make_candidate(s, desk.cohort(s), family_name="Chol", minutes=0)
        s.get_one(Enrolment, year.enrolment_id).state = EnrolmentState.SUSPENDED
    with transaction() as s:
        decided = make_candidate(s, desk.cohort(s), family_name="Diop", but=low)
        make_decision(s, enrolment=s.get_one(Enrolment, decided.enrolment_id), average="11")
    text = desk.client.page(f"/jury/{desk.cohort_id}").replace("\u00a0", " ")
    assert "Camille Arnaud 12,50 Admission – À décider" in text
    assert "Camille Bensaïd 12,50 En attente Il manque 7 h de stage validées En attente" in text
    assert "Camille Chol Inscription : suspendue 12,50 En attente" in text
    assert f"Camille Diop 11,00 Admission – Décidé le {TODAY:%d/%m/%Y}" in text
    assert "Admettre le dossier sans réserve" in text


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


def admissions(desk: Desk) -> str:
    return f"/jury/{desk.cohort_id}/admissions?annee=1"


def test_everybody_admitted_at_once_is_listed_first(desk: Desk) -> None:
    for name in ("Arnaud", "Bensaïd"):
        desk.candidate(family_name=name)
    desk.candidate(family_name="Chol", score="5")
    page = desk.client.page(admissions(desk))
    assert "Camille Arnaud 12,50 Camille Bensaïd 12,50" in page
    assert "Chol" not in page
    assert "Enregistrer 2 admissions" in page
    done = desk.client.submit(admissions(desk), boxes(TODAY) | {"reference": "PV 3"}, follow=True)
    assert "2 admissions sont enregistrées." in done.text
    assert {each.reference for each in desk.kept()} == {"PV 3"}
    assert "Aucun dossier n’est à admettre sans réserve." in desk.client.page(admissions(desk))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"reference": ""}, "Remplissez", id="no-reference"),
        pytest.param(boxes(TODAY + timedelta(days=2)), "n’a pas encore eu lieu", id="in-future"),
        pytest.param({"seen": "x"}, "Les résultats ont changé", id="list-changed"),
    ],
)
def test_admitting_everybody_is_refused_with_words(
    desk: Desk, changes: dict[str, str], words: str
) -> None:
    desk.candidate()
    sent = boxes(TODAY) | {"reference": "PV 3"} | changes
    answer = desk.client.submit(admissions(desk), sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert desk.kept() == []
    if "seen" in changes:
        assert desk.press(answer).status_code == 302
        assert len(desk.kept()) == 1


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


@pytest.mark.parametrize("url", ["/", "/jury/", "/jury/{cohort}"])
def test_thirty_files_cost_as_many_statements_as_three(app: Flask, desk: Desk, url: str) -> None:
    counts = []
    for more in (3, 27):
        for _file in range(more):
            desk.candidate(minutes=0)
        with app.app_context():
            engine = db.engine
        page = url.format(cohort=desk.cohort_id)
        desk.client.get(page)  # the contents of the curriculum are read once a process
        with statements(engine) as sent:
            assert desk.client.get(page).status_code == 200
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 15
