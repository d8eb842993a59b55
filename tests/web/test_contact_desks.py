"""The coordination and hosts' desks: links, deputies, a hand-over, signing for an absent host."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.vocabulary import HoursState, JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, ContactDeputy, DeskReceipt, Job, Organisation, Placement
from msp_du.services import desk_flags, desk_links
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
from tests.support.client import PageClient, main_text, sign_in
from tests.support.desk import sit_down


@dataclass(frozen=True, slots=True)
class Office:
    """A coordinator, a contact with a trainee whose hours wait, and a colleague of theirs."""

    app: Flask
    client: PageClient
    contact_id: UUID
    colleague_id: UUID
    placement_id: UUID

    @property
    def url(self) -> str:
        return f"/stages/structures/contacts/{self.contact_id}"

    def act(self, action: str) -> str:
        answer = self.client.submit(
            f"{self.url}/bureau", action=f"{self.url}/{action}", follow=True
        )
        return main_text(answer.text)

    def jobs(self, kind: JobKind) -> int:
        with self.app.app_context():
            found = select(func.count()).where(Job.kind == kind)
            return db.session().execute(found).scalar_one()


def day_fields(name: str, days: int) -> dict[str, str]:
    day = TODAY + timedelta(days=days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month)} | {
        f"{name}-year": str(day.year)
    }


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    with app.app_context(), transaction() as session:
        contact = make_contact(session)
        organisation = session.get_one(Organisation, contact.organisation_id)
        colleague = make_contact(session, organisation=organisation, name="Sam Keita")
        enrolment = make_enrolment(session, person=make_person(session, chosen_given_name="Sacha"))
        placement = make_placement(session, enrolment=enrolment, contact=contact)
        make_entry(session, placement=placement, state=HoursState.SUBMITTED)
        account = make_account(session, Role.COORDINATOR, display_name="Zoé Martin")
    sign_in(client, account)
    return Office(app, client, contact.id, colleague.id, placement.id)


def test_a_coordinator_sends_and_closes_a_link(office: Office) -> None:
    assert "Aucun lien ouvert" in office.client.page(f"{office.url}/bureau")
    assert "Un lien part" in office.act("bureau/envoyer")
    assert office.jobs(JobKind.MAIL_DESK_LINK) == 1
    with office.app.app_context(), transaction() as session:
        contact = session.get_one(Contact, office.contact_id)
        secret = desk_links.issue(session, contact, now=datetime.now(UTC))
    assert "valable jusqu’au" in office.client.page(f"{office.url}/bureau")
    assert "n’ouvrent plus rien" in office.act("bureau/fermer")
    assert office.client.get(f"/bureau/lien/{secret}").status_code == 404


def test_a_wrong_address_is_seen_until_it_is_checked(office: Office) -> None:
    with office.app.app_context(), transaction() as session:
        contact = session.get_one(Contact, office.contact_id)
        organisation_id = contact.organisation_id
        desk_flags.raise_flag(session, contact, now=datetime.now(UTC))
    listed = f"/stages/structures/{organisation_id}"
    assert "Adresse à vérifier" in office.client.page(listed)
    assert "Aucun lien ne part" in office.act("bureau/envoyer")
    assert office.jobs(JobKind.MAIL_DESK_LINK) == 0
    assert "les liens peuvent repartir" in office.act("bureau/adresse-verifiee")
    assert "Adresse à vérifier" not in office.client.page(listed)


def test_a_deputy_is_named_and_sees_the_desk_of_the_absent(office: Office) -> None:
    url = f"{office.url}/remplacer"
    fields = {"deputy": str(office.colleague_id)} | day_fields("starts_on", 0)
    refused = office.client.submit(url, fields | day_fields("ends_on", -1))
    assert "ne peut pas venir avant" in main_text(refused.text)
    named = office.client.submit(url, fields | day_fields("ends_on", 5), follow=True)
    assert "Sam Keita" in main_text(named.text)
    visitor = office.app.test_client()
    assert isinstance(visitor, PageClient)
    with office.app.app_context():
        colleague = db.session().get_one(Contact, office.colleague_id)
    sit_down(visitor, colleague)
    assert "À la place de Amina Diallo" in visitor.page("/bureau/heures")
    signed = visitor.submit("/bureau/heures", {"declared_name": "S. Keita"}, follow=True)
    assert "En remplacement de Amina Diallo." in main_text(signed.text)
    with office.app.app_context():
        row = db.session().scalars(select(ContactDeputy)).one()
    ended = office.client.submit(
        f"{office.url}/bureau",
        action=f"/stages/structures/remplacements/{row.id}/terminer",
        follow=True,
    )
    assert "Le remplacement est terminé." in main_text(ended.text)
    assert visitor.get(f"/bureau/stages/{office.placement_id}").status_code == 404


def test_a_hand_over_keeps_both_names(office: Office) -> None:
    url = f"{office.url}/passer-le-relais"
    fields = {"successor": str(office.colleague_id)} | day_fields("effective_on", 0)
    passed = office.client.submit(url, fields, follow=True)
    assert "Un stage passe le relais." in main_text(passed.text)
    assert "Un stage passé à Sam Keita" in main_text(passed.text)
    placement = office.client.page(f"/stages/{office.placement_id}")
    said = placement.replace("\u00a0", " ")
    assert "Tutorat de stage : Sam Keita à partir du" in said
    assert "avant Amina Diallo." in said
    again = office.client.submit(url, fields)
    assert "ne suit aucun stage à transmettre" in main_text(again.text)


def test_the_coordination_signs_for_an_absent_host_and_everybody_reads_why(
    office: Office,
) -> None:
    url = f"/stages/{office.placement_id}/signer-a-la-place"
    assert "Signer à la place de l’hôte" in office.client.page(f"/stages/{office.placement_id}")
    reason = {"reason": "Absence longue, accord par téléphone", "capacity": "Coordination"}
    assert "Remplissez" in main_text(office.client.submit(url, reason | {"reason": ""}).text)
    for forged in ("", "jeton empreinte rien", f"a b {office.contact_id}"):
        refused = office.client.submit(url, reason | {"list": forged})
        assert "Les heures ont changé" in main_text(refused.text)
    signed = office.client.submit(url, reason, follow=True)
    words = "Zoé Martin, Coordination"
    why = "à la place de Amina Diallo (Absence longue, accord par téléphone)"
    for text in (main_text(signed.text), _trainee_reads(office), _host_reads(office)):
        assert words in text
        assert why in text
    assert "Rien n’attend de signature" in office.client.page(url)


def _trainee_reads(office: Office) -> str:
    visitor = office.app.test_client()
    assert isinstance(visitor, PageClient)
    with office.app.app_context(), transaction() as session:
        placement = session.get_one(Placement, office.placement_id)
        person = placement.enrolment_year.enrolment.person
        account = make_account(session, Role.TRAINEE, person=person)
    sign_in(visitor, account)
    return visitor.page(f"/stages/{office.placement_id}")


def _host_reads(office: Office) -> str:
    visitor = office.app.test_client()
    assert isinstance(visitor, PageClient)
    with office.app.app_context():
        contact = db.session().get_one(Contact, office.contact_id)
        receipt_id = db.session().execute(select(DeskReceipt.id)).scalar_one()
    sit_down(visitor, contact)
    return visitor.page(f"/bureau/recus/{receipt_id}")


def test_an_institution_asks_for_a_code_or_not(office: Office) -> None:
    with office.app.app_context():
        institution_id = db.session().get_one(Placement, office.placement_id).institution_id
    url = f"/etablissement/{institution_id}/bureau-des-hotes"
    assert "checked" not in office.client.get(url).text
    page = office.client.submit(url, {"asks_code": "y"}, follow=True)
    assert "Le réglage est enregistré" in main_text(page.text)
    assert "checked" in office.client.get(url).text
