"""The register of structures as a coordinator keeps it: numbers, bodies, services, readiness."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.hosts import Readiness
from msp_du.domain.vocabulary import OrganisationKind
from msp_du.extensions import db, transaction
from msp_du.models import HostService, Institution, Organisation, Placement
from tests.factories import make_contact, make_organisation
from tests.factories.hosts import make_host_service
from tests.support.client import PageClient, find_form, form_values, main_text
from tests.support.office import Office, open_office
from tests.support.statements import statements


@pytest.fixture
def office(app: Flask, client: PageClient) -> Office:
    return open_office(app, client)


def add(office: Office, name: str, kind: OrganisationKind = OrganisationKind.OTHER) -> UUID:
    with office.app.app_context(), transaction() as session:
        return make_organisation(session, name=name, kind=kind).id


def edit_url(organisation_id: UUID) -> str:
    return f"/stages/structures/{organisation_id}/modifier"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"siret": "732 829 320 00079"}, "Ce numéro SIRET n’existe pas", id="siret"),
        pytest.param({"finess": "75 071 218 5"}, "Ce numéro FINESS n’existe pas", id="finess"),
    ],
)
def test_a_wrong_number_is_refused_and_kept_in_the_form(
    office: Office, fields: dict[str, str], said: str
) -> None:
    refused = office.client.submit(edit_url(office.host_id), fields)
    assert refused.status_code == 422
    assert said in main_text(refused.text)
    assert form_values(find_form(refused.text)) | fields == form_values(find_form(refused.text))


def test_a_structure_is_found_by_its_number_which_no_other_has(office: Office) -> None:
    numbers = {"siret": "732 829 320 00074", "finess": "750 712 184"}
    page = office.client.submit(edit_url(office.host_id), numbers, follow=True)
    assert "73282932000074" in main_text(page.text)
    assert "Le Relais" in office.client.page("/stages/structures?q=75+071+218+4")
    assert "Le Relais" in office.client.page("/stages/structures?q=732%20829%20320%2000074")
    other = add(office, "Autre maison")
    refused = office.client.submit(edit_url(other), {"finess": "750712184"})
    assert "porte déjà ce numéro FINESS : Le Relais" in main_text(refused.text)


def test_linked_bodies_are_shown_on_both_sides_and_never_turn_round(office: Office) -> None:
    manager, sponsor = add(office, "Association gestionnaire"), add(office, "Parrain du quartier")
    before = office.client.page(f"/stages/structures/{office.host_id}")
    assert "L’organisme gestionnaire n’est pas indiqué" in before
    both = {"manager": str(manager), "sponsor": str(manager)}
    refused = office.client.submit(edit_url(office.host_id), both)
    assert "Le parrain est un tiers" in main_text(refused.text)
    links = {"manager": str(manager), "sponsor": str(sponsor)}
    page = office.client.submit(edit_url(office.host_id), links, follow=True)
    assert "Association gestionnaire" in main_text(page.text)
    assert "n’est pas indiqué" not in main_text(page.text)
    assert "Le Relais" in office.client.page(f"/stages/structures/{manager}")
    loop = office.client.submit(edit_url(manager), {"sponsor": str(office.host_id)})
    assert "le lien tournerait en rond" in main_text(loop.text)


def test_the_checklist_keeps_the_day_of_each_point(office: Office) -> None:
    url = f"/stages/structures/{office.host_id}/preparation"
    day = {"checked_on-day": "2", "checked_on-month": "3", "checked_on-year": "2025"}
    later = day | {"checked_on-year": "2026"}
    stale = form_values(find_form(office.client.get(url).text))
    first = office.client.post(
        url, data=stale | day | {"items": [Readiness.JOB_SHEET]}, follow_redirects=True
    )
    assert "1 point prêt sur 7" in main_text(first.text)
    refused = office.client.post(url, data=stale | day | {"items": []})
    assert "Cette fiche a changé" in main_text(refused.text)
    future = office.client.submit(url, day | {"checked_on-year": "2099"})
    assert "ne peut pas être à venir" in main_text(future.text)
    fresh = form_values(find_form(office.client.get(url).text))
    every = office.client.post(
        url, data=fresh | later | {"items": list(Readiness)}, follow_redirects=True
    )
    text = main_text(every.text)
    assert text.count("Vérifié le 02/03/2025") == 1
    assert text.count("Vérifié le 02/03/2026") == len(Readiness) - 1
    assert "Le Relais" in office.client.page("/stages/structures?pretes=oui")
    assert "Le Relais" not in office.client.page("/stages/structures?pretes=non")


def test_a_placement_may_point_to_a_service_and_keeps_its_words(office: Office) -> None:
    base = f"/stages/structures/{office.host_id}"
    named = {"name": "Accueil de jour", "place": "Bâtiment B"}
    page = office.client.submit(f"{base}/services/nouveau", named, follow=True)
    assert "Le service est ajouté" in main_text(page.text)
    twice = office.client.submit(f"{base}/services/nouveau", named)
    assert "a déjà un service de ce nom" in main_text(twice.text)
    with office.app.app_context():
        row = db.session().execute(select(HostService)).scalar_one()
    days = {
        f"periods-0-{bound}-{part}": value
        for bound, year in (("starts_on", "2026"), ("ends_on", "2026"))
        for part, value in (("day", "7"), ("month", "9"), ("year", year))
    }
    form = form_values(find_form(office.client.get(office.new_url).text))
    module = find_module(office)
    fields = form | days | {"periods-0-planned_minutes": "7", "module": module}
    chosen = fields | {"contact": str(office.contact_id), "host_service": str(row.id)}
    opened = office.client.post(office.new_url, data=chosen, follow_redirects=True)
    assert "Le stage est ouvert" in main_text(opened.text)
    office.client.submit(f"/stages/structures/services/{row.id}/modifier", {"name": "Café"})
    with office.app.app_context():
        placement = db.session().execute(select(Placement)).scalar_one()
        assert (placement.host_service_id, placement.service) == (row.id, "Accueil de jour")


def find_module(office: Office) -> str:
    page = office.client.get(office.new_url).text
    return page.split('name="module"')[1].split('value="')[1].split('"')[0]


def test_observation_is_kept_to_the_hours_that_are_set(office: Office) -> None:
    host = add(office, "Groupe de parole", OrganisationKind.CARERS_TALK_GROUP)
    with office.app.app_context(), transaction() as session:
        make_contact(session, organisation=session.get_one(Organisation, host))
        session.execute(select(Institution)).scalar_one().observation_minutes = 10 * 60
    assert "Observation" in office.client.page("/stages/structures?type=carers_talk_group")
    url = f"/stages/nouveau/{office.enrolment_id}/{host}"
    page = office.client.get(url).text
    assert "Le groupe donne son accord" in main_text(page)
    module = page.split('name="module"')[1].split('value="')[1].split('"')[0]
    contact = page.split('name="contact"')[1].split('value="')[1].split('"')[0]
    days = {
        f"periods-0-{bound}-{part}": value
        for bound in ("starts_on", "ends_on")
        for part, value in (("day", "7"), ("month", "9"), ("year", "2026"))
    }
    fields = form_values(find_form(page)) | days | {"module": module, "contact": contact}
    refused = office.client.post(url, data=fields | {"periods-0-planned_minutes": "10 h 01"})
    assert "10 h au plus par année" in main_text(refused.text)
    opened = office.client.post(
        url, data=fields | {"periods-0-planned_minutes": "10"}, follow_redirects=True
    )
    assert "Le stage est ouvert" in main_text(opened.text)
    again = office.client.post(url, data=fields | {"periods-0-planned_minutes": "1"})
    assert "11 h sont prévues" in main_text(again.text)


def test_the_page_of_a_structure_costs_the_same_whatever_it_holds(office: Office) -> None:
    url = f"/stages/structures/{office.host_id}"

    def cost() -> int:
        with office.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            assert "Services et lieux" in office.client.page(url)
        return len(sent)

    def fill(count: int) -> None:
        with office.app.app_context(), transaction() as session:
            host = session.get_one(Organisation, office.host_id)
            for number in range(count):
                make_host_service(session, host, name=f"Service {host.version}-{number}-{count}")
                make_contact(session, organisation=host)

    fill(2)
    few = cost()
    fill(20)
    assert cost() == few
