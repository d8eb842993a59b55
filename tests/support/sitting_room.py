"""A sitting that is open over a small class, and what tests of sittings do in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import RuleViolation
from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    BoardDecision,
    BoardSitting,
    Cohort,
    EnrolmentYear,
    SittingDecision,
)
from msp_du.services import board_papers, closing, decisions, sitting_room, sittings
from msp_du.services.document_facts import Edition
from msp_du.services.paper_facts import Printing
from msp_du.services.sitting_room import RoomRow
from tests.factories import TODAY, make_account, make_cohort
from tests.factories.sittings import make_member, make_sitting
from tests.support.board import NOW, make_candidate

PRINTING = Printing(
    Edition(TODAY, "", is_specimen=False), lambda facts, _curriculum: list(facts.causes)
)
ADMITTED = Choice(ResultCode.PASSED, may_progress=True)
REFUSED = Choice(ResultCode.FAILED, may_progress=False)


@dataclass(frozen=True, slots=True)
class Room:
    """An open sitting, its president and its coordinator; ``session`` looks at rows."""

    session: Session
    cohort: Cohort
    sitting: BoardSitting
    president: Account
    coordinator: Account

    def candidate(self, name: str = "Lefèvre", **known: object) -> EnrolmentYear:
        """Add a trainee; return their year."""
        with transaction() as s:
            return make_candidate(
                s,
                s.get_one(Cohort, self.cohort.id),
                family_name=name,
                **known,  # type: ignore[arg-type]
            )

    def row(self, year: EnrolmentYear) -> RoomRow:
        self.session.rollback()
        return sitting_room.row_of(self.session, self.sitting, year)

    def rows(self) -> list[RoomRow]:
        self.session.rollback()
        return sitting_room.rows(self.session, self.sitting)

    def decide(
        self, year: EnrolmentYear, choice: Choice = ADMITTED, *, actor: Account | None = None
    ) -> SittingDecision:
        row = self.row(year)
        with transaction() as s:
            return sitting_room.decide(
                s,
                self.sitting,
                year,
                choice,
                seen=row.edition,
                token=sittings.token(row.decision),
                actor=actor or self.president,
                now=NOW,
            )

    def close(self, *, now: datetime = NOW) -> list[BoardDecision]:
        seen = sitting_room.edition(self.rows())
        with transaction() as s:
            return closing.close(
                s,
                self.sitting,
                PRINTING,
                typed_reference=self.sitting.reference,
                seen=seen,
                actor=self.coordinator,
                now=now,
            )

    def sign(self) -> None:
        """Keep a copy signed by hand."""
        paper = board_papers.last_minutes(self.session, self.sitting)
        assert paper is not None
        with transaction() as s:
            board_papers.keep_scan(
                s, paper, b"%PDF-", "application/pdf", actor=self.coordinator, now=NOW
            )

    def publish(self, at: datetime = NOW, *, now: datetime = NOW) -> None:
        with transaction() as s:
            closing.publish(s, self.sitting, at, actor=self.coordinator, now=now)

    def correct(
        self, year: EnrolmentYear, choice: Choice, reason: str = "Erreur de report."
    ) -> BoardDecision:
        self.session.rollback()
        former = self.current(year.id)
        reading = closing.reading_of(self.session, year, former)
        with transaction() as s:
            return closing.correct(
                s,
                year,
                former,
                choice,
                reason=reason,
                typed_reference=former.reference,
                printing=PRINTING,
                replaces=former.id,
                seen=decisions.edition(reading),
                actor=self.coordinator,
                now=NOW,
            )

    def current(self, year_id: UUID) -> BoardDecision:
        return decisions.current(self.session, [year_id])[year_id]

    def kept(self) -> list[BoardDecision]:
        """Every decision there is now."""
        self.session.rollback()
        return list(self.session.execute(select(BoardDecision)).scalars())


def open_room(session: Session, *, is_open: bool = True) -> Room:
    """Seat a president with an account, alone."""
    with transaction() as s:
        cohort = make_cohort(s, code="A1")
        president = make_member(s, cohort)
        coordinator = make_account(s, Role.COORDINATOR, cohort=cohort, display_name="Hélène Darmon")
        sitting = make_sitting(s, cohort, members=[president], is_open=is_open)
    return Room(session, cohort, sitting, president, coordinator)


def refused(act: Callable[[], object]) -> RuleViolation:
    """The refusal that an act meets."""
    with pytest.raises(RuleViolation) as refusal:
        act()
    return refusal.value
