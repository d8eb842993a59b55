"""Points that a board adds to averages in a sitting, each with its reason; no mark is touched."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import HIGHEST_MARK, from_hundredths, to_hundredths
from msp_du.domain.sittings import SittingState, check_state
from msp_du.models import Account, BoardPoints, BoardSitting, EnrolmentYear
from msp_du.services import audit, board_seats, curricula, sittings
from msp_du.services.results import Points


def of_sitting(
    session: Session, sitting_id: UUID, year_ids: Collection[UUID] | None = None
) -> dict[UUID, list[BoardPoints]]:
    """Return the points given in a sitting, by year, those of units first; one statement."""
    statement = (
        select(BoardPoints)
        .where(BoardPoints.sitting_id == sitting_id)
        .order_by(BoardPoints.unit_code.is_(None), BoardPoints.unit_code)
        .execution_options(populate_existing=True)
    )
    if year_ids is not None:
        statement = statement.where(BoardPoints.enrolment_year_id.in_(year_ids))
    found: dict[UUID, list[BoardPoints]] = {}
    for points in session.execute(statement).scalars():
        found.setdefault(points.enrolment_year_id, []).append(points)
    return found


def added(points: Collection[BoardPoints]) -> tuple[AddedPoints, ...]:
    """Return points in the form that the computation reads."""
    return tuple(
        AddedPoints(one.unit_code, from_hundredths(one.hundredths), one.reason) for one in points
    )


def by_year(points: dict[UUID, list[BoardPoints]]) -> Points:
    """Return the points of a sitting in the form that readings take."""
    return {year_id: added(of_one) for year_id, of_one in points.items()}


def give(
    session: Session,
    sitting: BoardSitting,
    year: EnrolmentYear,
    given: AddedPoints,
    *,
    actor: Account,
    now: datetime,
) -> BoardPoints:
    """Add points to a unit's average, or to the year's.

    Raises RuleViolation SITTING_STATE, SITTING_NOT_SEATED, SITTING_RECUSED, POINTS_NOT_VALID, and
    POINTS_GIVEN where there are some: they are taken back first.
    """
    _check_open(session, sitting, year, actor)
    hundredths, unit_code = _hundredths(given.value), given.unit
    content = curricula.content_of(year.curriculum_version).year(year.year_number)
    if unit_code is not None and unit_code not in {unit.code for unit in content.units}:
        raise RuleViolation(Rule.POINTS_NOT_VALID, field="unit_code")
    if _find(session, sitting, year, unit_code) is not None:
        raise RuleViolation(Rule.POINTS_GIVEN, field="unit_code")
    points = BoardPoints(
        institution_id=year.institution_id,
        sitting_id=sitting.id,
        enrolment_year_id=year.id,
        unit_code=unit_code,
        hundredths=hundredths,
        reason=given.reason.strip(),
        account_id=actor.id,
        given_at=now,
    )
    session.add(points)
    sittings.touch(session, sitting)
    details = {"enrolment_year_id": year.id, "unit": unit_code, "hundredths": hundredths}
    audit.record(session, "board:give-points", sitting, actor=actor, details=details)
    return points


def take_back(
    session: Session,
    sitting: BoardSitting,
    year: EnrolmentYear,
    unit_code: str | None,
    *,
    actor: Account,
) -> None:
    """Take points back; nothing if there are none. Raises as ``give`` does."""
    _check_open(session, sitting, year, actor)
    points = _find(session, sitting, year, unit_code)
    if points is None:
        return
    session.delete(points)
    sittings.touch(session, sitting)
    details = {"enrolment_year_id": year.id, "unit": unit_code}
    audit.record(session, "board:take-points-back", sitting, actor=actor, details=details)


def _check_open(
    session: Session, sitting: BoardSitting, year: EnrolmentYear, actor: Account
) -> None:
    sittings.lock(session, sitting)
    check_state(sitting.state, SittingState.OPEN)
    board_seats.check_takes_part(session, sitting, [year.id], actor)


def _hundredths(value: Decimal) -> int:
    try:
        hundredths = to_hundredths(value)
    except ValueError as error:
        raise RuleViolation(Rule.POINTS_NOT_VALID, field="value") from error
    if not 0 < value <= HIGHEST_MARK:
        raise RuleViolation(Rule.POINTS_NOT_VALID, field="value")
    return hundredths


def _find(
    session: Session, sitting: BoardSitting, year: EnrolmentYear, unit_code: str | None
) -> BoardPoints | None:
    found = of_sitting(session, sitting.id, [year.id]).get(year.id, [])
    return next((one for one in found if one.unit_code == unit_code), None)
