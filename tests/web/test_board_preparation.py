"""A coordinator makes the board ready: tasks, list, gate, documents, sandbox, exports."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    AuditEvent,
    BoardSitting,
    Cohort,
    PlacementDocument,
    ReadLog,
)
from tests.factories import TODAY, make_account, make_enrolment, make_marker, module_of
from tests.factories.marks import finish_modules, make_sheet
from tests.support.board import NOW, boxes, log_minutes
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, main_text, sign_in
from tests.support.rows import rows_digest
from tests.support.statements import statements


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    """The cohort A1, with its coordinator signed in."""
    found = open_desk(client, session)
    sign(found, Role.COORDINATOR)
    return found


def sign(desk: Desk, role: Role, *, marks: str | None = None) -> None:
    with transaction() as s:
        account = make_account(s, role, display_name="Claude Martin")
        if marks:
            cohort = desk.cohort(s)
            make_marker(s, cohort, module_of(s, cohort, marks), account=account)
    sign_in(desk.client, account)


def url(desk: Desk, page: str, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"annee": "1", **asked}.items())
    return f"/jury/{desk.cohort_id}/{page}?{query}"


def read(desk: Desk, page: str, **asked: str) -> str:
    return desk.client.page(url(desk, page, **asked)).replace("\u00a0", " ")


def test_the_page_says_first_what_is_left_and_who_does_it(desk: Desk) -> None:
    with transaction() as s:
        cohort = desk.cohort(s)
        make_marker(s, cohort, module_of(s, cohort, "M111"), display_name="Inès Haddad")
        log_minutes(s, make_enrolment(s, cohort=cohort), 600, is_documented=False)
        s.add(make_sheet(cohort, module_of(s, cohort, "M112").id, anonymous_at=NOW))
    text = read(desk, "preparation")
    assert "Avant la séance : il reste 5 tâches" in text
    assert "M111 : une note, à saisir par Inès Haddad" in text
    assert "M112 : 2 notes, personne n’est nommé pour ce module" in text
    assert "M112 : personne n’est nommé pour ce module" in text
    assert "M111, par Inès Haddad" in text
    waits = "M112 : des numéros y remplacent encore les noms ; la coordination les lève Bloqué"
    assert waits in text
    assert "Une personne a encore 270 h à noter et à envoyer À compléter" in text
    assert "Attestation de stage : un document attendu À compléter" in text
    assert "Clore les séances passées Terminé" in text
    assert (
        f"/jury/{desk.cohort_id}/documents?annee=1"
        in desk.client.get(url(desk, "preparation")).text
    )


def test_a_complete_year_is_ready(desk: Desk) -> None:
    desk.candidate(family_name="Arnaud")
    with transaction() as s:
        finish_modules(s, desk.cohort(s))
    text = read(desk, "preparation")
    assert "Avant la séance : tout est prêt" in text
    assert "Camille Arnaud 12,50 Admission 1,50 jusqu’à la mention B 4 sur 4 –" not in text
    assert "Camille Arnaud 12,50 Admission 1,50 jusqu’à la mention B 3 sur 3 –" in text


def test_a_board_that_nobody_prepared_is_a_task_with_its_page(desk: Desk) -> None:
    desk.candidate()
    with transaction() as s:
        sitting = s.get_one(BoardSitting, desk.sitting_id)
        sitting.seats[0].is_president = False
    page = desk.client.get(url(desk, "preparation"))
    told = "Une séance est préparée, personne n’y est nommé pour présider"
    assert told in main_text(page.text)
    assert f'href="/jury/{desk.cohort_id}?annee=1"' in page.text
    with transaction() as s:
        sitting = s.get_one(BoardSitting, desk.sitting_id)
        sitting.state, sitting.closed_at = SittingState.CLOSED, NOW
    page = desk.client.get(url(desk, "preparation"))
    assert "Aucune séance n’est préparée : date, arrêté, membres" in main_text(page.text)
    assert f'href="{url(desk, "seances/nouvelle")}"' in page.text
    sign(desk, Role.REGISTRAR)
    assert url(desk, "seances/nouvelle") not in desk.client.get(url(desk, "preparation")).text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        pytest.param({}, "Arnaud Bensaïd Chol", id="everybody"),
        pytest.param({"resultat": "AJ"}, "Chol", id="result"),
        pytest.param({"condition": "hours"}, "Bensaïd", id="gate"),
        pytest.param({"manque": "year_average"}, "Chol", id="what-is-missing"),
        pytest.param({"proche": "1"}, "Chol", id="near"),
        pytest.param({"tri": "average"}, "Bensaïd Arnaud Chol", id="by-average"),
        pytest.param({"resultat": "XXX"}, "Arnaud Bensaïd Chol", id="asked-in-vain"),
        pytest.param({"resultat": "DEF"}, "", id="nobody"),
    ],
)
def test_the_list_is_sifted_and_sorted_by_its_address(
    desk: Desk, asked: dict[str, str], names: str
) -> None:
    desk.candidate(family_name="Arnaud")
    desk.candidate(family_name="Bensaïd", score="13", minutes=600)
    desk.candidate(family_name="Chol", score="9.6")
    text = read(desk, "preparation", **asked)
    at = {text.find(f"Camille {name}"): name for name in ("Arnaud", "Bensaïd", "Chol")}
    assert " ".join(at[place] for place in sorted(at) if place >= 0) == names
    count = len(names.split())
    shown = f"{count} dossiers affichés sur 3." if count > 1 else "affiché"
    assert shown in text


def test_documents_are_received_many_at_once(desk: Desk) -> None:
    with transaction() as s:
        ids = [
            log_minutes(s, make_enrolment(s, cohort=desk.cohort(s)), is_documented=False)
            for _person in range(2)
        ]
    form = desk.client.submit(url(desk, "documents"), {})
    assert form.status_code == 422
    assert "Cochez au moins un document." in form.text
    sent = boxes(TODAY, "received_on") | {"placements": [str(one) for one in ids]}
    done = desk.client.submit(url(desk, "documents"), sent, follow=True)
    assert "La réception de 2 documents est enregistrée." in done.text
    assert "Aucun document n’est attendu" in read(desk, "documents")
    assert set(desk.session.scalars(select(PlacementDocument.placement_id))) == set(ids)


def test_a_document_is_received_and_taken_back_on_the_placement(desk: Desk) -> None:
    with transaction() as s:
        placement = log_minutes(s, make_enrolment(s, cohort=desk.cohort(s)), is_documented=False)
    page = f"/stages/{placement}"
    assert "Attestation de stage Pas encore reçue." in desk.client.page(page)
    refused = desk.client.submit(f"{page}/document", boxes(TODAY.replace(year=2099), "received_on"))
    assert "La date de réception est à venir" in refused.text
    done = desk.client.submit(f"{page}/document", boxes(TODAY, "received_on"), follow=True)
    assert f"Reçue le {TODAY:%d/%m/%Y}." in done.text
    back = desk.client.submit(page, action=f"{page}/document/retirer", follow=True)
    assert "La réception du document est retirée." in back.text


def test_the_sandbox_shows_who_would_change_and_keeps_nothing(app: Flask, desk: Desk) -> None:
    arnaud = desk.candidate(family_name="Arnaud")
    desk.candidate(family_name="Bensaïd", score="15")
    with app.app_context():
        before = rows_digest()
    answer = desk.client.submit(url(desk, "essai"), {"pass_mark": "13"})
    assert answer.status_code == 200
    assert "Un dossier changerait sur 2" in answer.text
    shown = main_text(answer.text).split("Les règles")[0]
    assert "Camille Arnaud Résultat Admission Ajournement" in shown
    assert "Camille Bensaïd" not in shown
    tried = {"trainee": str(arnaud), "code": "M111-CC", "mark": "ABI"}
    answer = desk.client.submit(url(desk, "essai"), tried)
    assert "Un dossier changerait sur 2" in answer.text
    refused = desk.client.submit(url(desk, "essai"), tried | {"mark": "21"})
    assert refused.status_code == 422
    assert 'value="21"' in refused.text
    assert "Aucun dossier ne changerait" in desk.client.submit(url(desk, "essai"), {}).text
    with app.app_context():
        assert rows_digest() == before


def test_the_sandbox_asks_for_the_form_token(desk: Desk) -> None:
    desk.candidate()
    answer = desk.client.post(url(desk, "essai"), data={"pass_mark": "13"})
    assert answer.status_code == 400
    assert "changerait sur" not in answer.text


@pytest.mark.parametrize(
    ("role", "form", "head"),
    [
        pytest.param(Role.REGISTRAR, "csv", "Adresse électronique", id="registrar"),
        pytest.param(Role.BOARD_MEMBER, "csv", "M111 moyenne", id="board"),
        pytest.param(Role.TUTOR, "csv", "M112 moyenne", id="tutor"),
    ],
)
def test_an_export_is_a_neutral_file_that_leaves_a_trace(
    desk: Desk, role: Role, form: str, head: str
) -> None:
    desk.candidate(family_name="Arnaud")
    sign(desk, role, marks="M112" if role is Role.TUTOR else None)
    answer = desk.client.submit(url(desk, "resultats"), {"form": form})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="resultats-A1-1.csv"'
    header, row = answer.data.decode("utf-8-sig").splitlines()
    assert header.split(";")[3] == head
    assert ";Arnaud;Camille;" in row
    answer.close()
    desk.session.rollback()
    assert desk.session.scalars(
        select(AuditEvent.act).where(AuditEvent.act == "board:export")
    ).all() == ["board:export"]
    endpoints = desk.session.scalars(select(ReadLog.endpoint)).all()
    assert endpoints == ["board.export_results"]


def test_a_tutor_finds_the_export_beside_their_modules(desk: Desk) -> None:
    desk.candidate()
    sign(desk, Role.TUTOR, marks="M112")
    assert "Exporter les résultats" in desk.client.page("/notes/")
    page = read(desk, "resultats")
    assert "la moyenne et le code de vos modules : M112" in page
    with transaction() as s:
        cohort = desk.cohort(s)
        s.add(make_sheet(cohort, module_of(s, cohort, "M112").id, anonymous_at=NOW))
    page = read(desk, "resultats")
    assert "Les colonnes du module M112 n’y sont pas" in page
    assert "de vos modules" not in page
    workbook = desk.client.submit(url(desk, "resultats"), {"form": "xlsx"})
    assert workbook.data.startswith(b"PK")


@pytest.mark.parametrize("page", ["preparation", "essai", "documents", "resultats"])
def test_twenty_trainees_cost_as_many_statements_as_three(
    app: Flask, desk: Desk, page: str
) -> None:
    counts = []
    for more in (3, 17):
        with transaction() as s:
            cohort: Cohort = desk.cohort(s)
            for _person in range(more):
                log_minutes(s, make_enrolment(s, cohort=cohort), 600, is_documented=False)
        with app.app_context():
            engine = db.engine
        desk.client.get(url(desk, page))
        with statements(engine) as sent:
            assert desk.client.get(url(desk, page)).status_code == 200
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 30
