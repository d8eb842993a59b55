"""A sitting closed, published, and a slip of the pen corrected afterwards.

Closing turns what was decided in the room into decisions for good, in one transaction. A
correction is another decision, and another edition of the minutes that names what changed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.board_papers import MinutesFacts, corrected
from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import Choice, SittingState, check_choice, check_state
from msp_du.models import Account, BoardDecision, BoardSitting, EnrolmentYear
from msp_du.services import (
    audit,
    board_papers,
    board_points,
    decisions,
    paper_facts,
    results,
    sitting_room,
    sittings,
)
from msp_du.services.decisions import Basis
from msp_du.services.paper_facts import Printing
from msp_du.services.results import Reading
from msp_du.services.sitting_room import RoomRow

TOLERANCE: Final = timedelta(minutes=5)
"""How long ago a moment of publication may be: somebody read the page before sending it."""


def close(
    session: Session,
    sitting: BoardSitting,
    printing: Printing,
    *,
    typed_reference: str,
    seen: str,
    actor: Account | None,
    now: datetime,
) -> list[BoardDecision]:
    """Make every decision of the sitting final, freeze its papers, and have them printed.

    ``seen`` is the edition of the rows that the page showed. Raises RuleViolation SITTING_STATE
    for the second who closes, SITTING_REFERENCE_WRONG, DECISION_STALE, SITTING_MOVED (detail
    ``names``), SITTING_EMPTY, and DOCUMENT_SIGN_MISSING.
    """
    sittings.lock(session, sitting)
    check_state(sitting.state, SittingState.OPEN)
    check_reference(sitting, typed_reference)
    found = _locked_rows(session, sitting)
    if sitting_room.edition(found) != seen:
        raise RuleViolation(Rule.DECISION_STALE)
    check_ready(found)
    made = {
        row.year.id: _keep(session, sitting, row, now=now)
        for row in found
        if row.decision is not None
    }
    sitting.state, sitting.closed_at = SittingState.CLOSED, now
    sitting.closed_by_id = actor.id if actor else None
    sittings.touch(session, sitting)
    facts = paper_facts.minutes(session, sitting, found, made, printing)
    board_papers.issue(session, sitting, facts, list(made.values()), printing.explain, now=now)
    details = {"decisions": len(made), "deferred": len(facts.deferred)}
    audit.record(session, "board:close", sitting, actor=actor, details=details)
    return list(made.values())


def check_reference(sitting: BoardSitting, typed: str) -> None:
    """Refuse an act that nothing undoes unless the sitting's reference was typed."""
    if typed.split() != sitting.reference.split():
        raise RuleViolation(Rule.SITTING_REFERENCE_WRONG, field="typed_reference")


def check_ready(found: Sequence[RoomRow]) -> None:
    """Refuse to close on results that moved (SITTING_MOVED), or on nothing (SITTING_EMPTY)."""
    moved = [row.year.enrolment.person.name.display for row in found if row.has_moved]
    if moved:
        raise RuleViolation(Rule.SITTING_MOVED, names=", ".join(moved))
    if all(row.decision is None for row in found):
        raise RuleViolation(Rule.SITTING_EMPTY)


def publish(
    session: Session, sitting: BoardSitting, at: datetime, *, actor: Account | None, now: datetime
) -> None:
    """Let trainees know from a moment on; it may be moved while it lies ahead.

    Raises RuleViolation SITTING_STATE, PUBLICATION_PAST, MINUTES_UNSIGNED, and PUBLICATION_ORDER
    where a decision replaces one of a sitting that would be published later.
    """
    sittings.lock(session, sitting)
    check_state(sitting.state, SittingState.CLOSED, SittingState.PUBLISHED)
    if sitting.publish_at is not None and sitting.publish_at <= now:
        raise RuleViolation(Rule.SITTING_STATE, current=sitting.state)
    if at < now - TOLERANCE:
        raise RuleViolation(Rule.PUBLICATION_PAST, field="day")
    if not board_papers.is_signed(session, sitting):
        raise RuleViolation(Rule.MINUTES_UNSIGNED)
    if _is_before_what_it_replaces(session, sitting, at):
        raise RuleViolation(Rule.PUBLICATION_ORDER)
    sitting.state, sitting.publish_at = SittingState.PUBLISHED, max(at, now)
    sittings.touch(session, sitting)
    details = {"publish_at": sitting.publish_at}
    audit.record(session, "board:publish", sitting, actor=actor, details=details)


def reading_of(session: Session, year: EnrolmentYear, decision: BoardDecision) -> Reading:
    """Return how a year stands today with the points of the sitting that decided on it."""
    if decision.sitting is None:
        return results.readings(session, [year])[year.id]
    return sitting_room.row_of(session, decision.sitting, year).reading


