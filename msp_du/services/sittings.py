"""Sittings of the examination board: appointed, opened, looked for; the row that all acts lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain import sittings as rules
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import SittingState
from msp_du.models import (
    Account,
    BoardSeat,
    BoardSitting,
    Cohort,
    SittingDecision,
)
from msp_du.services import audit
from msp_du.services.cohorts import today_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When a board sits, the reference of its minutes, and the order that appointed it."""

    sits_on: date
    reference: str
    order_reference: str
    order_on: date
    gates_close_on: date | None


def of_cohort(session: Session, cohort_id: UUID, year_number: int) -> list[BoardSitting]:
    """List the sittings over a year of a cohort, the latest first; one statement."""
    statement = (
        select(BoardSitting)
        .where(BoardSitting.cohort_id == cohort_id, BoardSitting.year_number == year_number)
        .order_by(BoardSitting.sits_on.desc(), BoardSitting.created_at.desc(), BoardSitting.id)
    )
    return list(session.execute(statement).scalars())


def open_one(session: Session, cohort_id: UUID, year_number: int) -> BoardSitting | None:
    """Return the sitting that is open over a year of a cohort: there is one at most."""
    statement = select(BoardSitting).where(
        BoardSitting.cohort_id == cohort_id,
        BoardSitting.year_number == year_number,
        BoardSitting.state == SittingState.OPEN,
    )
    return session.execute(statement).scalar_one_or_none()


def prepare(
    session: Session,
    cohort: Cohort,
    year_number: int,
    appointment: Appointment,
    *,
    actor: Account | None,
    now: datetime,
) -> BoardSitting:
    """Add a sitting; RuleViolation SITTING_REFERENCE_TAKEN or SITTING_BEFORE_YEAR."""
    _check(session, cohort, appointment)
    sitting = BoardSitting(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        year_number=year_number,
        created_at=now,
    )
    _write(sitting, appointment)
    session.add(sitting)
    session.flush()
    details = {"cohort_id": cohort.id, "year": year_number}
    audit.record(session, "board:prepare", sitting, actor=actor, details=details)
    return sitting


def change(
    session: Session,
    sitting: BoardSitting,
    appointment: Appointment,
    *,
    version: int,
    actor: Account,
) -> None:
    """Write the appointment anew while the sitting is prepared.

    Raises RuleViolation SITTING_STATE, STALE_VERSION, and as ``prepare`` does.
    """
    lock(session, sitting)
    rules.check_state(sitting.state, SittingState.PREPARED)
    if sitting.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    _check(session, sitting.cohort, appointment, but=sitting.id)
    _write(sitting, appointment)
    touch(session, sitting)
    audit.record(session, "board:change", sitting, actor=actor)


def open_sitting(
    session: Session,
    sitting: BoardSitting,
    present: Collection[UUID],
    *,
    actor: Account | None,
    now: datetime,
) -> None:
    """Open a sitting with the members present, by their seats' ids.

    Raises RuleViolation SITTING_STATE, SITTING_IN_FUTURE, SITTING_NOBODY_PRESIDES, or
    SITTING_OPEN_ELSEWHERE while another one is open over the same year.
    """
    lock(session, sitting.cohort)
    lock(session, sitting)
    rules.check_state(sitting.state, SittingState.PREPARED)
    if today_in(sitting.cohort.institution, now) < sitting.sits_on:
        raise RuleViolation(Rule.SITTING_IN_FUTURE, day=sitting.sits_on)
    if open_one(session, sitting.cohort_id, sitting.year_number) is not None:
        raise RuleViolation(Rule.SITTING_OPEN_ELSEWHERE)
    _write_presence(session, sitting, present)
    sitting.state, sitting.opened_at = SittingState.OPEN, now
    touch(session, sitting)
    audit.record(
        session, "board:open", sitting, actor=actor, details={"present": sorted(map(str, present))}
    )


def change_presence(
    session: Session, sitting: BoardSitting, present: Collection[UUID], *, actor: Account
) -> None:
    """Write who is present at a sitting that is open; raises as ``open_sitting`` does."""
    lock(session, sitting)
    rules.check_state(sitting.state, SittingState.OPEN)
    _write_presence(session, sitting, present)
    touch(session, sitting)
    audit.record(
        session,
        "board:presence",
        sitting,
        actor=actor,
        details={"present": sorted(map(str, present))},
    )


def find(session: Session, sitting_id: UUID) -> BoardSitting | None:
    """Return a sitting with its seats and its cohort; three statements at most."""
    return session.get(BoardSitting, sitting_id, options=[selectinload(BoardSitting.seats)])


def seats_of(session: Session, sitting: BoardSitting) -> list[BoardSeat]:
    """Read the seats of a sitting anew, in their order; one statement."""
    statement = (
        select(BoardSeat)
        .where(BoardSeat.sitting_id == sitting.id)
        .order_by(BoardSeat.position)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def as_rules_see(seats: Collection[BoardSeat]) -> list[rules.Seat]:
    """Return seats in the form that the rules read."""
    return [
        rules.Seat(
            id=seat.id,
            is_president=seat.is_president,
            is_teacher=seat.is_teacher,
            deputy_of=seat.deputy_of_id,
            is_present=bool(seat.is_present),
        )
        for seat in seats
    ]


def members_of(seats: Collection[BoardSeat]) -> list[BoardSeat]:
    """List who sits: those present, a deputy only where the member is not."""
    members = {seat.id for seat in rules.sitting_members(as_rules_see(seats))}
    return [seat for seat in seats if seat.id in members]


def lock(session: Session, row: BoardSitting | Cohort) -> None:
    """Read a sitting, or its cohort, again that nobody else may change now."""
    session.refresh(row, with_for_update={"of": type(row)})


def touch(session: Session, sitting: BoardSitting) -> None:
    """Tell the other machines in the room that something changed."""
    sitting.revision += 1
    session.flush()


def token(decision: SittingDecision | None) -> str:
    """Return what names the decision that a page showed, as it was then; empty for none."""
    return "" if decision is None else f"{decision.id} {decision.version}"


def _check(
    session: Session, cohort: Cohort, appointment: Appointment, but: UUID | None = None
) -> None:
    taken = select(BoardSitting.id).where(
        BoardSitting.institution_id == cohort.institution_id,
        BoardSitting.reference == appointment.reference,
        BoardSitting.id != but,
    )
    if session.execute(taken).first() is not None:
        raise RuleViolation(Rule.SITTING_REFERENCE_TAKEN, field="reference")
    began = cohort.academic_year
    if appointment.sits_on < began.starts_on:
        raise RuleViolation(
            Rule.SITTING_BEFORE_YEAR,
            field="sits_on",
            label=began.label,
            first_day=began.starts_on,
        )


def _write(sitting: BoardSitting, appointment: Appointment) -> None:
    sitting.sits_on = appointment.sits_on
    sitting.reference = appointment.reference
    sitting.order_reference = appointment.order_reference
    sitting.order_on = appointment.order_on
    sitting.gates_close_on = appointment.gates_close_on


def _write_presence(session: Session, sitting: BoardSitting, present: Collection[UUID]) -> None:
    seats = seats_of(session, sitting)
    for seat in seats:
        seat.is_present = seat.id in present
    rules.check_presence(as_rules_see(seats))
    session.flush()
