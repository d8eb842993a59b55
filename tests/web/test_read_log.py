"""Whoever reads about people leaves a trace, once the answer has left; nobody waits for it."""

import logging

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from msp_du.extensions import transaction
from msp_du.models import ReadLog
from msp_du.web import request
from tests.support.client import PageClient, sign_in
from tests.support.world import Scope, World, build_world

NAMING = {
    "/": ("home.show", None),
    "/bureau/": ("host_desk.show_desk", None),
    "/bureau/stages/{placement}": ("host_desk.show_placement", "placement"),
    "/stages/{placement}": ("placements.show_placement", "placement"),
    "/promotions/{cohort}": ("cohorts.show_cohort", "cohort"),
    "/promotions/inscriptions/{enrolment}": ("cohorts.show_enrolment", "enrolment"),
    "/promotions/inscriptions/{enrolment}/identite": ("cohorts.edit_enrolment", "enrolment"),
    "/jury/{cohort}": ("board.show_board", "cohort"),
    "/jury/decisions/{enrolment_year}": ("board.decide", "enrolment_year"),
    "/jury/{cohort}/preparation": ("board.prepare", "cohort"),
    "/jury/conditions/{enrolment}": ("board.show_gate", "enrolment"),
    "/jury/{cohort}/documents": ("board.receive_documents", "cohort"),
    "/jury/{cohort}/essai": ("board.try_rules", "cohort"),
    "/jury/seances/{sitting}/dossiers": ("board.show_room", "sitting"),
    "/etablissement/comptes": ("administration.list_accounts", "institution"),
    "/etablissement/{institution}/comptes/{account}": ("administration.show_account", "account"),
}
READERS = [
    ("supervisor", "/"),
    ("supervisor", "/bureau/"),
    ("supervisor", "/bureau/stages/{placement}"),
    ("tutor", "/"),
    ("tutor", "/stages/{placement}"),
    ("coordinator", "/"),
    ("coordinator", "/promotions/{cohort}"),
    ("coordinator", "/promotions/inscriptions/{enrolment}"),
    ("coordinator", "/promotions/inscriptions/{enrolment}/identite"),
    ("registrar", "/promotions/{cohort}"),
    ("coordinator", "/jury/{cohort}"),
    ("board_member", "/jury/{cohort}"),
    ("board_member", "/jury/decisions/{enrolment_year}"),
    ("registrar", "/jury/{cohort}/preparation"),
    ("registrar", "/jury/conditions/{enrolment}"),
    ("registrar", "/jury/{cohort}/documents"),
    ("board_member", "/jury/{cohort}/essai"),
    ("board_member", "/jury/seances/{sitting}/dossiers"),
    ("administrator", "/etablissement/comptes"),
    ("administrator", "/etablissement/{institution}/comptes/{account}"),
]


@pytest.fixture
def world(session: Session) -> World:
    with transaction() as s:
        return build_world(s)


def read(client: PageClient, path: str) -> str:
    """Fetch a page to the end, as what is written afterwards waits for."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    answer.close()
    return answer.text


def reads(session: Session) -> list[ReadLog]:
    session.rollback()
    return list(session.execute(select(ReadLog)).scalars())


def test_each_page_that_names_somebody_is_noted_with_its_reader(
    client: PageClient, session: Session, world: World
) -> None:
    ids = world.ids[Scope.OWN]
    for number, (name, path) in enumerate(READERS, start=1):
        sign_in(client, world.actors[name])
        read(client, path.format(**ids))
        noted = reads(session)
        assert len(noted) == number, path
        row = max(noted, key=lambda row: row.happened_at)
        endpoint, subject = NAMING[path]
        assert (row.account_id, row.endpoint) == (world.actors[name].id, endpoint)
        assert row.object_id == (ids[subject] if subject else None)


@pytest.mark.parametrize("path", ["/", "/heures/", "/stages/{placement}"])
def test_what_is_ones_own_is_read_without_a_trace(
    client: PageClient, session: Session, world: World, path: str
) -> None:
    sign_in(client, world.actors["trainee"])
    read(client, path.format(**world.ids[Scope.OWN]))
    assert reads(session) == []


def test_a_page_refused_leaves_no_trace_of_being_read(
    client: PageClient, session: Session, world: World
) -> None:
    sign_in(client, world.actors["coordinator"])
    foreign = world.ids[Scope.OTHER_INSTITUTION]["cohort"]
    client.get(f"/promotions/{foreign}").close()
    assert reads(session) == []


def test_a_busy_database_takes_no_answer_back(
    client: PageClient,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def busy() -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    sign_in(client, world.actors["coordinator"])
    monkeypatch.setattr(request, "transaction", busy)
    with caplog.at_level(logging.WARNING):
        text = read(client, f"/promotions/{world.ids[Scope.OWN]['cohort']}")
    assert "could not be written" in caplog.text
    assert "A1" in text
