"""The sheet of marks as a page: typed, refused, saved; both sessions; without script."""

import gzip
import re
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import MarkCode, ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Mark, ReadLog
from tests.factories import (
    make_account,
    make_marker,
    mark_year,
    module_of,
)
from tests.factories.boards import make_decision
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk
from tests.support.pages import parse, text_of
from tests.support.statements import statements

ABI = MarkCode.UNEXCUSED_ABSENCE
WEAK: dict[str, str | MarkCode] = dict.fromkeys(
    ("M111-CC", "M112-CC", "M112-O", "M113-D", "M113-O"), "5"
)


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    return open_mark_desk(app, client, session)


def test_marks_are_typed_with_a_comma_or_a_point_and_absences_in_any_case(desk: MarkDesk) -> None:
    first, second = desk.add("Adam"), desk.add("Brun")
    answer = desk.save(
        {
            desk.field(first): " 12,5 ",
            desk.field(first, 1): "7.25",
            desk.field(second): "abi",
            desk.field(second, 1): "Abj",
        }
    )
    text = main_text(answer.text)
    assert "4 notes enregistrées." in text
    assert set(desk.marks().values()) == {Decimal("12.5"), Decimal("7.25"), "ABI", "ABJ"}
    values = form_values(find_form(answer.text))
    assert (values[desk.field(first)], values[desk.field(first, 1)]) == ("12,5", "7,25")
    assert "9,88" in text  # the exact average 9.875, rounded half up
    assert "Rien n’avait changé." in main_text(desk.save({}).text)


def test_an_emptied_cell_takes_the_mark_back(desk: MarkDesk) -> None:
    year = desk.add()
    desk.save({desk.field(year): "12"})
    desk.save({desk.field(year): ""})
    assert desk.marks() == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25", "Une note ne dépasse pas 20."),
        ("20,01", "Une note ne dépasse pas 20."),
        ("12,345", "Écrivez une note de 0 à 20"),
        ("-1", "Écrivez une note de 0 à 20"),
        ("absent", "Écrivez une note de 0 à 20"),
        ("<b>", "Écrivez une note de 0 à 20"),
    ],
)
def test_a_refused_cell_keeps_what_was_typed_and_says_whose_it_is(
    desk: MarkDesk, typed: str, said: str
) -> None:
    first, second = desk.add("Adam", "Inès"), desk.add("Brun")
    answer = desk.save({desk.field(first): typed, desk.field(second): "13"})
    assert answer.status_code == 422
    assert desk.marks() == {}
    tree = parse(answer.text)
    boxes = {field.get("name"): field for field in tree.iter("input")}
    refused = boxes[desk.field(first)]
    assert (refused.get("value"), refused.get("aria-invalid")) == (typed, "true")
    assert boxes[desk.field(second)].get("value") == "13"
    described = refused.get("aria-describedby")
    (error,) = [text_of(p) for p in tree.iter("p") if p.get("id") == described]
    assert said in error
    links = {a.get("href"): text_of(a) for a in tree.iter("a")}
    assert links[f"#{refused.get('id')}"].startswith("Inès Adam, Dossier de situation")
    assert "Inès" not in text_of(next(tree.iter("title")))
    assert desk.save({desk.field(first): "12", desk.field(second): "13"}).status_code == 200


@pytest.mark.parametrize("typed", ["0", "20", "20,00"])
def test_the_bounds_are_marks(desk: MarkDesk, typed: str) -> None:
    year = desk.add()
    desk.save({desk.field(year): typed})
    assert list(desk.marks().values()) == [Decimal(typed.replace(",", "."))]


def test_each_cell_is_named_by_its_row_and_column(desk: MarkDesk) -> None:
    year = desk.add("Adam", "Inès")
    tree = parse(desk.client.get(desk.url).text)
    named = {e.get("id"): text_of(e) for e in tree.iter() if e.get("id")}
    (box,) = [field for field in tree.iter("input") if field.get("name") == desk.field(year, 1)]
    words = [named[target] for target in (box.get("aria-labelledby") or "").split()]
    assert words[0] == "Inès Adam"
    assert words[1].endswith("M112-O")
    assert box.get("inputmode") == "decimal"