def correct(
    session: Session,
    year: EnrolmentYear,
    former: BoardDecision,
    choice: Choice,
    *,
    reason: str,
    typed_reference: str,
    printing: Printing,
    replaces: UUID | None,
    seen: str,
    actor: Account | None,
    now: datetime,
) -> BoardDecision:
    """Replace a decision, in a new edition of its minutes and of the letter if it has some.

    The day and the reference stay those of the sitting. ``replaces`` and ``seen`` are what the
    page showed. Raises RuleViolation SITTING_REFERENCE_WRONG, SITTING_STATE, DECISION_EXISTS,
    DECISION_STALE, CORRECTION_EMPTY, and as ``decisions.keep`` does.
    """
    if typed_reference.split() != former.reference.split():
        raise RuleViolation(Rule.SITTING_REFERENCE_WRONG, field="typed_reference")
    sitting = former.sitting
    if sitting is not None:
        sittings.lock(session, sitting)
        check_state(sitting.state, SittingState.CLOSED, SittingState.PUBLISHED)
    decisions.lock(session, [year.enrolment_id])
    current = decisions.current(session, [year.id])[year.id]
    reading = reading_of(session, year, former)
    decisions.check_seen(reading, current.id, seen=seen, replaces=replaces)
    kept = check_choice(reading.outcome.result, choice)
    check_differs(current, kept)
    basis = Basis(former.decided_on, former.reference, former.sitting_id, _points(session, former))
    made = decisions.keep(
        session, year, reading, kept, basis, replaces=current.id, actor=actor, now=now
    )
    if sitting is not None:
        _issue_again(session, sitting, year, made, reason, printing=printing, now=now)
        sittings.touch(session, sitting)
    details = {"decision": made.id, "replaces": current.id}
    audit.record(session, "board:correct", made, actor=actor, details=details)
    return made


def check_differs(former: BoardDecision, choice: Choice) -> None:
    """Refuse with CORRECTION_EMPTY what the decision says already."""
    facts = decisions.facts_of(former)
    known = Choice(facts.result, facts.goes_on, facts.derogation or "")
    if known == choice:
        raise RuleViolation(Rule.CORRECTION_EMPTY)


def _points(session: Session, decision: BoardDecision) -> tuple[AddedPoints, ...]:
    if decision.sitting_id is None:
        return ()
    year_id = decision.enrolment_year_id
    found = board_points.of_sitting(session, decision.sitting_id, [year_id])
    return board_points.added(found.get(year_id, ()))


def _issue_again(
    session: Session,
    sitting: BoardSitting,
    year: EnrolmentYear,
    made: BoardDecision,
    reason: str,
    *,
    printing: Printing,
    now: datetime,
) -> None:
    """Issue the next edition of the papers, which differs in one line and says so."""
    paper = board_papers.last_minutes(session, sitting)
    facts = board_papers.read(paper) if paper else None
    if not isinstance(facts, MinutesFacts):
        raise RuleViolation(Rule.SITTING_STATE, current=sitting.state)
    number = facts.meeting.edition + 1
    meeting = paper_facts.meeting_of(sitting, number, printing.edition, facts.meeting.academic_year)
    old = next(line for line in facts.lines if line.key == str(year.id))
    honours = paper_facts.honours_of(session, [year]).get(year.id)
    line = paper_facts.line(made, year, old.points, honours)
    new = paper_facts.checked(corrected(facts, meeting, line, reason))
    board_papers.issue(session, sitting, new, [made], printing.explain, now=now)


def _locked_rows(session: Session, sitting: BoardSitting) -> list[RoomRow]:
    """Read what lies on the table once no mark can change any more."""
    found = sitting_room.rows(session, sitting)
    decisions.lock(session, [row.year.enrolment_id for row in found])
    session.expire_all()
    return sitting_room.rows(session, sitting)


def _keep(session: Session, sitting: BoardSitting, row: RoomRow, *, now: datetime) -> BoardDecision:
    here = row.decision
    if here is None:
        raise RuleViolation(Rule.SITTING_EMPTY)
    return decisions.keep(
        session,
        row.year,
        row.reading,
        Choice(here.result, here.may_progress, here.derogation or ""),
        _basis(sitting, row),
        replaces=row.former.id if row.former else None,
        actor=here.account,
        now=now,
    )


def _basis(sitting: BoardSitting, row: RoomRow) -> Basis:
    points = board_points.added(row.points)
    return Basis(sitting.sits_on, sitting.reference, sitting.id, points)


def _is_before_what_it_replaces(session: Session, sitting: BoardSitting, at: datetime) -> bool:
    former = aliased(BoardDecision)
    statement = (
        select(BoardSitting.id)
        .join(former, former.sitting_id == BoardSitting.id)
        .join(BoardDecision, BoardDecision.replaces_id == former.id)
        .where(
            BoardDecision.sitting_id == sitting.id,
            BoardSitting.id != sitting.id,
            or_(BoardSitting.publish_at.is_(None), BoardSitting.publish_at > at),
        )
        .limit(1)
    )
    return session.execute(statement).first() is not None
