"""The papers of a sitting: frozen and queued, made by the worker, signed, kept for good.

A paper's bytes come of its facts alone: the same facts, code and templates give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from msp_du.domain import board_papers as rules
from msp_du.domain import frozen_facts
from msp_du.domain.board_papers import MinutesFacts, PaperFacts, PaperKind, PaperState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import SittingState, check_state
from msp_du.domain.vocabulary import JobKind, SignatureVia
from msp_du.models import (
    Account,
    BoardDecision,
    BoardPaper,
    BoardSeat,
    BoardSitting,
    Enrolment,
    EnrolmentYear,
    MinutesSignature,
    Person,
)
from msp_du.services import (
    audit,
    board_seats,
    document_facts,
    outbox,
    paper_facts,
    sittings,
    stored_files,
)
from msp_du.services.paper_facts import Explain

MEDIA_TYPE: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class ToPrint:
    """All that rendering needs: the facts as frozen, and the logo they name."""

    facts: PaperFacts
    logo: bytes | None


def of_sitting(session: Session, sitting: BoardSitting) -> list[BoardPaper]:
    """List the minutes and the results of a sitting, the last edition first; two statements."""
    statement = (
        select(BoardPaper)
        .where(BoardPaper.sitting_id == sitting.id, BoardPaper.decision_id.is_(None))
        .options(selectinload(BoardPaper.signatures).joinedload(MinutesSignature.seat))
        .order_by(BoardPaper.edition.desc(), BoardPaper.kind)
    )
    return list(session.execute(statement).scalars())


def last_minutes(session: Session, sitting: BoardSitting) -> BoardPaper | None:
    """Return the minutes that count: those of the last edition."""
    found = of_sitting(session, sitting)
    return next((paper for paper in found if paper.kind is PaperKind.MINUTES), None)


def letters(session: Session, sitting: BoardSitting) -> list[BoardPaper]:
    """List the letters of a sitting with whom they are about, by name; one statement."""
    decision = contains_eager(BoardPaper.decision)
    year = decision.contains_eager(BoardDecision.enrolment_year)
    statement = (
        select(BoardPaper)
        .join(BoardPaper.decision)
        .join(BoardDecision.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .where(BoardPaper.sitting_id == sitting.id, BoardPaper.kind == PaperKind.LETTER)
        .options(year.contains_eager(EnrolmentYear.enrolment).contains_eager(Enrolment.person))
        .order_by(Person.sort_key, Person.student_number, BoardPaper.edition)
    )
    return list(session.execute(statement).scalars())


def letters_of(session: Session, decision_ids: Sequence[UUID]) -> dict[UUID, BoardPaper]:
    """Return the letters about decisions that can be read, by decision; one statement at most."""
    if not decision_ids:
        return {}
    statement = select(BoardPaper).where(
        BoardPaper.decision_id.in_(decision_ids), BoardPaper.state == PaperState.READY
    )
    return {
        paper.decision_id: paper
        for paper in session.execute(statement).scalars()
        if paper.decision_id is not None
    }


def issue(
    session: Session,
    sitting: BoardSitting,
    minutes: MinutesFacts,
    made: Sequence[BoardDecision],
    explain: Explain,
    *,
    now: datetime,
) -> None:
    """Freeze an edition of the minutes and of the results, with letters about these decisions."""
    number = minutes.meeting.edition
    freeze(session, _blank(sitting, PaperKind.MINUTES, number, now), minutes)
    freeze(
        session,
        _blank(sitting, PaperKind.RESULTS_LIST, number, now),
        paper_facts.checked(rules.results_of(minutes)),
    )
    for decision in made:
        paper = _blank(sitting, PaperKind.LETTER, number, now, decision)
        freeze(session, paper, _letter(session, decision, minutes, explain))


def issue_waiting_letters(
    session: Session, sitting: BoardSitting, explain: Explain, *, actor: Account
) -> int:
    """Freeze the letters that waited for the ways of appeal; return how many."""
    sittings.lock(session, sitting)
    minutes = {
        paper.edition: read(paper)
        for paper in of_sitting(session, sitting)
        if paper.kind is PaperKind.MINUTES
    }
    count = 0
    for paper in letters(session, sitting):
        facts = minutes[paper.edition]
        if paper.state is PaperState.WAITING and isinstance(facts, MinutesFacts):
            decision = session.get_one(BoardDecision, paper.decision_id)
            found = _letter(session, decision, facts, explain)
            freeze(session, paper, found)
            count += found is not None
    if count:
        details = {"letters": count}
        audit.record(session, "board:issue-letters", sitting, actor=actor, details=details)
    return count


def freeze(session: Session, paper: BoardPaper, facts: PaperFacts | None) -> None:
    """Write a paper's facts and have it made; without facts it waits."""
    if facts is None:
        paper.state = PaperState.WAITING
    else:
        paper.facts = rules.canonical(paper.kind, facts)
        paper.facts_digest = frozen_facts.digest(paper.facts)
        paper.state = PaperState.PENDING
    session.add(paper)
    session.flush()
    if facts is not None:
        outbox.queue(
            session,
            JobKind.BOARD_PAPER_RENDER,
            f"{JobKind.BOARD_PAPER_RENDER}:{paper.id}",
            {"paper_id": str(paper.id)},
            institution_id=paper.institution_id,
        )


