"""The form of a day, as a person without JavaScript fills it in."""

from datetime import date, timedelta

import pytest
from flask import Flask

from msp_du.domain.vocabulary import HoursKind, HoursState
from msp_du.extensions import transaction
from msp_du.models import Placement
from tests.factories import make_entry, make_placement
from tests.support.client import PageClient, find_form, form_values, main_text
from tests.support.log_desk import LogDesk, log_desk, other_day, today


@pytest.fixture
def desk(app: Flask, client: PageClient) -> LogDesk:
    return log_desk(app, client)


def test_the_usual_day_needs_nothing_typed(desk: LogDesk) -> None:
    page = desk.note()
    assert "Noté, à envoyer" in main_text(page.text)
    (row,) = desk.rows()
    assert (row.worked_on, row.minutes, row.state) == (today(), 210, HoursState.DRAFT)
    desk.add(minutes=450, worked_on=today() - timedelta(days=3))
    assert form_values(find_form(desk.client.get(desk.url).text))["duration"] == "450"


def test_one_placement_is_not_asked_about(desk: LogDesk) -> None:
    answer = desk.client.get("/heures/ajouter?minutes=420")
    assert answer.location == f"{desk.url}?minutes=420"
    values = form_values(find_form(desk.client.get(answer.location).text))
    assert (values["day"], values["duration"]) == (today().isoformat(), "420")


def test_of_several_placements_the_last_used_is_offered_and_the_others_are_near(
    desk: LogDesk, app: Flask
) -> None:
    with app.app_context(), transaction() as session:
        first = session.get_one(Placement, desk.placement_id)
        second = make_placement(session, enrolment=first.enrolment_year.enrolment)
        make_entry(session, placement=second)
        name, second_id = first.organisation.name, second.id
    answer = desk.client.get("/heures/ajouter")
    assert answer.location == f"/heures/{second_id}/ajouter"
    assert f"Plutôt à {name}" in desk.client.page(answer.location)


def test_a_link_cannot_ask_for_an_impossible_duration(desk: LogDesk) -> None:
    for wanted in ("0", "-5", "1441", "beaucoup"):
        values = form_values(find_form(desk.client.get(f"{desk.url}?minutes={wanted}").text))
        assert values["duration"] == "210"


def test_a_double_tap_is_one_row(desk: LogDesk) -> None:
    values = form_values(find_form(desk.client.get(desk.url).text))
    for _ in range(2):
        assert desk.client.post(desk.url, data=values).location == "/heures/"
    assert len(desk.rows()) == 1


def test_a_form_sent_again_with_other_hours_says_so_then_saves_a_new_row(desk: LogDesk) -> None:
    values = form_values(find_form(desk.client.get(desk.url).text))
    desk.client.post(desk.url, data=values)
    refused = desk.client.post(desk.url, data=values | {"kind": "meeting"})
    assert refused.status_code == 422
    assert "déjà enregistrée avec d’autres valeurs" in main_text(refused.text)
    desk.client.post(desk.url, data=form_values(find_form(refused.text)))
    kinds = [row.kind for row in desk.rows()]
    assert kinds == [HoursKind.DIRECT_SUPPORT, HoursKind.MEETING]


def test_a_shift_by_the_clock_counts_its_break(desk: LogDesk) -> None:
    page = desk.note(
        **other_day(today() - timedelta(days=10)),
        duration="times",
        start="9",
        end="17h00",
        break_minutes="60",
        kind="group",
        activity="Atelier d’écriture, 3 personnes",
    )
    (row,) = desk.rows()
    assert (row.minutes, row.break_minutes, row.kind) == (420, 60, HoursKind.GROUP)
    assert "9:00 – 17:00, pause 1\u00a0h" in page.text
    assert "Atelier d’écriture, 3 personnes" in main_text(page.text)


def test_any_duration_can_be_typed(desk: LogDesk) -> None:
    desk.note(duration="free", minutes="5 h 45")
    assert [row.minutes for row in desk.rows()] == [345]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"day": "other"}, "Indiquez une date", id="other day left blank"),
        pytest.param({"other_day-day": "3"}, "il manque", id="half a date"),
        pytest.param(
            {**other_day(date(2026, 3, 3)), "day": "today"}, "Choisissez « Autre »", id="two days"
        ),
        pytest.param({"duration": "times"}, "Indiquez une heure", id="no times"),
        pytest.param({"duration": "free"}, "Indiquez une durée", id="no duration"),
        pytest.param({"start": "9:00"}, "Choisissez « De … à … »", id="stray start"),
        pytest.param({"minutes": "4 h"}, "Choisissez « Autre durée »", id="stray duration"),
        pytest.param({"duration": "0"}, "Choisissez une réponse de la liste", id="no such tile"),
        pytest.param({"kind": "holiday"}, "Choisissez une réponse de la liste", id="no such kind"),
    ],
)
def test_answers_that_contradict_each_other_are_asked_again(
    desk: LogDesk, fields: dict[str, str], words: str
) -> None:
    if fields.get("day") == "today":
        fields = fields | {"day": today().isoformat()}
    refused = desk.client.submit(desk.url, fields)
    assert refused.status_code == 422
    assert words in main_text(refused.text).replace("\u00a0", " ")
    assert desk.rows() == []


