"""One trainee's year before the board: read, decided, read again, corrected."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Level, MarkCode, Role
from msp_du.extensions import transaction
from msp_du.models import Enrolment, EnrolmentYear
from msp_du.services import decisions
from tests.factories import TODAY, make_account, make_mark
from tests.factories.boards import make_decision
from tests.support.board import boxes, rate_core
from tests.support.board_desk import DECISION, Desk, open_desk, url_of
from tests.support.client import PageClient, sign_in


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    return open_desk(client, session)


def test_a_file_shows_marks_conditions_and_causes(desk: Desk) -> None:
    year_id = desk.candidate(
        score="11", but={"M143": MarkCode.FAIL, "M112-O": "20"}, minutes=273 * 60
    )
    with transaction() as s:
        year = s.get_one(EnrolmentYear, year_id)
        rate_core(s, s.get_one(Enrolment, year.enrolment_id), Level.BEGINNER, but=1)
    text = desk.client.page(url_of(year_id)).replace("\u00a0", " ")
    assert "Camille Lefèvre" in text
    assert "M143" in text
    assert "Heures de stage 273 h sur 280 h : à valider" in text
    assert "Résultat calculé Ajournement" in text
    for cause in (
        "M143 : non validé",
        "Il manque 7 h de stage validées",
        "Une compétence socle à valider",
    ):
        assert cause in text
    assert re.search(r"UE1\.1 .* 3 1[12],\d\d Acquise", text)


def test_a_decision_is_read_again_before_it_is_kept(desk: Desk) -> None:
    year_id = desk.candidate()
    seen = desk.send(year_id, "check")
    assert seen.status_code == 200
    assert "Enregistrer\u00a0: admission" in seen.text
    assert desk.kept() == []
    final = desk.press(seen, step="record")
    assert final.status_code == 302
    text = desk.client.page(final.headers["Location"]).replace("\u00a0", " ")
    assert "La décision est enregistrée : Admission." in text
    assert f"Séance {TODAY:%d/%m/%Y} Référence PV 2026-14" in text
    assert "Par Hélène Darmon" in text
    assert "Corriger la décision" in text
    (made,) = desk.kept()
    assert (made.result, made.account_id) == ("ADM", desk.member_id)


def test_what_was_typed_comes_back_to_be_changed(desk: Desk) -> None:
    year_id = desk.candidate()
    back = desk.press(desk.send(year_id, "check", result="AJ"), step="edit")
    assert back.status_code == 200
    assert 'value="PV 2026-14"' in back.text
    assert re.search(r'value="AJ"[^>]* checked', back.text)
    assert desk.kept() == []


@pytest.mark.parametrize(
    ("score", "offered"),
    [("12.5", ["ADM", "AJ"]), ("5", ["ADJ", "AJ"])],
    ids=["admitted", "failed"],
)
def test_only_what_is_open_is_offered(desk: Desk, score: str, offered: list[str]) -> None:
    page = desk.client.get(url_of(desk.candidate(score=score))).text
    assert re.findall(r'name="result"[^>]*value="(\w+)"', page) == offered


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"result": "ADJ"}, "Choisissez une réponse de la liste.", id="not-open"),
        pytest.param({"result": ""}, "Choisissez une réponse", id="no-result"),
        pytest.param({"reference": " "}, "Référence de la séance", id="no-reference"),
        pytest.param(boxes(TODAY + timedelta(days=2)), "n’a pas encore eu lieu", id="in-future"),
        pytest.param(boxes(TODAY - timedelta(days=400)), "plus ancienne", id="too-old"),
    ],
)
def test_a_decision_is_refused_with_words(desk: Desk, changes: dict[str, str], words: str) -> None:
    answer = desk.send(desk.candidate(), "check", **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Erreur" in answer.text
    assert desk.kept() == []


def test_results_that_moved_are_shown_before_anything_is_kept(desk: Desk) -> None:
    year_id = desk.candidate(but={"M112-O": "0", "M112-CC": "1"})
    seen = desk.send(year_id, "check", result="ADJ")
    with transaction() as s:
        make_mark(s, s.get_one(EnrolmentYear, year_id), "M112-O", "18", session_number=2)
    refused = desk.press(seen, step="record")
    assert refused.status_code == 422
    assert "Les résultats ont changé depuis que cette page est ouverte" in refused.text
    assert 'value="PV 2026-14"' in refused.text
    assert "Admission par le jury" not in refused.text
    assert desk.kept() == []


def test_the_second_member_is_told_of_the_first_decision(desk: Desk) -> None:
    year_id = desk.candidate()
    seen = desk.send(year_id, "check", result="AJ")
    with transaction() as s:
        year = s.get_one(EnrolmentYear, year_id)
        make_decision(s, enrolment=s.get_one(Enrolment, year.enrolment_id), reference="PV 9")
    refused = desk.press(seen, step="record")
    assert refused.status_code == 422
    assert "Une décision vient d’être enregistrée" in refused.text
    assert "PV 9" in refused.text
    assert len(desk.kept()) == 1
    again = desk.press(desk.press(refused, step="check"), step="record")
    assert again.status_code == 302
    assert len(desk.kept()) == 2


def test_a_decided_year_is_shown_as_it_was_and_may_be_corrected(desk: Desk) -> None:
    year_id = desk.candidate(score="15")
    with transaction() as s:
        year = s.get_one(EnrolmentYear, year_id)
        enrolment = s.get_one(Enrolment, year.enrolment_id)
        first = make_decision(s, enrolment=enrolment, average="11", reference="PV 1")
    text = desk.client.page(url_of(year_id))
    assert "Moyenne de l’année 11,00" in text
    assert "Les résultats ont changé depuis la décision." in text
    assert "Continuer" not in text
    page = desk.client.get(f"{url_of(year_id)}?corriger=1")
    assert "Moyenne de l’année</dt>" in page.text
    assert "15,00" in page.text
    assert 'value="PV 1"' in page.text
    seen = desk.press(page, result="AJ", step="check")
    assert "remplacera celle qui est enregistrée\u00a0: admission" in seen.text
    assert desk.press(seen, step="record").status_code == 302
    text = desk.client.page(url_of(year_id))
    assert "Résultat Ajournement" in text
    assert "Décisions remplacées Admission, séance du" in text
    found = decisions.history(desk.session, desk.session.get_one(EnrolmentYear, year_id))
    assert [each.replaces_id for each in found] == [first.id, None]


def test_competencies_of_the_day_stay_with_the_decision(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        enrolment = s.get_one(Enrolment, s.get_one(EnrolmentYear, year_id).enrolment_id)
        rate_core(s, enrolment, Level.BEGINNER, but=2)
    seen = desk.send(year_id, "check", result="ADJ")
    assert desk.press(seen, step="record").status_code == 302
    with transaction() as s:
        rate_core(s, s.get_one(Enrolment, enrolment.id), Level.COMPETENT)
    text = desk.client.page(url_of(year_id)).replace("\u00a0", " ")
    assert "Compétences 18 compétences socles sur 20" in text
    assert "2 compétences socles à valider" in text
    assert "Les résultats ont changé depuis la décision." in text


def test_an_unreadable_id_of_the_replaced_decision_changes_nothing(desk: Desk) -> None:
    answer = desk.send(desk.candidate(), "record", replaces="x", seen="y")
    assert answer.status_code == 422
    assert "Les résultats ont changé" in answer.text
    assert desk.kept() == []


def test_the_last_sitting_fills_the_form(desk: Desk) -> None:
    desk.candidate()
    with transaction() as s:
        other = s.execute(select(Enrolment)).scalar_one()
        make_decision(s, enrolment=other, reference="PV 7", decided_on=TODAY)
    page = desk.client.get(url_of(desk.candidate())).text
    assert 'value="PV 7"' in page
    assert f'value="{TODAY.year}"' in page


def test_a_coordinator_reads_and_does_not_decide(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        account = make_account(s, Role.COORDINATOR, cohort=desk.cohort(s))
    sign_in(desk.client, account)
    assert "Admettre" not in desk.client.page(f"/jury/{desk.cohort_id}")
    text = desk.client.page(url_of(year_id))
    assert "Aucune décision n’est encore enregistrée." in text
    assert "Continuer" not in text
    assert "Jury" in desk.client.get("/").text


def test_nobody_decides_on_themselves(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        person = s.execute(select(Enrolment)).scalar_one().person
        account = make_account(s, Role.BOARD_MEMBER, person=person)
    sign_in(desk.client, account)
    assert "Continuer" not in desk.client.page(url_of(year_id))
    token = re.search(r'name="csrf_token" value="([^"]+)"', desk.client.get("/jury/").text)
    data = DECISION | {"step": "record", "csrf_token": token.group(1) if token else ""}
    assert desk.client.post(url_of(year_id), data=data).status_code == 404
    assert desk.kept() == []