def read(paper: BoardPaper) -> PaperFacts:
    """Return the facts of a paper; raises UnreadableFacts if its text is not what was written."""
    return rules.read(paper.kind, frozen_facts.unchanged(paper.facts, paper.facts_digest))


def prepare(session: Session, paper_id: UUID) -> ToPrint | None:
    """Return what the printer needs, or None when there is nothing left to print."""
    paper = session.get(BoardPaper, paper_id)
    if paper is None or paper.state is not PaperState.PENDING:
        return None
    facts = read(paper)
    logo = document_facts.logo_of(session, paper.institution_id, facts.issuer.logo)
    return ToPrint(facts, logo.content if logo else None)


def finish(
    session: Session, paper_id: UUID, pdf: bytes, template_version: str, *, now: datetime
) -> None:
    """Keep a paper's bytes; one that was made before stays as it was made then."""
    paper = session.get_one(BoardPaper, paper_id, with_for_update=True, populate_existing=True)
    if paper.state is not PaperState.PENDING:
        return
    file = stored_files.keep(session, paper.institution_id, pdf, MEDIA_TYPE, now=now)
    paper.file_id, paper.template_version = file.id, template_version
    paper.state = PaperState.READY
    session.flush()
    details = {"kind": paper.kind, "edition": paper.edition, "sha256": file.sha256}
    audit.record(session, "board:print", paper, actor=None, details=details)


def sign(session: Session, paper: BoardPaper, *, actor: Account, now: datetime) -> MinutesSignature:
    """Sign the bytes of the minutes in the seat in which the actor sat.

    Raises RuleViolation SITTING_STATE, SITTING_NOT_SEATED, MINUTES_NOT_READY, MINUTES_SIGNED.
    """
    sitting = paper.sitting
    sittings.lock(session, sitting)
    check_state(sitting.state, SittingState.CLOSED, SittingState.PUBLISHED)
    seat = board_seats.seat_of(session, sitting, actor)
    if paper.file is None:
        raise RuleViolation(Rule.MINUTES_NOT_READY)
    if seat.id in _signed_seats(session, paper):
        raise RuleViolation(Rule.MINUTES_SIGNED)
    signature = MinutesSignature(
        paper_id=paper.id,
        seat_id=seat.id,
        signed_at=now,
        digest=paper.file.sha256,
        via=SignatureVia.ACCOUNT,
    )
    session.add(signature)
    session.flush()
    details = {"seat": seat.id, "sha256": signature.digest}
    audit.record(session, "board:sign", paper, actor=actor, details=details)
    return signature


def keep_scan(
    session: Session,
    paper: BoardPaper,
    content: bytes,
    media_type: str,
    *,
    actor: Account,
    now: datetime,
) -> None:
    """Keep the minutes as they were signed by hand; ``files.scans`` read them before."""
    sittings.lock(session, paper.sitting)
    check_state(paper.sitting.state, SittingState.CLOSED, SittingState.PUBLISHED)
    file = stored_files.keep(session, paper.institution_id, content, media_type, now=now)
    paper.scan_id = file.id
    session.flush()
    details = {"sha256": file.sha256, "edition": paper.edition}
    audit.record(session, "board:keep-scan", paper, actor=actor, details=details)


def is_signed(session: Session, sitting: BoardSitting) -> bool:
    """Tell whether the last minutes are signed: by hand, or on screen by each who sat."""
    paper = last_minutes(session, sitting)
    if paper is None or paper.scan_id is not None:
        return paper is not None
    return not unsigned(session, sitting, paper)


def unsigned(session: Session, sitting: BoardSitting, paper: BoardPaper) -> list[BoardSeat]:
    """List who sat and has not signed on screen yet."""
    seats = sittings.seats_of(session, sitting)
    members = {seat.id for seat in sittings.members_of(seats)}
    signed = _signed_seats(session, paper)
    return [seat for seat in seats if seat.id in members - signed]


def _letter(
    session: Session, decision: BoardDecision, minutes: MinutesFacts, explain: Explain
) -> PaperFacts | None:
    year = session.get_one(EnrolmentYear, decision.enrolment_year_id)
    return paper_facts.letter(decision, year, minutes, explain)


def _blank(
    sitting: BoardSitting,
    kind: PaperKind,
    number: int,
    now: datetime,
    decision: BoardDecision | None = None,
) -> BoardPaper:
    return BoardPaper(
        institution_id=sitting.institution_id,
        sitting_id=sitting.id,
        kind=kind,
        edition=number,
        decision_id=decision.id if decision else None,
        created_at=now,
    )


def _signed_seats(session: Session, paper: BoardPaper) -> set[UUID]:
    statement = select(MinutesSignature.seat_id).where(MinutesSignature.paper_id == paper.id)
    return set(session.execute(statement).scalars())
