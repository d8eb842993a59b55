"""A sitting closed into decisions for good, published, and corrected in another edition."""

import hashlib
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.board_papers import LetterFacts, PaperKind
from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.errors import Rule
from msp_du.domain.sittings import Choice, SittingState
from msp_du.domain.vocabulary import ResultCode
from msp_du.extensions import transaction
from msp_du.models import (
    BoardSitting,
    Enrolment,
    EnrolmentYear,
)
from msp_du.services import (
    board_papers,
    board_points,
    board_seats,
    closing,
    decisions,
    sitting_room,
)
from tests.factories import make_mark
from tests.factories.boards import make_decision, make_year
from tests.factories.sittings import make_seat
from tests.support.board import NOW, decide_outside
from tests.support.sitting_papers import BY_DEROGATION, minutes, papers, write_appeal
from tests.support.sitting_room import PRINTING, REFUSED, Room, open_room, refused


@pytest.fixture
def room(session: Session) -> Room:
    return open_room(session)


def test_closing_turns_what_was_decided_into_decisions_with_their_inputs(room: Room) -> None:
    admitted, excepted = room.candidate("Arnaud"), room.candidate("Bensaïd", minutes=600)
    deferred = room.candidate("Chol", minutes=0)
    room.decide(admitted)
    room.decide(excepted, BY_DEROGATION)
    with transaction() as s:
        board_points.give(
            s,
            room.sitting,
            deferred,
            AddedPoints("UE1.2", Decimal("0.5"), "Régularité."),
            actor=room.president,
            now=NOW,
        )
    made = {each.enrolment_year_id: each for each in room.close()}
    assert set(made) == {admitted.id, excepted.id}
    facts = decisions.facts_of(made[excepted.id])
    assert (facts.result, facts.computed, facts.derogation) == ("ADJ", "ATT", "Travaux rendus.")
    assert facts.sitting_id == str(room.sitting.id)
    assert facts.causes == ("gate_pending:hours",)
    assert facts.inputs is not None
    assert [(one.gate, one.state) for one in facts.inputs.gates] == [
        ("hours", "pending"),
        ("placement_certificate", "met"),
    ]
    assert len(facts.inputs.marks) > 10
    for decision in made.values():
        assert decision.facts_digest == hashlib.sha256(decision.facts.encode()).hexdigest()
        assert (decision.decided_on, decision.reference) == (
            room.sitting.sits_on,
            room.sitting.reference,
        )
        assert decision.account_id == room.president.id
    assert room.sitting.state is SittingState.CLOSED
    assert (room.sitting.closed_at, room.sitting.closed_by_id) == (NOW, room.coordinator.id)
    found = minutes(room)
    assert [line.name for line in found.lines] == ["Camille ARNAUD", "Camille BENSAÏD"]
    assert found.deferred == ("Camille CHOL",)
    assert found.lines[1].derogation == "Travaux rendus."


def test_minutes_tell_points_with_averages_before_and_after(room: Room) -> None:
    year = room.candidate(but={"M121-ET": "7.95", "M122-ET": "7.95", "M123-EC": "7.95"})
    with transaction() as s:
        board_points.give(
            s,
            room.sitting,
            year,
            AddedPoints("UE1.2", Decimal("0.1"), "Régularité."),
            actor=room.president,
            now=NOW,
        )
    room.decide(year, Choice(ResultCode.PASSED_BY_BOARD, may_progress=True))
    (made,) = room.close()
    (line,) = minutes(room).lines
    (points,) = line.points
    assert (points.unit, points.before, points.after) == ("UE1.2", "7.95", "8.05")
    assert (points.value, points.reason) == (Decimal("0.10"), "Régularité.")
    facts = decisions.facts_of(made)
    assert (facts.computed, facts.derogation) == ("ADJ", None)
    assert facts.inputs is not None
    assert [(one.unit, one.value) for one in facts.inputs.points] == [("UE1.2", Decimal("0.10"))]


def test_minutes_name_who_sat_who_stood_in_and_who_stayed_out(room: Room) -> None:
    year = room.candidate()
    with transaction() as s:
        sitting = s.get_one(BoardSitting, room.sitting.id)
        absent = make_seat(s, sitting, name="Inès Haddad", is_present=False)
        deputy = make_seat(s, sitting, name="Paule Roy", is_present=True, deputy_of=absent)
        board_seats.recuse(s, deputy, year, actor=room.coordinator, now=NOW)
    room.decide(year)
    room.close()
    found = minutes(room)
    assert [(one.name, one.is_present, one.deputy_of) for one in found.members] == [
        ("Yann Morvan", True, None),
        ("Inès Haddad", False, None),
        ("Paule Roy", True, "Inès Haddad"),
    ]
    assert [(one.member, one.trainee) for one in found.recusals] == [
        ("Paule Roy", "Camille LEFÈVRE")
    ]


