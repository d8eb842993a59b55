"""Pages of the demonstration to which no link may lead on the day of a test."""

from collections.abc import Callable

from flask import url_for
from sqlalchemy import select

from msp_du.domain.board_papers import PaperKind
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import DocumentState, Role
from msp_du.extensions import db
from msp_du.models import (
    BoardDecision,
    BoardPaper,
    BoardSitting,
    Document,
    EnrolmentYear,
    Mark,
)
from tests.support.live import Site


def off_the_path(demo: Site, walker: str) -> list[str]:
    """List pages to which no link may lead on the day of the test, or not from the first lists."""
    with demo.app.test_request_context():
        found = OFF_THE_PATH[walker]() if walker in OFF_THE_PATH else []
        db.session.remove()
    return found


def papers() -> list[str]:
    """A document in each state, the acts on a valid one, and what is issued at once."""
    documents = {
        state: db.session().scalars(select(Document).where(Document.state == state)).first()
        for state in DocumentState
    }
    assert all(documents.values())
    valid = documents[DocumentState.VALID]
    assert valid
    cohort_id = valid.enrolment.cohort_id
    return [
        *(
            url_for("documents.show_document", document_id=one.id)
            for one in documents.values()
            if one
        ),
        url_for("documents.revoke", document_id=valid.id),
        url_for("documents.replace", document_id=valid.id),
        url_for("documents.issue_certificates", cohort_id=cohort_id),
        url_for("documents.issue_transcripts", cohort_id=cohort_id),
    ]


def second_session() -> list[str]:
    """A sheet of the second session, with marks in it."""
    mark = db.session().scalars(select(Mark).where(Mark.session_number == 2)).first()
    assert mark
    assert mark.assessment
    year = db.session().get_one(EnrolmentYear, mark.enrolment_year_id)
    cohort_id, module_id = year.enrolment.cohort_id, mark.assessment.module_id
    return [url_for("marks.fill_sheet", cohort_id=cohort_id, module_id=module_id, session=2)]


def board() -> list[str]:
    """A decision to be corrected, minutes to be signed, a sitting to be opened and its table."""
    session = db.session()
    decision = session.scalars(select(BoardDecision)).first()
    paper = session.scalars(select(BoardPaper).where(BoardPaper.kind == PaperKind.MINUTES)).first()
    sitting = session.scalars(
        select(BoardSitting)
        .where(BoardSitting.state == SittingState.PREPARED)
        .order_by(BoardSitting.sits_on)
    ).first()
    assert decision
    assert paper
    assert sitting
    return [
        url_for("board.correct_decision", enrolment_year_id=decision.enrolment_year_id),
        url_for("board.sign_minutes", paper_id=paper.id),
        url_for("board.show_room", sitting_id=sitting.id),
        url_for("board.record_presence", sitting_id=sitting.id),
    ]


OFF_THE_PATH: dict[str, Callable[[], list[str]]] = {
    Role.REGISTRAR: papers,
    Role.COORDINATOR: second_session,
    Role.BOARD_MEMBER: board,
}
