"""Agreements on screen: prepared, sent, signed on screen, by link and on paper, corrected."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    Agreement,
    Contact,
    Enrolment,
    Job,
    Reminder,
    ReminderLine,
)
from tests.factories import (
    TODAY,
    make_account,
    make_enrolment,
    make_placement,
)
from tests.factories.agreements import make_draft, make_sent, sign_all
from tests.support.agreement_office import (
    last,
    make_unsigned,
    prepared,
    scan,
    seen,
    signers,
    words,
)
from tests.support.client import PageClient, sign_in
from tests.support.desk import sit_down
from tests.support.office import Office, open_office
from tests.support.statements import statements


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


@pytest.fixture
def placement_id(office: Office) -> UUID:
    """A placement of the office's trainee without an agreement yet."""
    return make_unsigned(office)


def test_an_agreement_from_the_placement_to_its_last_signature(
    office: Office, placement_id: UUID
) -> None:
    page = seen(office.client, f"/conventions/stages/{placement_id}")
    assert "À préparer La convention n’est pas encore signée." in page
    url = prepared(office, placement_id, activities="- Accueil des personnes")
    page = seen(office.client, url)
    assert "En attente de signatures" in page
    assert "- Accueil" not in page
    assert "Accueil des personnes" in page
    with office.app.app_context():
        kinds = {job.kind.value for job in db.session().scalars(select(Job))}
    assert {"agreement.render", "mail.desk_link"} <= kinds
    people = signers(office)
    assert set(people) == {"trainee", "host_signatory", "university"}

    on_screen = office.client.submit(
        f"/conventions/signatures/{people['university'].id}",
        {"declared_name": "Odile Le Goff", "declared_capacity": "coordination"},
        follow=True,
    )
    assert "Votre signature est enregistrée." in words(on_screen.text)
    assert "Odile Le Goff, coordination" in words(on_screen.text)
    with office.app.app_context():
        contact = db.session().get_one(Contact, people["host_signatory"].contact_id)
    desk = office.app.test_client()
    assert isinstance(desk, PageClient)
    sit_down(desk, contact)
    assert "Conventions à signer" in desk.page("/bureau/")
    at_desk = f"/bureau/conventions/{people['host_signatory'].id}"
    signed = desk.submit(at_desk, {"declared_name": "Amina Diallo"}, follow=True)
    assert "par lien personnel" in words(signed.text)
    assert "Conventions à signer" not in desk.page("/bureau/")

    paper = office.client.submit(
        f"{url}/papier",
        {"signers": str(people["trainee"].id), "scan": scan()},
        follow=True,
    )
    text = words(paper.text)
    assert "Signée par tous le" in text
    assert "Lire l’exemplaire signé" in text
    copy = office.client.get(f"/conventions/exemplaires/{people['trainee'].id}")
    assert copy.mimetype == "image/jpeg"
    assert copy.headers["Content-Security-Policy"].endswith("; sandbox")
    assert "En cours" in seen(office.client, f"/conventions/stages/{placement_id}")


def test_the_trainee_reads_who_is_awaited_and_signs(office: Office, placement_id: UUID) -> None:
    prepared(office, placement_id)
    trainee = office.app.test_client()
    assert isinstance(trainee, PageClient)
    with office.app.app_context():
        account = (
            db.session()
            .scalars(select(Account).where(Account.email == "stagiaire@example.org"))
            .one()
        )
    sign_in(trainee, account)
    awaited = "Signatures attendues : Stagiaire, Signataire de la structure, Université."
    home = seen(trainee, "/")
    assert f"La convention n’est pas encore signée. {awaited}" in home
    assert "Une convention à signer" in home
    for url in ("/heures/", f"/heures/{placement_id}/ajouter", f"/stages/{placement_id}"):
        assert awaited in seen(trainee, url), url
    refused = trainee.submit(f"/heures/{placement_id}/ajouter", {"duration": "60"})
    assert refused.status_code == 422
    assert "les heures se notent une fois que tout le monde a signé" in words(refused.text)
    own = signers(office)["trainee"]
    page = trainee.submit(
        f"/conventions/signatures/{own.id}", {"declared_name": "Camille"}, follow=True
    )
    assert "Votre signature est enregistrée." in words(page.text)
    assert "Signatures attendues : Signataire de la structure, Université." in seen(
        trainee, "/heures/"
    )
    theirs = signers(office)["university"]
    assert trainee.get(f"/conventions/signatures/{theirs.id}").status_code == 404


