"""Checklists as each role reads them."""

import pytest
from flask import Flask

from msp_du.domain.vocabulary import EnrolmentState, Level, RaterRole, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Enrolment
from tests.factories import (
    make_account,
    make_enrolment,
    make_institution,
    make_placement,
    make_rating,
)
from tests.support.client import PageClient, sign_in
from tests.support.rating_desk import RatingDesk, at, rating_desk
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask) -> RatingDesk:
    return rating_desk(app)


def rated(desk: RatingDesk) -> None:
    """Everybody rates A1, each in their own way."""
    accounts = desk.accounts
    desk.add(RaterRole.SELF, level=Level.AUTONOMOUS, rated_at=at(1), account=accounts[Role.TRAINEE])
    desk.add(RaterRole.HOST, level=Level.NOVICE, rated_at=at(2), account=accounts[Role.SUPERVISOR])
    desk.add(RaterRole.TUTOR, level=Level.BEGINNER, rated_at=at(3), account=accounts[Role.TUTOR])


def test_a_trainee_reads_three_ratings_side_by_side(desk: RatingDesk) -> None:
    rated(desk)
    text = desk.client(Role.TRAINEE).page("/competences/")
    assert "Autonome 01/05/2026 Novice 02/05/2026 Débutant 03/05/2026" in text
    assert "Compétences socles 1 sur 20" in text
    assert "Niveau demandé à la fin de l’année 1 : Débutant." in text
    assert "A. Posture de pair et savoir expérientiel 1 sur 5" in text
    assert "H. Réflexivité, soin de soi, développement 0 sur 5" in text
    assert "Inès Haddad" not in text


def test_the_words_come_in_english_too(desk: RatingDesk) -> None:
    rated(desk)
    text = desk.client(Role.TRAINEE).page("/competences/?lang=en")
    assert "Peer stance and experiential knowledge" in text
    assert "Autonomous 01/05/2026 Novice 02/05/2026 Advanced beginner 03/05/2026" in text


@pytest.mark.parametrize(
    ("role", "rates"),
    [(Role.TUTOR, True), (Role.COORDINATOR, True), (Role.BOARD_MEMBER, False)],
)
def test_staff_read_who_rated_and_the_board_rates_nobody(
    desk: RatingDesk, role: Role, rates: bool
) -> None:
    rated(desk)
    text = desk.client(role).page(desk.url)
    assert "Sacha Lefèvre" in text
    assert "Novice 02/05/2026 Amina Diallo Débutant 03/05/2026 Inès Haddad" in text
    assert ("Évaluer les compétences" in text) is rates
    assert ("Évaluer ce domaine" in text) is rates


def test_the_registrars_office_reads_no_competencies(desk: RatingDesk) -> None:
    assert desk.client(Role.REGISTRAR).get(desk.url).status_code == 403


def test_a_stranger_finds_nothing(desk: RatingDesk) -> None:
    with desk.app.app_context(), transaction() as session:
        strangers = [
            make_account(session, Role.TUTOR),
            make_account(session, Role.TRAINEE, person=make_enrolment(session).person),
        ]
    for account in strangers:
        client = desk.app.test_client()
        sign_in(client, account)
        assert client.get(desk.url).status_code == 404
        assert client.get(f"{desk.url}/evaluer").status_code == 404


def test_a_host_sees_the_trainees_words_and_its_own_never_the_universitys(
    desk: RatingDesk,
) -> None:
    rated(desk)
    desk.add(RaterRole.TUTOR, "A2", level=Level.NOT_APPLICABLE, reason="Aucun groupe ici")
    with desk.app.app_context(), transaction() as session:
        other = make_account(session, Role.SUPERVISOR)
    desk.add(RaterRole.HOST, "A3", level=Level.COMPETENT, rated_at=at(4), account=other)
    text = desk.client(Role.SUPERVISOR).page(desk.host_url)
    assert "Autonome 01/05/2026 Novice 02/05/2026" in text
    assert "Votre évaluation 1 sur 40" in text
    assert "Université" not in text
    assert "Aucun groupe ici" not in text
    assert "04/05/2026" not in text


def test_the_host_comes_from_its_desk_and_coordinators_from_the_sheet(desk: RatingDesk) -> None:
    host = desk.client(Role.SUPERVISOR).get(f"/bureau/stages/{desk.placement_id}").text
    assert f'href="{desk.host_url}"' in host
    sheet = f"/promotions/inscriptions/{desk.enrolment_id}"
    assert f'href="{desk.url}"' in desk.client(Role.COORDINATOR).get(sheet).text
    assert f'href="{desk.url}"' not in desk.client(Role.REGISTRAR).get(sheet).text


