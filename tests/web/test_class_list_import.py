"""A class list on screen: previewed row by row, then imported whole or not at all."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.class_list import read
from msp_du.files.class_list_faults import Column
from msp_du.models import Account, Cohort, Enrolment, Job, Organisation, Person
from msp_du.web import staging
from tests.factories import make_account, make_cohort
from tests.support import class_lists as lists
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.statements import statements

DATA = Path(__file__).parents[1] / "files/data"
COUNTED = (Person, Account, Enrolment, Organisation, Job)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, code="P1")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR, cohort=cohort)
    sign_in(client, account)
    return client


def example(name: str) -> bytes:
    return (DATA / f"class-list-{name}.csv").read_bytes()


def upload(client: PageClient, cohort: Cohort, data: bytes) -> TestResponse:
    fields = {"file": (BytesIO(data), "liste.csv")}
    return client.submit(f"/promotions/{cohort.id}/importer", fields)


def confirm(client: PageClient, preview: TestResponse, **changes: Any) -> TestResponse:
    form = find_form(preview.text)
    return client.post(form.get("action"), data=form_values(form) | changes, follow_redirects=True)


def rows_in(session: Session) -> list[int]:
    session.rollback()
    return [session.execute(select(func.count(table.id))).scalar_one() for table in COUNTED]


@pytest.mark.parametrize("name", ["clean", "nasty"])
def test_a_list_is_previewed_then_imported(
    coordinator: PageClient, session: Session, cohort: Cohort, name: str
) -> None:
    before = rows_in(session)
    preview = upload(coordinator, cohort, example(name))
    count = len(read(example(name), today=lists.TODAY).rows)
    assert preview.status_code == 200
    assert rows_in(session) == before
    assert f"Importer {count} personnes" in main_text(preview.text)
    page = confirm(coordinator, preview)
    assert f"{count} personnes sont inscrites." in main_text(page.text)
    after = rows_in(session)
    assert (after[0], after[2], after[-1]) == (count, count, 0)


def test_the_nasty_list_is_told_how_its_columns_are_read(
    coordinator: PageClient, cohort: Cohort
) -> None:
    words = main_text(upload(coordinator, cohort, example("nasty")).text).replace("\u00a0", " ")
    assert "La colonne « Observations » n’est pas connue : elle est ignorée." in words
    assert "Gwenaëlle LE BIHAN" in words
    assert "Clinique de l’Étang" in words


def test_every_fault_stands_in_its_row_and_column_and_nothing_is_written(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    before = rows_in(session)
    answer = upload(coordinator, cohort, example("faulty"))
    words = main_text(answer.text).replace("\u00a0", " ")
    assert answer.status_code == 422
    assert "Rien n’est importé tant que des lignes sont à corriger." in words
    assert "Date de naissance : « le printemps » n’est pas une date." in words
    found = read(example("faulty"), today=lists.TODAY)
    in_columns = [fault for row in found.rows for fault in row.faults if fault.column]
    assert answer.text.count("<li><strong>") == len(in_columns)
    assert "confirmer" not in answer.text
    assert rows_in(session) == before


def test_an_address_of_another_account_is_a_fault_that_names_nobody(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        make_account(writing, email="odile@example.org", display_name="Zoé Tabou")
    answer = upload(coordinator, cohort, lists.table({}).encode())
    words = main_text(answer.text).replace("\u00a0", " ")
    assert "Adresse électronique : Cette adresse est déjà celle d’un autre compte." in words
    assert "Tabou" not in answer.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "vide"),
        (b"PK\x03\x04...", "est un classeur de tableur"),
        (b"nom;prenom\nMartel;Odile\n", "manque"),
    ],
    ids=["empty", "workbook", "no-columns"],
)
def test_a_file_of_which_nothing_can_be_read_is_told_why(
    coordinator: PageClient, cohort: Cohort, data: bytes, sentence: str
) -> None:
    answer = upload(coordinator, cohort, data)
    assert answer.status_code == 422
    assert sentence in main_text(answer.text)


def test_confirming_twice_imports_once_and_shows_them_as_there(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    preview = upload(coordinator, cohort, lists.table({}, lists.OTHER).encode())
    confirm(coordinator, preview)
    again = confirm(coordinator, preview)
    words = main_text(again.text)
    assert again.status_code == 422
    assert "Les données ont changé depuis l’aperçu" in words
    assert "il n’y a rien à importer" in words
    assert rows_in(session)[0] == 2


def test_a_list_imported_again_adds_only_who_is_new(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    confirm(coordinator, upload(coordinator, cohort, lists.table({}).encode()))
    change = {"chosen_name": "Dom"}
    preview = upload(coordinator, cohort, lists.table(change, lists.OTHER).encode())
    words = main_text(preview.text).replace("\u00a0", " ")
    assert "Déjà dans la promotion, laissée de côté" in words
    assert "laissé tel quel : Prénom choisi" in words
    assert "Importer une personne" in words
    page = confirm(coordinator, preview)
    assert "Une personne est inscrite." in main_text(page.text)


def test_invitations_leave_only_if_the_box_is_ticked(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    preview = upload(coordinator, cohort, lists.table({}, lists.OTHER).encode())
    confirm(coordinator, preview, invite="y")
    assert rows_in(session)[-1] == 2


def test_what_a_preview_carries_serves_one_cohort_only(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
        other = make_cohort(writing)
    sign_in(client, account)
    preview = upload(client, cohort, lists.table({}).encode())
    carried = form_values(find_form(preview.text))
    answer = client.post(f"/promotions/{other.id}/importer/confirmer", data=carried)
    assert "Cet aperçu n’est plus valable" in main_text(answer.text)
    assert rows_in(session)[0] == 0


def test_a_list_too_heavy_for_a_page_is_told_so(
    coordinator: PageClient, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MAX_CHARACTERS", 100)
    answer = upload(coordinator, cohort, lists.table({}).encode())
    assert "Ce fichier est trop lourd pour un seul envoi." in main_text(answer.text)


def test_a_confirmation_of_nothing_is_refused(coordinator: PageClient, cohort: Cohort) -> None:
    form = find_form(coordinator.get(f"/promotions/{cohort.id}/importer").text)
    token = form_values(form)["csrf_token"]
    answer = coordinator.post(
        f"/promotions/{cohort.id}/importer/confirmer", data={"csrf_token": token}
    )
    assert answer.status_code == 422
    assert "Cet aperçu n’est plus valable" in main_text(answer.text)


def test_a_preview_of_thirty_asks_no_more_than_one_of_three(
    coordinator: PageClient, cohort: Cohort
) -> None:
    many = [
        {"email": f"p{number}@example.org", "student_number": f"E{number}"} for number in range(30)
    ]
    asked = []
    for changes in (many[:3], many):
        with statements(db.engine) as sent:
            upload(coordinator, cohort, lists.table(*changes).encode())
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_the_model_is_a_list_that_the_import_reads(coordinator: PageClient) -> None:
    answer = coordinator.get("/promotions/liste-modele.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfNom de naissance;")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste-modele.csv"'
    header = answer.data.decode("utf-8-sig").strip()
    row = ";".join(lists.GOOD[column] for column in Column)
    found = read(f"{header}\r\n{row}\r\n".encode(), today=lists.TODAY)
    assert {match.column for match in found.columns} == set(Column)
    assert found.is_clean
    assert found.notes == ()
