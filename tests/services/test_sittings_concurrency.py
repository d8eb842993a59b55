"""Two machines in the room at once: one act counts, the other is told; on both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import ResultCode
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    BoardDecision,
    BoardPaper,
    BoardSitting,
    EnrolmentYear,
    SittingDecision,
)
from msp_du.services import closing, sitting_room, sittings
from tests.support.board import NOW
from tests.support.sitting_room import PRINTING, REFUSED, open_room

Answer = str
ADMISSION = Choice(ResultCode.PASSED_BY_BOARD, may_progress=True, derogation="Une raison.")


@pytest.fixture
def ids(app: Flask) -> tuple[UUID, UUID, UUID]:
    """A sitting that is open over one trainee whom the rules refuse, and its president."""
    with app.app_context():
        room = open_room(db.session())
        year = room.candidate(score="5")
        return room.sitting.id, room.president.id, year.id


def at_once(jobs: list[Callable[[], Answer]]) -> list[Answer]:
    start = Barrier(len(jobs))

    def run(act: Callable[[], Answer]) -> Answer:
        start.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def decide(app: Flask, ids: tuple[UUID, UUID, UUID], choice: Choice) -> Answer:
    """Decide as one request does: its own context, session and connection."""
    with app.app_context():
        session = db.session()
        sitting, year = (
            session.get_one(BoardSitting, ids[0]),
            session.get_one(EnrolmentYear, ids[2]),
        )
        actor = session.get_one(Account, ids[1])
        seen = sitting_room.row_of(session, sitting, year).edition
        session.commit()
        try:
            with transaction() as writing:
                return sitting_room.decide(
                    writing, sitting, year, choice, seen=seen, token="", actor=actor, now=NOW
                ).result
        except RuleViolation as violation:
            return violation.rule


def close(app: Flask, ids: tuple[UUID, UUID, UUID], seen: str) -> Answer:
    with app.app_context():
        session = db.session()
        sitting, actor = session.get_one(BoardSitting, ids[0]), session.get_one(Account, ids[1])
        try:
            with transaction() as writing:
                made = closing.close(
                    writing,
                    sitting,
                    PRINTING,
                    typed_reference=sitting.reference,
                    seen=seen,
                    actor=actor,
                    now=NOW,
                )
                return str(len(made))
        except RuleViolation as violation:
            return violation.rule


def test_of_two_who_decide_one_is_told_of_the_other(
    app: Flask, ids: tuple[UUID, UUID, UUID]
) -> None:
    answers = at_once([partial(decide, app, ids, choice) for choice in (ADMISSION, REFUSED)])
    with app.app_context():
        (only,) = db.session().scalars(select(SittingDecision))
        assert sorted(answers) == sorted([only.result, Rule.STALE_VERSION])
        assert db.session().get_one(BoardSitting, ids[0]).revision == 2


def test_a_sitting_is_closed_once(app: Flask, ids: tuple[UUID, UUID, UUID]) -> None:
    decide(app, ids, REFUSED)
    with app.app_context():
        session = db.session()
        sitting = session.get_one(BoardSitting, ids[0])
        seen = sitting_room.edition(sitting_room.rows(session, sitting))
    answers = at_once([partial(close, app, ids, seen)] * 3)
    assert sorted(answers) == sorted(["1"] + [Rule.SITTING_STATE] * 2)
    with app.app_context():
        assert len(db.session().scalars(select(BoardDecision)).all()) == 1
        assert len(db.session().scalars(select(BoardPaper)).all()) == 3


def test_a_decision_and_the_closing_never_pass_each_other(
    app: Flask, ids: tuple[UUID, UUID, UUID]
) -> None:
    with app.app_context():
        session = db.session()
        sitting = session.get_one(BoardSitting, ids[0])
        assert sittings.open_one(session, sitting.cohort_id, 1) is sitting
        seen = sitting_room.edition(sitting_room.rows(session, sitting))
    answers = at_once([partial(decide, app, ids, REFUSED), partial(close, app, ids, seen)])
    assert answers[0] == "AJ"
    assert answers[1] in {Rule.SITTING_EMPTY, Rule.DECISION_STALE}
    with app.app_context():
        assert db.session().scalars(select(BoardDecision)).all() == []
