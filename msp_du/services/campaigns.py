"""Rounds of wishes for placements: opened for a cohort, changed, listed, who takes part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Session,
    aliased,
    contains_eager,
    joinedload,
    selectinload,
)

from msp_du.domain import calendar
from msp_du.domain.allocation import SideRule
from msp_du.domain.campaigns import CampaignStage, check_window, stage_of
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import (
    Account,
    Allocation,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Module,
    Person,
    Placement,
    PlacementCampaign,
    PlacementOffer,
    PlacementWish,
    Unit,
    WishList,
)
from msp_du.services import audit


@dataclass(frozen=True, slots=True)
class CampaignSheet:
    """What is set of a round; the module by its year and code."""

    year_number: int
    module_code: str
    opens_on: date
    closes_on: date
    side_rule: SideRule
    seed: int


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A round in the list of its cohort."""

    campaign: PlacementCampaign
    stage: CampaignStage
    offers: int
    wish_lists: int


def modules(session: Session, cohort: Cohort) -> list[tuple[int, str, str]]:
    """List year, code and French title of the modules with placement hours that people follow."""
    versions = select(EnrolmentYear.curriculum_version_id).join(
        Enrolment, Enrolment.id == EnrolmentYear.enrolment_id
    )
    statement = (
        select(Unit.year_number, Module.code, func.min(Module.title_fr))
        .join(Module, Module.unit_id == Unit.id)
        .where(
            Module.placement_minutes > 0,
            Unit.curriculum_version_id.in_(versions.where(Enrolment.cohort_id == cohort.id))
            | (Unit.curriculum_version_id == cohort.curriculum_version_id),
        )
        .group_by(Unit.year_number, Module.code)
        .order_by(Unit.year_number.desc(), Module.code)
    )
    return [(year, code, title) for year, code, title in session.execute(statement)]


def open_campaign(
    session: Session, cohort: Cohort, sheet: CampaignSheet, *, actor: Account | None, now: datetime
) -> PlacementCampaign:
    """Open a round of wishes; raises as ``edit`` does, but for STALE_VERSION."""
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    campaign = PlacementCampaign(
        institution_id=cohort.institution_id, cohort_id=cohort.id, created_at=now
    )
    _write(session, cohort, campaign, sheet)
    session.add(campaign)
    session.flush()
    audit.record(session, "campaigns:open", campaign, actor=actor, details=_details(sheet))
    return campaign


def edit(
    session: Session,
    campaign: PlacementCampaign,
    sheet: CampaignSheet,
    *,
    version: int,
    actor: Account,
) -> None:
    """Change a round that is not confirmed.

    Raises RuleViolation STALE_VERSION, ALLOCATION_CONFIRMED, CAMPAIGN_BOUNDS, CAMPAIGN_EXISTS
    (same module, same first day), MODULE_NOT_OF_YEAR.
    """
    lock_open(session, campaign)
    if campaign.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    _write(session, campaign.cohort, campaign, sheet)
    session.flush()
    audit.record(session, "campaigns:edit", campaign, actor=actor, details=_details(sheet))


