"""A host without an account: from the link to the receipt, and what the link never tells."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from msp_du.domain.vocabulary import HoursState, JobKind, Role, SignatureVia
from msp_du.extensions import db, transaction
from msp_du.models import (
    Contact,
    ContactFlag,
    DeskLink,
    HoursEntry,
    HoursSignature,
    Job,
    Placement,
)
from msp_du.services import desk_links, desk_slips
from tests.factories import (
    TODAY,
    make_account,
    make_contact,
    make_enrolment,
    make_entry,
    make_person,
    make_placement,
)
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.desk import sit_down
from tests.support.rows import rows_digest
from tests.support.statements import statements


@dataclass(frozen=True, slots=True)
class Host:
    """A contact without an account, two trainees, and a link that nobody opened yet."""

    app: Flask
    client: PageClient
    contact: Contact
    placement_ids: list[UUID]
    secret: str

    @property
    def link(self) -> str:
        return f"/bureau/lien/{self.secret}"

    def opened(self) -> str:
        answer = self.client.submit(self.link)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def jobs(self, kind: JobKind) -> int:
        with self.app.app_context():
            found = select(func.count()).where(Job.kind == kind)
            return db.session().execute(found).scalar_one()

    def signatures(self) -> list[HoursSignature]:
        with self.app.app_context():
            return list(db.session().execute(select(HoursSignature)).scalars())

    def expire(self) -> None:
        with self.app.app_context(), transaction() as session:
            past = datetime.now(UTC) - timedelta(seconds=1)
            before = past - timedelta(days=14)
            session.execute(update(DeskLink).values(created_at=before, expires_at=past))


@pytest.fixture
def host(app: Flask, client: PageClient) -> Host:
    with app.app_context(), transaction() as session:
        contact = make_contact(session)
        placements = []
        for name in ("Sacha", "Noé"):
            person = make_person(session, chosen_given_name=name)
            enrolment = make_enrolment(session, person=person)
            placement = make_placement(session, enrolment=enrolment, contact=contact)
            placements.append(placement.id)
            for days in range(1, 4):
                make_entry(
                    session,
                    placement=placement,
                    worked_on=TODAY - timedelta(days=days),
                    state=HoursState.SUBMITTED,
                )
        secret = desk_links.issue(session, contact, now=datetime.now(UTC))
    return Host(app, client, contact, placements, secret)


def test_twenty_visits_of_a_machine_change_and_show_nothing(host: Host) -> None:
    with host.app.app_context():
        before = rows_digest()
    answers = [getattr(host.client, how)(host.link) for how in ("get", "head") * 20]
    page = answers[0]
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    for personal in ("Sacha", "Noé", "Lefèvre", "Diallo", "Relais", "14"):
        assert personal not in main_text(page.text)
    with host.app.app_context():
        assert rows_digest() == before


def test_opening_trades_the_secret_for_a_short_cookie_of_the_desk_alone(host: Host) -> None:
    answer = host.client.submit(host.link)
    assert answer.headers["Location"] == "/bureau/"
    (cookie,) = [text for text in answer.headers.getlist("Set-Cookie") if "bureau=" in text]
    for part in ("HttpOnly", "Path=/bureau", "SameSite=Strict", "Max-Age=1800"):
        assert part in cookie
    assert host.secret not in cookie
    assert "Sacha" in host.client.page("/bureau/")
    assert host.client.get("/heures/").headers["Location"].startswith("/connexion")


def test_a_host_signs_from_the_link_with_one_typed_name(host: Host) -> None:
    host.opened()
    text = host.client.page("/bureau/heures").replace("\u00a0", " ")
    assert "3 saisies à relire, 21 h en tout" in text
    values = form_values(find_form(host.client.get("/bureau/heures").text))
    assert (values["declared_name"], values["declared_capacity"]) == ("", "Coordinatrice")
    assert "Remplissez" in main_text(host.client.submit("/bureau/heures").text)
    signed = host.client.submit("/bureau/heures", {"declared_name": "A. Diallo"}, follow=True)
    receipt = main_text(signed.text).replace("\u00a0", " ")
    assert "Reçu" in receipt
    assert receipt.count("21 h signées par A. Diallo, Coordinatrice") == 2
    assert {one.via for one in host.signatures()} == {SignatureVia.PERSONAL_LINK}
    assert "Rien n’attend votre validation" in host.client.page("/bureau/")
    again = host.client.post("/bureau/heures", data=values | {"declared_name": "A. Diallo"})
    assert again.headers["Location"] == signed.request.path
    assert len(host.signatures()) == 2


def test_a_second_tap_leads_to_the_first_receipt(host: Host) -> None:
    host.opened()
    url = f"/bureau/stages/{host.placement_ids[0]}"
    values = form_values(find_form(host.client.get(url).text)) | {"declared_name": "A. Diallo"}
    first, second = (host.client.post(f"{url}/valider", data=values) for _tap in range(2))
    assert second.headers["Location"] == first.headers["Location"]
    assert len(host.signatures()) == 1
    assert "Reçu" in host.client.page(first.headers["Location"])


def test_a_wrong_line_goes_back_while_the_others_are_signed(host: Host) -> None:
    host.opened()
    with host.app.app_context():
        entry = db.session().execute(select(HoursEntry.id).limit(1)).scalar_one()
    data = {"declared_name": "A. Diallo", f"wrong_{entry.hex}": "Fin à 16 h"}
    guarded = data | {f"wrong_{entry.hex}": "Absence de Mme Durand"}
    assert "Relisez ce texte" in main_text(host.client.submit("/bureau/heures", guarded).text)
    assert host.client.submit("/bureau/heures", data).status_code == 303
    with host.app.app_context():
        states = db.session().execute(select(HoursEntry.state)).scalars().all()
        assert sorted(states).count(HoursState.APPROVED) == 5
        assert db.session().get_one(HoursEntry, entry).return_reason == "Fin à 16 h"


@pytest.mark.parametrize("kind", ["expired", "replaced", "made up"])
def test_a_link_that_ended_looks_like_any_other_and_renews_by_mail(host: Host, kind: str) -> None:
    if kind == "expired":
        host.expire()
    elif kind == "replaced":
        with host.app.app_context(), transaction() as session:
            desk_links.issue(session, host.contact, now=datetime.now(UTC))
    link = "/bureau/lien/inconnu" if kind == "made up" else host.link
    page = host.client.get(link)
    assert page.status_code == 404
    assert "Ce lien n’ouvre plus rien" in page.text
    values = form_values(find_form(page.text))
    answer = host.client.post(f"{link}/nouveau", data=values, follow_redirects=True)
    assert "Si nous connaissons" in main_text(answer.text)
    assert host.jobs(JobKind.MAIL_DESK_LINK) == (kind != "made up")


def test_an_address_gets_the_same_answer_known_or_not_and_not_too_often(host: Host) -> None:
    known = str(host.contact.email)
    answers = [
        host.client.submit("/bureau/nouveau-lien", {"email": email}, follow=True).text
        for email in (known, "inconnue@example.org")
    ]
    assert main_text(answers[0]) == main_text(answers[1])
    assert host.jobs(JobKind.MAIL_DESK_LINK) == 1
    tries = [host.client.submit("/bureau/nouveau-lien", {"email": known}) for _ in range(5)]
    assert tries[-1].status_code == 429
    assert "Trop d’essais" in main_text(tries[-1].text)


def test_a_trainee_signs_nothing_with_their_own_slip(host: Host, app: Flask) -> None:
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, host.placement_ids[0])
        person = placement.enrolment_year.enrolment.person
        trainee = make_account(session, Role.TRAINEE, person=person, email="sacha@example.org")
        slip = desk_slips.prepare(session, placement, actor=trainee, now=datetime.now(UTC))
        code = slip.code
    sign_in(host.client, trainee)
    assert f"/bureau/fiche/{code}" in host.client.page(f"/stages/{placement.id}/fiche")
    page = host.client.page(f"/bureau/fiche/{code}")
    for personal in ("Sacha", "Diallo", "Relais", str(host.contact.email)):
        assert personal not in page
    known = host.client.submit(f"/bureau/fiche/{code}", follow=True)
    unknown = host.client.submit("/bureau/fiche/inconnue", follow=True)
    assert main_text(known.text) == main_text(unknown.text)
    assert host.jobs(JobKind.MAIL_DESK_LINK) == 1
    for url in ("/bureau/", "/bureau/heures", f"/bureau/stages/{placement.id}"):
        assert host.client.get(url).status_code == 403
    token = form_values(find_form(host.client.get(f"/bureau/fiche/{code}").text))
    assert host.client.post("/bureau/heures", data=token).status_code == 403
    assert host.client.get(f"/bureau/lien/{code}").status_code == 404
    assert host.signatures() == []


def test_a_trainee_recorded_as_their_own_contact_finds_nothing_to_sign(host: Host) -> None:
    with host.app.app_context(), transaction() as session:
        placement = session.get_one(Placement, host.placement_ids[0])
        person = placement.enrolment_year.enrolment.person
        make_account(session, Role.TRAINEE, person=person, email=str(host.contact.email))
    host.opened()
    text = host.client.page("/bureau/")
    assert "Noé" in text
    assert "Sacha" not in text
    assert host.client.get(f"/bureau/stages/{host.placement_ids[0]}").status_code == 404


@pytest.mark.parametrize("where", ["link", "desk"])
def test_one_click_says_that_it_is_the_wrong_person(host: Host, where: str) -> None:
    with host.app.app_context(), transaction() as session:
        make_account(session, Role.COORDINATOR)
    page, action = host.link, f"{host.link}/erreur"
    if where == "desk":
        page, action = host.opened(), "/bureau/erreur"
    said = host.client.submit(page, action=action, follow=True)
    assert "La coordination est prévenue" in main_text(said.text)
    assert host.jobs(JobKind.MAIL_DESK_WRONG_PERSON) == 1
    assert host.client.get(host.link).status_code == 404
    assert host.client.get("/bureau/").headers["Location"] == "/bureau/nouveau-lien"
    with host.app.app_context():
        assert db.session().execute(select(ContactFlag.contact_id)).scalar_one() == host.contact.id


def test_closing_ends_the_desk_and_the_link_opens_it_again(host: Host) -> None:
    host.opened()
    values = form_values(find_form(host.client.get("/bureau/").text))
    closed = host.client.post("/bureau/fermer", data=values, follow_redirects=True)
    assert "Votre bureau est fermé" in closed.text
    assert host.client.get("/bureau/").headers["Location"] == "/bureau/nouveau-lien"
    assert host.opened() == "/bureau/"


def test_pages_of_the_desk_cost_the_same_for_any_number(host: Host) -> None:
    host.opened()

    def cost(url: str) -> int:
        with host.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert host.client.get(url).status_code == 200
        return len(sent)

    urls = ("/bureau/", "/bureau/heures")
    few = [cost(url) for url in urls]
    with host.app.app_context(), transaction() as session:
        for _ in range(3):
            placement = make_placement(session, contact=session.merge(host.contact))
            for days in range(1, 6):
                day = TODAY - timedelta(days=days)
                make_entry(session, placement=placement, worked_on=day, state=HoursState.SUBMITTED)
    assert [cost(url) for url in urls] == few


def test_every_page_without_an_account_speaks_english(host: Host) -> None:
    page = host.client.get(f"{host.link}?lang=en")
    assert 'lang="en"' in page.text
    sit_down(host.client, host.contact)
    for url in ("/bureau/", "/bureau/heures", "/bureau/vos-donnees"):
        page = host.client.get(f"{url}?lang=en")
        assert '<html class="govuk-template" lang="en"' in page.text
        assert 'hreflang="fr"' in page.text
