"""Minutes and entries of each placement by state, kept beside the log that they add up.

Whoever writes to the log calls ``keep`` before the transaction ends, under the person's lock;
``differences`` and ``mend`` are for whoever doubts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState
from msp_du.models import HoursEntry, Placement, PlacementTotal
from msp_du.services import audit, hours_rows
from msp_du.services.hours_rows import counted

Sum: TypeAlias = tuple[int, int]
"""Minutes, and of how many entries."""
Sums: TypeAlias = Mapping[HoursState, Sum]
_Found: TypeAlias = dict[UUID, dict[HoursState, Sum]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A placement whose kept sums are not those of its log; states of nothing are left out."""

    placement_id: UUID
    kept: Sums
    counted: Sums


def keep(session: Session, placement_id: UUID) -> bool:
    """Write the sums of a placement as its log has them now; tell whether they changed."""
    session.flush()
    found = _counted(session, placement_id).get(placement_id, {})
    statement = (
        select(PlacementTotal)
        .where(PlacementTotal.placement_id == placement_id)
        .execution_options(populate_existing=True)
    )
    kept = {row.state: row for row in session.execute(statement).scalars()}
    changed = False
    for state in HoursState:
        minutes, entries = found.get(state, (0, 0))
        changed |= _write(session, kept.get(state), placement_id, state, (minutes, entries))
    session.flush()
    return changed


def differences(session: Session) -> list[Difference]:
    """List the placements whose kept sums are wrong; two statements."""
    right, kept = _counted(session), _kept(session)
    return [
        Difference(one, kept.get(one, {}), right.get(one, {}))
        for one in sorted({*right, *kept})
        if kept.get(one, {}) != right.get(one, {})
    ]


def mend(session: Session, placement_id: UUID) -> bool:
    """Write the sums of a placement again under the lock of its log; tell whether it was needed."""
    placement = session.get_one(Placement, placement_id)
    hours_rows.lock_trainee(session, placement)
    changed = keep(session, placement_id)
    if changed:
        audit.record(session, "hours:recompute", placement, actor=None)
    return changed


def _write(
    session: Session,
    row: PlacementTotal | None,
    placement_id: UUID,
    state: HoursState,
    right: Sum,
) -> bool:
    minutes, entries = right
    if row is None:
        if not entries:
            return False
        session.add(
            PlacementTotal(
                placement_id=placement_id, state=state, minutes=minutes, entries=entries, version=1
            )
        )
        return True
    if (row.minutes, row.entries) == right:
        return False
    row.minutes, row.entries, row.version = minutes, entries, row.version + 1
    return True


def _counted(
    session: Session, placement_id: UUID | None = None
) -> dict[UUID, dict[HoursState, Sum]]:
    statement = (
        select(
            HoursEntry.placement_id,
            HoursEntry.state,
            func.sum(HoursEntry.minutes),
            func.count(),
        )
        .where(counted())
        .group_by(HoursEntry.placement_id, HoursEntry.state)
    )
    if placement_id is not None:
        statement = statement.where(HoursEntry.placement_id == placement_id)
    return _by_placement(session.execute(statement))


def _kept(session: Session) -> _Found:
    statement = select(
        PlacementTotal.placement_id,
        PlacementTotal.state,
        PlacementTotal.minutes,
        PlacementTotal.entries,
    ).where(PlacementTotal.entries > 0)
    return _by_placement(session.execute(statement))


def _by_placement(rows: Iterable[Any]) -> _Found:
    found: _Found = {}
    for one, state, minutes, entries in rows:
        found.setdefault(one, {})[state] = (int(minutes), int(entries))
    return found
