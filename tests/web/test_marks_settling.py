"""Cells that two people wrote, and cells of another sheet: nothing is lost or slipped in."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.extensions import transaction
from msp_du.models import Cohort
from tests.factories import (
    make_cohort,
    make_enrolment,
    make_mark,
    make_marker,
    year_of,
)
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    return open_mark_desk(app, client, session)


def two_write_one_cell(desk: MarkDesk) -> tuple[UUID, UUID, TestResponse]:
    """Somebody else saves two cells while the tutor has the page open, then the tutor saves."""
    year, other = desk.add("Adam", "Inès"), desk.add("Brun")
    values = form_values(find_form(desk.client.get(desk.url).text))
    with transaction() as s:
        colleague = make_marker(s, desk.cohort, desk.module, display_name="Noé Faure")
    theirs = desk.app.test_client()
    assert isinstance(theirs, PageClient)
    sign_in(theirs, colleague)
    theirs.submit(desk.url, {desk.field(year): "9"})
    typed = {desk.field(year): "14", desk.field(other): "11"}
    return year, other, desk.client.post(desk.url, data=values | typed)


def test_two_values_of_one_cell_are_both_shown_and_nothing_is_lost(desk: MarkDesk) -> None:
    year, other, answer = two_write_one_cell(desk)
    assert answer.status_code == 409
    text = main_text(answer.text)
    assert "Inès Adam, Dossier de situation" in text
    assert "La vôtre : 14" in text
    assert "L’autre : 9" in text
    assert "par Noé Faure, le" in text
    assert "Votre autre note est enregistrée." in text
    assert set(desk.marks().values()) == {Decimal(9), Decimal(11)}
    values = form_values(find_form(answer.text))
    kept = desk.client.post(desk.url, data=values | {desk.field(year): "14"})
    assert kept.status_code == 302
    assert set(desk.marks().values()) == {Decimal(14), Decimal(11)}
    assert desk.field(other) not in values


def test_the_other_value_may_stay(desk: MarkDesk) -> None:
    year, _other, answer = two_write_one_cell(desk)
    values = form_values(find_form(answer.text)) | {desk.field(year): "9"}
    assert desk.client.post(desk.url, data=values).status_code == 302
    assert set(desk.marks().values()) == {Decimal(9), Decimal(11)}


def test_without_a_choice_both_values_are_shown_again(desk: MarkDesk) -> None:
    _year, _other, answer = two_write_one_cell(desk)
    again = desk.client.post(desk.url, data=form_values(find_form(answer.text)))
    assert again.status_code == 409
    text = main_text(again.text)
    assert "La vôtre : 14" in text
    assert "L’autre : 9" in text


def test_a_page_that_was_refused_still_knows_what_it_had_seen(desk: MarkDesk) -> None:
    year = desk.add()
    values = form_values(find_form(desk.client.get(desk.url).text))
    refused = desk.client.post(desk.url, data=values | {desk.field(year): "25"})
    with transaction() as s:
        row = s.get_one(Cohort, desk.cohort.id).enrolments[0].years[0]
        make_mark(s, row, "M112-CC", "9")
    mended = form_values(find_form(refused.text)) | {desk.field(year): "15"}
    assert desk.client.post(desk.url, data=mended).status_code == 409


def test_a_cell_of_another_sheet_is_refused_like_a_made_up_one(desk: MarkDesk) -> None:
    year = desk.add()
    with transaction() as s:
        enrolment = make_enrolment(s, cohort=make_cohort(s))
        foreign = year_of(s, enrolment).id
    values = form_values(find_form(desk.client.get(desk.url).text)) | {desk.field(year): "12"}
    pages = []
    for stranger in (foreign, uuid4()):
        extra = {
            desk.field(stranger): "12",
            desk.field(stranger, kind="seen"): "0 ",
        }
        answer = desk.client.post(desk.url, data=values | extra)
        assert answer.status_code == 422
        pages.append(main_text(answer.text))
    broken = desk.client.post(desk.url, data=values | {"mark.x": "12", "seen.x": "0 "})
    assert [*pages, main_text(broken.text)] == [pages[0]] * 3
    assert "La liste a changé" in pages[0]
    assert desk.marks() == {}


def test_a_cell_under_a_second_name_is_not_written_twice(desk: MarkDesk) -> None:
    year = desk.add()
    typed = form_values(find_form(desk.client.get(desk.url).text)) | {desk.field(year): "12"}
    braced = {
        desk.field(year, kind=kind).replace(year.hex, f"{{{year.hex}}}"): text
        for kind, text in (("mark", "13"), ("seen", "0 "))
    }
    answer = desk.client.post(desk.url, data=typed | braced)
    assert answer.status_code == 422
    assert "La liste a changé" in main_text(answer.text)
    assert desk.marks() == {}


def test_a_tampered_version_is_a_conflict(desk: MarkDesk) -> None:
    year = desk.add()
    desk.save({desk.field(year): "12"})
    answer = desk.save({desk.field(year): "13", desk.field(year, kind="seen"): "x y"})
    assert answer.status_code == 409
    assert set(desk.marks().values()) == {Decimal(12)}
