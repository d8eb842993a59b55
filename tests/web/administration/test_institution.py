"""How an institution presents itself: settings, logo, style."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import FileState, Role
from msp_du.extensions import transaction
from msp_du.files import images
from msp_du.models import Account, AuditEvent, Institution, StoredFile
from tests.factories import make_account, make_institution
from tests.support.client import PageClient, find_form, form_values, sign_in

NBSP = "\u00a0"


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s, name="Université de Provence")


@pytest.fixture
def administrator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.ADMINISTRATOR, institution=institution)


@pytest.fixture
def admin(client: PageClient, administrator: Account) -> PageClient:
    sign_in(client, administrator)
    return client


def settings_url(institution: Institution) -> str:
    return f"/etablissement/{institution.id}/modifier"


def picture(colour: str = "#1f4e4a", kind: str = "PNG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (60, 30), colour).save(out, kind)
    return BytesIO(out.getvalue())


def stored(session: Session, institution: Institution) -> Institution:
    session.rollback()
    session.refresh(institution)
    return institution


def test_the_page_shows_what_is_set_and_the_ways_to_change_it(
    admin: PageClient, institution: Institution
) -> None:
    text = admin.page("/etablissement/")
    assert "Université de Provence" in text
    assert f"avertir au-delà de 10{NBSP}h, refuser au-delà de 13{NBSP}h".replace(NBSP, " ") in text
    assert "Personne ne signe encore" in text
    assert "Modifier les réglages" in text


def test_a_coordinator_reads_the_page_without_the_ways_to_change_it(
    client: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        coordinator = make_account(s, Role.COORDINATOR, institution=institution)
    sign_in(client, coordinator)
    text = client.page("/etablissement/")
    assert "Ouvrir le calendrier" in text
    assert "Modifier les réglages" not in text


def test_settings_are_kept_in_their_one_form_and_noted(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    answer = admin.submit(
        settings_url(institution),
        {
            "name": "Université du Sud",
            "department": "UFR de médecine",
            "sender_address": "Suivi@Univ-Sud.FR",
            "contact_address": "contact@univ-sud.fr",
            "brand_colour": "123",
            "accent_colour": "FFCC00",
            "time_zone": "Indian/Reunion",
            "warn_day_minutes": "8 h 30",
        },
        follow=True,
    )
    assert "Les réglages sont enregistrés." in answer.text
    kept = stored(session, institution)
    assert (kept.name, kept.department) == ("Université du Sud", "UFR de médecine")
    assert (kept.sender_address, kept.host_name) == ("suivi@univ-sud.fr", None)
    assert (kept.brand_colour, kept.accent_colour) == ("#112233", "#ffcc00")
    assert (kept.time_zone, kept.warn_day_minutes) == ("Indian/Reunion", 510)
    assert kept.version == 2
    event = session.execute(
        select(AuditEvent).where(AuditEvent.act == "institutions:change")
    ).scalar_one()
    assert event.institution_id == institution.id


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"product_name": "Suivi MSP"}, "sans « MSP »", id="product"),
        pytest.param({"sender_name": "DU Santé mentale"}, "sans « santé mentale »", id="sender"),
        pytest.param({"host_name": "psychiatrie.univ.fr"}, "sans « psychiatr… »", id="host"),
        pytest.param({"sender_address": "msp@univ.fr"}, "sans « MSP »", id="sender-address"),
        pytest.param({"sender_address": "à@univ.fr"}, "adresse complète", id="odd-address"),
        pytest.param({"contact_address": "à@univ.fr"}, "adresse complète", id="odd-contact"),
        pytest.param({"brand_colour": "vert"}, "en hexadécimal", id="not-a-colour"),
        pytest.param({"brand_colour": "#777777"}, "#ffffff est de 4,47", id="brand-too-light"),
        pytest.param({"accent_colour": "#1f4e4a"}, "il en faut au moins 3", id="accent-unseen"),
        pytest.param({"warn_day_minutes": "13 h 01"}, "ne peut pas dépasser la limite", id="day"),
        pytest.param({"warn_week_minutes": "49 h"}, "(49 h) ne peut pas", id="week"),
        pytest.param({"refuse_week_minutes": "169 h"}, "168 heures au plus", id="week-too-long"),
        pytest.param({"time_zone": "Mars/Olympus"}, "réponse de la liste", id="unknown-zone"),
        pytest.param({"name": " "}, "Nom de l’établissement", id="blank-name"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_stay_on_the_page(
    admin: PageClient,
    session: Session,
    institution: Institution,
    *,
    fields: dict[str, str],
    said: str,
) -> None:
    answer = admin.submit(settings_url(institution), {"department": "Un service"} | fields)
    assert answer.status_code == 422
    assert said in " ".join(answer.text.split()).replace(NBSP, " ")
    assert "Un service" in answer.text
    assert stored(session, institution).version == 1


def test_a_page_opened_before_another_change_is_refused(
    admin: PageClient, session: Session, institution: Institution, administrator: Account
) -> None:
    answer = admin.submit(settings_url(institution), {"version": "7", "name": "Autre"})
    assert answer.status_code == 422
    assert "a changé depuis que vous l’avez ouverte" in answer.text
    assert stored(session, institution).name == "Université de Provence"


def upload(admin: PageClient, institution: Institution, content: BytesIO, name: str) -> Any:
    url = f"/etablissement/{institution.id}/logo/modifier"
    token = form_values(find_form(admin.get(url).text))["csrf_token"]
    data = {"csrf_token": token, "logo": (content, name)}
    return admin.post(url, data=data, follow_redirects=True)


def test_a_logo_is_drawn_again_kept_once_and_shown(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    first = picture().getvalue() + b"<script>"
    answer = upload(admin, institution, BytesIO(first), "logo.html")
    assert "Le logo est enregistré." in answer.text
    assert "Retirer le logo" in answer.text
    shown = admin.get(f"/etablissement/{institution.id}/logo.png")
    assert shown.mimetype == "image/png"
    assert b"<script>" not in shown.data
    upload(admin, institution, picture("#ffffff"), "b.png")
    upload(admin, institution, BytesIO(first), "c.png")
    session.rollback()
    states = session.execute(
        select(StoredFile.state, StoredFile.id == stored(session, institution).logo_id)
    ).all()
    assert sorted(tuple(row) for row in states) == [
        (FileState.READY, True),
        (FileState.WITHDRAWN, False),
    ]


def test_a_logo_is_removed(admin: PageClient, session: Session, institution: Institution) -> None:
    upload(admin, institution, picture(kind="JPEG"), "logo.jpg")
    url = f"/etablissement/{institution.id}/logo"
    answer = admin.submit(f"{url}/modifier", action=f"{url}/retirer", follow=True)
    assert "n’a pas encore de logo" in answer.text
    assert admin.get(f"{url}.png").status_code == 404
    assert stored(session, institution).logo_id is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"<svg/>", "n’est pas une image lisible", id="svg"),
        pytest.param(b"\0" * 101, "doit peser au plus", id="a-byte-too-many"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(
    admin: PageClient,
    session: Session,
    institution: Institution,
    monkeypatch: pytest.MonkeyPatch,
    *,
    content: bytes,
    said: str,
) -> None:
    monkeypatch.setattr(images, "MAX_IMAGE_BYTES", 100)
    answer = upload(admin, institution, BytesIO(content), "logo.png")
    assert answer.status_code == 422
    assert said in answer.text
    assert session.execute(select(func.count(StoredFile.id))).scalar_one() == 0


def test_the_style_gives_the_colours_to_those_who_belong_to_the_institution(
    client: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        trainee = make_account(s, Role.TRAINEE, institution=institution)
    sign_in(client, trainee)
    style = client.get(f"/etablissement/{institution.id}/style.css?version=1")
    assert style.mimetype == "text/css"
    assert "--header: #1f4e4a;" in style.text
    assert "--ochre: #e3a458;" in style.text


@pytest.mark.parametrize("file", ["style.css", "logo.png"])
def test_nobody_else_gets_the_style_or_the_logo(
    client: PageClient, session: Session, institution: Institution, file: str
) -> None:
    with transaction() as s:
        other = make_institution(s, name="Autre")
        stranger = make_account(s, Role.ADMINISTRATOR, institution=other)
    sign_in(client, stranger)
    answer = client.get(f"/etablissement/{institution.id}/{file}")
    assert answer.status_code == 404
    assert "#1f4e4a;" not in answer.text


def test_an_administrator_of_two_institutions_names_the_second(
    client: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        other = make_institution(s, name="Université du Nord")
        third = make_institution(s, name="Université de l’Est")
        actor = make_account(s, Role.ADMINISTRATOR, institution=institution)
        actor.grants.append(make_account(s, Role.ADMINISTRATOR, institution=other).grants[0])
    sign_in(client, actor)
    text = client.page(f"/etablissement/?institution={other.id}")
    assert "Université du Nord" in text
    assert "Vos autres établissements Université de Provence" in text
    refused = client.get(f"/etablissement/?institution={third.id}")
    assert refused.status_code == 404
    assert "Université de l’Est" not in refused.text


@pytest.mark.parametrize("path", ["modifier", "logo/modifier", "signataires/ajouter"])
def test_another_institution_answers_like_a_made_up_one(
    admin: PageClient, session: Session, path: str
) -> None:
    with transaction() as s:
        other = make_institution(s, name="Autre")
    theirs = admin.get(f"/etablissement/{other.id}/{path}")
    made_up = admin.get(f"/etablissement/00000000-0000-4000-8000-000000000000/{path}")
    assert (theirs.status_code, made_up.status_code) == (404, 404)
    assert "Autre" not in theirs.text
