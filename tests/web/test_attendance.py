"""The sheet of a class as a page, and trainees who sign with the code of the room."""

import gzip
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.attendance import AttendanceState
from msp_du.extensions import db, transaction
from msp_du.models import ClassSession
from tests.factories.attendance import make_arrangement
from tests.support.class_desk import ClassDesk, open_class_desk
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.statements import statements

PRESENT, LATE = AttendanceState.PRESENT, AttendanceState.LATE


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> ClassDesk:
    return open_class_desk(app, client, session)


def test_everybody_is_present_then_the_exceptions_then_it_is_closed(desk: ClassDesk) -> None:
    first, second, third = (desk.add(name) for name in ("Adam", "Brun", "Clerc"))
    assert "3 présences enregistrées." in main_text(desk.save("all").text)
    answer = desk.save("close", **{second: "late", third: "unexcused"})
    assert "La feuille est close" in main_text(answer.text)
    assert desk.states() == {
        first: PRESENT,
        second: LATE,
        third: AttendanceState.UNEXCUSED,
    }
    text = desk.client.page(desk.url)
    assert "par Inès Haddad" in text
    assert "Enregistrer et clore" not in text


def test_what_is_chosen_already_stays_when_everybody_else_is_present(desk: ClassDesk) -> None:
    first, second = desk.add("Adam"), desk.add("Brun")
    desk.save("all", **{first: "excused"})
    assert desk.states() == {first: AttendanceState.EXCUSED, second: PRESENT}


def test_a_sheet_with_holes_is_not_closed_and_says_of_whom(desk: ClassDesk) -> None:
    first, second = desk.add("Adam"), desk.add("Brun")
    answer = desk.save("close", **{first: "late"})
    text = main_text(answer.text)
    assert answer.status_code == 422
    assert "Camille Brun : rien n’est encore noté." in text.replace("\u00a0", " ")
    assert "Camille Adam : rien" not in text.replace("\u00a0", " ")
    assert f'href="#p{second}"' in answer.text
    assert form_values(find_form(answer.text))[f"state.{first}"] == "late"
    assert desk.states() == {}


def test_two_who_note_one_person_are_both_heard(desk: ClassDesk, app: Flask) -> None:
    key, other = desk.add("Adam"), desk.add("Brun")
    stale = form_values(find_form(desk.client.get(desk.url).text, desk.url))
    second = app.test_client()
    assert isinstance(second, PageClient)
    sign_in(second, desk.coordinator)
    second.submit(desk.url, {f"state.{key}": "excused", "do": "save"}, action=desk.url)
    answer = desk.client.post(
        desk.url, data=stale | {f"state.{key}": "late", f"state.{other}": "present", "do": "save"}
    )
    text = main_text(answer.text).replace("\u00a0", " ")
    assert answer.status_code == 409
    assert "Hélène Darmon a noté « Absence excusée » entre-temps" in text
    assert "votre choix, « Retard »" in text
    assert desk.states() == {key: AttendanceState.EXCUSED, other: PRESENT}
    again = form_values(find_form(answer.text, desk.url))
    assert again[f"state.{key}"] == "late"
    desk.client.post(desk.url, data=again | {"do": "save"})
    assert desk.states()[key] is LATE


@pytest.mark.parametrize(
    "fields",
    [
        {"state.zz": "present", "seen.zz": "0 "},
        {"state.{key}": "asleep", "seen.{key}": "0 "},
        {"state.{other}": "present", "seen.{other}": "0 "},
    ],
    ids=["no such line", "no such answer", "somebody else"],
)
def test_answers_that_mean_nothing_are_refused_whole(
    desk: ClassDesk, fields: dict[str, str]
) -> None:
    key = desk.add()
    sent = {name.format(key=key, other="0" * 32): value for name, value in fields.items()}
    answer = desk.client.submit(desk.url, sent | {"do": "save"}, action=desk.url)
    assert answer.status_code == 422
    assert "La liste a changé" in main_text(answer.text)
    assert desk.states() == {}


def test_instructors_read_the_notes_they_must_know(desk: ClassDesk) -> None:
    desk.add("Adam")
    with transaction() as s:
        (enrolment,) = s.merge(desk.cohort).enrolments
        make_arrangement(s, enrolment)
    assert "Tiers-temps" in desk.client.page(desk.url)


def test_the_coordinator_opens_it_again_and_nobody_else(desk: ClassDesk) -> None:
    desk.add("Adam")
    desk.save("all")
    desk.save("close")
    assert "Rouvrir la feuille" not in desk.client.page(desk.url)
    sign_in(desk.client, desk.coordinator)
    answer = desk.client.submit(desk.url, action=f"{desk.url}/rouvrir", follow=True)
    assert "La feuille est rouverte." in main_text(answer.text)
    assert "Enregistrer et clore" in answer.text


def shown_code(desk: ClassDesk) -> str:
    """Show a code in the room and read it from there."""
    address = f"{desk.url}/code"
    answer = desk.client.submit(address, action=address, follow=True)
    found = re.search(r'class="room-code"[^>]*>([A-Z0-9]{6})<', answer.text)
    assert found is not None
    return found[1]


def test_a_trainee_signs_on_their_phone_and_the_sheet_says_so(desk: ClassDesk, app: Flask) -> None:
    trainee = desk.trainee()
    code = shown_code(desk)
    phone = app.test_client()
    assert isinstance(phone, PageClient)
    sign_in(phone, trainee)
    assert "Pas encore signée" in phone.page("/presences/")
    answer = phone.submit("/presences/signer", {"code": code.lower()}, follow=True)
    assert "C’est noté" in main_text(answer.text)
    assert "Pas encore signée" not in phone.page("/presences/")
    assert "A signé à" in desk.client.page(desk.url)
    assert desk.save("save").status_code == 200
    assert len(desk.states()) == 1
    desk.client.submit(f"{desk.url}/code", action=f"{desk.url}/code/arreter")
    with app.app_context():
        assert db.session().get_one(ClassSession, desk.class_id).code_digest is None


def test_wrong_codes_are_counted_and_make_one_wait(desk: ClassDesk, app: Flask) -> None:
    trainee = desk.trainee()
    phone = app.test_client()
    assert isinstance(phone, PageClient)
    sign_in(phone, trainee)
    answers = [phone.submit("/presences/signer", {"code": "AAAAAA"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "n’ouvre aucune de vos séances" in main_text(answers[0].text)
    assert "Retry-After" in answers[-1].headers


def test_fifteen_people_make_a_light_page_in_as_many_statements_as_one(
    desk: ClassDesk, app: Flask
) -> None:
    desk.add()
    desk.client.get(desk.url)
    with app.app_context(), statements(db.engine) as few:
        desk.client.get(desk.url)
    for number in range(14):
        desk.add(f"Nom{number}")
    with app.app_context(), statements(db.engine) as many:
        answer = desk.client.get(desk.url)
    assert len(few) == len(many)
    assert len(gzip.compress(answer.data)) < 8_000
