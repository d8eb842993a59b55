"""Credits, the passage after the board, transfers and what is taken back, on screen."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.undo import UNDO_TABLE, Undo, UndoFlow
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    AcademicYear,
    ClassListImport,
    Cohort,
    Credit,
    Enrolment,
    EnrolmentYear,
    PersonMerge,
)
from msp_du.services import class_lists
from msp_du.web.access import declared_access
from msp_du.web.undo_pages import UNDO_PLACES
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_curriculum,
    make_enrolment,
    make_institution,
    make_person,
    module_of,
    year_of,
)
from tests.factories.boards import make_decision
from tests.factories.moves import make_credit
from tests.support import class_lists as lists
from tests.support.board import boxes
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.statements import statements


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, institution=make_institution(writing), code="P1")


@pytest.fixture
def enrolment(session: Session, cohort: Cohort) -> Enrolment:
    with transaction() as writing:
        return make_enrolment(writing, cohort=cohort)


@pytest.fixture
def desk(session: Session, cohort: Cohort, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    return client


def test_a_coordinator_credits_a_unit_and_takes_it_back(
    desk: PageClient, session: Session, enrolment: Enrolment
) -> None:
    url = f"/promotions/inscriptions/{enrolment.id}/acquis"
    year = year_of(session, enrolment)
    typed = {
        "part": f"{year.id}:UE1.1",
        "kind": "equivalence",
        "average": "20,5",
        "reference": "VAPP 2026-3",
        **boxes(TODAY),
    }
    refused = desk.submit(url, typed)
    assert refused.status_code == 422
    assert "20,5" in refused.text
    page = desk.submit(url, typed | {"average": "13,5"}, follow=True)
    words = main_text(page.text)
    assert "UE1.1" in words
    assert "Équivalence" in words
    assert "13,50" in words
    assert "VAPP 2026-3" in words
    session.rollback()
    (credit,) = session.execute(select(Credit.id)).scalars()
    gone = desk.submit(url, action=f"/promotions/acquis/{credit}/retirer", follow=True)
    assert "Rien n’est encore crédité." in main_text(gone.text)


def test_a_coordinator_who_follows_the_course_credits_nothing_to_themselves(
    client: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        person = writing.get_one(Enrolment, enrolment.id).person
        account = make_account(writing, Role.COORDINATOR, cohort=cohort, person=person)
        credit = make_credit(writing, year_of(writing, enrolment), "M112")
    sign_in(client, account)
    url = f"/promotions/inscriptions/{enrolment.id}/acquis"
    assert url not in client.get(f"/promotions/inscriptions/{enrolment.id}").text
    assert client.get(url).status_code == 404
    data = {"csrf_token": csrf_token(client)}
    assert client.post(f"/promotions/acquis/{credit.id}/retirer", data=data).status_code == 404
    session.rollback()
    assert session.get(Credit, credit.id) is not None


def test_the_marks_sheet_shows_the_exemption_and_is_closed(
    desk: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        make_credit(writing, year_of(writing, writing.get_one(Enrolment, enrolment.id)), "M112")
        module = module_of(writing, cohort)
    page = desk.get(f"/notes/{cohort.id}/{module.id}")
    assert "Dispense" in main_text(page.text)
    assert 'type="text"' not in page.text


def test_a_cohort_moves_on_after_its_code_was_typed(
    desk: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    url = f"/promotions/{cohort.id}/passage"
    assert "l’année universitaire suivante" in desk.page(url)
    with transaction() as writing:
        first = cohort.academic_year.ends_on.year
        writing.add(
            AcademicYear(
                institution_id=cohort.institution_id,
                label=f"{first}-{first + 1}",
                starts_on=date(first, 9, 1),
                ends_on=date(first + 1, 8, 31),
            )
        )
        make_decision(writing, enrolment=writing.get_one(Enrolment, enrolment.id))
    assert "Passe dans l’année suivante" in desk.page(url)
    wrong = desk.submit(url, {"typed_code": "P2", "step": "record"})
    assert wrong.status_code == 422
    assert "Recopiez-le tel quel" in main_text(wrong.text)
    done = desk.submit(url, {"typed_code": "P1", "step": "record"}, follow=True)
    assert "C’est fait pour une personne." in main_text(done.text)
    assert "Déjà fait" in main_text(done.text)
    session.rollback()
    numbers = session.execute(select(EnrolmentYear.year_number)).scalars().all()
    assert sorted(numbers) == [1, 2]


def test_an_enrolment_changes_cohort_and_comes_back(
    desk: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        target = make_cohort(writing, code="P2")
    sheet = f"/promotions/inscriptions/{enrolment.id}"
    chosen = {"cohort_id": str(target.id), **boxes(TODAY, "on")}
    preview = desk.submit(f"{sheet}/transfert", chosen)
    assert "Rien n’est encore enregistré" in main_text(preview.text)
    done = desk.submit(f"{sheet}/transfert", chosen | {"step": "record"}, follow=True)
    assert "dans la promotion P2" in main_text(done.text)
    assert "Venue de la promotion P1" in main_text(done.text)
    back = desk.submit(sheet, follow=True)
    assert "de nouveau dans la promotion P1" in main_text(back.text)
    assert "Venue de" not in main_text(back.text)


def test_an_imported_list_is_taken_back(desk: PageClient, session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        rows = lists.of({}, lists.OTHER).rows
        class_lists.import_rows(writing, here, rows, today=lists.TODAY, actor=None)
    (import_id,) = session.execute(select(ClassListImport.id)).scalars()
    assert "Retirer cette liste" in desk.page(f"/promotions/{cohort.id}/listes")
    url = f"/promotions/listes/{import_id}/retirer"
    done = desk.submit(url, {"typed_code": "P1"}, follow=True)
    assert "La liste est retirée, avec 2 inscriptions." in main_text(done.text)
    assert "Aucune liste n’a été importée." in desk.page(f"/promotions/{cohort.id}/listes")


def test_ten_lists_cost_as_many_statements_as_two(
    desk: PageClient, session: Session, cohort: Cohort
) -> None:
    asked = []
    for numbers in (range(2), range(2, 10)):
        for number in numbers:
            row = {"student_number": f"N{number}", "email": f"n{number}@example.org"}
            with transaction() as writing:
                here = writing.get_one(Cohort, cohort.id)
                found = lists.of(row).rows
                class_lists.import_rows(writing, here, found, today=lists.TODAY, actor=None)
        with statements(db.engine) as sent:
            desk.page(f"/promotions/{cohort.id}/listes")
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_two_records_are_merged_and_separated(
    desk: PageClient, session: Session, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        other = make_person(writing)
    url = f"/promotions/personnes/{enrolment.person_id}/doublon"
    assert str(other.student_number) in desk.page(url)
    unknown = desk.submit(url, {"number": "0"})
    assert "Aucune autre personne" in main_text(unknown.text)
    preview = desk.submit(url, {"number": other.student_number})
    assert "Ce qui vient sur la fiche gardée" in main_text(preview.text)
    typed = {"number": other.student_number, "step": "record"}
    wrong = desk.submit(url, typed | {"typed_number": "?"})
    assert wrong.status_code == 422
    done = desk.submit(url, typed | {"typed_number": other.student_number}, follow=True)
    assert "Les deux fiches n’en font plus qu’une." in main_text(done.text)
    (merge_id,) = session.execute(select(PersonMerge.id)).scalars()
    apart = desk.submit(url, action=f"/promotions/fusions/{merge_id}/separer", follow=True)
    assert "de nouveau séparées" in main_text(apart.text)
    session.rollback()
    assert session.execute(select(func.count(PersonMerge.id))).scalar_one() == 0


def test_a_year_changes_version_before_its_first_mark(
    desk: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        version_id: UUID = make_curriculum(writing).id
    url = f"/promotions/{cohort.id}/version"
    preview = desk.submit(url, {"curriculum_version_id": str(version_id)})
    assert "Inscriptions concernées" in main_text(preview.text)
    with transaction() as writing:
        make_decision(writing, enrolment=writing.get_one(Enrolment, enrolment.id))
    refused = desk.submit(url, {"curriculum_version_id": str(version_id)})
    assert "Ce n’est plus possible" in main_text(refused.text)
    desk.page(f"{url}?annee=3", status=404)


ENDPOINTS = {
    UndoFlow.CLASS_LIST_IMPORT: "cohorts.undo_import",
    UndoFlow.WRONG_COHORT: "cohorts.undo_transfer",
    UndoFlow.MERGED_PERSON: "cohorts.undo_merge",
    UndoFlow.CURRICULUM_VERSION: "cohorts.change_version",
    UndoFlow.MARKS_IMPORT: "marks.undo_import",
    UndoFlow.PUBLISHED_MARKS: "marks.fill_sheet",
    UndoFlow.ATTENDANCE_SESSION: "attendance.reopen",
    UndoFlow.BOARD_DECISION: "board.decide",
}


@pytest.mark.parametrize("row", UNDO_TABLE, ids=[row.flow.value for row in UNDO_TABLE])
def test_each_row_of_the_table_has_its_flow(sqlite_bench: object, row: Undo) -> None:
    app: Flask = sqlite_bench.app  # type: ignore[attr-defined]
    endpoint = ENDPOINTS[row.flow]
    assert endpoint in app.view_functions
    access = declared_access(app, endpoint)
    assert access is not None
    assert set(row.roles) <= access.roles


def test_the_table_is_whole_and_shown_to_everybody(client: PageClient) -> None:
    assert [row.flow for row in UNDO_TABLE] == list(UndoFlow)
    assert set(UNDO_PLACES) == set(UndoFlow)
    words = client.page("/aide/revenir-en-arriere")
    assert "Liste importée dans une promotion" in words
    assert "Jusqu’à la première note de l’année." in words
    assert "Revenir en arrière" in client.page("/aide")
