"""Sittings of the board: named, open or over, with members who are there."""

import hashlib
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from msp_du.domain.board_papers import PaperKind, PaperState, canonical
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, BoardPaper, BoardSeat, BoardSitting, Cohort, Enrolment
from msp_du.services import stored_files
from tests.factories.board_papers import make_letter, make_minutes
from tests.factories.boards import make_decision
from tests.factories.people import TODAY, make_account, numbers

REFERENCE = "PV 2026-14"


def make_sitting(
    session: Session,
    cohort: Cohort,
    *,
    year_number: int = 1,
    sits_on: date = TODAY,
    reference: str | None = None,
    members: Collection[Account] = (),
    is_open: bool = False,
) -> BoardSitting:
    """A sitting over a year of a cohort; the first member presides, all of them teach.

    Where nobody is named, somebody without an account presides.
    """
    sitting = BoardSitting(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        year_number=year_number,
        sits_on=sits_on,
        reference=reference or f"{REFERENCE}-{next(numbers)}",
        order_reference="Arrêté 2026-111",
        order_on=sits_on,
        created_at=datetime.now(UTC),
    )
    session.add(sitting)
    session.flush()
    for place, account in enumerate(members or [None]):
        make_seat(session, sitting, account, is_president=place == 0, is_present=is_open or None)
    if is_open:
        sitting.state, sitting.opened_at = SittingState.OPEN, datetime.now(UTC)
        session.flush()
    return sitting


def make_seat(
    session: Session,
    sitting: BoardSitting,
    account: Account | None = None,
    *,
    name: str = "Dominique Bernard",
    is_president: bool = False,
    is_teacher: bool = True,
    is_present: bool | None = None,
    deputy_of: BoardSeat | None = None,
) -> BoardSeat:
    """A member of the board, after the others."""
    seat = BoardSeat(
        sitting_id=sitting.id,
        position=next(numbers),
        name=account.display_name if account else name,
        quality="maître de conférences",
        is_president=is_president,
        is_teacher=is_teacher,
        account_id=account.id if account else None,
        deputy_of_id=deputy_of.id if deputy_of else None,
        is_present=is_present,
    )
    session.add(seat)
    session.flush()
    session.expire(sitting, ["seats"])
    return seat


def make_member(session: Session, cohort: Cohort, name: str = "Yann Morvan") -> Account:
    """An account that may sit on the board of a cohort's institution."""
    return make_account(
        session, Role.BOARD_MEMBER, institution=cohort.institution, display_name=name
    )


def make_published(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, members: Collection[Account] = ()
) -> tuple[BoardPaper, BoardPaper]:
    """A sitting that is published, its minutes and the letter of the only one it decided on."""
    now = datetime.now(UTC)
    sitting = make_sitting(session, cohort, year_number=2, members=members, is_open=True)
    decision = make_decision(session, enrolment=enrolment, year=2, reference=sitting.reference)
    decision.sitting_id = sitting.id
    sitting.state = SittingState.PUBLISHED
    sitting.closed_at = sitting.publish_at = now - timedelta(minutes=1)
    papers = []
    for kind, about in ((PaperKind.MINUTES, None), (PaperKind.LETTER, decision.id)):
        content = f"%PDF-1.7 {kind} {sitting.id}".encode()
        file = stored_files.keep(
            session, cohort.institution_id, content, "application/pdf", now=now
        )
        facts = canonical(kind, make_minutes() if about is None else make_letter())
        papers.append(
            BoardPaper(
                institution_id=cohort.institution_id,
                sitting_id=sitting.id,
                kind=kind,
                edition=1,
                decision_id=about,
                facts=facts,
                facts_digest=hashlib.sha256(facts.encode()).hexdigest(),
                state=PaperState.READY,
                file_id=file.id,
                template_version="stamp",
                scan_id=file.id if about is None else None,
                created_at=now,
            )
        )
    session.add_all(papers)
    session.flush()
    return papers[0], papers[1]
