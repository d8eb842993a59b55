"""Classes of the demonstration: there is something to fill, and nobody's past year is in doubt."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import GateState
from msp_du.models import AttendanceRecord, BoardDecision, ClassSession, StudyArrangement
from msp_du.services import attendance_totals
from tests.factories import TODAY


def test_there_are_classes_gone_by_of_today_and_to_come(story: Session) -> None:
    is_today = ClassSession.held_on == TODAY
    assert (story.scalar(select(func.count()).where(is_today)) or 0) >= 4
    later = select(func.count()).where(ClassSession.held_on > TODAY)
    assert (story.scalar(later) or 0) > 20
    past = select(ClassSession.closed_at).where(ClassSession.held_on < TODAY)
    assert None not in story.scalars(past).all()
    states = set(story.scalars(select(AttendanceRecord.state).distinct()))
    assert len(states) == 4
    assert story.scalar(select(func.count()).select_from(StudyArrangement)) == 2


def test_every_year_that_was_decided_meets_the_gate_of_attendance(story: Session) -> None:
    decided = list(story.scalars(select(BoardDecision.enrolment_year_id).distinct()))
    found = attendance_totals.standings(story, decided, closed=True)
    gates = [standing.gate for standing in found.values()]
    assert gates.count(GateState.MET) > 20
    assert set(gates) <= {GateState.MET, None}
