"""Who goes where in a round: proposed, changed by hand, confirmed into placements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from msp_du.domain import allocation as rules
from msp_du.domain.allocation import Bar, Fault, FaultKind
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.models import (
    Account,
    Allocation,
    AllocationRow,
    Enrolment,
    EnrolmentYear,
    Module,
    Placement,
    PlacementCampaign,
    PlacementOffer,
    Unit,
)
from msp_du.services import (
    agreements,
    allocation_ground,
    allocation_solver,
    audit,
    campaigns,
    placements,
)
from msp_du.services.agreements import Edition
from msp_du.services.allocation_ground import Ground
from msp_du.services.placements import PlacementSheet

Chosen = Mapping[UUID, UUID | None]
"""The offer that each enrolment year gets, None for no place."""

FAULT_RULES: Mapping[Bar | FaultKind, Rule] = {
    Bar.EXCLUDED: Rule.ALLOCATION_EXCLUDED,
    Bar.CANNOT_HOST: Rule.ALLOCATION_HOST,
    Bar.SIDE_REQUIRED: Rule.ALLOCATION_SIDE,
    FaultKind.OVER_CAPACITY: Rule.ALLOCATION_FULL,
    FaultKind.UNKNOWN_PLACE: Rule.STALE_VERSION,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best assignment of a problem, by the keys of the problem."""

    digest: str
    given: rules.Assignment


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many placements were opened, and why some have no draft of their agreement."""

    placements: int
    undrafted: tuple[RuleViolation, ...]


def propose(session: Session, campaign: PlacementCampaign) -> Proposal:
    """Look for the best assignment as things stand; nothing is written or locked meanwhile."""
    problem = allocation_ground.read(session, campaign).problem
    return Proposal(rules.fingerprint(problem), allocation_solver.solve(problem))


def keep(
    session: Session,
    campaign: PlacementCampaign,
    proposal: Proposal,
    *,
    version: int,
    actor: Account,
    now: datetime,
) -> Allocation:
    """Keep a proposal instead of the allocation seen at ``version``, 0 for none.

    Raises RuleViolation ALLOCATION_CONFIRMED, STALE_VERSION when another coordinator wrote
    meanwhile, ALLOCATION_CHANGED when what it was made of changed, ALLOCATION_EMPTY.
    """
    known = campaigns.lock_open(session, campaign)
    _check_version(known, version)
    ground = allocation_ground.read(session, campaign)
    if rules.fingerprint(ground.problem) != proposal.digest:
        raise RuleViolation(Rule.ALLOCATION_CHANGED)
    if not ground.members or not ground.offers:
        raise RuleViolation(Rule.ALLOCATION_EMPTY)
    allocation = known or Allocation(
        institution_id=campaign.institution_id, campaign_id=campaign.id
    )
    allocation.seed, allocation.computed_at = campaign.seed, now
    allocation.problem_digest = proposal.digest
    allocation.rows.clear()
    session.add(allocation)
    session.flush()
    chosen = _chosen(proposal.given)
    allocation.rows.extend(
        AllocationRow(
            enrolment_year_id=year.id,
            proposed_offer_id=chosen[year.id],
            offer_id=chosen[year.id],
        )
        for year in ground.members
    )
    session.flush()
    cost = rules.total(ground.problem, proposal.given)
    details = {"cost": _written(cost), "seed": campaign.seed, "people": len(ground.members)}
    audit.record(session, "allocations:propose", allocation, actor=actor, details=details)
    return allocation


def edit(
    session: Session, campaign: PlacementCampaign, chosen: Chosen, *, version: int, actor: Account
) -> int:
    """Change by hand who goes where; return for how many people it differs from before.

    Raises RuleViolation ALLOCATION_CONFIRMED, STALE_VERSION, and for what may never be
    ALLOCATION_EXCLUDED, ALLOCATION_HOST, ALLOCATION_SIDE (details ``trainee`` and ``host``, field
    ``place-<year>``), ALLOCATION_FULL (``host``, ``seats``).
    """
    known = campaigns.lock_open(session, campaign)
    allocation = _check_version(known, version)
    if allocation is None:
        raise RuleViolation(Rule.ALLOCATION_EMPTY)
    ground = allocation_ground.read(session, campaign)
    rows = {row.enrolment_year_id: row for row in allocation.rows}
    wanted = {year.id: chosen.get(year.id) for year in ground.members}
    _check(ground, wanted)
    changed = 0
    for year_id, offer_id in wanted.items():
        row = rows.get(year_id) or AllocationRow(enrolment_year_id=year_id)
        if row not in allocation.rows:
            allocation.rows.append(row)
        changed += row.offer_id != offer_id
        row.offer_id = offer_id
    if changed:
        allocation.version += 1  # also when only its rows changed
    session.flush()
    cost = rules.total(ground.problem, _given(wanted))
    details = {"cost": _written(cost), "changed": changed}
    audit.record(session, "allocations:edit", allocation, actor=actor, details=details)
    return changed


def confirm(
    session: Session,
    campaign: PlacementCampaign,
    *,
    typed_code: str,
    version: int,
    actor: Account,
    edition: Edition,
) -> Confirmed:
    """Open the placement of everybody who has a place, all or none, and draft its agreement.

    An agreement that cannot be drafted keeps nobody from their placement. A second time changes
    nothing. Raises RuleViolation CONFIRMATION_WRONG unless the cohort's
    code was typed, ALLOCATION_EMPTY, STALE_VERSION, what ``edit`` refuses, and ALLOCATION_PERSON
    (details ``trainee`` and ``refusal``) when a placement itself is refused.
    """
    if typed_code.strip() != campaign.cohort.code:
        raise RuleViolation(Rule.CONFIRMATION_WRONG, field="typed_code")
    known = campaigns.lock(session, campaign)
    if known is not None and known.confirmed_at is not None:
        return Confirmed(0, ())
    allocation = _check_version(known, version)
    _lock_people(session, campaign)
    ground = allocation_ground.read(session, campaign)
    rows = {row.enrolment_year_id: row for row in allocation.rows} if allocation else {}
    placed = [
        (year, row, row.offer_id)
        for year in ground.members
        for row in [rows.get(year.id)]
        if row is not None and row.offer_id is not None
    ]
    if allocation is None or not placed:
        raise RuleViolation(Rule.ALLOCATION_EMPTY)
    _check(ground, {year.id: offer_id for year, _row, offer_id in placed})
    modules = _modules(session, campaign, ground.members)
    undrafted = []
    for year, row, offer_id in placed:
        offer = ground.offers[offer_id]
        placement = _place(session, year, offer, modules, actor=actor)
        row.placement_id = placement.id
        try:
            agreements.prepare_usual(session, placement, actor=actor, edition=edition)
        except RuleViolation as refusal:
            undrafted.append(refusal)
    allocation.confirmed_at, allocation.confirmed_by_id = edition.now, actor.id
    session.flush()
    details = {"placements": len(placed), "drafts": len(placed) - len(undrafted)}
    audit.record(session, "allocations:confirm", allocation, actor=actor, details=details)
    return Confirmed(len(placed), tuple(undrafted))


def _check_version(known: Allocation | None, version: int) -> Allocation | None:
    if version != (known.version if known else 0):
        raise RuleViolation(Rule.STALE_VERSION)
    return known


def _lock_people(session: Session, campaign: PlacementCampaign) -> None:
    """Lock the enrolments, so that nobody leaves and nothing is barred until the commit."""
    people = select(Enrolment.id).where(Enrolment.cohort_id == campaign.cohort_id)
    session.execute(people.order_by(Enrolment.id).with_for_update()).all()


def _check(ground: Ground, chosen: Chosen) -> None:
    for fault in rules.faults(ground.problem, _given(chosen)):
        raise _refusal(ground, fault)


def _refusal(ground: Ground, fault: Fault) -> RuleViolation:
    rule = FAULT_RULES[fault.kind]
    offer = ground.offers.get(UUID(fault.place))
    if offer is None:
        return RuleViolation(rule)
    if fault.candidate is None:
        return RuleViolation(rule, host=offer.organisation.name, seats=offer.capacity)
    return RuleViolation(
        rule,
        field=f"place-{fault.candidate}",
        trainee=ground.name(UUID(fault.candidate)),
        host=offer.organisation.name,
    )


def _place(
    session: Session,
    year: EnrolmentYear,
    offer: PlacementOffer,
    modules: Mapping[UUID, Module],
    *,
    actor: Account,
) -> Placement:
    sheet = PlacementSheet(
        contact=offer.contact,
        module=modules[year.curriculum_version_id],
        regime=year.enrolment.regime,
        periods=[Period(offer.starts_on, offer.ends_on, offer.planned_minutes)],
        service=offer.service,
    )
    try:
        return placements.create(session, year, sheet, actor=actor)
    except RuleViolation as refusal:
        trainee = year.enrolment.person.name.display
        raise RuleViolation(Rule.ALLOCATION_PERSON, trainee=trainee, refusal=refusal) from refusal


def _modules(
    session: Session, campaign: PlacementCampaign, years: Sequence[EnrolmentYear]
) -> dict[UUID, Module]:
    """Return the round's module by the version of the curriculum that people follow."""
    statement = (
        select(Module)
        .join(Module.unit)
        .where(
            Unit.curriculum_version_id.in_({year.curriculum_version_id for year in years}),
            Unit.year_number == campaign.year_number,
            Module.code == campaign.module_code,
        )
        .options(contains_eager(Module.unit))
    )
    found = session.execute(statement).scalars()
    return {module.unit.curriculum_version_id: module for module in found}


def _given(chosen: Chosen) -> dict[str, str | None]:
    return {str(year): str(offer) if offer else None for year, offer in chosen.items()}


def _chosen(given: rules.Assignment) -> dict[UUID, UUID | None]:
    return {UUID(year): UUID(offer) if offer else None for year, offer in given.items()}


def _written(cost: rules.Cost) -> str:
    return f"{cost.unplaced}/{cost.unwished}/{cost.one_sided}/{cost.points}"
