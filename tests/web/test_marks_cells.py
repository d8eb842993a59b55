"""Cells saved by the page's script: each for itself, in words, and nothing slipped in or lost."""

import gzip
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Assessment, Curriculum, Settings
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import Cohort
from tests.factories import make_account, make_cohort, make_enrolment, make_marker, year_of
from tests.factories.boards import make_decision
from tests.factories.cohorts import shipped_curriculum
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.mark_desk import MarkDesk, open_mark_desk


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    return open_mark_desk(app, client, session)


def with_module(desk_of: str, **changes: Any) -> Curriculum:
    """The shipped curriculum with one module changed, under a version of its own."""
    shipped = shipped_curriculum()
    years = tuple(
        replace(
            year,
            units=tuple(
                replace(
                    unit,
                    modules=tuple(
                        replace(module, **changes) if module.code == desk_of else module
                        for module in unit.modules
                    ),
                )
                for unit in year.units
            ),
        )
        for year in shipped.years
    )
    return replace(shipped, version="2026-b", years=years)


@pytest.fixture
def apart(app: Flask, client: PageClient, session: Session) -> MarkDesk:
    """A desk where two examiners mark the oral of M112, and the file of it nobody else."""
    settings = Settings((("double_marking", ("M112-O",)),))
    content = replace(shipped_curriculum(), version="2026-c", settings=settings)
    return open_mark_desk(app, client, session, content=content)


def test_cells_are_saved_each_for_itself_with_what_follows_from_them(desk: MarkDesk) -> None:
    first, second = desk.add("Adam"), desk.add("Brun")
    answer = desk.send(desk.cell(first, "12.5"), desk.cell(first, " 7,25", number=1))
    assert answer.status_code == 200
    told = answer.json or {}
    names = [desk.cell(first, "", number=number)["name"] for number in (0, 1)]
    assert told["cells"] == {
        names[0]: {"state": "saved", "value": "12,5", "seen": "1 1250"},
        names[1]: {"state": "saved", "value": "7,25", "seen": "1 725"},
    }
    assert told["rows"] == {first.hex: {"average": "9,88", "notes": []}}
    assert told["columns"] == ["12,50", "7,25"]
    assert told["class_average"] == "9,88"
    assert (told["open"], len(desk.marks())) == (4, 2)
    emptied = desk.send(desk.cell(first, "", "1 1250"), desk.cell(second, "abi"))
    assert emptied.status_code == 200
    assert set(desk.marks().values()) == {Decimal("7.25"), "ABI"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25", "Une note ne dépasse pas 20."),
        ("12,345", "Écrivez une note de 0 à 20"),
        ("pass", "Écrivez une note de 0 à 20"),
        ("dis", "Une dispense ne se saisit pas ici : la coordination l’inscrit"),
    ],
)
def test_a_refused_cell_is_told_in_words_and_the_others_are_saved(
    desk: MarkDesk, typed: str, said: str
) -> None:
    year, other = desk.add("Adam"), desk.add("Brun")
    answer = desk.send(desk.cell(year, typed), desk.cell(other, "13"))
    assert answer.status_code == 422
    cells = (answer.json or {})["cells"]
    refused = cells[desk.cell(year, "")["name"]]
    assert refused["state"] == "refused"
    assert said in " ".join(refused["said"].split())
    assert list(desk.marks().values()) == [Decimal(13)]


def test_a_cell_changed_meanwhile_comes_with_both_values_and_who(desk: MarkDesk) -> None:
    year, other = desk.add("Adam"), desk.add("Brun")
    with transaction() as s:
        colleague = make_marker(s, desk.cohort, desk.module, display_name="Noé Faure")
    theirs = desk.app.test_client()
    assert isinstance(theirs, PageClient)
    sign_in(theirs, colleague)
    assert desk.send(desk.cell(year, "9"), client=theirs).status_code == 200
    answer = desk.send(desk.cell(year, "14"), desk.cell(other, "11"))
    assert answer.status_code == 409
    conflict = (answer.json or {})["cells"][desk.cell(year, "")["name"]]
    assert conflict.pop("who").startswith("par Noé Faure, le ")
    assert conflict == {
        "state": "conflict",
        "mine": "14",
        "theirs": "9",
        "value": "9",
        "seen": "1 900",
    }
    assert set(desk.marks().values()) == {Decimal(9), Decimal(11)}
    assert desk.send(desk.cell(year, "14", "1 900")).status_code == 200
    assert set(desk.marks().values()) == {Decimal(14), Decimal(11)}