def test_a_tutor_finds_whom_they_follow_and_what_is_new(desk: RatingDesk) -> None:
    client = desk.client(Role.TUTOR)
    assert "pas encore de niveau de l’université" in client.page("/competences/")
    desk.add(RaterRole.TUTOR, rated_at=at(3))
    calm = client.page("/competences/")
    assert "1 sur 20 compétences socles, dernier niveau le 03/05/2026" in calm
    assert "Nouveau" not in calm
    desk.add(RaterRole.HOST, rated_at=at(4))
    assert "Nouveau" in client.page("/competences/suivi")
    assert f'href="{desk.url}"' in client.get("/competences/").text


def test_those_who_left_are_not_listed(desk: RatingDesk) -> None:
    with desk.app.app_context(), transaction() as session:
        session.get_one(Enrolment, desk.enrolment_id).state = EnrolmentState.WITHDRAWN
    text = desk.client(Role.TUTOR).page("/competences/")
    assert "Aucun stage ne vous est confié" in text


def test_a_tutor_who_left_for_another_institution_finds_nobody(desk: RatingDesk) -> None:
    with desk.app.app_context(), transaction() as session:
        tutor = session.get_one(Account, desk.accounts[Role.TUTOR].id)
        tutor.grants[0].institution_id = make_institution(session).id
    client = desk.client(Role.TUTOR)
    assert "Aucun stage ne vous est confié" in client.page("/competences/")
    client.page(desk.url, status=404)


def test_a_trainee_without_enrolment_is_told_so(app: Flask, client: PageClient) -> None:
    with app.app_context(), transaction() as session:
        account = make_account(session, Role.TRAINEE)
    sign_in(client, account)
    assert "n’est pas encore enregistrée" in client.page("/competences/")


def test_a_trainee_means_the_enrolment_that_runs(desk: RatingDesk) -> None:
    with desk.app.app_context(), transaction() as session:
        old = make_enrolment(session, person=session.get_one(Enrolment, desk.enrolment_id).person)
        old.state = EnrolmentState.COMPLETED
        make_rating(session, enrolment=old, level=Level.COMPETENT)
    assert "Compétences socles 0 sur 20" in desk.client(Role.TRAINEE).page("/competences/")


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TUTOR, Role.BOARD_MEMBER])
def test_without_a_framework_the_page_says_so(app: Flask, role: Role) -> None:
    bare = rating_desk(app, framework=False)
    client = bare.client(role)
    text = client.page(bare.url)
    assert "n’a pas encore de référentiel" in text
    assert "Adopter" not in text
    if role is not Role.BOARD_MEMBER:
        answer = client.get(f"{bare.url}/evaluer")
        assert (answer.status_code, answer.location) == (302, bare.url)


def test_a_coordinator_adopts_the_framework_with_one_button(app: Flask) -> None:
    bare = rating_desk(app, framework=False)
    client = bare.client(Role.COORDINATOR)
    answer = client.submit(bare.url, action=f"{bare.url}/referentiel", follow=True)
    assert "La promotion suit désormais le référentiel" in answer.text
    assert "Compétences socles 0 sur 20" in client.page(bare.url)


def follow_more(desk: RatingDesk, count: int) -> None:
    with desk.app.app_context(), transaction() as session:
        tutor = session.get_one(Account, desk.accounts[Role.TUTOR].id)
        cohort = session.get_one(Enrolment, desk.enrolment_id).cohort
        for _number in range(count):
            enrolment = make_enrolment(session, cohort=cohort)
            make_placement(session, enrolment=enrolment, tutor=tutor)
            make_rating(session, enrolment=enrolment)


def test_the_list_takes_as_many_statements_for_3_as_for_30(desk: RatingDesk) -> None:
    client, counts = desk.client(Role.TUTOR), []
    for more in (2, 27):
        follow_more(desk, more)
        client.get("/competences/")
        with desk.app.app_context(), statements(db.engine) as sent:
            text = client.page("/competences/")
        counts.append((text.count("compétences socles"), len(sent)))
    assert [count[0] for count in counts] == [3, 30]
    assert counts[0][1] == counts[1][1]


def test_a_checklist_takes_as_many_statements_for_1_rating_as_for_30(desk: RatingDesk) -> None:
    client, counts = desk.client(Role.COORDINATOR), []
    for first, last in ((1, 2), (2, 30)):
        for day in range(first, last):
            desk.add(RaterRole.TUTOR, f"{'ABCDEFGH'[day % 8]}{day % 5 + 1}", rated_at=at(day))
        client.get(desk.url)
        with desk.app.app_context(), statements(db.engine) as sent:
            client.page(desk.url)
        counts.append(len(sent))
    assert counts[0] == counts[1]
