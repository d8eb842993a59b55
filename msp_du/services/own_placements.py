"""A trainee's own placements: where they run, what waits there, how long a usual day is.

Minutes and entries are read where ``hours_sums`` keeps them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from msp_du.domain import ledger
from msp_du.domain.agreements import (
    AgreementState,
    HoursBar,
    SignerCapacity,
    Standing,
    hours_bar,
    state_on,
)
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    EnrolmentYear,
    HoursEntry,
    Module,
    Organisation,
    Placement,
    PlacementPeriod,
    PlacementTotal,
)
from msp_du.services import agreement_days
from msp_du.services.columns import rows

_OWN = (
    select(Placement.id)
    .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
    .where(EnrolmentYear.enrolment_id == bindparam("enrolment_id"))
)
_SUMS = (
    select(
        PlacementTotal.placement_id,
        *(
            func.sum(column).filter(PlacementTotal.state == state).label(f"{state}_{name}")
            for state in HoursState
            for name, column in (
                ("count", PlacementTotal.entries),
                ("minutes", PlacementTotal.minutes),
            )
        ),
    )
    .where(PlacementTotal.placement_id.in_(_OWN))
    .group_by(PlacementTotal.placement_id)
    .subquery()
)
_BOUNDS = (
    select(
        PlacementPeriod.placement_id,
        func.min(PlacementPeriod.starts_on).label("starts_on"),
        func.max(PlacementPeriod.ends_on).label("ends_on"),
        func.sum(PlacementPeriod.planned_minutes).label("planned"),
    )
    .where(PlacementPeriod.placement_id.in_(_OWN))
    .group_by(PlacementPeriod.placement_id)
    .subquery()
)
_LAST = (
    select(func.max(HoursEntry.logged_at))
    .where(HoursEntry.placement_id == Placement.id)
    .correlate(Placement)
    .scalar_subquery()
)
_USUAL = (
    select(HoursEntry.minutes)
    .where(HoursEntry.placement_id == Placement.id, HoursEntry.minutes > 0)
    .order_by(HoursEntry.logged_at.desc(), HoursEntry.id)
    .limit(1)
    .correlate(Placement)
    .scalar_subquery()
)
_PLACEMENTS = (
    select(
        Placement.id,
        Organisation.name,
        _BOUNDS.c.starts_on,
        _BOUNDS.c.ends_on,
        func.coalesce(_SUMS.c.draft_count, 0),
        func.coalesce(_SUMS.c.draft_minutes, 0),
        func.coalesce(_SUMS.c.returned_count, 0),
        func.coalesce(_SUMS.c.submitted_count, 0),
        _USUAL,
        Placement.enrolment_year_id,
        Module.placement_minutes,
        func.coalesce(_BOUNDS.c.planned, 0),
        *(func.coalesce(_SUMS.c[f"{state}_minutes"], 0) for state in HoursState),
    )
    .join(Module, Module.id == Placement.module_id)
    .join(Organisation, Organisation.id == Placement.organisation_id)
    .outerjoin(_SUMS, _SUMS.c.placement_id == Placement.id)
    .outerjoin(_BOUNDS, _BOUNDS.c.placement_id == Placement.id)
    .where(Placement.id.in_(_OWN))
    .order_by(_LAST.is_(None), _LAST.desc(), _BOUNDS.c.starts_on.desc())
)

TOTALLED = 2 + len(HoursState)
"""How many columns at the end its totals are made of."""

NOTHING_KNOWN = Standing(())


@dataclass(frozen=True, slots=True)
class OwnPlacement:
    """A placement of the trainee and its totals; counts are of entries, durations in minutes.

    ``standing`` is where it stands by its papers, ``awaited`` in which capacities signatures are.
    ``usual_minutes`` is the length of the entry noted last there, None before the first.
    """

    id: UUID
    host_name: str
    starts_on: date | None
    ends_on: date | None
    drafts: int
    draft_minutes: int
    returned: int
    submitted: int
    usual_minutes: int | None
    year_id: UUID
    totals: Totals
    standing: Standing = NOTHING_KNOWN
    awaited: tuple[SignerCapacity, ...] = ()

    def state_on(self, day: date) -> AgreementState:
        """Return where it stands by its papers on a day."""
        return state_on(self.standing, day)

    def bar_on(self, day: date) -> HoursBar | None:
        """Return what stands against noting hours on a day."""
        return hours_bar(self.standing, day)

    def runs_on(self, day: date) -> bool:
        """Tell whether the day lies between its first and last day."""
        return bool(self.starts_on and self.ends_on and self.starts_on <= day <= self.ends_on)


def of_enrolment(session: Session, enrolment_id: UUID) -> list[OwnPlacement]:
    """List the placements of an enrolment, the one used last first.

    Three statements, one more while signatures are awaited.
    """
    found = [_placement(row) for row in rows(session, _PLACEMENTS, {"enrolment_id": enrolment_id})]
    if not found:
        return found
    ids = [each.id for each in found]
    standings = agreement_days.standings(session, ids)
    is_awaiting = any(
        each.under_way is AgreementState.AWAITING_SIGNATURES for each in standings.values()
    )
    awaited = agreement_days.awaited(session, ids) if is_awaiting else {}
    return [
        replace(each, standing=standings[each.id], awaited=tuple(awaited.get(each.id, ())))
        for each in found
    ]


def _placement(row: Sequence[Any]) -> OwnPlacement:
    values: list[Any] = [*row[:-TOTALLED], _totals(*row[-TOTALLED:])]
    return OwnPlacement(*values)


def _totals(required: int, planned: int, *minutes: int) -> Totals:
    by_state = zip(HoursState, map(int, minutes), strict=True)
    return replace(ledger.totals(required, [], by_state), planned=int(planned))
