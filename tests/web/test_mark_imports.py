"""A file of marks on screen: previewed cell by cell, imported whole, undone whole."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_writer import Sheet, write_xlsx
from msp_du.models import Enrolment, EnrolmentYear, MarkImport, Person
from msp_du.services import sheet_states
from tests.factories import make_marker, module_of
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk
from tests.support.marking import NOW
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    desk = open_mark_desk(app, client, session)
    for number, name in enumerate(("Adam", "Brûlé"), start=1):
        year_id = desk.add(name)
        with transaction() as s:
            person = s.execute(
                select(Person)
                .join(Enrolment, Enrolment.person_id == Person.id)
                .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
                .where(EnrolmentYear.id == year_id)
            ).scalar_one()
            person.student_number = f"2210000{number}"
    return desk


def upload(desk: MarkDesk, data: bytes, url: str | None = None) -> TestResponse:
    fields = {"file": (BytesIO(data), "notes.csv")}
    return desk.client.submit(url or f"{desk.url}/importer", fields)


def confirm(desk: MarkDesk, preview: TestResponse, **changes: str) -> TestResponse:
    form = find_form(preview.text)
    values = form_values(form) | changes
    return desk.client.post(form.get("action"), data=values, follow_redirects=True)


NASTY = (
    "N° Étudiant ;Nom;m112 cc;oral\r\n22100001;Adam; 12,5 ;abj\r\n22100002;Brûlé;ABI;\r\n"
).encode("latin-1")


def test_a_nasty_file_is_shown_imported_and_undone(desk: MarkDesk) -> None:
    desk.save({desk.field(desk.add("Curie")): "9"})
    before = desk.marks()
    preview = upload(desk, NASTY)
    text = main_text(preview.text)
    for said in (
        "La colonne « m112 cc » est lue comme M112-CC.",
        "La colonne « oral » est lue comme M112-O.",
        "M112-CC : 12,5, nouvelle",
        "M112-O : ABJ, nouvelle",
        "3 notes nouvelles",
        "Une case est vide : elle ne retire aucune note.",
    ):
        assert said in text
    assert desk.marks() == before
    answer = confirm(desk, preview)
    assert "3 notes importées." in main_text(answer.text)
    assert len(desk.marks()) == 4
    made = desk.session.execute(select(MarkImport)).scalar_one()
    again = desk.client.submit(
        f"/notes/{desk.cohort.id}/imports", action=f"/notes/imports/{made.id}/annuler", follow=True
    )
    text = main_text(again.text)
    assert "3 notes sont revenues à ce qu’elles étaient." in text
    assert "Annulé le" in text
    assert desk.marks() == before
    history = desk.client.page(f"{desk.url}/historique")
    assert "Annulation de l’import du" in history
    assert "12,5 → vide" in history
    assert "Dominique Bernard" in history


def test_a_changed_mark_names_both_values(desk: MarkDesk) -> None:
    confirm(desk, upload(desk, NASTY))
    text = main_text(upload(desk, b"trainee;M112-CC\n22100001;13\n22100002;ABI\n").text)
    assert "M112-CC : 12,5 → 13, changée" in text
    assert "Inchangé : M112-CC ABI" in text
    assert "Une note changée" in text


def test_everything_to_correct_is_said_with_its_place(desk: MarkDesk) -> None:
    data = b"trainee;M112-CC;M112-O\n22100001;25;=1+1\n999;12;\n"
    answer = upload(desk, data)
    assert answer.status_code == 422
    text = main_text(answer.text)
    for said in (
        "Ligne 2, colonne M112-CC : « 25 ». Une note ne dépasse pas 20.",
        "Ligne 2, colonne M112-O : « =1+1 ». Écrivez une note de 0 à 20",
        "Ligne 3 : Ce numéro n’est pas celui de quelqu’un de la promotion.",
    ):
        assert said in text
    assert desk.marks() == {}


def test_a_formula_in_a_workbook_is_never_computed(desk: MarkDesk) -> None:
    book = write_xlsx(Sheet("Notes", ["trainee", "M112-CC"], [["22100001", "=6*2"]]))
    assert "Écrivez une note de 0 à 20" in main_text(upload(desk, book).text)


def test_the_template_goes_back_filled_and_not_elsewhere(desk: MarkDesk) -> None:
    model = desk.client.get(f"{desk.url}/modele.xlsx")
    assert model.headers["Content-Disposition"] == (
        'attachment; filename="notes-P26-M112-session-1.xlsx"'
    )
    assert "Ce fichier ne change aucune note" in main_text(upload(desk, model.data).text)
    with transaction() as s:
        other = module_of(s, desk.cohort, "M111")
        make_marker(s, desk.cohort, other, account=s.merge(desk.tutor))
        other_id = other.id
    answer = upload(desk, model.data, f"/notes/{desk.cohort.id}/{other_id}/importer")
    assert answer.status_code == 422
    assert "Ce fichier est le modèle d’un autre module" in main_text(answer.text)


def test_published_marks_ask_why_before_a_file_corrects_them(desk: MarkDesk) -> None:
    confirm(desk, upload(desk, NASTY))
    with transaction() as s:
        place = (s.merge(desk.cohort), s.merge(desk.module), 1)
        sheet_states.finish(s, *place, actor=None, now=NOW)
        sheet_states.publish(s, *place, actor=None, now=NOW)
    preview = upload(desk, b"trainee;M112-CC\n22100001;13\n")
    refused = confirm(desk, preview)
    assert refused.status_code == 422
    assert "écrivez pourquoi elles changent" in main_text(refused.text)
    answer = confirm(desk, refused, reason="Erreur de report")
    assert "Une note importée." in main_text(answer.text)
    assert "Erreur de report" in desk.client.page(f"{desk.url}/historique")


def test_another_tutors_modules_are_a_fault_and_their_imports_unseen(desk: MarkDesk) -> None:
    data = b"trainee,M112-CC,M111-CC\n22100001,12,13\n"
    answer = upload(desk, data, f"/notes/{desk.cohort.id}/importer")
    assert answer.status_code == 422
    assert "Les notes de ce module ne vous sont pas confiées." in main_text(answer.text)
    confirm(desk, upload(desk, NASTY))
    made = desk.session.execute(select(MarkImport.id)).scalar_one()
    with transaction() as s:
        other = make_marker(s, desk.cohort, module_of(s, desk.cohort, "M111"))
    sign_in(desk.client, other)
    page = desk.client.page(f"/notes/{desk.cohort.id}/imports")
    assert "Aucune note n’a encore été importée." in page
    assert desk.client.get(f"{desk.url}/historique").status_code == 404
    token = form_values(find_form(desk.client.get(f"/notes/{desk.cohort.id}/importer").text))
    undo = desk.client.post(f"/notes/imports/{made}/annuler", data=token)
    assert undo.status_code == 404
    assert len(desk.marks()) == 3


@pytest.mark.parametrize("page", ["imports", "preview"])
def test_the_statements_do_not_grow_with_the_rows(desk: MarkDesk, page: str) -> None:
    def sent(rows: int) -> int:
        lines = [f"2210000{number};1{number}" for number in range(1, rows + 1)]
        data = ("trainee;M112-CC\n" + "\n".join(lines) + "\n").encode()
        preview = upload(desk, data)
        if page == "imports":
            confirm(desk, preview)
        with desk.app.app_context(), statements(db.engine) as found:
            if page == "imports":
                desk.client.get(f"/notes/{desk.cohort.id}/imports")
            else:
                upload(desk, data)
        return len(found)

    assert sent(1) == sent(2)
