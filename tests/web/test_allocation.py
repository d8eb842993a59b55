"""Rounds of wishes on screen: coordinators prepare, trainees rank, placements are opened."""

import gzip
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.allocation import SideRule
from msp_du.domain.vocabulary import Regime, Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement, PlacementCampaign
from tests.factories import (
    make_account,
    make_contact,
    make_enrolment,
    make_organisation,
    make_person,
    year_of,
)
from tests.factories.allocation import make_exclusion, make_offer, make_wishes
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.rounds import Round, open_round
from tests.support.statements import statements


@pytest.fixture
def known(session: Session) -> Round:
    return open_round(session)


@pytest.fixture
def desk(known: Round, client: PageClient) -> PageClient:
    sign_in(client, known.coordinator)
    return client


@pytest.fixture
def trainee(session: Session, known: Round, app: Flask) -> PageClient:
    """A browser of the third person, who has sent nothing yet."""
    with transaction():
        person = known.years[2].enrolment.person
        account = make_account(session, Role.TRAINEE, person=person)
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    sign_in(browser, account)
    return browser


def days(name: str, day: datetime) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month),
            f"{name}-year": str(day.year)}  # fmt: skip


def test_a_coordinator_opens_a_round_and_offers_places(
    desk: PageClient, session: Session, known: Round
) -> None:
    cohort_url = f"/promotions/{known.campaign.cohort_id}"
    assert "Places de stage" in desk.page(cohort_url)
    now = datetime.now(UTC)
    typed = {
        "module": "1 P151",
        **days("opens_on", now + timedelta(days=3)),
        **days("closes_on", now - timedelta(days=3)),
        "seed": "42",
    }
    url = f"/places/promotions/{known.campaign.cohort_id}/nouvelle"
    refused = desk.submit(url, typed)
    assert refused.status_code == 422
    assert "Le dernier jour des vœux vient après le premier." in main_text(refused.text)
    opened = desk.submit(url, typed | days("closes_on", now + timedelta(days=9)), follow=True)
    assert "Aucune place n’est encore offerte." in main_text(opened.text)
    session.rollback()
    campaign = session.execute(
        select(PlacementCampaign).where(PlacementCampaign.seed == 42)
    ).scalar_one()
    assert campaign.side_rule is SideRule.PREFERRED
    with transaction():
        contact = make_contact(session, organisation=make_organisation(session, name="Le Phare"))
    offer = {
        "contact": str(contact.id),
        "service": "Accueil",
        **days("starts_on", now),
        **days("ends_on", now + timedelta(days=90)),
        "planned_minutes": "140",
        "capacity": "51",
    }
    url = f"/places/{campaign.id}/places/nouvelle"
    refused = desk.submit(url, offer)
    assert refused.status_code == 422
    assert "Accueil" in refused.text
    shown = desk.submit(url, offer | {"capacity": "2"}, follow=True)
    assert "Le Phare, Accueil" in main_text(shown.text)
    copied = desk.submit(
        f"/places/{campaign.id}/places/reprendre", {"source": str(known.campaign.id)}, follow=True
    )
    assert "2 places sont reprises." in main_text(copied.text)


def test_a_place_changes_or_goes_unless_it_is_asked_for(
    desk: PageClient, session: Session, known: Round
) -> None:
    url = f"/places/offres/{known.ward.id}/modifier"
    stale = desk.get(url).text
    assert "La place est modifiée." in main_text(
        desk.submit(url, {"capacity": "4"}, follow=True).text
    )
    late = desk.post(url, data=_values(stale) | {"capacity": "3", "service": "Nuit"})
    assert late.status_code == 422
    assert "Nuit" in late.text
    remove = f"/places/offres/{known.ward.id}/retirer"
    kept = desk.submit(url, action=remove, follow=True)
    assert "mettez plutôt le nombre de places à" in main_text(kept.text)
    with transaction():
        free = make_offer(session, known.campaign, name="Structure libre")
    url, remove = f"/places/offres/{free.id}/modifier", f"/places/offres/{free.id}/retirer"
    assert "Structure libre" not in main_text(desk.submit(url, action=remove, follow=True).text)


def _values(html: str) -> dict[str, object]:
    return form_values(find_form(html))


