"""A contact's desk: what waits, signing it, sending a line back, and what is never shown."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, HoursSignature, Placement, PlacementDocument
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
from tests.factories.placement_law import make_draft
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.statements import statements


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in supervisor, and a placement that names them."""

    client: PageClient
    app: Flask
    placement_id: UUID

    @property
    def url(self) -> str:
        return f"/bureau/stages/{self.placement_id}"

    def sent(self, days_ago: int = 1, activity: str | None = None) -> UUID:
        with self.app.app_context(), transaction() as session:
            entry = make_entry(
                session,
                placement=session.get_one(Placement, self.placement_id),
                worked_on=TODAY - timedelta(days=days_ago),
                state=HoursState.SUBMITTED,
            )
            entry.activity = activity
            return entry.id

    def entry(self, entry_id: UUID) -> HoursEntry:
        with self.app.app_context():
            return db.session().get_one(HoursEntry, entry_id)

    def signatures(self) -> list[HoursSignature]:
        with self.app.app_context():
            return list(db.session().execute(select(HoursSignature)).scalars())


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    with app.app_context(), transaction() as session:
        account = make_account(session, Role.SUPERVISOR)
        person = make_person(session, chosen_given_name="Sacha")
        enrolment = make_enrolment(session, person=person)
        contact = make_contact(session, account=account)
        placement = make_placement(session, enrolment=enrolment, contact=contact)
        placement.service = "Pôle de psychiatrie"
    sign_in(client, account)
    return Desk(client, app, placement.id)


def test_the_desk_counts_what_waits(desk: Desk) -> None:
    calm = desk.client.page("/bureau/")
    assert "Rien n’attend votre validation." in calm
    assert "rien à valider pour l’instant" in calm
    desk.sent(3)
    desk.sent(2)
    text = desk.client.page("/bureau/").replace("\u00a0", " ")
    assert "Sacha Lefèvre" in text
    assert "14 h à valider" in text
    first, last = (f"{TODAY - timedelta(days=days):%d/%m/%Y}" for days in (3, 2))
    assert f"2 saisies, du {first} au {last}" in text


def test_a_draft_is_taken_to_be_signed_on_paper_until_it_is_in(desk: Desk) -> None:
    with desk.app.app_context(), transaction() as session:
        draft = make_draft(session, session.get_one(Placement, desk.placement_id))
        theirs = make_draft(session, make_placement(session))
        draft_id, theirs_id = draft.id, theirs.id
    url = f"/bureau/attestations/{draft_id}/fichier"
    assert "À signer sur papier" not in desk.client.page("/bureau/")
    with desk.app.app_context(), transaction() as session:
        session.execute(delete(PlacementDocument))
    assert "À signer sur papier Attestation de stage Sacha Lefèvre" in " ".join(
        desk.client.page("/bureau/").split()
    )
    taken = desk.client.get(url)
    assert taken.data.startswith(b"%PDF ")
    assert "attestation-a-signer.pdf" in taken.headers["Content-Disposition"]
    assert desk.client.get(url.replace(str(draft_id), str(theirs_id))).status_code == 404


def test_a_placement_that_is_over_stands_apart_unless_something_waits(desk: Desk) -> None:
    with desk.app.app_context(), transaction() as session:
        (period,) = session.get_one(Placement, desk.placement_id).periods
        period.ends_on = TODAY - timedelta(days=2)
    first = f"{TODAY - timedelta(days=30):%d/%m/%Y}"
    over = desk.client.page("/bureau/")
    assert f"Terminés Sacha Lefèvre Stage du {first} au" in " ".join(over.split())
    assert "En cours" not in over
    desk.sent(3)
    waiting = desk.client.page("/bureau/")
    assert f"Une saisie, le {TODAY - timedelta(days=3):%d/%m/%Y}" in waiting
    assert "Terminés" not in waiting


def test_a_list_is_read_and_signed_in_two_steps(desk: Desk) -> None:
    entry_id = desk.sent(activity="Atelier d’écriture")
    text = desk.client.page(desk.url)
    assert "Atelier d’écriture" in text
    values = form_values(find_form(desk.client.get(desk.url).text))
    assert values["declared_name"] == "Amina Diallo"
    signed = desk.client.submit(desk.url, {"declared_name": "A. Diallo"}, follow=True)
    assert "Tout est enregistré" in main_text(signed.text)
    assert "7 h signées par A. Diallo" in main_text(signed.text).replace("\u00a0", " ")
    (signature,) = desk.signatures()
    assert (signature.declared_name, signature.minutes) == ("A. Diallo", 420)
    assert desk.entry(entry_id).state is HoursState.APPROVED
    assert "signées par A. Diallo, Coordinatrice" in desk.client.page(desk.url)


@pytest.mark.parametrize("field", ["declared_name", "declared_capacity"])
def test_a_signature_needs_a_name_and_a_capacity(desk: Desk, field: str) -> None:
    desk.sent()
    refused = desk.client.submit(desk.url, {field: " "})
    assert refused.status_code == 422
    assert "Remplissez" in main_text(refused.text)
    assert desk.signatures() == []


