"""The registrar's documents: the table, one person, all at once, replaced and revoked."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import DocumentKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Document, Enrolment, Institution, ReadLog, Signatory
from tests.factories import make_account, make_cohort, make_enrolment, make_person
from tests.factories.boards import make_decision, make_graduate
from tests.support.client import PageClient, main_text, sign_in
from tests.support.registry import Desk, open_desk
from tests.support.statements import statements


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


@pytest.fixture
def registrar(client: PageClient, desk: Desk) -> PageClient:
    sign_in(client, desk.registrar)
    return client


def cohort_url(desk: Desk) -> str:
    return f"/documents/promotions/{desk.enrolment.cohort_id}"


def trainee_url(desk: Desk) -> str:
    return f"/documents/inscriptions/{desk.enrolment.id}"


def add(desk: Desk, family_name: str, *, years: int) -> None:
    with transaction() as writing:
        cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
        person = make_person(writing, institution=cohort.institution, birth_family_name=family_name)
        enrolment = make_enrolment(writing, cohort=cohort, person=person)
        for year in range(1, years + 1):
            make_decision(writing, enrolment=enrolment, year=year)


def documents(session: Session) -> list[Document]:
    session.rollback()
    statement = select(Document).order_by(Document.requested_at, Document.number)
    return list(session.execute(statement.execution_options(populate_existing=True)).scalars())


def test_the_table_says_what_is_ready_and_what_is_not(registrar: PageClient, desk: Desk) -> None:
    add(desk, "Zola", years=0)
    assert "P" in registrar.page("/documents/")
    words = registrar.page(cohort_url(desk))
    assert "Éditer le diplôme prêt" in words
    assert "Éditer les 2 relevés prêts" in words
    assert words.count("Prêt à éditer") == 3
    assert words.count("Pas encore") == 3


def test_all_ready_transcripts_are_issued_after_a_look_at_the_list(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    add(desk, "Zola", years=1)
    url = f"{cohort_url(desk)}/releves"
    words = registrar.page(url)
    assert "Camille LEFÈVRE-OÜAHDI, nom d’usage LE GOFF" in words
    assert "Éditer 3 relevés" in words
    assert documents(session) == []
    page = registrar.submit(url, follow=True)
    assert "3 documents sont en préparation." in main_text(page.text)
    assert [document.number for document in documents(session)] == [
        f"2026-RN-000{number}" for number in (1, 2, 3)
    ]
    assert "Aucun document n’est prêt" in registrar.page(url)


def test_a_list_that_grew_meanwhile_is_read_again(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    url = f"{cohort_url(desk)}/diplomes"
    page = registrar.get(url)
    assert page.status_code == 200
    answer = registrar.submit(url, {"seen": "0" * 64})
    assert answer.status_code == 422
    assert "a changé depuis que vous l’avez ouverte" in main_text(answer.text)
    assert documents(session) == []
    page = registrar.submit(url, follow=True)
    assert "Un document est en préparation." in main_text(page.text)


def test_a_sign_that_cannot_be_printed_is_named(registrar: PageClient, desk: Desk) -> None:
    add(desk, "Zola 漢", years=2)
    words = registrar.page(f"{cohort_url(desk)}/diplomes")
    assert "Ne peuvent pas être édités" in words
    assert "漢 (U+6F22)" in words
    assert "Éditer un diplôme" in words


def test_without_a_signatory_nothing_is_issued(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    with transaction() as writing:
        writing.delete(writing.execute(select(Signatory)).scalar_one())
    words = registrar.page(f"{cohort_url(desk)}/diplomes")
    assert "au moins un signataire" in words
    answer = registrar.submit(trainee_url(desk), {"what": "certificate"})
    assert answer.status_code == 422
    assert "au moins un signataire" in main_text(answer.text)
    assert documents(session) == []


def test_one_document_is_asked_for_and_waits_for_the_worker(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    page = registrar.submit(trainee_url(desk), {"what": "transcript-1"}, follow=True)
    words = main_text(page.text)
    assert "2026-RN-0001" in words
    assert "En préparation" in words
    assert "Actualiser cette page" in words
    (document,) = documents(session)
    answer = registrar.get(f"/documents/{document.id}/fichier")
    assert answer.headers["Location"] == f"/documents/{document.id}"
    words = registrar.page(trainee_url(desk))
    assert "Relevé, année 1" not in words
    assert "Relevé de notes 2026-RN-0001" in words


def test_a_document_that_is_not_ready_cannot_be_posted(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    desk.request()
    answer = registrar.submit(trainee_url(desk), {"what": "certificate"})
    assert answer.status_code == 422
    assert len(documents(session)) == 1


def test_a_registrar_issues_nothing_for_themselves(
    client: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    with transaction() as writing:
        enrolment = writing.get_one(Enrolment, desk.enrolment.id)
        institution = writing.get_one(Institution, enrolment.institution_id)
        own = make_account(
            writing, Role.REGISTRAR, institution=institution, person=enrolment.person
        )
    sign_in(client, own)
    client.page(trainee_url(desk), status=404)
    client.page(f"/documents/{document.id}/revoquer", status=404)
    client.page(f"/documents/{document.id}/remplacer", status=404)
    assert "Révoquer" not in client.page(f"/documents/{document.id}")
    table = client.get(cohort_url(desk)).text
    assert "Éditer" not in main_text(table).replace("Édité", "")
    assert trainee_url(desk) not in table


def test_a_registrar_of_one_cohort_hears_nothing_of_documents_of_another(
    client: PageClient, desk: Desk, session: Session
) -> None:
    foreign = desk.issued()
    with transaction() as writing:
        enrolment = writing.get_one(Enrolment, desk.enrolment.id)
        institution = enrolment.cohort.institution
        cohort = make_cohort(writing, institution=institution)
        other = make_enrolment(writing, cohort=cohort, person=enrolment.person)
        make_decision(writing, enrolment=other)
        single = make_account(writing, Role.REGISTRAR, institution=institution, cohort=cohort)
    sign_in(client, single)
    client.page(f"/documents/{foreign.id}", status=404)
    assert foreign.number not in client.page(f"/documents/inscriptions/{other.id}")
    sign_in(client, desk.registrar)
    assert foreign.number in client.page(f"/documents/inscriptions/{other.id}")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD_MEMBER, Role.TUTOR], ids=str)
def test_other_staff_download_nothing(
    client: PageClient, desk: Desk, session: Session, role: Role
) -> None:
    document = desk.issued()
    with transaction() as writing:
        institution = writing.get_one(Institution, desk.enrolment.institution_id)
        account = make_account(writing, role, institution=institution)
    sign_in(client, account)
    for url in ("/documents/", f"/documents/{document.id}", f"/documents/{document.id}/fichier"):
        client.page(url, status=403)


def test_whoever_reads_a_document_of_somebody_leaves_a_trace(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    for url in (f"/documents/{document.id}", f"/documents/{document.id}/fichier", cohort_url(desk)):
        registrar.get(url).close()
    session.rollback()
    noted = {(row.endpoint, row.object_id) for row in session.execute(select(ReadLog)).scalars()}
    assert noted == {
        ("documents.show_document", document.id),
        ("documents.download", document.id),
        ("documents.show_cohort", desk.enrolment.cohort_id),
    }


def test_thirty_people_cost_no_more_statements_than_three(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    desk.issued()
    asked: list[tuple[int, int]] = []
    for more in (2, 27):
        for _number in range(more):
            with transaction() as writing:
                cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
                make_graduate(writing, enrolment=make_enrolment(writing, cohort=cohort))
        with statements(db.engine) as table:
            registrar.page(cohort_url(desk))
        with statements(db.engine) as preview:
            registrar.page(f"{cohort_url(desk)}/diplomes")
        asked.append((len(table), len(preview)))
    assert asked[0] == asked[1]


def test_an_issued_file_costs_no_more_than_rights_and_bytes(
    registrar: PageClient, desk: Desk, app: Flask, session: Session
) -> None:
    document = desk.issued(DocumentKind.TRANSCRIPT, 1)
    session.rollback()
    url = f"/documents/{document.id}/fichier"

    def sent(**options: Any) -> list[str]:
        with statements(db.engine) as asked:
            registrar.get(url, **options)
        return [each for each in asked if "document" in each or "stored_file" in each]

    assert len(sent()) == 2
    assert document.file is not None
    etag = {"If-None-Match": f'"{document.file.sha256}"'}
    assert len(sent(headers=etag)) == 1