def test_the_last_year_tells_the_honours_of_the_diploma(session: Session) -> None:
    room = open_room(session)
    with transaction() as s:
        sitting = s.get_one(BoardSitting, room.sitting.id)
        sitting.year_number = 2
    first = room.candidate()
    with transaction() as s:
        enrolment = s.get_one(Enrolment, first.enrolment_id)
        make_decision(s, enrolment=enrolment, average="15")
        second = make_year(s, enrolment=enrolment, number=2)
    room.decide(second, BY_DEROGATION)
    room.close()
    (line,) = minutes(room).lines
    assert line.honours is not None


def test_nothing_is_closed_without_its_reference_on_other_results_or_empty(room: Room) -> None:
    year = room.candidate(score="9.99")

    def close(reference: str = "", seen: str | None = None) -> None:
        seen = sitting_room.edition(room.rows()) if seen is None else seen
        with transaction() as s:
            closing.close(
                s,
                room.sitting,
                PRINTING,
                typed_reference=reference or room.sitting.reference,
                seen=seen,
                actor=room.coordinator,
                now=NOW,
            )

    assert refused(close).rule is Rule.SITTING_EMPTY
    room.decide(year, REFUSED)
    wrong = refused(lambda: close("PV 1"))
    assert (wrong.rule, wrong.field) == (Rule.SITTING_REFERENCE_WRONG, "typed_reference")
    assert refused(lambda: close(seen="x")).rule is Rule.DECISION_STALE
    with transaction() as s:
        make_mark(s, s.get_one(EnrolmentYear, year.id), "M112-O", "18", session_number=2)
    moved = refused(close)
    assert (moved.rule, moved.details["names"]) == (Rule.SITTING_MOVED, "Camille Lefèvre")
    assert room.kept() == []
    assert room.sitting.state is SittingState.OPEN


def test_a_correction_is_another_edition_that_names_what_changed(room: Room) -> None:
    write_appeal(room)
    year, other = room.candidate("Arnaud", score="5"), room.candidate("Bensaïd")
    room.decide(year, BY_DEROGATION)
    room.decide(other)
    first = {each.enrolment_year_id: each for each in room.close()}[year.id]
    text = papers(room, PaperKind.MINUTES)[0].facts
    made = room.correct(year, REFUSED)
    assert (made.replaces_id, made.sitting_id) == (first.id, room.sitting.id)
    assert (made.decided_on, made.reference) == (first.decided_on, first.reference)
    assert [paper.edition for paper in papers(room, PaperKind.MINUTES)] == [1, 2]
    assert papers(room, PaperKind.MINUTES)[0].facts == text
    (change,) = minutes(room, 2).changes
    assert (change.name, change.former, change.result) == ("Camille ARNAUD", "ADJ", "AJ")
    assert change.reason == "Erreur de report."
    assert [line.result for line in minutes(room, 2).lines] == ["AJ", "ADM"]
    letters = [board_papers.read(paper) for paper in papers(room, PaperKind.LETTER)]
    assert [one.meeting.edition for one in letters] == [1, 1, 2]
    assert [one.corrects for one in letters if isinstance(one, LetterFacts)][-1]
    assert len(papers(room, PaperKind.RESULTS_LIST)) == 2


def test_a_correction_says_something_else_and_of_the_decision_that_counts(room: Room) -> None:
    year = room.candidate(score="5")
    room.decide(year, REFUSED)
    (first,) = room.close()
    assert refused(lambda: room.correct(year, REFUSED)).rule is Rule.CORRECTION_EMPTY
    reading = closing.reading_of(room.session, year, first)
    seen = decisions.edition(reading)

    def late(reference: str) -> None:
        with transaction() as s:
            closing.correct(
                s,
                year,
                first,
                BY_DEROGATION,
                reason="Erreur.",
                typed_reference=reference,
                printing=PRINTING,
                replaces=first.id,
                seen=seen,
                actor=room.coordinator,
                now=NOW,
            )

    assert refused(lambda: late("PV 0")).rule is Rule.SITTING_REFERENCE_WRONG
    room.correct(year, Choice(ResultCode.FAILED, may_progress=True))
    assert refused(lambda: late(first.reference)).rule is Rule.DECISION_EXISTS


def test_a_decision_from_before_sittings_is_corrected_without_minutes(room: Room) -> None:
    year = room.candidate(score="5")
    with transaction() as s:
        decide_outside(s, s.get_one(EnrolmentYear, year.id), ResultCode.FAILED)
    made = room.correct(year, BY_DEROGATION)
    assert (made.result, made.sitting_id, made.reference) == ("ADJ", None, "PV 2026-14")
    assert papers(room, PaperKind.MINUTES) == []
    found = decisions.published(room.session, [year.id], now=NOW)
    assert found[year.id].id == made.id