def test_a_text_that_changed_meanwhile_is_shown_and_not_signed(
    office: Office, placement_id: UUID
) -> None:
    prepared(office, placement_id)
    url = f"/conventions/signatures/{signers(office)['university'].id}"
    answer = office.client.submit(url, {"declared_name": "Odile", "digest": "0" * 64})
    assert answer.status_code == 422
    assert "Ce document a changé depuis que cette page est ouverte." in words(answer.text)
    assert signers(office)["university"].signed_at is None
    assert str(last(office).facts_digest) in answer.text
    assert office.client.submit(url, {"declared_name": ""}).status_code == 422


def test_a_correction_is_typed_once_and_keeps_what_it_does_not_concern(
    office: Office, placement_id: UUID
) -> None:
    url = prepared(office, placement_id, signers="trainee")
    with office.app.app_context(), transaction() as session:
        sign_all(session, session.get_one(Agreement, last(office).id))
    form = office.client.page(f"{url}/corriger")
    assert "Seules les personnes qu’un changement concerne signent de nouveau." in form
    same = office.client.submit(f"{url}/corriger", {})
    assert same.status_code == 422
    assert "Rien n’a changé" in words(same.text)
    fixed = office.client.submit(
        f"{url}/corriger", {"course_title": "Diplôme d’université"}, follow=True
    )
    text = words(fixed.text)
    assert ", version 2" in text
    assert "Signée par tous le" in text
    assert "Remplacée" in seen(office.client, url)
    stale = office.client.submit(f"{url}/corriger", {"course_title": "Autre"})
    assert stale.status_code == 422
    assert "Autre" in stale.text


def test_a_paper_says_when_its_signature_was_last_recalled(
    office: Office, placement_id: UUID
) -> None:
    url = prepared(office, placement_id)
    assert "Derniers rappels" not in seen(office.client, url)
    paper = last(office)
    paper_id, institution_id = paper.id, paper.institution_id
    with office.app.app_context(), transaction() as session:
        account = session.scalars(select(Account)).first()
        assert account is not None
        session.add(
            Reminder(
                institution_id=institution_id,
                account_id=account.id,
                day=TODAY,
                planned_at=datetime(2026, 11, 12, 9, 30, tzinfo=UTC),
                sent_at=datetime(2026, 11, 12, 9, 30, tzinfo=UTC),
                lines=[ReminderLine(kind=DueKind.AGREEMENT_TO_SIGN, object_id=paper_id)],
            )
        )
    assert "Derniers rappels Convention à signer : le 12/11/2026" in " ".join(
        seen(office.client, url).split()
    )


def test_the_list_costs_the_same_at_3_and_at_30_papers(office: Office) -> None:
    def cost() -> int:
        with office.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert office.client.get("/conventions/").status_code == 200
        return len(sent)

    counts = []
    for more in (3, 27):
        with office.app.app_context(), transaction() as session:
            actor = make_account(session, Role.COORDINATOR)
            cohort = session.get_one(Enrolment, office.enrolment_id).cohort
            for row in range(more):
                enrolment = make_enrolment(session, cohort=cohort)
                placement = make_placement(session, enrolment=enrolment, is_signed=False)
                make = make_sent if row % 2 else make_draft
                make(session, placement, actor=actor)
        cost()
        counts.append(cost())
    assert counts[0] == counts[1]
    assert "Stages dont un document n’est pas signé (30)" in seen(office.client, "/conventions/")
