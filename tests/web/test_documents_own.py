"""A trainee's own documents: read, downloaded as they were made, confirmed to others or not."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import DocumentKind, Role
from msp_du.extensions import transaction
from msp_du.models import Document, Institution, Person, ReadLog
from tests.factories import make_account
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.registry import Desk, open_desk, printed


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


@pytest.fixture
def trainee(client: PageClient, desk: Desk) -> PageClient:
    with transaction() as writing:
        institution = writing.get_one(Institution, desk.enrolment.institution_id)
        person = writing.get_one(Person, desk.enrolment.person_id)
        account = make_account(writing, Role.TRAINEE, institution=institution, person=person)
    sign_in(client, account)
    return client


def stored(session: Session, document: Document) -> tuple[str, bytes]:
    session.rollback()
    kept = session.get_one(Document, document.id, populate_existing=True)
    assert kept.file is not None
    return kept.file.sha256, kept.file.content


def test_before_any_decision_the_page_says_what_will_come(trainee: PageClient) -> None:
    words = trainee.page("/documents/")
    assert "Vous n’avez pas encore de document" in words
    assert "Promotions" not in words


def test_the_list_shows_each_document_with_its_state(trainee: PageClient, desk: Desk) -> None:
    desk.issued(DocumentKind.TRANSCRIPT, 1)
    desk.request()
    words = trainee.page("/documents/")
    assert "Relevé de notes 2026-RN-0001" in words
    assert "Diplôme 2026-DU-0001" in words
    assert words.count("Télécharger") == 1
    assert "En préparation" in words


@pytest.mark.parametrize(
    ("kind", "year", "name"),
    [
        (DocumentKind.TRANSCRIPT, 1, "releve-2026-RN-0001.pdf"),
        (DocumentKind.CERTIFICATE, None, "diplome-2026-DU-0001.pdf"),
    ],
    ids=["transcript", "certificate"],
)
def test_a_download_is_the_stored_bytes_under_a_neutral_name(
    trainee: PageClient,
    desk: Desk,
    session: Session,
    *,
    kind: DocumentKind,
    year: int | None,
    name: str,
) -> None:
    document = desk.issued(kind, year)
    sha256, content = stored(session, document)
    answer = trainee.get(f"/documents/{document.id}/fichier")
    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_etag() == (sha256, False)


def test_who_has_the_bytes_is_not_sent_them_again(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    sha256, content = stored(session, document)
    url = f"/documents/{document.id}/fichier"
    known = trainee.get(url, headers={"If-None-Match": f'"{sha256}"'})
    assert (known.status_code, known.data) == (304, b"")
    other = trainee.get(url, headers={"If-None-Match": f'"{"0" * 64}"'})
    assert (other.status_code, other.data) == (200, content)


def test_a_download_is_the_same_after_a_change_of_name(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    url = f"/documents/{document.id}/fichier"
    before = trainee.get(url).data
    with transaction() as writing:
        person = writing.get_one(Person, desk.enrolment.person_id)
        person.birth_family_name, person.usage_family_name = "Autre", None
    assert trainee.get(url).data == before
    printed(desk.replaced(document).id)
    assert trainee.get(url).data == before


def test_the_holder_stops_the_confirmation_and_starts_it_again(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    url = f"/documents/{document.id}"
    assert "la confirmation peut reprendre à tout moment" in trainee.page(url)
    page = trainee.submit(url, action=f"{url}/taire", follow=True)
    assert "Ce document n’est plus confirmé à l’extérieur." in main_text(page.text)
    assert "la même réponse que pour un code inconnu" in main_text(page.text)
    assert "non confirmé à l’extérieur" in trainee.page("/documents/")
    page = trainee.submit(url, action=f"{url}/confirmer", follow=True)
    assert "de nouveau confirmé" in main_text(page.text)
    assert "non confirmé" not in trainee.page("/documents/")


def test_a_document_in_preparation_has_no_confirmation_to_stop(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.request()
    words = trainee.page(f"/documents/{document.id}")
    assert "Confirmation à l’extérieur" not in words
    url = f"/documents/{document.id}/taire"
    trainee.post(url, data={"csrf_token": csrf_token(trainee)})
    session.rollback()
    kept = session.get_one(Document, document.id, populate_existing=True)
    assert kept.withdrawn_at is None


def test_the_holder_ends_nothing_and_reads_without_a_trace(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    document = desk.issued()
    words = trainee.page(f"/documents/{document.id}")
    assert "Révoquer" not in words
    assert "à la demande de la personne" not in words
    trainee.page(f"/documents/{document.id}/revoquer", status=403)
    trainee.get(f"/documents/{document.id}/fichier").close()
    session.rollback()
    assert session.execute(select(ReadLog)).first() is None


def test_somebody_elses_document_is_not_there(
    trainee: PageClient, desk: Desk, session: Session
) -> None:
    with transaction() as writing:
        other = open_desk(writing)
    document = other.issued()
    for end in ("", "/fichier"):
        trainee.page(f"/documents/{document.id}{end}", status=404)
    assert "2026" not in trainee.page("/documents/")
