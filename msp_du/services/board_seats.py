"""Who is named to a board, whose deputy they are, and who takes no part in what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from msp_du.domain import sittings as rules
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    BoardRecusal,
    BoardSeat,
    BoardSitting,
    Cohort,
    EnrolmentYear,
    RoleGrant,
)
from msp_du.services import audit, sittings


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A member as the order names them; ``quality`` is printed after the name."""

    name: str
    quality: str
    is_president: bool
    is_teacher: bool
    account_id: UUID | None
    deputy_of_id: UUID | None


def accounts_for(session: Session, cohort: Cohort, *, now: datetime) -> list[Account]:
    """List the accounts that may sit on the board of a cohort, by name; one statement."""
    statement = (
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == Role.BOARD_MEMBER,
            RoleGrant.institution_id == cohort.institution_id,
            or_(RoleGrant.cohort_id.is_(None), RoleGrant.cohort_id == cohort.id),
            RoleGrant.since <= now,
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
        )
        .order_by(Account.display_name, Account.id)
        .distinct()
    )
    return list(session.execute(statement).scalars())


def add(
    session: Session, sitting: BoardSitting, named: Named, *, actor: Account | None, now: datetime
) -> BoardSeat:
    """Name a member, after the others, while the sitting is prepared.

    Raises RuleViolation SITTING_STATE, SEAT_PRESIDENT_TAKEN, SEAT_TAKEN for an account that sits
    already or may not, SEAT_DEPUTY for a deputy of nobody who is a member.
    """
    seats = _preparing(session, sitting)
    _check(session, sitting, seats, named, now=now)
    last = select(func.max(BoardSeat.position)).where(BoardSeat.sitting_id == sitting.id)
    seat = BoardSeat(sitting_id=sitting.id, position=(session.execute(last).scalar_one() or 0) + 1)
    _write(seat, named)
    session.add(seat)
    sittings.touch(session, sitting)
    _record(session, "board:name-member", seat, actor=actor)
    return seat


def change(
    session: Session, seat: BoardSeat, named: Named, *, actor: Account, now: datetime
) -> None:
    """Write a seat anew while the sitting is prepared; raises as ``add`` does."""
    sitting = seat.sitting
    others = [each for each in _preparing(session, sitting) if each.id != seat.id]
    _check(session, sitting, others, named, now=now)
    if named.deputy_of_id and any(each.deputy_of_id == seat.id for each in others):
        raise RuleViolation(Rule.SEAT_DEPUTY, field="deputy_of_id")
    _write(seat, named)
    sittings.touch(session, sitting)
    _record(session, "board:change-member", seat, actor=actor)


def remove(session: Session, seat: BoardSeat, *, actor: Account) -> None:
    """Take a member off the board, with their deputies, while the sitting is prepared."""
    sitting = seat.sitting
    seats = _preparing(session, sitting)
    gone = [each.id for each in seats if seat.id in {each.id, each.deputy_of_id}]
    session.execute(delete(BoardRecusal).where(BoardRecusal.seat_id.in_(gone)))
    session.execute(delete(BoardSeat).where(BoardSeat.deputy_of_id == seat.id))
    session.execute(delete(BoardSeat).where(BoardSeat.id == seat.id))
    sittings.touch(session, sitting)
    _record(session, "board:remove-member", seat, actor=actor)


def recuse(
    session: Session, seat: BoardSeat, year: EnrolmentYear, *, actor: Account, now: datetime
) -> None:
    """Note that a member takes no part in what is decided of a year; nothing if noted already."""
    sitting = seat.sitting
    sittings.lock(session, sitting)
    rules.check_state(sitting.state, SittingState.PREPARED, SittingState.OPEN)
    if find_recusal(session, seat.id, year.id) is not None:
        return
    session.add(
        BoardRecusal(
            seat_id=seat.id, enrolment_year_id=year.id, account_id=actor.id, recorded_at=now
        )
    )
    sittings.touch(session, sitting)
    _record(session, "board:recuse", seat, year, actor=actor)


