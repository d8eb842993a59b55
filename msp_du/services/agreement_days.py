"""Where placements stand by their papers, and on which days hours are open there."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from msp_du.domain import agreement_terms, calendar, frozen_facts
from msp_du.domain.agreements import (
    ANY_DAY,
    AgreementState,
    HoursBar,
    SignerCapacity,
    Standing,
    Suspension,
    hours_bar,
)
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.models import (
    Agreement,
    AgreementSigner,
    Institution,
    Placement,
    PlacementEnding,
    PlacementPeriod,
    PlacementSuspension,
)
from msp_du.services.columns import rows

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_RULES: Mapping[HoursBar, Rule] = {
    HoursBar.UNSIGNED: Rule.HOURS_UNSIGNED,
    HoursBar.SUSPENDED: Rule.HOURS_SUSPENDED,
    HoursBar.ENDED: Rule.HOURS_AFTER_END,
}


def check(session: Session, placement: Placement, day: date) -> None:
    """Refuse hours on a day that no signed paper opens.

    HOURS_UNSIGNED, HOURS_SUSPENDED or HOURS_AFTER_END (detail ``last_day``); three statements.
    """
    standing = standings(session, [placement.id])[placement.id]
    found = hours_bar(standing, day)
    if found is not None:
        raise RuleViolation(_RULES[found], field="worked_on", day=day, last_day=standing.ended_on)


def bar(session: Session, placement: Placement, day: date) -> HoursBar | None:
    """Return what stands against hours on a day, None when they are open."""
    return hours_bar(standings(session, [placement.id])[placement.id], day)


def standings(session: Session, placement_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Return where placements stand, by id; two statements however many there are."""
    ids = {"ids": list(placement_ids)}
    days: dict[UUID, dict[str, list[Any]]] = {
        one: {"period": [], "rest": [], "end": []} for one in placement_ids
    }
    for kind, placement_id, first, last, minutes in session.execute(_DAYS, ids):
        days[placement_id][kind].append((first, last, minutes))
    under_way: dict[UUID, AgreementState] = {}
    signed: dict[UUID, tuple[Period, ...]] = {}
    for placement_id, state, facts, digest in rows(session, _PAPERS, ids):
        if state is AgreementState.SIGNED:
            signed[placement_id] = _periods(facts, digest)
        else:
            under_way[placement_id] = state
    return {
        one: Standing(
            periods=tuple(Period(*row) for row in found["period"]),
            signed=signed.get(one),
            under_way=under_way.get(one),
            suspensions=tuple(Suspension(first, back) for first, back, _ in found["rest"]),
            ended_on=found["end"][0][0] if found["end"] else None,
        )
        for one, found in days.items()
    }


def awaited(session: Session, placement_ids: Collection[UUID]) -> dict[UUID, list[SignerCapacity]]:
    """Return in which capacities placements still await signatures, by id; one statement."""
    found: defaultdict[UUID, list[SignerCapacity]] = defaultdict(list)
    for placement_id, capacity in rows(session, _AWAITED, {"ids": list(placement_ids)}):
        if capacity not in found[placement_id]:
            found[placement_id].append(capacity)
    return dict(found)


def signed_on(session: Session, placement_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the day of the last signature of the agreement in force, by id of the placement.

    Amendments change nothing to it; absent for one signed before this register. One statement.
    """
    found: dict[UUID, date] = {}
    ids = {"ids": list(placement_ids)}
    for placement_id, typed, moment, zone in session.execute(_SIGNED, ids):
        day = typed or calendar.today(moment, ZoneInfo(zone))
        found[placement_id] = max(day, found.get(placement_id, day))
    return found


def _periods(facts: str | None, digest: str | None) -> tuple[Period, ...]:
    if facts is None:
        return ANY_DAY
    text = frozen_facts.unchanged(facts, digest)
    return agreement_terms.read(text).terms.signed_periods


_DAYS: CompoundSelect[Any] = union_all(
    select(
        literal("period").label("kind"),
        PlacementPeriod.placement_id,
        PlacementPeriod.starts_on,
        PlacementPeriod.ends_on,
        PlacementPeriod.planned_minutes,
    ).where(PlacementPeriod.placement_id.in_(_IDS)),
    select(
        literal("rest"),
        PlacementSuspension.placement_id,
        PlacementSuspension.starts_on,
        PlacementSuspension.resumes_on,
        null(),
    ).where(PlacementSuspension.placement_id.in_(_IDS)),
    select(
        literal("end"),
        PlacementEnding.placement_id,
        PlacementEnding.ended_on,
        PlacementEnding.ended_on,
        null(),
    ).where(PlacementEnding.placement_id.in_(_IDS)),
)
_PAPERS = (
    select(Agreement.placement_id, Agreement.state, Agreement.facts, Agreement.facts_digest)
    .where(Agreement.placement_id.in_(_IDS), Agreement.state != AgreementState.REPLACED)
    .order_by(Agreement.number, Agreement.edition)
)
_SIGNED: Select[*tuple[Any, ...]] = (
    select(
        Agreement.placement_id,
        AgreementSigner.signed_on,
        AgreementSigner.signed_at,
        Institution.time_zone,
    )
    .join(AgreementSigner, AgreementSigner.agreement_id == Agreement.id)
    .join(Institution, Institution.id == Agreement.institution_id)
    .where(
        Agreement.placement_id.in_(_IDS),
        Agreement.number == 0,
        Agreement.state == AgreementState.SIGNED,
        AgreementSigner.signed_at.is_not(None),
    )
)
_AWAITED = (
    select(Agreement.placement_id, AgreementSigner.capacity)
    .join(AgreementSigner, AgreementSigner.agreement_id == Agreement.id)
    .where(
        Agreement.placement_id.in_(_IDS),
        Agreement.state == AgreementState.AWAITING_SIGNATURES,
        AgreementSigner.signed_at.is_(None),
    )
    .order_by(AgreementSigner.position)
)
