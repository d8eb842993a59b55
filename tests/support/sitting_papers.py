"""The papers of a sitting as tests read them, and what a board decides against the rules."""

from datetime import timedelta

from sqlalchemy import select

from msp_du.domain.board_papers import MinutesFacts, PaperKind
from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import ResultCode
from msp_du.extensions import transaction
from msp_du.models import BoardPaper, Institution
from msp_du.services import board_papers
from tests.support.board import NOW
from tests.support.sitting_room import Room

BY_DEROGATION = Choice(ResultCode.PASSED_BY_BOARD, may_progress=True, derogation="Travaux rendus.")
LATER = NOW + timedelta(days=3)


def write_appeal(room: Room) -> None:
    with transaction() as s:
        institution = s.get_one(Institution, room.cohort.institution_id)
        institution.appeal_text = "Recours gracieux.\n\nRecours contentieux."


def papers(room: Room, kind: PaperKind) -> list[BoardPaper]:
    room.session.rollback()
    statement = select(BoardPaper).where(BoardPaper.kind == kind).order_by(BoardPaper.edition)
    return list(room.session.scalars(statement))


def minutes(room: Room, edition: int = 1) -> MinutesFacts:
    facts = board_papers.read(papers(room, PaperKind.MINUTES)[edition - 1])
    assert isinstance(facts, MinutesFacts)
    return facts
