"""Rating one domain after another, for oneself, the host and the university."""

import re

import pytest
from flask import Flask

from msp_du.domain.vocabulary import Level, RaterRole, Role
from tests.support.client import csrf_token, find_form, form_values, main_text
from tests.support.rating_desk import RatingDesk, at, rating_desk

SELF, HOST, TUTOR = RaterRole


@pytest.fixture
def desk(app: Flask) -> RatingDesk:
    return rating_desk(app)


def url_for(desk: RatingDesk, role: Role) -> str:
    base = desk.host_url if role is Role.SUPERVISOR else desk.url
    return f"{base}/evaluer"


@pytest.mark.parametrize(
    ("role", "rater_role"),
    [
        (Role.TRAINEE, SELF),
        (Role.SUPERVISOR, HOST),
        (Role.TUTOR, TUTOR),
        (Role.COORDINATOR, TUTOR),
    ],
)
def test_each_rates_in_their_own_name_and_goes_on(
    desk: RatingDesk, role: Role, rater_role: RaterRole
) -> None:
    client, url = desk.client(role), url_for(desk, role)
    answer = client.submit(url, {"level_0": "novice", "level_2": "not_observed"})
    assert (answer.status_code, answer.location) == (302, f"{url}?domaine=B")
    assert desk.rows() == [
        ("A1", rater_role, Level.NOVICE, None),
        ("A3", rater_role, Level.NOT_OBSERVED, None),
    ]
    following = client.page(answer.location)
    assert "2 niveaux enregistrés." in following
    assert "Domaine 2 sur 8" in following


def test_the_last_domain_leads_back_to_the_checklist(desk: RatingDesk) -> None:
    client = desk.client(Role.TUTOR)
    page = client.page(f"{desk.url}/evaluer?domaine=H")
    assert "Enregistrer et terminer" in page
    assert "Passer ce domaine" not in page
    answer = client.submit(f"{desk.url}/evaluer?domaine=H", {"level_0": "competent"})
    assert answer.location == desk.url
    assert desk.rows() == [("H1", TUTOR, Level.COMPETENT, None)]


def test_an_untouched_form_writes_nothing(desk: RatingDesk) -> None:
    desk.add(TUTOR, level=Level.NOVICE, rated_at=at(1))
    answer = desk.client(Role.TUTOR).submit(f"{desk.url}/evaluer", follow=True)
    assert "Rien n’a changé dans ce domaine." in main_text(answer.text)
    assert len(desk.rows()) == 1


def test_the_form_starts_from_the_last_rating_of_the_same_rater(desk: RatingDesk) -> None:
    desk.add(TUTOR, level=Level.NOVICE, rated_at=at(1))
    desk.add(TUTOR, level=Level.COMPETENT, rated_at=at(2))
    desk.add(HOST, level=Level.AUTONOMOUS, rated_at=at(3))
    values = form_values(find_form(desk.client(Role.TUTOR).get(f"{desk.url}/evaluer").text))
    assert {name: value for name, value in values.items() if name.startswith("level")} == {
        "level_0": "competent"
    }


def test_a_tutor_sees_the_others_beside_and_a_trainee_nobody(desk: RatingDesk) -> None:
    desk.add(SELF, level=Level.COMPETENT, rated_at=at(1))
    desk.add(HOST, level=Level.NOT_APPLICABLE, reason="Aucun groupe ici", rated_at=at(2))
    tutor = desk.client(Role.TUTOR).page(f"{desk.url}/evaluer").replace("\u00a0", " ")
    assert "Auto-évaluation : Compétent, le 01/05/2026" in tutor
    assert "Structure d’accueil : Sans objet, le 02/05/2026 (Aucun groupe ici)" in tutor
    host = desk.client(Role.SUPERVISOR).page(f"{desk.host_url}/evaluer").replace("\u00a0", " ")
    assert "Auto-évaluation : Compétent, le 01/05/2026" in host
    trainee = desk.client(Role.TRAINEE).page(f"{desk.url}/evaluer")
    assert "01/05/2026" not in trainee
    assert "02/05/2026" not in trainee