def take_part_again(
    session: Session, seat: BoardSeat, year: EnrolmentYear, *, actor: Account
) -> None:
    """Take a recusal back; nothing if there is none."""
    sitting = seat.sitting
    sittings.lock(session, sitting)
    rules.check_state(sitting.state, SittingState.PREPARED, SittingState.OPEN)
    found = find_recusal(session, seat.id, year.id)
    if found is not None:
        session.delete(found)
        sittings.touch(session, sitting)
        _record(session, "board:take-part", seat, year, actor=actor)


def find_recusal(session: Session, seat_id: UUID, year_id: UUID) -> BoardRecusal | None:
    """Return what keeps a member out of a decision."""
    statement = select(BoardRecusal).where(
        BoardRecusal.seat_id == seat_id, BoardRecusal.enrolment_year_id == year_id
    )
    return session.execute(statement).scalar_one_or_none()


def recusals_of(session: Session, sitting: BoardSitting) -> dict[UUID, list[BoardSeat]]:
    """Return who is recused, by year, in the order of the seats; one statement."""
    statement = (
        select(BoardRecusal.enrolment_year_id, BoardSeat)
        .join(BoardSeat, BoardSeat.id == BoardRecusal.seat_id)
        .where(BoardSeat.sitting_id == sitting.id)
        .order_by(BoardSeat.position)
    )
    found: dict[UUID, list[BoardSeat]] = {}
    for year_id, seat in session.execute(statement):
        found.setdefault(year_id, []).append(seat)
    return found


def seat_of(session: Session, sitting: BoardSitting, actor: Account) -> BoardSeat:
    """Return the seat in which an account sits now; RuleViolation SITTING_NOT_SEATED else."""
    members = sittings.members_of(sittings.seats_of(session, sitting))
    own = [seat for seat in members if seat.account_id == actor.id]
    if not own:
        raise RuleViolation(Rule.SITTING_NOT_SEATED)
    return own[0]


def check_takes_part(
    session: Session, sitting: BoardSitting, year_ids: Collection[UUID], actor: Account
) -> None:
    """Refuse who does not sit now (SITTING_NOT_SEATED) or stays out of it (SITTING_RECUSED)."""
    seat = seat_of(session, sitting, actor)
    recused = recusals_of(session, sitting)
    if any(seat.id in {each.id for each in recused.get(one, ())} for one in year_ids):
        raise RuleViolation(Rule.SITTING_RECUSED)


def _preparing(session: Session, sitting: BoardSitting) -> Sequence[BoardSeat]:
    sittings.lock(session, sitting)
    rules.check_state(sitting.state, SittingState.PREPARED)
    return sittings.seats_of(session, sitting)


def _check(
    session: Session,
    sitting: BoardSitting,
    others: Collection[BoardSeat],
    named: Named,
    *,
    now: datetime,
) -> None:
    if named.is_president and any(seat.is_president for seat in others):
        raise RuleViolation(Rule.SEAT_PRESIDENT_TAKEN, field="is_president")
    if named.account_id is not None:
        allowed = {account.id for account in accounts_for(session, sitting.cohort, now=now)}
        if named.account_id not in allowed - {seat.account_id for seat in others}:
            raise RuleViolation(Rule.SEAT_TAKEN, field="account_id")
    members = {seat.id for seat in others if seat.deputy_of_id is None}
    if named.deputy_of_id and (named.is_president or named.deputy_of_id not in members):
        raise RuleViolation(Rule.SEAT_DEPUTY, field="deputy_of_id")


def _write(seat: BoardSeat, named: Named) -> None:
    seat.name, seat.quality = named.name, named.quality
    seat.is_president, seat.is_teacher = named.is_president, named.is_teacher
    seat.account_id, seat.deputy_of_id = named.account_id, named.deputy_of_id


def _record(
    session: Session,
    act: str,
    seat: BoardSeat,
    year: EnrolmentYear | None = None,
    *,
    actor: Account | None,
) -> None:
    sitting = session.get_one(BoardSitting, seat.sitting_id)
    details = {"seat": seat.id} | ({"enrolment_year_id": year.id} if year else {})
    audit.record(session, act, sitting, actor=actor, details=details)
