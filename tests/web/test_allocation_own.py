"""Wishes of a trainee on screen, and where somebody is never to be placed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Placement, WishList
from msp_du.services import placement_wishes
from tests.factories import (
    TODAY,
    make_account,
)
from tests.factories.allocation import make_exclusion, make_wishes
from tests.support.client import PageClient, csrf_token, find_form, form_values, main_text, sign_in
from tests.support.rounds import Round, open_round


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


def _values(html: str) -> dict[str, object]:
    return form_values(find_form(html))


def test_a_trainee_ranks_places_and_changes_their_mind(
    trainee: PageClient, session: Session, known: Round
) -> None:
    assert "Choisir mes places" in trainee.page("/")
    assert "Aucun vœu envoyé" in trainee.page("/places/")
    url = f"/places/{known.campaign.id}/mes-voeux"
    twice = {"wish_1": str(known.ward.id), "wish_3": str(known.ward.id)}
    refused = trainee.submit(url, twice)
    assert refused.status_code == 422
    assert "Cette place est déjà choisie plus haut." in main_text(refused.text)
    assert refused.text.count(f'value="{known.ward.id}" selected') == 2
    for wishes in ([known.ward.id], [known.club.id, known.ward.id]):
        typed = {f"wish_{rank}": str(key) for rank, key in enumerate(wishes, 1)} | {"wish_3": ""}
        sent = trainee.submit(url, typed, follow=True)
        assert "Vos vœux sont enregistrés." in main_text(sent.text)
        session.rollback()
        found = placement_wishes.by_year(session, known.campaign)[known.years[2].id]
        assert list(found) == wishes
    assert "Changer mes vœux de stage" in trainee.page("/")


def test_after_the_closing_day_wishes_are_only_read(
    trainee: PageClient, session: Session, known: Round
) -> None:
    url = f"/places/{known.campaign.id}/mes-voeux"
    page = trainee.get(url).text
    with transaction():
        make_wishes(session, known.campaign, known.years[2], [known.club])
        known.campaign.closes_on = TODAY - timedelta(days=1)
    assert "Ce que vous avez demandé" in trainee.page(url)
    assert "Envoyer mes vœux" not in trainee.page(url)
    late = trainee.post(url, data=_values(page) | {"wish_1": str(known.ward.id)})
    assert late.status_code == 422
    assert "Les vœux ne sont pas ouverts aujourd’hui." in main_text(late.text)
    session.rollback()
    assert session.execute(select(WishList.version).order_by(WishList.sent_at.desc())).first() == (
        1,
    )


def test_a_round_that_is_not_theirs_is_unknown_to_a_trainee(
    trainee: PageClient, session: Session, known: Round
) -> None:
    with transaction():
        other = open_round(session)
    assert trainee.get(f"/places/{other.campaign.id}/mes-voeux").status_code == 404


def test_where_somebody_is_never_to_be_is_read_by_the_coordination_only(
    trainee: PageClient, desk: PageClient, session: Session, known: Round
) -> None:
    enrolment = known.years[2].enrolment
    with transaction():
        make_exclusion(session, enrolment, known.ward.organisation)
    named = {"organisation": str(known.club.organisation_id), "service": "Accueil"}
    own = trainee.submit("/places/eviter", named, follow=True)
    words = main_text(own.text)
    assert "Seule la coordination le voit." in words
    listed = own.text.split('class="todo"')[1].split("</ul>")[0]
    assert known.club.organisation.name in listed
    assert known.ward.organisation.name not in listed
    again = trainee.post("/places/eviter", data=named | {"csrf_token": csrf_token(trainee)})
    assert (again.status_code, "C’est déjà noté." in main_text(again.text)) == (422, True)
    ranks = trainee.page(f"/places/{known.campaign.id}/mes-voeux")
    assert known.ward.organisation.name not in ranks
    assert known.club.organisation.name in ranks
    noted = desk.get(f"/places/exclusions/{enrolment.id}").text
    assert "Nommée par la personne" in noted
    assert noted.count("/retirer") == 1
    lift = re.search(r'action="(/places/exclusions/[^"]+/retirer)"', noted)
    assert lift
    gone = desk.submit(f"/places/exclusions/{enrolment.id}", action=lift[1], follow=True)
    assert "/retirer" not in gone.text
    assert "Nommée par la personne" in gone.text
    back = re.search(r'action="(/places/eviter/[^"]+/retirer)"', own.text)
    assert back
    assert "Rien dans cette liste." in main_text(
        trainee.submit("/places/eviter", action=back[1], follow=True).text
    )


def test_a_placement_made_by_hand_where_it_is_barred_is_refused(
    desk: PageClient, session: Session, known: Round
) -> None:
    enrolment, host = known.years[2].enrolment, known.ward.organisation
    with transaction():
        make_exclusion(session, enrolment, host)
    url = f"/stages/nouveau/{enrolment.id}/{host.id}"
    typed = {
        "contact": str(known.ward.contact_id),
        **{
            name.replace("when", "periods-0-starts_on"): value
            for name, value in days("when", datetime.now(UTC)).items()
        },
        **{
            name.replace("when", "periods-0-ends_on"): value
            for name, value in days("when", datetime.now(UTC) + timedelta(days=9)).items()
        },
        "periods-0-planned_minutes": "14",
    }
    refused = desk.submit(url, typed)
    assert refused.status_code == 422
    assert "Cette structure est exclue pour cette personne." in main_text(refused.text)
    assert session.scalar(select(func.count()).select_from(Placement)) == 0