def test_a_tutor_takes_the_hosts_levels_over_and_signs_them(desk: RatingDesk) -> None:
    desk.add(TUTOR, "A2", level=Level.NOVICE, rated_at=at(1))
    desk.add(HOST, "A1", level=Level.COMPETENT, rated_at=at(2))
    desk.add(HOST, "A3", level=Level.NOT_APPLICABLE, reason="Aucun groupe ici", rated_at=at(2))
    client, url = desk.client(Role.TUTOR), f"{desk.url}/evaluer"
    link = re.search(r'href="([^"]*reprendre=structure[^"]*)"', client.get(url).text)
    assert link
    client.submit(link[1].replace("&amp;", "&"))
    assert desk.rows()[-2:] == [
        ("A1", TUTOR, Level.COMPETENT, None),
        ("A3", TUTOR, Level.NOT_APPLICABLE, "Aucun groupe ici"),
    ]
    assert len(desk.rows()) == 5


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.SUPERVISOR])
def test_nobody_else_takes_levels_over(desk: RatingDesk, role: Role) -> None:
    desk.add(HOST, "A1", level=Level.COMPETENT, rated_at=at(2))
    answer = desk.client(role).get(f"{url_for(desk, role)}?domaine=A&reprendre=structure")
    assert "Reprendre les niveaux" not in answer.text
    assert "level_0" not in form_values(find_form(answer.text))


def test_not_applicable_needs_a_reason_and_keeps_what_was_chosen(desk: RatingDesk) -> None:
    client, url = desk.client(Role.TUTOR), f"{desk.url}/evaluer"
    refused = client.submit(url, {"level_0": "novice", "level_1": "not_applicable"})
    assert refused.status_code == 422
    assert "Dites pourquoi la structure ne peut pas offrir la situation." in refused.text
    assert "jamais de la santé" in refused.text
    values = form_values(find_form(refused.text))
    assert (values["level_0"], values["level_1"]) == ("novice", "not_applicable")
    assert desk.rows() == []
    client.submit(url, {"level_1": "not_applicable", "reason_1": "Aucun groupe ici"})
    assert desk.rows() == [("A2", TUTOR, Level.NOT_APPLICABLE, "Aucun groupe ici")]


def test_a_reason_beside_another_level_is_not_lost_in_silence(desk: RatingDesk) -> None:
    fields = {"level_0": "novice", "reason_0": "Aucun groupe ici"}
    refused = desk.client(Role.TUTOR).submit(f"{desk.url}/evaluer", fields)
    assert refused.status_code == 422
    assert "pour cette raison, ou effacez-la" in refused.text
    assert desk.rows() == []


def test_a_reason_that_may_identify_somebody_is_read_again(desk: RatingDesk) -> None:
    client, url = desk.client(Role.TUTOR), f"{desk.url}/evaluer"
    fields = {"level_0": "not_applicable", "reason_0": "Depuis le 03/05/2026, M. D. absent"}
    refused = client.submit(url, fields)
    assert refused.status_code == 422
    assert "J’ai vérifié" in refused.text
    assert client.submit(url, fields | {"reason_0_checked": "y"}).status_code == 302
    assert [row[3] for row in desk.rows()] == [fields["reason_0"]]


def test_a_level_of_no_list_is_refused(desk: RatingDesk) -> None:
    refused = desk.client(Role.TUTOR).submit(f"{desk.url}/evaluer", {"level_0": "master"})
    assert refused.status_code == 422
    assert desk.rows() == []


def test_a_colleagues_later_word_is_not_overwritten_unseen(desk: RatingDesk) -> None:
    tutor, url = desk.client(Role.TUTOR), f"{desk.url}/evaluer"
    opened = form_values(find_form(tutor.get(url).text))
    desk.client(Role.COORDINATOR).submit(url, {"level_0": "autonomous"})
    late = tutor.post(url, data=opened | {"level_0": "novice", "level_1": "competent"})
    assert late.status_code == 422
    assert "a changé depuis que vous l’avez ouverte" in late.text
    assert form_values(find_form(late.text))["level_1"] == "competent"
    assert desk.rows() == [("A1", TUTOR, Level.AUTONOMOUS, None)]


@pytest.mark.parametrize("domain", ["Z", "", "A1"])
def test_an_unknown_domain_is_not_found(desk: RatingDesk, domain: str) -> None:
    client = desk.client(Role.TUTOR)
    url = f"{desk.url}/evaluer?domaine={domain}"
    assert client.get(url).status_code == 404
    data = {"csrf_token": csrf_token(client), "level_0": "novice"}
    assert client.post(url, data=data).status_code == 404
    assert desk.rows() == []


def test_the_board_and_hosts_do_not_rate_for_the_university(desk: RatingDesk) -> None:
    for role in (Role.BOARD_MEMBER, Role.SUPERVISOR):
        client = desk.client(role)
        data = {"csrf_token": csrf_token(client), "level_0": "autonomous"}
        assert client.post(f"{desk.url}/evaluer", data=data).status_code == 403
    for role in (Role.TUTOR, Role.COORDINATOR, Role.TRAINEE):
        client = desk.client(role)
        data = {"csrf_token": csrf_token(client), "level_0": "autonomous"}
        assert client.post(f"{desk.host_url}/evaluer", data=data).status_code == 403
    assert desk.rows() == []
