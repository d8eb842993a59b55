"""Years on the table of a sitting: decided one by one or at once, with points and recusals."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.errors import Rule
from msp_du.domain.marks import shown
from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import EnrolmentState, ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    BoardSitting,
    Enrolment,
    EnrolmentYear,
    Mark,
    SittingDecision,
)
from msp_du.services import board_points, board_seats, results, sitting_room, sittings
from tests.factories import make_account, make_mark
from tests.factories.boards import make_decision
from tests.factories.sittings import make_member, make_seat
from tests.support.board import NOW, make_candidate
from tests.support.sitting_room import ADMITTED, REFUSED, Room, open_room, refused
from tests.support.statements import statements

WEAK = {"M121-ET": "7.95", "M122-ET": "7.95", "M123-EC": "7.95"}


@pytest.fixture
def room(session: Session) -> Room:
    return open_room(session)


def decide_clear(room: Room, actor: Account | None = None, seen: str | None = None) -> int:
    who = actor or room.president
    seat = board_seats.seat_of(room.session, room.sitting, who)
    found = sitting_room.clear_cases(room.rows(), who, seat)
    with transaction() as s:
        return sitting_room.decide_clear(
            s, room.sitting, seen=seen or sitting_room.edition(found), actor=who, now=NOW
        )


def give(room: Room, year: EnrolmentYear, unit: str | None, value: str) -> None:
    with transaction() as s:
        board_points.give(
            s,
            room.sitting,
            year,
            AddedPoints(unit, Decimal(value), "Régularité."),
            actor=room.president,
            now=NOW,
        )


def test_a_decision_is_kept_with_who_and_what_was_seen(room: Room) -> None:
    year = room.candidate()
    made = room.decide(year)
    assert (made.result, made.may_progress, made.derogation) == ("ADM", True, None)
    assert (made.account_id, made.seen) == (room.president.id, room.row(year).edition)
    assert room.sitting.revision == 2
    assert not room.row(year).has_moved


def test_the_second_machine_is_told_of_the_first(room: Room) -> None:
    year = room.candidate(score="5")
    row = room.row(year)
    room.decide(year, REFUSED)

    def late(token: str) -> None:
        with transaction() as s:
            sitting_room.decide(
                s,
                room.sitting,
                year,
                Choice(ResultCode.PASSED_BY_BOARD, may_progress=True, derogation="Une raison."),
                seen=row.edition,
                token=token,
                actor=room.president,
                now=NOW,
            )

    assert refused(lambda: late(sittings.token(row.decision))).rule is Rule.STALE_VERSION
    late(sittings.token(room.row(year).decision))
    decision = room.row(year).decision
    assert decision is not None
    assert (decision.result, decision.version) == ("ADJ", 2)


def test_a_decision_on_results_that_moved_is_refused(room: Room) -> None:
    year = room.candidate(but={"M112-O": "0", "M112-CC": "1"})
    seen = room.row(year).edition
    with transaction() as s:
        make_mark(s, s.get_one(EnrolmentYear, year.id), "M112-O", "18", session_number=2)

    def decide() -> None:
        with transaction() as s:
            sitting_room.decide(
                s,
                room.sitting,
                year,
                REFUSED,
                seen=seen,
                token="",
                actor=room.president,
                now=NOW,
            )

    assert refused(decide).rule is Rule.DECISION_STALE
    assert room.row(year).decision is None


def test_only_who_sits_now_and_takes_part_decides(room: Room) -> None:
    year = room.candidate()
    with transaction() as s:
        sitting = s.get_one(BoardSitting, room.sitting.id)
        absent, deputy, stranger = (make_member(s, room.cohort) for _ in range(3))
        make_seat(s, sitting, absent, is_present=False)
        chair = sittings.seats_of(s, sitting)[0]
        make_seat(s, sitting, deputy, is_present=True, deputy_of=chair)
    for actor in (absent, deputy, stranger):
        found = refused(lambda actor=actor: room.decide(year, actor=actor))  # type: ignore[misc]
        assert found.rule is Rule.SITTING_NOT_SEATED
    with transaction() as s:
        board_seats.recuse(s, chair, year, actor=room.coordinator, now=NOW)
    assert refused(lambda: room.decide(year)).rule is Rule.SITTING_RECUSED
    assert refused(lambda: give(room, year, None, "1")).rule is Rule.SITTING_RECUSED
    assert decide_clear(room) == 0


def test_clear_cases_are_what_the_rules_alone_settle(room: Room) -> None:
    expected = {
        room.candidate().id: ("ADM", True),
        room.candidate(score="5").id: ("AJ", False),
        room.candidate(but=WEAK).id: ("AJ", True),
    }
    room.candidate(minutes=0)
    pointed = room.candidate(score="5")
    give(room, pointed, None, "1")
    with transaction() as s:
        away = make_candidate(s, s.merge(room.cohort, load=True))
        s.get_one(Enrolment, away.enrolment_id).state = EnrolmentState.SUSPENDED
    assert decide_clear(room) == 3
    found = room.session.scalars(select(SittingDecision)).all()
    assert {each.enrolment_year_id: (each.result, each.may_progress) for each in found} == expected
    assert decide_clear(room) == 0


def test_clear_cases_are_all_or_none(room: Room) -> None:
    room.candidate()
    assert refused(lambda: decide_clear(room, seen="x")).rule is Rule.DECISION_STALE
    assert all(row.decision is None for row in room.rows())


def test_nobody_admits_themselves_among_the_clear_cases(room: Room) -> None:
    own, other = room.candidate("Arnaud"), room.candidate("Bensaïd")
    with transaction() as s:
        person = s.get_one(Enrolment, own.enrolment_id).person
        member = make_account(s, Role.BOARD_MEMBER, person=person)
        make_seat(s, s.get_one(BoardSitting, room.sitting.id), member, is_present=True)
    assert decide_clear(room, member) == 1
    assert room.row(own).decision is None
    assert room.row(other).decision is not None


def test_points_raise_averages_for_this_sitting_and_touch_no_mark(room: Room) -> None:
    year = room.candidate(but=WEAK)
    marks = room.session.scalars(select(Mark.hundredths)).all()
    before = room.row(year).reading.outcome
    give(room, year, "UE1.2", "0.10")
    after = room.row(year).reading.outcome
    averages = [next(u.average for u in o.units if u.code == "UE1.2") for o in (before, after)]
    assert [average and shown(average) for average in averages] == ["7.95", "8.05"]
    assert after.result is ResultCode.PASSED_BY_BOARD
    assert results.readings(room.session, [year])[year.id].outcome.result is ResultCode.FAILED
    assert room.session.scalars(select(Mark.hundredths)).all() == marks
    assert refused(lambda: give(room, year, "UE1.2", "1")).rule is Rule.POINTS_GIVEN
    for value in ("0", "20.01", "0.001"):
        fault = refused(lambda value=value: give(room, year, None, value))  # type: ignore[misc]
        assert (fault.rule, fault.field) == (Rule.POINTS_NOT_VALID, "value")
    assert refused(lambda: give(room, year, "UE9", "1")).field == "unit_code"
    for _again in range(2):
        with transaction() as s:
            board_points.take_back(s, room.sitting, year, "UE1.2", actor=room.president)
    assert room.row(year).reading.outcome == before


def test_points_after_a_decision_ask_for_another_one(room: Room) -> None:
    year = room.candidate(score="9.99")
    room.decide(year, REFUSED)
    give(room, year, None, "0.5")
    assert room.row(year).has_moved
    room.decide(year, Choice(ResultCode.PASSED_BY_BOARD, may_progress=True, derogation="Oui."))
    assert not room.row(year).has_moved


def test_a_year_is_put_off_by_who_saw_its_decision(room: Room) -> None:
    year = room.candidate()
    token = sittings.token(room.decide(year))

    def put_off(token: str) -> None:
        with transaction() as s:
            sitting_room.put_off(s, room.sitting, year, token=token, actor=room.president)

    assert refused(lambda: put_off(f"{uuid4()} 1")).rule is Rule.STALE_VERSION
    put_off(token)
    assert room.row(year).decision is None
    assert refused(lambda: put_off(token)).rule is Rule.STALE_VERSION


def test_whom_an_earlier_sitting_admitted_is_not_on_the_table_again(room: Room) -> None:
    admitted, refused_once, resat = (room.candidate(score="5") for _ in range(3))
    with transaction() as s:
        for year, result in ((admitted, "ADM"), (refused_once, "AJ"), (resat, "AJ")):
            make_decision(
                s, enrolment=s.get_one(Enrolment, year.enrolment_id), result=ResultCode(result)
            )
        make_mark(s, s.get_one(EnrolmentYear, resat.id), "M112-O", "18", session_number=2)
    found = {row.year.id: row.is_expected for row in room.rows()}
    assert found == {refused_once.id: False, resat.id: True}


@pytest.mark.parametrize(
    ("days", "result"),
    [(0, ResultCode.PENDING), (1, ResultCode.FAILED)],
    ids=["on-the-last-day", "day-after"],
)
def test_what_waits_has_failed_once_the_conditions_are_closed(
    room: Room, days: int, result: ResultCode
) -> None:
    year = room.candidate(minutes=600)
    with transaction() as s:
        sitting = s.get_one(BoardSitting, room.sitting.id)
        sitting.gates_close_on = sitting.sits_on - timedelta(days=days)
    assert room.row(year).reading.outcome.result is result


def test_nothing_is_decided_before_the_sitting_opens(session: Session) -> None:
    room = open_room(session, is_open=False)
    year = room.candidate()
    assert refused(lambda: room.decide(year, ADMITTED)).rule is Rule.SITTING_STATE


def test_thirty_files_cost_as_many_statements_as_three(app: Flask, room: Room) -> None:
    counts = []
    for more in (3, 27):
        for _file in range(more):
            room.candidate(minutes=0)
        room.rows()
        with statements(db.engine) as sent:
            assert len(room.rows()) >= more
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 21
