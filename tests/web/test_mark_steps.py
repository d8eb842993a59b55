"""The life of a module's marks on screen: dates, finished, published, questions, numbers."""

import csv
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import Account, EnrolmentYear, Job, MarkMessage
from msp_du.services import anonymity
from tests.factories import TODAY, make_account, make_marker, mark_year, module_of
from tests.support.client import PageClient, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    return open_mark_desk(app, client, session)


def act(desk: MarkDesk, action: str) -> str:
    answer = desk.client.submit(f"{desk.url}/suivi", action=f"{desk.url}/{action}", follow=True)
    return main_text(answer.text)


def coordinator(desk: MarkDesk) -> Account:
    with transaction() as s:
        return make_account(s, Role.COORDINATOR, cohort=s.merge(desk.cohort))


def trainee(desk: MarkDesk, year_id: UUID) -> Account:
    with transaction() as s:
        person = s.get_one(EnrolmentYear, year_id).enrolment.person
        return make_account(s, Role.TRAINEE, cohort=s.merge(desk.cohort), person=person)


def test_marks_are_finished_published_and_then_corrected_with_a_word(desk: MarkDesk) -> None:
    year_id = desk.add()
    desk.save({desk.field(year_id): "9"})
    account = trainee(desk, year_id)
    assert "Une note n’est pas encore saisie." in desk.client.page(f"{desk.url}/suivi")
    assert "La saisie est déclarée terminée." in act(desk, "terminer")
    assert "Ces notes sont publiées" in act(desk, "publier")
    assert "Publié" in desk.client.page("/notes/")
    refused = desk.save({desk.field(year_id): "11"})
    assert refused.status_code == 422
    assert "écrivez pourquoi elles changent" in main_text(refused.text)
    told = desk.save({desk.field(year_id): "11", "reason": "Copie recomptée"})
    assert "Une note enregistrée." in main_text(told.text)
    assert "Copie recomptée" in desk.client.page(f"{desk.url}/historique")
    sign_in(desk.client, account)
    own = desk.client.page("/notes/")
    assert "Notes déjà publiées" in own
    assert "Dossier de situation en contrôle continu : 11" in own
    assert "Histoire et modèles" not in own


def test_a_trainee_asks_about_a_published_mark_and_reads_the_answer_beside_it(
    desk: MarkDesk,
) -> None:
    year_id = desk.add()
    account = trainee(desk, year_id)
    thread = f"/notes/questions/{year_id}/{desk.module.id}"
    sign_in(desk.client, account)
    assert "Celle-ci ne l’est pas encore." in desk.client.page(thread)
    sign_in(desk.client, desk.tutor)
    assert "Aucune question n’a été posée." in desk.client.page(thread)
    act(desk, "terminer")
    act(desk, "publier")
    sign_in(desk.client, account)
    wary = desk.client.submit(thread, {"text": "Appelez-moi au 06 12 34 56 78"})
    assert wary.status_code == 422
    assert "de quoi reconnaître une personne" in main_text(wary.text)
    asked = desk.client.submit(thread, {"text": "Où ai-je perdu des points ?"}, follow=True)
    assert "Votre question est envoyée." in main_text(asked.text)
    sign_in(desk.client, desk.tutor)
    assert "M112, une question attend" in desk.client.page("/")
    assert "Une question attend" in desk.client.page("/notes/")
    assert "Attend une réponse depuis" in desk.client.page(f"{desk.url}/suivi")
    desk.client.submit(thread, {"text": "Dans la deuxième partie."}, follow=True)
    assert "une question attend" not in desk.client.page("/")
    sign_in(desk.client, account)
    own = desk.client.page("/notes/")
    assert "Où ai-je perdu des points ?" in own
    assert "Réponse : Dans la deuxième partie." in own


def test_a_thread_is_for_the_trainee_and_whoever_marks_the_module(desk: MarkDesk) -> None:
    year_id, other_id = desk.add("Adam"), desk.add("Brun")
    with transaction() as s:
        stranger = make_marker(s, s.merge(desk.cohort), module_of(s, desk.cohort, "M111"))
    for account in (trainee(desk, other_id), stranger):
        sign_in(desk.client, account)
        answer = desk.client.get(f"/notes/questions/{year_id}/{desk.module.id}")
        assert answer.status_code == 404