def test_a_form_without_its_token_writes_nothing(desk: MarkDesk) -> None:
    year = desk.add()
    values = form_values(find_form(desk.client.get(desk.url).text))
    answer = desk.client.post(desk.url, data=values | {desk.field(year): "12", "csrf_token": "x"})
    assert "ouverte trop longtemps" in main_text(answer.text) or answer.status_code == 400
    assert desk.marks() == {}


def test_after_a_decision_the_tutor_reads_and_the_coordinator_corrects(desk: MarkDesk) -> None:
    year = desk.add()
    desk.save({desk.field(year): "12"})
    with transaction() as s:
        enrolment = s.get_one(Cohort, desk.cohort.id).enrolments[0]
        make_decision(s, enrolment=enrolment, result=ResultCode.PASSED)
        coordinator = make_account(s, Role.COORDINATOR)
    page = desk.client.get(desk.url).text
    assert "Le jury a délibéré" in main_text(page)
    assert desk.field(year) not in page
    assert "Enregistrer les notes" not in page
    sign_in(desk.client, coordinator)
    assert "une correction laisse sa décision" in main_text(desk.client.get(desk.url).text)
    desk.save({desk.field(year): "13"})
    assert set(desk.marks().values()) == {Decimal(13)}


def test_the_second_session_is_marked_on_its_own_sheet(desk: MarkDesk) -> None:
    weak, strong = desk.add("Adam", "Inès"), desk.add("Brun")
    assert "Seconde session" not in desk.client.page(desk.url)
    assert "n’est ouverte pour personne" in desk.client.page(f"{desk.url}?session=2")
    with transaction() as s:
        cohort = s.get_one(Cohort, desk.cohort.id)
        years = {row.id: row for each in cohort.enrolments for row in each.years}
        mark_year(s, years[weak], "12", but=WEAK)
        mark_year(s, years[strong], "12")
    assert "Seconde session : une personne" in desk.client.page(desk.url)
    page = desk.client.page(f"{desk.url}?session=2")
    assert "Inès Adam" in page
    assert "Brun" not in page
    assert "1re session : 5" in page
    answer = desk.save({desk.field(weak): "13"}, query="?session=2")
    assert answer.request.args["session"] == "2"
    assert "9,00" in main_text(answer.text)
    with transaction() as s:
        (row,) = s.execute(select(Mark).where(Mark.session_number == 2)).scalars()
        assert (row.enrolment_year_id, row.hundredths) == (weak, 1300)


def test_a_module_that_is_passed_or_failed_is_chosen_from_a_list(desk: MarkDesk) -> None:
    year = desk.add()
    with transaction() as s:
        module = module_of(s, s.get_one(Cohort, desk.cohort.id), "M143")
        make_marker(s, desk.cohort, module, account=s.get_one(Account, desk.tutor.id))
    url, name = f"/notes/{desk.cohort.id}/{module.id}", f"mark.{year.hex}.module"
    answer = desk.client.submit(url, {name: "fail"}, follow=True)
    assert form_values(find_form(answer.text))[name] == "fail"
    assert list(desk.marks().values()) == ["fail"]
    refused = desk.client.submit(url, {name: "12"})
    assert refused.status_code == 422
    assert list(desk.marks().values()) == ["fail"]


def test_a_sheet_of_thirty_is_light_and_asks_no_more_than_one_of_three(desk: MarkDesk) -> None:
    def count() -> int:
        desk.client.get(desk.url)
        with desk.app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            desk.client.get(desk.url)
        return len(sent)

    for number in range(3):
        desk.add(f"Personne {number}")
    few = count()
    for number in range(27):
        desk.add(f"Personne {number + 3}")
    assert count() == few
    page = desk.client.get(desk.url)
    assert len(re.findall(r"data-mark\b", page.text)) == 60
    assert len(gzip.compress(page.text.encode(), 6)) <= 15_000


def test_reading_a_sheet_is_noted(desk: MarkDesk) -> None:
    desk.client.get(desk.url).close()
    desk.session.rollback()
    rows = desk.session.execute(select(ReadLog).where(ReadLog.endpoint == "marks.fill_sheet"))
    assert [(row.account_id, row.object_id) for row in rows.scalars()] == [
        (desk.tutor.id, desk.cohort.id)
    ]