def test_a_proposal_is_explained_changed_by_hand_and_confirmed(
    desk: PageClient, trainee: PageClient, session: Session, known: Round
) -> None:
    url = f"/places/{known.campaign.id}"
    assert "Préparer la proposition" in desk.page(url)
    proposed = desk.submit(f"{url}/proposition", action=f"{url}/proposition/calculer", follow=True)
    words = main_text(proposed.text)
    assert "1 × 1er vœu, 1 × 2e vœu" in words
    assert "complète, donnée à une personne qui l’a mise aussi haut" in words
    assert "Tirage nᵒ 7" in words
    first, second, third = (f"place-{year.id}" for year in known.years)
    full = {first: str(known.ward.id), second: str(known.ward.id)}
    refused = desk.submit(f"{url}/proposition", full)
    assert refused.status_code == 422
    assert "Trop de personnes à" in main_text(refused.text)
    assert refused.text.count(f'value="{known.ward.id}" selected') == 2
    stale = _values(desk.get(f"{url}/proposition").text)
    swapped = {first: "", third: str(known.club.id)}
    kept = desk.submit(f"{url}/proposition", swapped, follow=True)
    assert "Le changement est enregistré pour 2 personnes." in main_text(kept.text)
    assert "À la main" in main_text(kept.text)
    late = desk.post(f"{url}/proposition", data=stale)
    assert late.status_code == 422
    wrong = desk.submit(f"{url}/confirmer", {"typed_code": "autre"})
    assert wrong.status_code == 422
    page = _values(desk.get(f"{url}/confirmer").text) | {"typed_code": known.code}
    done = desk.post(f"{url}/confirmer", data=page, follow_redirects=True)
    said = main_text(done.text)
    assert "2 stages sont ouverts. 2 brouillons de convention sont à relire." in said
    assert "Voir les conventions" in said
    again = desk.post(f"{url}/confirmer", data=page, follow_redirects=True)
    assert "C’était déjà fait : rien n’a changé." in main_text(again.text)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Placement)) == 2
    assert "Votre place est confirmée" in trainee.page(f"{url}/mes-voeux")
    late = desk.post(f"{url}/proposition/calculer", data=page, follow_redirects=True)
    assert "Les places de cette campagne sont confirmées" in main_text(late.text)


def test_the_law_against_a_place_is_shown_with_its_figure(
    desk: PageClient, session: Session, known: Round
) -> None:
    url = f"/places/{known.campaign.id}"
    with transaction():
        for year in known.years:
            year.enrolment.regime = Regime.STUDENT_INTERNSHIP
        known.ward.planned_minutes = 925 * 60
    desk.submit(f"{url}/proposition", action=f"{url}/proposition/calculer")
    refused = desk.submit(f"{url}/confirmer", {"typed_code": known.code})
    said = main_text(refused.text).replace("\u00a0", " ")
    assert refused.status_code == 422
    assert "925 h dans cette structure" in said
    assert "924 h au plus" in said
    assert "L124-5" in said
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Placement)) == 0


def test_a_proposal_made_before_a_change_says_so(
    desk: PageClient, session: Session, known: Round
) -> None:
    url = f"/places/{known.campaign.id}/proposition"
    desk.submit(url, action=f"{url}/calculer")
    assert "Depuis cette proposition" not in desk.page(url)
    with transaction():
        make_wishes(session, known.campaign, known.years[2], [known.club])
        make_exclusion(session, known.years[0].enrolment, known.club.organisation)
    words = desk.page(url)
    assert "Depuis cette proposition" in words
    assert "exclue pour cette personne" in words


def test_who_goes_where_is_exported_without_exclusions(
    desk: PageClient, session: Session, known: Round
) -> None:
    with transaction():
        known.years[0].enrolment.person.chosen_given_name = "=Anna"
        make_exclusion(session, known.years[2].enrolment, known.ward.organisation)
    url = f"/places/{known.campaign.id}"
    desk.submit(f"{url}/proposition", action=f"{url}/proposition/calculer")
    answer = desk.get(f"{url}/export?format=csv")
    text = answer.get_data(as_text=True)
    assert "'=Anna" in text
    assert known.ward.organisation.name in text
    assert "exclu" not in text
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    book = load_workbook(BytesIO(desk.get(f"{url}/export").data))
    rows = list(book.active.iter_rows(values_only=True)) if book.active else []
    assert len(rows) == 1 + len(known.years)
    assert rows[0][:3] == ("Nom", "Numéro", "Structure")


def test_a_structure_shows_the_places_it_offers(desk: PageClient, known: Round) -> None:
    words = desk.page(f"/stages/structures/{known.ward.organisation_id}")
    assert f"Promotion {known.code}, P151" in words


@pytest.mark.parametrize("page", ["", "/proposition", "/confirmer", "/export?format=csv"])
def test_more_people_and_places_cost_no_more_statements(
    desk: PageClient, session: Session, known: Round, page: str
) -> None:
    url = f"/places/{known.campaign.id}"
    desk.submit(f"{url}/proposition", action=f"{url}/proposition/calculer")
    counts = []
    for more in range(2):
        with statements(db.engine) as sent:
            desk.get(url + page)
        counts.append(len(sent))
        with transaction():
            for number in range(4):
                year = year_of(session, make_enrolment(session, cohort=known.campaign.cohort))
                offer = make_offer(session, known.campaign, name=f"Structure {more}-{number}")
                make_wishes(session, known.campaign, year, [offer, known.ward])
                make_exclusion(session, year.enrolment, known.club.organisation)
    assert counts[0] == counts[1] <= 22


def test_the_proposal_of_a_whole_cohort_is_a_light_page(
    desk: PageClient, session: Session, known: Round
) -> None:
    with transaction():
        offers = [
            make_offer(session, known.campaign, name=f"Association de quartier nᵒ {number}")
            for number in range(58)
        ]
        for number in range(57):
            person = make_person(session, birth_family_name=f"Personne-{number}")
            year = year_of(
                session, make_enrolment(session, cohort=known.campaign.cohort, person=person)
            )
            make_wishes(session, known.campaign, year, offers[number % 50 : number % 50 + 5])
    url = f"/places/{known.campaign.id}/proposition"
    desk.submit(url, action=f"{url}/calculer")
    page = desk.get(url)
    assert page.text.count("<select") == 60
    assert len(gzip.compress(page.data)) < 30_000