def test_dates_are_set_by_the_coordination_and_late_marks_come_first(desk: MarkDesk) -> None:
    desk.add()
    with transaction() as s:
        make_marker(
            s, s.merge(desk.cohort), module_of(s, desk.cohort, "M111"), account=s.merge(desk.tutor)
        )
    sign_in(desk.client, coordinator(desk))
    late = TODAY - timedelta(days=3)
    day = {"day": str(late.day), "month": str(late.month), "year": str(late.year)}
    page = f"{desk.url}/dates"
    early = {f"s1_0_due-{part}": text for part, text in day.items()}
    after = {f"s1_0_sits-{part}": text for part, text in day.items()} | {
        "s1_0_sits-year": str(late.year + 1)
    }
    refused = desk.client.submit(page, early | after)
    assert refused.status_code == 422
    assert "Les notes ne sont pas attendues avant le jour" in main_text(refused.text)
    saved = desk.client.submit(page, early, follow=True)
    assert "Les dates sont enregistrées." in main_text(saved.text)
    assert f"{late:%d/%m/%Y}" in main_text(saved.text)
    sign_in(desk.client, desk.tutor)
    home = desk.client.page("/")
    assert f"attendues le {late:%d/%m/%Y}" in home
    assert "En retard" in home
    assert home.index("M112") < home.index("M111")
    assert "En retard" in desk.client.page("/notes/")
    assert f"notes attendues le {late:%d/%m/%Y}" in desk.client.page(desk.url)
    assert desk.client.get(page).status_code == 403


def marks_taken_away(desk: MarkDesk) -> list[str]:
    """What the file of results says of the module, whose names stand beside."""
    url = f"/jury/{desk.cohort.id}/resultats"
    file = desk.client.submit(url, {"form": "csv"})
    rows = csv.DictReader(file.data.decode("utf-8-sig").splitlines(), delimiter=";")
    return [row.get("M112 moyenne", "") for row in rows]


def test_numbers_hide_names_on_every_page_until_the_coordination_lifts_them(
    desk: MarkDesk,
) -> None:
    people = desk.add("Adam", "Inès"), desk.add("Zola", "Rose")
    chief = coordinator(desk)
    sign_in(desk.client, chief)
    page = f"{desk.url}/suivi"
    desk.client.submit(page, {"act": "on"}, action=f"{desk.url}/anonymat")
    sign_in(desk.client, desk.tutor)
    names = numbered_cells(desk)
    desk.save({f"mark.{name}": "9" for name in names[:2]})
    assert list(desk.marks().values()) == [Decimal(9)] * 2
    row = names[0].split(".")[0]
    urls = (desk.url, f"{desk.url}/historique", f"{desk.url}/commentaires/{UUID(row)}")
    for url in (*urls, f"{desk.url}/historique?suivi={UUID(row)}"):
        source = desk.client.get(url).text
        assert not any(str(one) in source or one.hex in source for one in people), url
    assert "9" in desk.client.page(f"{desk.url}/historique?suivi={UUID(row)}")
    for one in people:
        assert desk.client.get(f"{desk.url}/commentaires/{one}").status_code == 404
        assert "Aucune note" in desk.client.page(f"{desk.url}/historique?suivi={one}")
    for account in (desk.tutor, chief):
        sign_in(desk.client, account)
        for url in (desk.url, f"{desk.url}/historique", page, f"{desk.url}/importer"):
            text = desk.client.page(url)
            assert "Adam" not in text, url
            assert "Zola" not in text, url
    model = template_texts(desk.client.get(f"{desk.url}/modele.xlsx").data)
    assert model[:2] == ["N° anonyme", "M112-CC"]
    assert not any("Adam" in text or "Zola" in text for text in model)
    sign_in(desk.client, desk.tutor)
    assert marks_taken_away(desk) == ["", ""]
    sign_in(desk.client, chief)
    assert marks_taken_away(desk) == ["", ""]
    desk.client.submit(page, {"act": "lift"}, action=f"{desk.url}/anonymat")
    assert sorted(marks_taken_away(desk)) == ["", "9,00"]
    text = desk.client.page(page)
    assert "Anonyme depuis le" in text
    assert "Anonymat levé le" in text
    assert "Inès Adam" in desk.client.page(desk.url)