def test_a_foreign_cell_is_refused_like_a_made_up_one_and_a_closed_one_says_why(
    desk: MarkDesk,
) -> None:
    year, closed = desk.add("Adam"), desk.add("Brun")
    with transaction() as s:
        foreign = year_of(s, make_enrolment(s, cohort=make_cohort(s))).id
        cohort = s.get_one(Cohort, desk.cohort.id)
        enrolment = next(each for each in cohort.enrolments if each.years[0].id == closed)
        make_decision(s, enrolment=enrolment, result=ResultCode.PASSED)
    strangers = [desk.cell(each, "12") for each in (foreign, uuid4())]
    odd = desk.cell(year, "12") | {"name": f"{{{year}}}.x"}
    answer = desk.send(*strangers, odd, desk.cell(closed, "12"), desk.cell(year, "12"))
    assert answer.status_code == 422
    cells = (answer.json or {})["cells"]
    said = {cells[each["name"]]["said"] for each in (*strangers, odd)}
    assert len(said) == 1
    assert "La liste a changé" in said.pop()
    assert "seule la coordination" in cells[desk.cell(closed, "")["name"]]["said"]
    assert set((answer.json or {})["rows"]) == {year.hex, closed.hex}
    assert list(desk.marks().values()) == [Decimal(12)]


BODIES: tuple[object, ...] = (
    None,
    [],
    {"cells": []},
    {"cells": ["x"]},
    {"cells": [{"name": "x", "typed": 12, "seen": ""}]},
    {"cells": [{"name": "x", "typed": ""}]},
    {"cells": [{"name": "x", "typed": "", "seen": ""}] * 1001},
)


def test_what_the_script_would_not_send_is_refused_whole(desk: MarkDesk) -> None:
    headers = {"X-CSRFToken": csrf_token(desk.client)}
    for body in BODIES:
        answer = desk.client.post(f"{desk.url}/cellules", json=body, headers=headers)
        assert answer.status_code == 422, body
        assert (answer.json or {})["type"] == "/problems/wrong-cells", body


def test_a_cell_needs_the_token_of_the_page_the_right_person_and_our_own_page(
    desk: MarkDesk,
) -> None:
    cell = desk.cell(desk.add(), "12")
    assert desk.send(cell, token="x").status_code == 400
    with transaction() as s:
        stranger = make_account(s, Role.TUTOR)
        trainee = make_account(s, Role.TRAINEE)
    for account, status in ((stranger, 404), (trainee, 403)):
        client = desk.app.test_client()
        assert isinstance(client, PageClient)
        sign_in(client, account)
        assert desk.send(cell, client=client).status_code == status
    nobody = desk.app.test_client()
    assert isinstance(nobody, PageClient)
    assert desk.send(cell, client=nobody).headers["Location"].startswith("/connexion")
    assert desk.marks() == {}


def test_each_examiner_has_a_column_and_a_third_is_asked_over_three_points(
    apart: MarkDesk,
) -> None:
    year = apart.add("Adam", "Inès")
    with transaction() as s:
        second = make_marker(s, apart.cohort, apart.module, display_name="Noé Faure")
        coordinator = make_account(s, Role.COORDINATOR)
    clients = {}
    for name, account in (("second", second), ("coordinator", coordinator)):
        client = apart.app.test_client()
        assert isinstance(client, PageClient)
        clients[name] = client
        sign_in(client, account)

    def oral(typed: str, examiner: int, **rest: Any) -> dict[str, Any]:
        cell = apart.cell(year, typed, number=1, examiner=examiner)
        return apart.send(cell, **rest).json or {}

    assert apart.send(apart.cell(year, "10")).status_code == 200
    first = oral("8", 1)
    assert first["rows"][year.hex]["average"] == "–"
    page = apart.client.page(apart.url)
    assert "Oral, première note" in page
    assert "Oral, deuxième note" in page
    assert "Oral, troisième note" not in page
    own = oral("8", 2)["cells"]
    assert "d’une autre personne" in next(iter(own.values()))["said"]
    early = oral("9", 3, client=clients["second"])["cells"]
    assert next(iter(early.values()))["state"] == "refused"
    apart_words = oral("11,01", 2, client=clients["second"])
    assert apart_words["rows"][year.hex]["average"] == "–"
    assert "une troisième note est demandée" in apart_words["rows"][year.hex]["notes"][0]
    listed = clients["coordinator"].page("/notes/")
    assert "3 sur 4 Une troisième note demandée" in listed
    assert "Oral, troisième note" in main_text(clients["coordinator"].get(apart.url).text)
    settled = oral("11", 3, client=clients["coordinator"])
    assert settled["rows"][year.hex] == {"average": "10,50", "notes": []}
    again = (
        apart.send(apart.cell(year, "10,01", "1 800", number=1), client=clients["coordinator"]).json
        or {}
    )
    assert again["rows"][year.hex]["average"] == "10,26"


def test_a_grid_of_sixty_by_twelve_is_light(
    app: Flask, client: PageClient, session: Session
) -> None:
    kind = shipped_curriculum().assessments[0].kind
    twelve = tuple(Assessment(f"M112-{number}", kind) for number in range(12))
    desk = open_mark_desk(app, client, session, content=with_module("M112", assessments=twelve))
    years = [desk.add(f"Personne {number}") for number in range(60)]
    cells = [
        desk.cell(year, f"{column + place % 9},25", number=column)
        for place, year in enumerate(years)
        for column in range(12)
    ]
    assert desk.send(*cells).status_code == 200
    page = desk.client.get(desk.url).text
    assert page.count("data-mark ") == 720
    assert len(gzip.compress(page.encode(), 6)) <= 60_000
