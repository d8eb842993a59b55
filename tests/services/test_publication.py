"""Minutes signed, letters that wait, and what trainees know before and after publication."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.board_papers import LetterFacts, PaperKind, PaperState
from msp_du.domain.errors import Rule
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import ResultCode
from msp_du.extensions import transaction
from msp_du.models import (
    BoardSitting,
    Enrolment,
    EnrolmentYear,
    Job,
    MinutesSignature,
)
from msp_du.services import (
    board_papers,
    decisions,
    document_register,
    entitlements,
    own_marks,
)
from tests.factories import make_mark
from tests.factories.boards import make_decision
from tests.factories.issued import make_document
from tests.factories.sittings import make_seat, make_sitting
from tests.support.board import NOW
from tests.support.sitting_papers import BY_DEROGATION, LATER, papers, write_appeal
from tests.support.sitting_room import ADMITTED, PRINTING, REFUSED, Room, open_room, refused


@pytest.fixture
def room(session: Session) -> Room:
    return open_room(session)


def test_a_second_sitting_replaces_the_first_ones_refusal(room: Room) -> None:
    year = room.candidate(score="9.99")
    room.decide(year, REFUSED)
    (first,) = room.close()
    with transaction() as s:
        make_mark(s, s.get_one(EnrolmentYear, year.id), "M112-O", "18", session_number=2)
        again = make_sitting(
            s, room.cohort, members=[room.president], is_open=True, reference="PV 2"
        )
    second = Room(room.session, room.cohort, again, room.president, room.coordinator)
    second.decide(year, BY_DEROGATION)
    (made,) = second.close()
    assert (made.replaces_id, room.current(year.id).id) == (first.id, made.id)
    second.sign()
    assert refused(second.publish).rule is Rule.PUBLICATION_ORDER
    room.sign()
    room.publish(LATER)
    assert refused(second.publish).rule is Rule.PUBLICATION_ORDER
    second.publish(LATER)


def test_letters_wait_for_the_ways_of_appeal(room: Room) -> None:
    room.decide(room.candidate())
    room.close()
    (waiting,) = papers(room, PaperKind.LETTER)
    assert (waiting.state, waiting.facts) == (PaperState.WAITING, None)

    def issue() -> int:
        with transaction() as s:
            return board_papers.issue_waiting_letters(
                s, room.sitting, PRINTING.explain, actor=room.coordinator
            )

    assert issue() == 0
    write_appeal(room)
    assert issue() == 1
    assert issue() == 0
    (letter,) = papers(room, PaperKind.LETTER)
    facts = board_papers.read(letter)
    assert isinstance(facts, LetterFacts)
    assert facts.appeal == ("Recours gracieux.", "Recours contentieux.")
    assert (facts.line.result, facts.causes, facts.corrects) == ("ADM", (), False)
    assert room.session.scalar(select(func.count(Job.id))) == 3


def test_trainees_know_nothing_before_the_moment_of_publication(room: Room) -> None:
    write_appeal(room)
    year = room.candidate()
    room.decide(year)
    room.close()
    person = year.enrolment.person_id
    assert refused(room.publish).rule is Rule.MINUTES_UNSIGNED
    room.sign()
    past = refused(lambda: room.publish(NOW - timedelta(minutes=6)))
    assert past.rule is Rule.PUBLICATION_PAST
    room.publish(LATER)
    room.publish(LATER + timedelta(days=1))
    room.publish(LATER)
    assert room.sitting.state is SittingState.PUBLISHED
    for now, known in ((LATER - timedelta(seconds=1), None), (LATER, ResultCode.PASSED)):
        (own,) = own_marks.own_years(room.session, person, now=now)
        assert (own.decision and own.decision.result) == known
        found = decisions.published(room.session, [year.id], now=now)
        assert [each.result for each in found.values()] == ([known] if known else [])
    over = refused(lambda: room.publish(LATER + timedelta(days=9), now=LATER))
    assert over.rule is Rule.SITTING_STATE
    with transaction() as s:
        enrolment = s.get_one(Enrolment, year.enrolment_id)
        documents = entitlements.of_enrolment(s, enrolment)
        assert documents.entitlements[0].is_due  # the registrar may issue from the closing on


def test_a_document_is_shown_to_its_holder_once_its_decision_is(room: Room) -> None:
    year = room.candidate()
    room.decide(year)
    (decision,) = room.close()
    room.sign()
    room.publish(LATER)
    with transaction() as s:
        enrolment = s.get_one(Enrolment, year.enrolment_id)
        document = make_document(s, enrolment=enrolment)
        document.decision_id = decision.id
    person = enrolment.person_id
    for now, count in ((NOW, 0), (LATER, 1)):
        assert len(document_register.of_holder(room.session, person, now=now)) == count
        assert len(document_register.named_of_holder(room.session, person, now=now)) == count
    assert len(document_register.of_person(room.session, person)) == 1


def test_facts_that_were_touched_are_not_read(room: Room) -> None:
    room.decide(room.candidate())
    room.close()
    (paper,) = papers(room, PaperKind.MINUTES)
    paper.facts = (paper.facts or "").replace("LEFÈVRE", "FAUSSAIRE")
    with pytest.raises(UnreadableFacts):
        board_papers.read(paper)
    room.session.rollback()


def test_minutes_are_signed_on_screen_by_each_who_sat(room: Room) -> None:
    with transaction() as s:
        sitting = s.get_one(BoardSitting, room.sitting.id)
        absent = room.coordinator
        make_seat(s, sitting, absent, is_present=False)
    room.decide(room.candidate())
    room.close()
    (paper,) = papers(room, PaperKind.MINUTES)

    def sign(actor: object) -> MinutesSignature:
        with transaction() as s:
            return board_papers.sign(s, paper, actor=actor, now=NOW)  # type: ignore[arg-type]

    assert refused(lambda: sign(room.president)).rule is Rule.MINUTES_NOT_READY
    with transaction() as s:
        board_papers.finish(s, paper.id, b"%PDF-1.7", "stamp", now=NOW)
    assert refused(lambda: sign(absent)).rule is Rule.SITTING_NOT_SEATED
    assert refused(room.publish).rule is Rule.MINUTES_UNSIGNED
    made = sign(room.president)
    assert made.digest == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert refused(lambda: sign(room.president)).rule is Rule.MINUTES_SIGNED
    room.publish()


def test_a_decision_is_known_until_another_one_is_published(room: Room) -> None:
    year = room.candidate()
    with transaction() as s:
        enrolment = s.get_one(Enrolment, year.enrolment_id)
        old = make_decision(s, enrolment=enrolment, result=ResultCode.FAILED)
        make_mark(s, s.get_one(EnrolmentYear, year.id), "M112-O", "18", session_number=2)
    room.decide(year, ADMITTED)
    (made,) = room.close()
    room.sign()
    room.publish(LATER)
    for now, known in ((NOW, old), (LATER, made)):
        found = decisions.published(room.session, [year.id], now=now)
        assert found[year.id].id == known.id
