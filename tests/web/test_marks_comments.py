"""Comments beside marks: written by who marks, guarded, versioned, read by whom they are for."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import Cohort, EnrolmentYear, Mark, MarkChange
from tests.factories import make_account, make_cohort, make_enrolment, year_of
from tests.factories.boards import make_decision
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk

TEXT = "Un plan clair, des exemples bien choisis."


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    return open_mark_desk(app, client, session)


def page_of(desk: MarkDesk, year: UUID) -> str:
    return f"{desk.url}/commentaires/{year}"


def name_of(desk: MarkDesk, kind: str = "text", number: int = 0) -> str:
    return f"{kind}_{desk.module.assessments[number].id.hex}_1"


def test_a_comment_is_kept_with_what_it_was_and_the_mark_stays(desk: MarkDesk) -> None:
    year = desk.add("Adam", "Inès")
    desk.send(desk.cell(year, "12"))
    assert "Commenter" in desk.client.page(desk.url)
    for text in (TEXT, ""):
        answer = desk.client.submit(page_of(desk, year), {name_of(desk): text}, follow=True)
        assert "Commentaires enregistrés." in main_text(answer.text)
        assert ("Commentaires (1)" in main_text(answer.text)) is bool(text)
    desk.session.rollback()
    (mark,) = desk.session.execute(select(Mark)).scalars()
    assert (mark.hundredths, mark.comment, mark.version) == (1200, None, 3)
    changes = desk.session.execute(select(MarkChange).order_by(MarkChange.changed_at)).scalars()
    assert [
        (row.old_hundredths, row.new_hundredths, row.old_comment, row.new_comment)
        for row in changes
    ] == [(None, 1200, None, None), (1200, 1200, None, TEXT), (1200, 1200, TEXT, None)]


def test_a_comment_stays_when_its_mark_changes_and_goes_with_it(desk: MarkDesk) -> None:
    year = desk.add()
    desk.send(desk.cell(year, "12"))
    desk.client.submit(page_of(desk, year), {name_of(desk): TEXT})
    assert desk.send(desk.cell(year, "13", "2 1200")).status_code == 200
    assert desk.send(desk.cell(year, "", "3 1300")).status_code == 200
    last = select(MarkChange).order_by(MarkChange.changed_at.desc()).limit(2)
    desk.session.rollback()
    gone, kept = desk.session.execute(last).scalars()
    assert (kept.old_comment, kept.new_comment) == (TEXT, TEXT)
    assert (gone.old_comment, gone.new_comment, gone.new_hundredths) == (TEXT, None, None)


def test_a_text_that_may_name_somebody_is_asked_about_once(desk: MarkDesk) -> None:
    year = desk.add()
    desk.send(desk.cell(year, "12"))
    typed = {name_of(desk): "Mme Dupont a bien accueilli votre travail."}
    answer = desk.client.submit(page_of(desk, year), typed)
    assert answer.status_code == 422
    assert "Mme Dupont" in main_text(answer.text)
    long = desk.client.submit(page_of(desk, year), {name_of(desk): "x" * 501})
    assert long.status_code == 422
    checked = typed | {f"{name_of(desk)}_checked": "y"}
    assert desk.client.submit(page_of(desk, year), checked).status_code == 302


def test_a_comment_on_a_mark_that_changed_meanwhile_is_kept_in_the_form(desk: MarkDesk) -> None:
    year = desk.add()
    desk.send(desk.cell(year, "12"))
    values = form_values(find_form(desk.client.get(page_of(desk, year)).text))
    desk.client.submit(page_of(desk, year), {name_of(desk): "Bien."})
    answer = desk.client.post(page_of(desk, year), data=values | {name_of(desk): TEXT})
    assert answer.status_code == 422
    text = main_text(answer.text)
    assert "a changé depuis" in text
    assert "À présent : « Bien. »" in text
    again = form_values(find_form(answer.text))
    assert again[name_of(desk)] == TEXT
    assert desk.client.post(page_of(desk, year), data=again).status_code == 302


def test_without_a_mark_there_is_no_comment(desk: MarkDesk) -> None:
    year = desk.add()
    assert "Saisissez d’abord une note" in desk.client.page(page_of(desk, year))
    desk.send(desk.cell(year, "12"))
    values = form_values(find_form(desk.client.get(page_of(desk, year)).text))
    desk.send(desk.cell(year, "", "1 1200"))
    answer = desk.client.post(page_of(desk, year), data=values | {name_of(desk): TEXT})
    assert answer.status_code == 422
    fresh = form_values(find_form(answer.text))
    refused = desk.client.post(page_of(desk, year), data=fresh)
    assert "Un commentaire accompagne une note" in main_text(refused.text)
    assert form_values(find_form(refused.text))[name_of(desk)] == TEXT


def test_a_line_of_another_sheet_answers_like_a_made_up_one(desk: MarkDesk) -> None:
    with transaction() as s:
        foreign = year_of(s, make_enrolment(s, cohort=make_cohort(s))).id
    for stranger in (foreign, uuid4()):
        assert desk.client.get(page_of(desk, stranger)).status_code == 404


def test_trainees_read_comments_with_their_marks_once_these_are_shown(desk: MarkDesk) -> None:
    year = desk.add("Adam", "Inès")
    desk.send(desk.cell(year, "12"))
    desk.client.submit(page_of(desk, year), {name_of(desk): TEXT})
    with transaction() as s:
        row = s.get_one(EnrolmentYear, year)
        cohort, person = s.get_one(Cohort, desk.cohort.id), row.enrolment.person
        trainee = make_account(s, Role.TRAINEE, cohort=cohort, person=person)
    sign_in(desk.client, trainee)
    assert TEXT not in desk.client.page("/notes/")
    with transaction() as s:
        enrolment = s.get_one(EnrolmentYear, year).enrolment
        make_decision(s, enrolment=enrolment, result=ResultCode.PASSED)
    assert f"Commentaire : « {TEXT} »" in desk.client.page("/notes/")
