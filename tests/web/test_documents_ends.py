"""The page of a document, and how the registrar ends it: replaced, revoked, taken up again."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import DocumentState, JobState
from msp_du.extensions import transaction
from msp_du.models import Document, Job, Person
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.registry import Desk, open_desk, printed


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


@pytest.fixture
def registrar(client: PageClient, desk: Desk) -> PageClient:
    sign_in(client, desk.registrar)
    return client


def documents(session: Session) -> list[Document]:
    session.rollback()
    statement = select(Document).order_by(Document.requested_at, Document.number)
    return list(session.execute(statement.execution_options(populate_existing=True)).scalars())


def test_the_page_of_a_document_says_what_the_register_holds(
    registrar: PageClient, desk: Desk
) -> None:
    document = desk.issued()
    assert document.file is not None
    answer = registrar.get(f"/documents/{document.id}")
    words = main_text(answer.text)
    for part in (document.number, document.file.sha256, "22/11/2026", "Valable", "LE GOFF"):
        assert part in words
    assert "2026-DU-MSP" not in answer.text.split("</title>")[0]
    assert "à la demande de la personne" in words


def test_the_page_shows_the_name_on_the_paper_whatever_it_is_today(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    with transaction() as writing:
        person = writing.get_one(Person, desk.enrolment.person_id)
        person.birth_family_name = "Autre"
    for end in ("", "/remplacer", "/revoquer"):
        words = registrar.page(f"/documents/{document.id}{end}")
        assert "LEFÈVRE-OÜAHDI" in words
        assert "AUTRE" not in words


def test_a_document_is_replaced_by_typing_its_number(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    old = desk.issued()
    url = f"/documents/{old.id}/remplacer"
    wrong = registrar.submit(url, {"number": "2026-DU-0009"})
    assert wrong.status_code == 422
    assert "Recopiez le numéro" in main_text(wrong.text)
    page = registrar.submit(url, {"number": old.number}, follow=True)
    assert "Le nouveau document est en préparation." in main_text(page.text)
    assert "reste valable jusqu’à ce que le nouveau soit prêt" in registrar.page(
        f"/documents/{old.id}"
    )
    new = documents(session)[1]
    printed(new.id)
    words = registrar.page(f"/documents/{old.id}")
    assert "Remplacé" in words
    assert "Voir le document qui le remplace" in words
    assert "il ne change plus" in registrar.page(url)
    sent = {"number": old.number, "csrf_token": csrf_token(registrar)}
    assert "n’est plus possible" in registrar.post(url, data=sent).text


def test_a_document_is_revoked_with_a_reason_and_its_number(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    url = f"/documents/{document.id}/revoquer"
    missing = registrar.submit(url, {"number": document.number})
    assert missing.status_code == 422
    sent = {"reason": "decision_changed", "number": document.number}
    page = registrar.submit(url, sent, follow=True)
    words = main_text(page.text)
    assert "Le document est révoqué." in words
    assert "Décision du jury changée" in words
    assert "ne fait plus foi" in words
    assert documents(session)[0].state is DocumentState.REVOKED
    answer = registrar.get(f"/documents/{document.id}/fichier")
    assert answer.status_code == 200


def test_who_revokes_reads_that_the_next_document_will_hold_all_the_same(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    old = desk.issued()
    url, words = f"/documents/{old.id}/revoquer", "il vaudra dès qu’il sera prêt"
    assert words not in registrar.page(url)
    new = desk.replaced(old)
    assert words in registrar.page(url)
    assert f'href="/documents/{new.id}"' in registrar.get(url).text


def test_what_the_worker_gave_up_is_said_and_taken_up_again(
    registrar: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.request()
    with transaction() as writing:
        job = writing.execute(select(Job)).scalar_one()
        job.state, job.error = JobState.FAILED, "document: DocumentTooLong"
    url = f"/documents/{document.id}"
    assert "La préparation a échoué" in registrar.page(url)
    page = registrar.submit(url, action=f"{url}/relancer", follow=True)
    assert "La préparation reprend." in main_text(page.text)
    assert "En préparation" in main_text(page.text)