def test_what_changed_meanwhile_is_shown_before_it_is_signed(desk: Desk) -> None:
    entry_id = desk.sent()
    values = form_values(find_form(desk.client.get(desk.url).text))
    with desk.app.app_context(), transaction() as session:
        session.get_one(HoursEntry, entry_id).minutes = 300
    refused = desk.client.post(f"{desk.url}/valider", data=values)
    assert refused.status_code == 422
    text = main_text(refused.text).replace("\u00a0", " ")
    assert "Les heures ont changé" in text
    assert "5 h" in text
    assert desk.signatures() == []
    desk.client.post(f"{desk.url}/valider", data=form_values(find_form(refused.text)))
    assert [signature.minutes for signature in desk.signatures()] == [300]


@pytest.mark.parametrize("carried", ["", "jeton empreinte pas-un-numéro", "a b c d"])
def test_a_list_that_was_tampered_with_is_not_signed(desk: Desk, carried: str) -> None:
    desk.sent()
    refused = desk.client.submit(desk.url, {f"list_{desk.placement_id.hex}": carried})
    assert "Les heures ont changé" in main_text(refused.text)
    assert desk.signatures() == []


def test_a_line_goes_back_with_a_reason_that_names_nobody(desk: Desk) -> None:
    entry_id = desk.sent()
    url = f"{desk.url}/signaler/{entry_id}"
    assert desk.client.submit(url, {"reason": ""}).status_code == 422
    guarded = desk.client.submit(url, {"reason": "Absence de Mme Durand"})
    assert "Relisez ce texte" in main_text(guarded.text)
    page = desk.client.submit(url, {"reason": "La fin était à 16 h."}, follow=True)
    assert "renvoyée avec votre motif" in main_text(page.text)
    entry = desk.entry(entry_id)
    assert (entry.state, entry.return_reason) == (HoursState.RETURNED, "La fin était à 16 h.")
    assert "n’attend plus de décision" in desk.client.page(url)


def test_a_line_that_changed_meanwhile_does_not_go_back(desk: Desk) -> None:
    entry_id = desk.sent()
    url = f"{desk.url}/signaler/{entry_id}"
    for version in ("8", "huit"):
        refused = desk.client.submit(url, {"reason": "Non", "version": version})
        assert "Les heures ont changé" in main_text(refused.text)
    assert desk.entry(entry_id).state is HoursState.SUBMITTED


def test_a_draft_is_none_of_the_hosts_business(desk: Desk) -> None:
    with desk.app.app_context(), transaction() as session:
        placement = session.get_one(Placement, desk.placement_id)
        draft_id = make_entry(session, placement=placement).id
    assert desk.client.get(f"{desk.url}/signaler/{draft_id}").status_code == 404
    assert "Rien à valider" in desk.client.page(desk.url)


def test_the_host_learns_no_more_than_it_needs(desk: Desk) -> None:
    entry_id = desk.sent()
    pages = [
        desk.client.get(url).text
        for url in ("/bureau/", desk.url, f"{desk.url}/signaler/{entry_id}")
    ]
    for hidden in ("1984", "03/03", "Camille", "psychiatrie", "P151", "E0000", "stagiaire-"):
        assert not [page for page in pages if hidden in page], hidden


def test_another_hosts_placement_is_a_page_that_does_not_exist(desk: Desk) -> None:
    own = desk.sent()
    with desk.app.app_context(), transaction() as session:
        foreign = make_entry(session, state=HoursState.SUBMITTED)
        theirs, entry_id = foreign.placement_id, foreign.id
    token = form_values(find_form(desk.client.get(desk.url).text))["csrf_token"]
    for target in (theirs, uuid4()):
        assert desk.client.get(f"/bureau/stages/{target}").status_code == 404
        answer = desk.client.post(f"/bureau/stages/{target}/valider", data={"csrf_token": token})
        assert answer.status_code == 404
        assert desk.client.get(f"/bureau/stages/{target}/signaler/{own}").status_code == 404
    assert desk.client.get(f"{desk.url}/signaler/{entry_id}").status_code == 404
    assert desk.entry(entry_id).state is HoursState.SUBMITTED


def test_a_supervisor_with_nobody_in_placement_reads_so(app: Flask, client: PageClient) -> None:
    with app.app_context(), transaction() as session:
        account = make_account(session, Role.SUPERVISOR)
    sign_in(client, account)
    assert "Personne n’est en stage auprès de vous" in client.page("/bureau/")


def test_the_pages_cost_the_same_at_3_and_at_30_lines(desk: Desk) -> None:
    def cost(url: str) -> int:
        with desk.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert desk.client.get(url).status_code == 200
        return len(sent)

    for days in range(3):
        desk.sent(days)
    desk.client.get(desk.url)
    few = [cost("/bureau/"), cost(desk.url)]
    for days in range(3, 30):
        desk.sent(days)
    assert [cost("/bureau/"), cost(desk.url)] == few
