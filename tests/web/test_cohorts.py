"""Cohorts on screen: listed, opened; their people added, corrected, suspended, invited."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, Enrolment, Job, Person
from tests.factories import (
    TODAY,
    make_academic_year,
    make_account,
    make_cohort,
    make_curriculum,
    make_enrolment,
    make_institution,
    make_person,
    make_placement,
)
from tests.support.client import PageClient, main_text, sign_in
from tests.support.statements import statements

PERSON = {
    "family_name": "Martel",
    "given_names": "Odile Anne",
    "birth_date-day": "3",
    "birth_date-month": "3",
    "birth_date-year": "1984",
    "student_number": "22 403 001",
    "email": "odile@example.org",
}


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, institution=make_institution(writing, code="here"), code="P1")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    return client


@pytest.fixture
def enrolment(session: Session, cohort: Cohort) -> Enrolment:
    with transaction() as writing:
        person = make_person(writing, chosen_given_name="Dominique")
        found = make_enrolment(writing, cohort=cohort, person=person)
        make_account(writing, Role.TRAINEE, person=person, email="dominique@example.org")
    return found


def fresh(session: Session, enrolment: Enrolment) -> Enrolment:
    identity = enrolment.id
    session.rollback()
    session.expire_all()
    return session.get_one(Enrolment, identity)


def test_a_cohort_is_opened_on_a_version_and_a_year(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/promotions/etablissements/{cohort.institution_id}/ouvrir"
    page = coordinator.submit(url, {"code": "P2"}, follow=True)
    assert "La promotion P2 est ouverte." in main_text(page.text)
    assert "P2" in coordinator.page("/promotions/")
    again = coordinator.submit(url, {"code": "P2"})
    assert again.status_code == 422
    assert "Une autre promotion porte déjà ce code." in main_text(again.text)


def test_a_cohort_takes_nothing_of_another_institution(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        there = make_institution(writing, code="there")
        version = make_curriculum(writing, institution=there)
        make_academic_year(writing, institution=there)
    url = f"/promotions/etablissements/{cohort.institution_id}/ouvrir"
    forged = {"code": "P2", "curriculum_version_id": str(version.id)}
    assert "Choisissez une réponse de la liste." in main_text(coordinator.submit(url, forged).text)
    coordinator.page(f"/promotions/etablissements/{there.id}/ouvrir", status=404)
    session.rollback()
    assert session.execute(select(func.count(Cohort.id))).scalar_one() == 1


def test_an_institution_without_curriculum_is_told_so(client: PageClient, session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    words = client.page(f"/promotions/etablissements/{institution.id}/ouvrir")
    assert "Il manque d’abord" in words
    assert "Aucune promotion" in client.page("/promotions/")


def test_a_cohort_shows_chosen_names_and_hours(
    coordinator: PageClient, cohort: Cohort, enrolment: Enrolment
) -> None:
    words = coordinator.page(f"/promotions/{cohort.id}").replace("\u00a0", " ")
    assert "Dominique Lefèvre" in words
    assert "Camille" not in words
    assert "0 h sur 700 h" in words


def test_a_cohort_of_thirty_asks_no_more_than_one_of_three(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    asked = []
    for more in (3, 27):
        with transaction() as writing:
            for _number in range(more):
                make_placement(writing, enrolment=make_enrolment(writing, cohort=cohort))
        with statements(db.engine) as sent:
            coordinator.page(f"/promotions/{cohort.id}")
            coordinator.page("/promotions/")
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_the_registrar_reads_and_changes_nothing(
    client: PageClient, session: Session, cohort: Cohort, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        account = make_account(writing, Role.REGISTRAR)
    sign_in(client, account)
    assert "Importer" not in client.page(f"/promotions/{cohort.id}")
    words = client.page(f"/promotions/inscriptions/{enrolment.id}")
    assert "Camille LEFÈVRE" in words
    assert "Corriger" not in words
    client.page(f"/promotions/inscriptions/{enrolment.id}/identite", status=403)


@pytest.mark.parametrize(
    "page",
    ["{cohort}", "{cohort}/ajouter", "{cohort}/importer"]
    + [f"inscriptions/{{enrolment}}{end}" for end in ("", "/identite", "/etat", "/inviter")],
)
def test_another_cohort_and_another_institution_are_not_there(
    client: PageClient, session: Session, page: str
) -> None:
    with transaction() as writing:
        mine = make_cohort(writing, institution=make_institution(writing, code="a"))
        beside = make_enrolment(writing, cohort=make_cohort(writing))
        there = make_institution(writing, code="b")
        far = make_enrolment(writing, cohort=make_cohort(writing, institution=there))
        account = make_account(writing, Role.COORDINATOR, cohort=mine)
    sign_in(client, account)
    for other in (beside, far):
        url = f"/promotions/{page.format(cohort=other.cohort_id, enrolment=other.id)}"
        words = client.page(url, status=404)
        assert "Lefèvre" not in words
        assert client.post(url).status_code in {400, 404, 405}


def test_one_person_is_added_with_an_invitation(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/promotions/{cohort.id}/ajouter"
    page = coordinator.submit(url, PERSON | {"invite": "y"}, follow=True)
    words = main_text(page.text)
    assert "La personne est inscrite." in words
    assert "Odile Anne MARTEL" in words
    session.rollback()
    assert session.execute(select(Person.student_number)).scalars().all() == ["22403001"]
    assert session.execute(select(func.count(Job.id))).scalar_one() == 1
    again = coordinator.submit(url, PERSON)
    assert "déjà inscrite dans cette promotion" in main_text(again.text)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"family_name": "Martel 2"}, "n’est pas un nom"),
        ({"ine": "123"}, "n’est pas un INE"),
        ({"birth_date-year": "2020"}, "aurait moins de 16 ans"),
        ({"email": "odile"}, "adresse complète"),
        ({"student_number": ""}, "Remplissez"),
    ],
    ids=["name", "ine", "age", "address", "no-number"],
)
def test_a_box_follows_the_rules_of_a_class_list(
    coordinator: PageClient, session: Session, cohort: Cohort, change: dict[str, Any], sentence: str
) -> None:
    answer = coordinator.submit(f"/promotions/{cohort.id}/ajouter", PERSON | change)
    assert answer.status_code == 422
    assert sentence in main_text(answer.text)
    session.rollback()
    assert session.execute(select(func.count(Person.id))).scalar_one() == 0


def test_an_identity_is_corrected_unless_somebody_did_meanwhile(
    coordinator: PageClient, session: Session, enrolment: Enrolment
) -> None:
    url = f"/promotions/inscriptions/{enrolment.id}/identite"
    page = coordinator.submit(url, {"chosen_name": "Claude", "employer": "Mairie"}, follow=True)
    words = main_text(page.text)
    assert "Claude Lefèvre" in words
    assert "Mairie" in words
    late = coordinator.submit(url, {"chosen_name": "Alix", "version": "1.1"})
    assert late.status_code == 422
    assert "a changé depuis que vous l’avez ouverte" in main_text(late.text)
    assert 'value="Alix"' in late.text
    assert fresh(session, enrolment).person.chosen_given_name == "Claude"


def test_an_enrolment_is_suspended_by_date_without_a_reason(
    coordinator: PageClient, session: Session, enrolment: Enrolment
) -> None:
    url = f"/promotions/inscriptions/{enrolment.id}/etat"
    assert "motif" in coordinator.page(url)
    page = coordinator.submit(url, {"act": "suspend"}, follow=True)
    assert "Suspendue depuis le" in main_text(page.text)
    found = fresh(session, enrolment)
    assert (found.state, found.state_since) == (EnrolmentState.SUSPENDED, TODAY)
    refused = coordinator.submit(url, {"act": "suspend"})
    assert "Choisissez une réponse de la liste." in main_text(refused.text)


def test_a_person_is_invited_again_at_a_corrected_address(
    coordinator: PageClient, session: Session, enrolment: Enrolment
) -> None:
    url = f"/promotions/inscriptions/{enrolment.id}/inviter"
    page = coordinator.submit(url, {"email": "d@example.org"}, follow=True)
    words = main_text(page.text)
    assert "L’invitation part dans un instant." in words
    assert "d@example.org" in words
    session.rollback()
    assert session.execute(select(func.count(Job.id))).scalar_one() == 1
