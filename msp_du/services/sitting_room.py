"""What lies on the table of a sitting: each trainee's year, decided here or not; and deciding.

All acts lock the sitting's row, so that two machines in the room decide one after the other; each
names what its page showed, and is refused when another one came in between.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.results import ADMITTED
from msp_du.domain.sittings import (
    Choice,
    SittingState,
    are_gates_closed,
    check_choice,
    check_state,
)
from msp_du.domain.vocabulary import EnrolmentState, ResultCode
from msp_du.models import (
    Account,
    BoardDecision,
    BoardPoints,
    BoardSeat,
    BoardSitting,
    EnrolmentYear,
    SittingDecision,
)
from msp_du.policies import is_self
from msp_du.services import (
    audit,
    board_points,
    board_seats,
    boards,
    decisions,
    results,
    sittings,
)
from msp_du.services.gates import NEVER_CLOSED, Closings
from msp_du.services.results import Reading

_RUNNING = frozenset({EnrolmentState.ACTIVE, EnrolmentState.COMPLETED})


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A trainee's year on the table: how it stands with the board's points, what is decided of it.

    ``former`` is the decision of an earlier sitting that counts now; ``recused`` are the members
    who take no part.
    """

    year: EnrolmentYear
    reading: Reading
    decision: SittingDecision | None
    points: Sequence[BoardPoints]
    former: BoardDecision | None
    recused: Sequence[BoardSeat]

    @property
    def edition(self) -> str:
        """Digest of the results that the page shows."""
        return decisions.edition(self.reading)

    @property
    def has_moved(self) -> bool:
        """Whether the results are no longer those on which the board decided here."""
        return self.decision is not None and self.decision.seen != self.edition

    @property
    def is_expected(self) -> bool:
        """Whether the board must speak of it: never decided on, or resat since."""
        if self.former is None:
            return True
        return self.reading.outcome.session > decisions.facts_of(self.former).session

    @property
    def proposal(self) -> Choice | None:
        """What the rules propose: None where they wait for marks or conditions."""
        outcome = self.reading.outcome
        if outcome.result is ResultCode.PENDING:
            return None
        return Choice(outcome.result, outcome.may_progress)

    @property
    def is_clear(self) -> bool:
        """Whether the rules alone settle it, and nothing is decided of it here yet."""
        is_running = self.year.enrolment.state in _RUNNING
        is_waiting = self.decision is None and self.is_expected and self.proposal is not None
        return is_running and is_waiting and not self.points


def rows(session: Session, sitting: BoardSitting) -> list[RoomRow]:
    """List the years of a sitting by name, but for whom an earlier one admitted.

    As many statements for any number of them.
    """
    years = boards.years_of(session, sitting.cohort, sitting.year_number)
    formers = decisions.current(session, [year.id for year in years])
    if sitting.state is SittingState.OPEN or sitting.state is SittingState.PREPARED:
        years = [
            year
            for year in years
            if year.id not in formers or formers[year.id].result not in ADMITTED
        ]
    return _rows(session, sitting, years, formers)


def row_of(session: Session, sitting: BoardSitting, year: EnrolmentYear) -> RoomRow:
    """Return one year on the table, read anew."""
    return _rows(session, sitting, [year], decisions.current(session, [year.id]))[0]


def clear_cases(found: Sequence[RoomRow], actor: Account, seat: BoardSeat) -> list[RoomRow]:
    """List what can be decided at once as the rules say; never what the actor stays out of."""
    return [
        row
        for row in found
        if row.is_clear
        and not is_self(actor, row.year.enrolment.person_id)
        and seat.id not in {each.id for each in row.recused}
    ]


def edition(found: Sequence[RoomRow]) -> str:
    """Return a digest of all that a page about several years has shown, decisions included."""
    parts = sorted(_shown(row) for row in found)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def decide(
    session: Session,
    sitting: BoardSitting,
    year: EnrolmentYear,
    choice: Choice,
    *,
    seen: str,
    token: str,
    actor: Account,
    now: datetime,
) -> SittingDecision:
    """Decide on a year, or decide anew.

    ``seen`` is the edition of the results that the page showed, ``token`` that of the decision.
    Raises RuleViolation SITTING_STATE, SITTING_NOT_SEATED, SITTING_RECUSED,
    STALE_VERSION when another machine decided meanwhile, DECISION_STALE when the results are
    others, and as ``check_choice`` does.
    """
    _lock_open(session, sitting)
    board_seats.check_takes_part(session, sitting, [year.id], actor)
    row = row_of(session, sitting, year)
    if sittings.token(row.decision) != token:
        raise RuleViolation(Rule.STALE_VERSION)
    if row.edition != seen:
        raise RuleViolation(Rule.DECISION_STALE)
    kept = _keep(session, sitting, row, choice, actor=actor, now=now)
    sittings.touch(session, sitting)
    return kept


