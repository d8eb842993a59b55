"""Whole requests at once: what a phone on a bad network really sends, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry, Person
from tests.factories import make_account, make_enrolment, make_placement
from tests.support.api_desk import URL, api_desk
from tests.support.client import PageClient, csrf_token, find_form, form_values, sign_in

pytestmark = pytest.mark.both_engines


def posts_at_once(app: Flask, bodies: list[dict[str, str]]) -> tuple[list[int], int]:
    """Post the form to log a day in threads that start together; return statuses and rows."""
    with app.app_context(), transaction() as session:
        enrolment = make_enrolment(session)
        placement = make_placement(session, enrolment=enrolment)
        person = session.get_one(Person, enrolment.person_id)
        account = make_account(session, Role.TRAINEE, person=person)
    url = f"/heures/{placement.id}/ajouter"
    first = app.test_client()
    assert isinstance(first, PageClient)
    shown = form_values(find_form(sign_in(first, account).get(url).text))
    start = Barrier(len(bodies))

    def post(body: dict[str, str]) -> int:
        client = sign_in(app.test_client(), account)
        fields = shown | {"csrf_token": csrf_token(client)} | body
        start.wait(timeout=60)
        return client.post(url, data=fields).status_code

    with ThreadPoolExecutor(len(bodies)) as pool:
        statuses = list(pool.map(post, bodies))
    with app.app_context():
        rows = db.session().scalar(select(func.count(HoursEntry.id))) or 0
    return statuses, rows


def test_fifty_posts_of_one_form_are_one_row(app: Flask) -> None:
    statuses, rows = posts_at_once(app, [{}] * 50)
    assert (set(statuses), rows) == ({302}, 1)


def test_two_overlapping_posts_at_once_are_one_row(app: Flask) -> None:
    shifts = [("08:00", "12:00"), ("10:00", "14:00")]
    bodies = [
        {"duration": "times", "start": start, "end": end, "client_id": str(uuid4())}
        for start, end in shifts
    ]
    statuses, rows = posts_at_once(app, bodies)
    assert (sorted(statuses), rows) == ([302, 422], 1)


def test_fifty_replays_of_one_id_by_a_phone_are_one_row(app: Flask) -> None:
    desk = api_desk(app, app.test_client())  # type: ignore[arg-type] # a page client, see conftest
    body, start = desk.body(), Barrier(50)
    with app.app_context():
        account = db.session().get_one(Account, desk.log.account_id)

    def send(_number: int) -> tuple[int, str]:
        client = sign_in(app.test_client(), account)
        headers = {"X-CSRFToken": csrf_token(client)}
        start.wait(timeout=60)
        answer = client.post(URL, json=body, headers=headers)
        return answer.status_code, answer.get_json()["id"]

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, range(50)))
    (row,) = desk.log.rows()
    assert sorted(answers) == [(200, str(row.id))] * 49 + [(201, str(row.id))]