def lock(session: Session, campaign: PlacementCampaign) -> Allocation | None:
    """Lock a round, then return its allocation as it is under the lock.

    All that is offered, wished for and given in a round is written under this lock.
    """
    session.refresh(campaign, with_for_update={"of": PlacementCampaign})
    statement = (
        select(Allocation)
        .where(Allocation.campaign_id == campaign.id)
        .options(selectinload(Allocation.rows))
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def lock_open(session: Session, campaign: PlacementCampaign) -> Allocation | None:
    """Lock a round as ``lock`` does; ALLOCATION_CONFIRMED when its placements are made."""
    allocation = lock(session, campaign)
    if allocation is not None and allocation.confirmed_at is not None:
        raise RuleViolation(Rule.ALLOCATION_CONFIRMED)
    return allocation


def today_of(campaign: PlacementCampaign, now: datetime) -> date:
    """Return the day it is where the round is held."""
    return calendar.today(now, ZoneInfo(campaign.cohort.institution.time_zone))


def stage(
    campaign: PlacementCampaign, allocation: Allocation | None, *, now: datetime
) -> CampaignStage:
    """Return how far a round is."""
    return stage_of(
        campaign.opens_on,
        campaign.closes_on,
        is_confirmed=allocation is not None and allocation.confirmed_at is not None,
        today=today_of(campaign, now),
    )


def find(session: Session, campaign_id: UUID) -> PlacementCampaign | None:
    """Return a round with its cohort and institution; one statement."""
    cohort = joinedload(PlacementCampaign.cohort).joinedload(Cohort.institution)
    return session.get(PlacementCampaign, campaign_id, options=[cohort])


def of_cohort(session: Session, cohort: Cohort, *, now: datetime) -> list[CampaignRow]:
    """List the rounds of a cohort, the last first; one statement."""
    offers = _counted(PlacementOffer.id, PlacementOffer.campaign_id == PlacementCampaign.id)
    sent = exists().where(PlacementWish.wish_list_id == WishList.id)
    lists = _counted(WishList.id, WishList.campaign_id == PlacementCampaign.id, sent)
    statement = (
        select(PlacementCampaign, Allocation, offers.scalar_subquery(), lists.scalar_subquery())
        .outerjoin(Allocation, Allocation.campaign_id == PlacementCampaign.id)
        .where(PlacementCampaign.cohort_id == cohort.id)
        .order_by(PlacementCampaign.opens_on.desc(), PlacementCampaign.module_code)
    )
    return [
        CampaignRow(campaign, stage(campaign, allocation, now=now), offered, wished)
        for campaign, allocation, offered, wished in session.execute(statement)
    ]


def takes_part(campaign: type[PlacementCampaign] | PlacementCampaign) -> list[ColumnElement[bool]]:
    """Keep the enrolment years, with their enrolments, of those to be placed by a round.

    Those who follow the course now, in their last attempt at its year, by a version that has its
    module, and who have no placement for it yet.
    """
    later = aliased(EnrolmentYear)
    module = (
        select(Module.id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id,
            Unit.year_number == EnrolmentYear.year_number,
            Module.code == campaign.module_code,
            Module.placement_minutes > 0,
        )
        .correlate(EnrolmentYear, *([PlacementCampaign] if isinstance(campaign, type) else []))
    )
    return [
        Enrolment.cohort_id == campaign.cohort_id,
        Enrolment.state == EnrolmentState.ACTIVE,
        EnrolmentYear.year_number == campaign.year_number,
        module.exists(),
        ~exists().where(
            later.enrolment_id == EnrolmentYear.enrolment_id,
            later.year_number == EnrolmentYear.year_number,
            later.attempt > EnrolmentYear.attempt,
        ),
        ~exists().where(
            Placement.enrolment_year_id == EnrolmentYear.id, Placement.module_id.in_(module)
        ),
    ]


def members(
    session: Session, campaign: PlacementCampaign, year_ids: Collection[UUID] | None = None
) -> Sequence[EnrolmentYear]:
    """List who is to be placed, or those of given years, with their people, by name."""
    kept = takes_part(campaign) if year_ids is None else [EnrolmentYear.id.in_(year_ids)]
    statement = (
        select(EnrolmentYear)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .options(contains_eager(EnrolmentYear.enrolment).contains_eager(Enrolment.person))
        .where(*kept)
        .order_by(Person.sort_key, EnrolmentYear.id)
    )
    return session.execute(statement).scalars().all()


def _write(
    session: Session, cohort: Cohort, campaign: PlacementCampaign, sheet: CampaignSheet
) -> None:
    check_window(sheet.opens_on, sheet.closes_on)
    known = {(year, code) for year, code, _title in modules(session, cohort)}
    if (sheet.year_number, sheet.module_code) not in known:
        raise RuleViolation(Rule.MODULE_NOT_OF_YEAR, field="module")
    taken = select(PlacementCampaign.id).where(
        PlacementCampaign.cohort_id == cohort.id,
        PlacementCampaign.module_code == sheet.module_code,
        PlacementCampaign.opens_on == sheet.opens_on,
        PlacementCampaign.id != campaign.id,
    )
    with session.no_autoflush:
        if session.execute(taken).first() is not None:
            raise RuleViolation(Rule.CAMPAIGN_EXISTS, field="opens_on")
    campaign.year_number, campaign.module_code = sheet.year_number, sheet.module_code
    campaign.opens_on, campaign.closes_on = sheet.opens_on, sheet.closes_on
    campaign.side_rule, campaign.seed = sheet.side_rule, sheet.seed


def _counted(column: InstrumentedAttribute[UUID], *kept: ColumnElement[bool]) -> Select[int]:
    return select(func.count(column)).where(*kept).correlate(PlacementCampaign)


def _details(sheet: CampaignSheet) -> dict[str, object]:
    return {
        "module": sheet.module_code,
        "year": sheet.year_number,
        "bounds": (sheet.opens_on, sheet.closes_on),
        "side_rule": sheet.side_rule,
        "seed": sheet.seed,
    }