def test_what_is_refused_names_the_limit_and_keeps_what_was_typed(desk: LogDesk) -> None:
    refused = desk.client.submit(
        desk.url, {"duration": "times", "start": "7", "end": "21", "activity": "Longue journée"}
    )
    text = main_text(refused.text).replace("\u00a0", " ")
    assert "Cela ferait 14 h dans la journée ; la limite est de 13 h." in text
    values = form_values(find_form(refused.text))
    assert (values["start"], values["end"], values["activity"]) == ("7", "21", "Longue journée")
    assert desk.rows() == []


def test_a_refusal_stands_under_the_answer_it_is_about(desk: LogDesk) -> None:
    tomorrow = desk.client.submit(desk.url, other_day(today() + timedelta(days=1)))
    assert 'id="other_day-error"' in tomorrow.text
    assert "Ce jour n’est pas encore arrivé" in main_text(tomorrow.text)
    desk.add(worked_on=today(), minutes=420)
    too_long = desk.client.submit(desk.url, {"duration": "720"})
    assert 'id="duration-error"' in too_long.text
    assert "Cela ferait 19 h dans la journée" in main_text(too_long.text)


def test_a_long_day_is_warned_about_then_saved_on_confirmation(desk: LogDesk) -> None:
    warned = desk.client.submit(
        desk.url, {"duration": "free", "minutes": "11 h", "activity": "Sortie"}
    )
    text = main_text(warned.text).replace("\u00a0", " ")
    assert warned.status_code == 422
    assert "Cela fait 11 h dans la journée, plus que les 10 h habituelles." in text
    assert "Durée comptée pour ce jour : 11 h." in text
    assert desk.rows() == []
    values = form_values(find_form(warned.text))
    assert (values["minutes"], values["activity"], values.get("confirmed")) == (
        "11 h",
        "Sortie",
        None,
    )
    unticked = desk.client.post(desk.url, data=values)
    assert unticked.status_code == 422
    desk.client.post(desk.url, data=values | {"confirmed": "y"})
    assert [row.minutes for row in desk.rows()] == [660]


def test_a_box_ticked_for_one_warning_does_not_confirm_another(desk: LogDesk) -> None:
    values = form_values(find_form(desk.client.get(desk.url).text))
    ticked = {"confirmed": "y", "warned": "clock-change", "duration": "free", "minutes": "11 h"}
    assert desk.client.post(desk.url, data=values | ticked).status_code == 422
    assert desk.rows() == []


def test_the_page_of_a_doubled_hour_asks_which_one(desk: LogDesk) -> None:
    sunday = last_sunday_of_october()
    fields = {
        **other_day(sunday - timedelta(days=1)),
        "duration": "times",
        "start": "21:00",
        "end": "2:30",
    }
    asked = desk.client.submit(desk.url, fields)
    assert "Choisissez laquelle" in main_text(asked.text)
    values = form_values(find_form(asked.text)) | {"end_passage": "second"}
    warned = desk.client.post(desk.url, data=values)
    assert "L’heure change pendant cette nuit" in main_text(warned.text)
    confirmed = form_values(find_form(warned.text)) | {"confirmed": "y"}
    desk.client.post(desk.url, data=confirmed)
    (row,) = desk.rows()
    assert row.minutes == 390
    again = form_values(find_form(desk.client.get(f"/heures/saisies/{row.id}/modifier").text))
    assert (again["end"], again["end_passage"]) == ("02:30", "second")


def last_sunday_of_october() -> date:
    year = today().year if today() > date(today().year, 10, 31) else today().year - 1
    last = date(year, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_text_that_may_identify_is_read_again_before_it_is_saved(desk: LogDesk) -> None:
    refused = desk.client.submit(desk.url, {"activity": "Entretien avec Mme Dupont"})
    assert "Relisez ce texte" in main_text(refused.text)
    assert '<details class="govuk-details" open>' in refused.text
    values = form_values(find_form(refused.text)) | {"activity_checked": "y"}
    desk.client.post(desk.url, data=values)
    assert [row.activity for row in desk.rows()] == ["Entretien avec Mme Dupont"]
