"""A round of wishes lived through: ranked on a phone without scripts, proposed, confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from msp_du.domain.vocabulary import OrganisationKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement
from tests.factories import (
    PASSWORD,
    make_account,
    make_cohort,
    make_enrolment,
    make_institution,
    make_person,
    year_of,
)
from tests.factories.allocation import make_campaign, make_exclusion, make_offer, make_wishes
from tests.support.browser import MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import Site, empty_instance, sign_in

COORDINATOR, TRAINEE = "helene@example.org", "camille@example.org"
WARD, CLUB = "CMP Les Tilleuls", "Clubhouse L’Atelier"


@dataclass(frozen=True, slots=True)
class Round:
    """A round with two places and two people, one of whom has sent wishes."""

    site: Site
    path: str

    @property
    def placements(self) -> int:
        with self.site.app.app_context():
            return db.session().scalar(select(func.count(Placement.id))) or 0


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Round]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            campaign = make_campaign(session, cohort=make_cohort(session, code="P2026"))
            kind = OrganisationKind.HOSPITAL_SERVICE
            ward = make_offer(session, campaign, name=WARD, kind=kind)
            club = make_offer(session, campaign, name=CLUB, kind=OrganisationKind.CLUBHOUSE)
            person = make_person(session, birth_family_name="Lefèvre", given_names="Camille")
            make_enrolment(session, cohort=campaign.cohort, person=person)
            make_account(session, Role.TRAINEE, email=TRAINEE, person=person, password=PASSWORD)
            second = make_person(session, birth_family_name="Amrani", given_names="Yasmine")
            other = make_enrolment(session, cohort=campaign.cohort, person=second)
            make_wishes(session, campaign, year_of(session, other), [ward, club])
            make_exclusion(session, other, ward.organisation)
            make_account(session, Role.COORDINATOR, email=COORDINATOR, password=PASSWORD)
            path = f"/places/{campaign.id}"
        yield Round(site, path)


def judged(page: Page, name: str, title: str) -> Page:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert axe(page) == []
    assert sideways_scroll(page) == 0
    shoot(page, f"allocation-{name}")
    return page


def test_a_round_is_ranked_on_a_phone_and_confirmed(held: Round, visit: Visit) -> None:
    phone = visit(held.site.url, size=MOBILE, javascript=False)
    sign_in(phone, TRAINEE, PASSWORD)
    phone.get_by_role("link", name="Choisir mes places").tap()
    for rank, host in (("Premier vœu", WARD), ("Deuxième vœu", CLUB)):
        choice = phone.get_by_label(rank).get_by_text(host).first.text_content()
        phone.get_by_label(rank).select_option(label=choice)
    phone.get_by_role("button", name="Envoyer mes vœux").tap()
    expect(phone.get_by_role("status")).to_contain_text("Vos vœux sont enregistrés.")

    desk = visit(held.site.url, size=MOBILE)
    sign_in(desk, COORDINATOR, PASSWORD)
    desk.goto(held.path)
    judged(desk, "campaign", "Places, P151").get_by_role(
        "link", name="Préparer la proposition"
    ).tap()
    desk.get_by_role("button", name="Calculer la proposition").tap()
    expect(desk.get_by_role("row", name="Camille Lefèvre")).to_contain_text("1er vœu")
    expect(desk.get_by_text(f"1er vœu, {WARD} : exclue pour cette personne.")).to_be_visible()
    judged(desk, "proposal", "Proposition, P151").get_by_role(
        "link", name="Confirmer les places"
    ).tap()
    judged(desk, "confirm", "Confirmer les places").get_by_label("Code de la promotion").fill(
        "P2026"
    )
    desk.get_by_role("button", name="Confirmer et ouvrir les stages").dblclick()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Places données, P151")
    assert held.placements == 2

    told = visit(held.site.url, size=MOBILE)
    sign_in(told, TRAINEE, PASSWORD)
    told.goto(f"{held.path}/mes-voeux")
    judged(told, "result", "Mes vœux de stage").get_by_role("link", name="Voir mon stage").tap()
    expect(told.get_by_role("main")).to_contain_text(WARD)
    told.goto("/places/eviter")
    judged(told, "avoid", "Structures où je ne souhaite pas être")