def test_what_the_script_is_told_of_a_sheet_without_names_names_nobody(desk: MarkDesk) -> None:
    people = desk.add("Adam", "Inès"), desk.add("Zola", "Rose")
    with transaction() as session:
        anonymity.switch_on(session, desk.cohort, desk.module, 1, actor=None, now=datetime.now(UTC))
    first, second = numbered_cells(desk)[::2]
    saved = desk.send({"name": first, "typed": "9", "seen": "0 "})
    stale = desk.send(
        {"name": first, "typed": "12", "seen": "0 "}, {"name": second, "typed": "25", "seen": "0 "}
    )
    named = desk.send(*(desk.cell(one, "14") for one in people))
    assert [each.status_code for each in (saved, stale, named)] == [200, 409, 422]
    told = (stale.json or {})["cells"]
    assert (told[first]["mine"], told[first]["theirs"]) == ("12", "9")
    assert {each["said"] for each in (named.json or {})["cells"].values()} == {
        "La liste a changé depuis que cette page est ouverte. Relisez-la, puis enregistrez."
    }
    assert list(desk.marks().values()) == [Decimal(9)]
    assert set((saved.json or {})["rows"]) == {first.split(".")[0]}
    for answer in (saved, stale):
        for hidden in ("Adam", "Zola", *(one.hex for one in people), *map(str, people)):
            assert hidden not in answer.text


def test_a_published_mark_is_corrected_cell_by_cell_with_a_reason(desk: MarkDesk) -> None:
    year_id, other = desk.add(), desk.add("Adam")
    desk.send(desk.cell(year_id, "9"))
    trainee(desk, year_id)
    act(desk, "terminer")
    assert "Ces notes sont publiées" in act(desk, "publier")
    correction = desk.cell(year_id, "11", "1 900")
    unsaid = desk.send(correction, desk.cell(other, "10"))
    assert unsaid.status_code == 422
    cells = (unsaid.json or {})["cells"]
    assert "écrivez pourquoi elles changent" in cells[correction["name"]]["said"]
    assert sorted(map(str, desk.marks().values())) == ["10", "9"]
    doubtful = desk.send(correction, reason="Copie de Mme Dupont recomptée")
    assert doubtful.status_code == 422
    assert "Mme Dupont" in (doubtful.json or {})["reason"]["said"]
    assert desk.send(correction, reason="Copie recomptée").status_code == 200
    assert sorted(map(str, desk.marks().values())) == ["10", "11"]
    assert desk.client.page(f"{desk.url}/historique").count("Copie recomptée") == 1
    jobs = desk.session.execute(select(Job.kind)).scalars().all()
    assert jobs.count(JobKind.MAIL_MARK_CHANGED) == 1


def numbered_cells(desk: MarkDesk) -> list[str]:
    """The cells of the page that may be written in, in their order, by their names."""
    return re.findall(r'name="mark\.([^"]+)"', desk.client.get(desk.url).text)


def template_texts(data: bytes) -> list[str]:
    return [cell.text for row in read_table(data).rows for cell in row.cells]


def test_resits_are_listed_with_their_file(desk: MarkDesk) -> None:
    year_id = desk.add("Adam", "Inès")
    weak = dict.fromkeys(("M112-CC", "M112-O", "M111-CC", "M113-D", "M113-O"), "5")
    with transaction() as s:
        mark_year(s, s.get_one(EnrolmentYear, year_id), "12", but=dict(weak))
    page = f"/notes/{desk.cohort.id}/rattrapages"
    text = desk.client.page(page)
    assert "Inès Adam" in text
    assert "M112" in text
    assert "M111" not in text
    file = desk.client.get(f"{page}/fichier?format=csv")
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Module;Titre;N° étudiant;Nom;Date de l’épreuve"
    assert [line.split(";")[0] for line in lines[1:]] == ["M112"]
    assert "Inès Adam" in template_texts(desk.client.get(f"{page}/fichier").data)


@pytest.mark.parametrize("page", ["suivi", "historique", "rattrapages"])
def test_the_statements_do_not_grow_with_the_people(desk: MarkDesk, page: str) -> None:
    weak = dict.fromkeys(("M112-CC", "M112-O", "M111-CC", "M113-D", "M113-O"), "5")

    def sent(people: int) -> int:
        for _ in range(people):
            year_id = desk.add()
            with transaction() as s:
                year = s.get_one(EnrolmentYear, year_id)
                mark_year(s, year, "12", but=dict(weak))
                s.add(
                    MarkMessage(
                        institution_id=year.institution_id,
                        enrolment_year_id=year.id,
                        module_id=desk.module.id,
                        is_answer=False,
                        text="Pourquoi ?",
                        written_at=year.enrolment.cohort.created_at,
                    )
                )
        url = desk.url if page != "rattrapages" else f"/notes/{desk.cohort.id}"
        with desk.app.app_context(), statements(db.engine) as found:
            desk.client.page(f"{url}/{page}")
        return len(found)

    sent(1)
    assert sent(1) == sent(4)