def decide_clear(
    session: Session, sitting: BoardSitting, *, seen: str, actor: Account, now: datetime
) -> int:
    """Decide all clear cases as the rules say, all or none; return how many.

    Raises RuleViolation DECISION_STALE when they are not those of ``seen``, and as ``decide``.
    """
    _lock_open(session, sitting)
    seat = board_seats.seat_of(session, sitting, actor)
    found = clear_cases(rows(session, sitting), actor, seat)
    if edition(found) != seen:
        raise RuleViolation(Rule.DECISION_STALE)
    for row in found:
        if row.proposal is not None:
            _keep(session, sitting, row, row.proposal, actor=actor, now=now)
    sittings.touch(session, sitting)
    return len(found)


def put_off(
    session: Session,
    sitting: BoardSitting,
    year: EnrolmentYear,
    *,
    token: str,
    actor: Account,
) -> None:
    """Take a decision of this sitting back: unless decided anew, the year waits for another one.

    Raises as ``decide`` does.
    """
    _lock_open(session, sitting)
    board_seats.check_takes_part(session, sitting, [year.id], actor)
    found = _decisions(session, sitting, [year.id]).get(year.id)
    if found is None or sittings.token(found) != token:
        raise RuleViolation(Rule.STALE_VERSION)
    session.delete(found)
    sittings.touch(session, sitting)
    details = {"enrolment_year_id": year.id}
    audit.record(session, "board:put-off", sitting, actor=actor, details=details)


def _lock_open(session: Session, sitting: BoardSitting) -> None:
    sittings.lock(session, sitting)
    check_state(sitting.state, SittingState.OPEN)


def _keep(
    session: Session,
    sitting: BoardSitting,
    row: RoomRow,
    choice: Choice,
    *,
    actor: Account,
    now: datetime,
) -> SittingDecision:
    kept = check_choice(row.reading.outcome.result, choice)
    decision = row.decision or SittingDecision(
        institution_id=row.year.institution_id,
        sitting_id=sitting.id,
        enrolment_year_id=row.year.id,
    )
    decision.result, decision.may_progress = kept.result, kept.may_progress
    decision.derogation = kept.derogation or None
    decision.seen, decision.account_id, decision.decided_at = row.edition, actor.id, now
    session.add(decision)
    session.flush()
    details = {
        "enrolment_year_id": row.year.id,
        "result": kept.result.value,
        "derogation": bool(kept.derogation),
    }
    audit.record(session, "board:propose", sitting, actor=actor, details=details)
    return decision


def _rows(
    session: Session,
    sitting: BoardSitting,
    years: Sequence[EnrolmentYear],
    formers: dict[UUID, BoardDecision],
) -> list[RoomRow]:
    ids = [year.id for year in years]
    points = board_points.of_sitting(session, sitting.id, ids)
    readings = results.readings(
        session, years, board_points.by_year(points), closed=_closings(sitting, ids)
    )
    decided = _decisions(session, sitting, ids)
    recused = board_seats.recusals_of(session, sitting)
    return [
        RoomRow(
            year=year,
            reading=readings[year.id],
            decision=decided.get(year.id),
            points=points.get(year.id, ()),
            former=formers.get(year.id),
            recused=recused.get(year.id, ()),
        )
        for year in years
    ]


def _closings(sitting: BoardSitting, year_ids: Collection[UUID]) -> Closings:
    last_day = sitting.gates_close_on
    if last_day is None or not are_gates_closed(last_day, sitting.sits_on):
        return NEVER_CLOSED
    return dict.fromkeys(year_ids, last_day)


def _decisions(
    session: Session, sitting: BoardSitting, year_ids: Collection[UUID]
) -> dict[UUID, SittingDecision]:
    statement = (
        select(SittingDecision)
        .where(
            SittingDecision.sitting_id == sitting.id,
            SittingDecision.enrolment_year_id.in_(year_ids),
        )
        .options(joinedload(SittingDecision.account))
        .execution_options(populate_existing=True)
    )
    return {each.enrolment_year_id: each for each in session.execute(statement).scalars()}


def _shown(row: RoomRow) -> str:
    here = row.decision
    decided = f"{here.result} {here.may_progress} {here.version}" if here else ""
    return f"{row.year.id} {row.edition} {decided}"
