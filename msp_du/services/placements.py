"""Placements: a trainee at a host, for one module of one enrolment year, over periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import may_host
from msp_du.domain.hours import Period, check_periods
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import Regime, Role
from msp_du.models import (
    Account,
    Contact,
    Enrolment,
    EnrolmentYear,
    HostService,
    HoursEntry,
    Module,
    Organisation,
    Placement,
    PlacementPeriod,
    RoleGrant,
    Unit,
)
from msp_du.policies import institution_ids
from msp_du.services import (
    audit,
    host_checks,
    hours_rows,
    placement_checks,
    placement_exclusions,
)
from msp_du.services.placement_checks import LawAnswers


@dataclass(frozen=True, slots=True)
class PlacementSheet:
    """What is agreed on; ``periods`` may come in any order."""

    contact: Contact
    module: Module
    regime: Regime
    periods: Sequence[Period]
    service: str | None = None
    host_service: HostService | None = None
    academic_tutor: Account | None = None
    law: LawAnswers | None = None
    """What the form answers about legal limits; None where nobody is there to be asked."""


def modules_of(session: Session, enrolment: Enrolment) -> list[tuple[EnrolmentYear, Module]]:
    """List the modules with placement hours of each year of an enrolment."""
    statement = (
        select(EnrolmentYear, Module)
        .join(
            Unit,
            (Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
            & (Unit.year_number == EnrolmentYear.year_number),
        )
        .join(Module, Module.unit_id == Unit.id)
        .where(EnrolmentYear.enrolment_id == enrolment.id, Module.placement_minutes > 0)
        .order_by(
            EnrolmentYear.year_number.desc(),
            EnrolmentYear.attempt.desc(),
            Unit.position,
            Module.position,
        )
    )
    return [(year, module) for year, module in session.execute(statement)]


def tutors_of(session: Session, institution_id: UUID) -> list[Account]:
    """List who may be an academic tutor in an institution, by name without accents."""
    statement = (
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == Role.TUTOR,
            RoleGrant.institution_id == institution_id,
            Account.disabled_at.is_(None),
        )
        .distinct()
        .options(selectinload(Account.grants))
    )
    found = session.execute(statement).scalars()
    return sorted(
        (account for account in found if is_tutor_in(account, institution_id)),
        key=lambda account: fold(account.display_name),
    )


def of_enrolment(session: Session, enrolment: Enrolment) -> list[Placement]:
    """List the placements of an enrolment with their hosts and periods, first years first."""
    statement = (
        select(Placement)
        .join(Placement.enrolment_year)
        .where(EnrolmentYear.enrolment_id == enrolment.id)
        .options(
            contains_eager(Placement.enrolment_year),
            joinedload(Placement.organisation),
            joinedload(Placement.module),
            selectinload(Placement.periods),
        )
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt, Placement.id)
    )
    return list(session.execute(statement).scalars())


def create(
    session: Session, year: EnrolmentYear, sheet: PlacementSheet, *, actor: Account
) -> Placement:
    """Open a placement in an enrolment year at the contact's organisation.

    Raises RuleViolation HOST_CANNOT_SIGN, CONTACT_NOT_OF_HOST (another institution's),
    MODULE_NOT_OF_YEAR, TUTOR_NOT_OF_INSTITUTION, PLACEMENT_EXCLUDED, and what ``check_periods``,
    ``host_checks.check`` and ``placement_checks.check`` refuse.
    """
    placement = Placement(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        organisation_id=sheet.contact.organisation_id,
    )
    _check_host(session, placement, sheet.contact)
    _check(session, placement, year, sheet)
    placement_exclusions.check(session, year.enrolment_id, placement.organisation_id, sheet.service)
    _fill(placement, sheet)
    session.add(placement)
    session.flush()
    placement_checks.check(session, placement, sheet.law, actor=actor)
    audit.record(session, "placements:create", placement, actor=actor, details=_details(sheet))
    return placement


def edit(
    session: Session, placement: Placement, sheet: PlacementSheet, *, actor: Account, version: int
) -> None:
    """Change a placement at the same host.

    Locks the trainee, so that no day is noted meanwhile outside the new periods. Besides the
    refusals of ``create``: STALE_VERSION, and PERIODS_LEAVE_HOURS_OUT (details ``day``).
    """
    hours_rows.lock_trainee(session, placement)
    session.refresh(placement)
    if placement.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    if sheet.contact.organisation_id != placement.organisation_id:
        raise RuleViolation(Rule.CONTACT_NOT_OF_HOST, field="contact")
    _check(session, placement, placement.enrolment_year, sheet)
    if placement.service != (sheet.service or None):  # what stays as it was stays allowed
        placement_exclusions.check(
            session, placement.enrolment_year.enrolment_id, placement.organisation_id, sheet.service
        )
    check_logged(session, placement, sheet.periods)
    _fill(placement, sheet)
    placement.version += 1  # also when only its periods changed
    session.flush()
    placement_checks.check(session, placement, sheet.law, actor=actor)
    audit.record(session, "placements:edit", placement, actor=actor, details=_details(sheet))


def _check_host(session: Session, placement: Placement, contact: Contact) -> None:
    host = session.get_one(Organisation, contact.organisation_id)
    if host.institution_id != placement.institution_id:
        raise RuleViolation(Rule.CONTACT_NOT_OF_HOST, field="contact")
    if not may_host(host.kind, can_sign_hours=host.can_sign_hours):
        raise RuleViolation(Rule.HOST_CANNOT_SIGN)


def _check(
    session: Session, placement: Placement, year: EnrolmentYear, sheet: PlacementSheet
) -> None:
    unit = session.get_one(Unit, sheet.module.unit_id)
    followed = (year.curriculum_version_id, year.year_number)
    if (unit.curriculum_version_id, unit.year_number) != followed:
        raise RuleViolation(Rule.MODULE_NOT_OF_YEAR, field="module")
    if sheet.module.placement_minutes <= 0:
        raise RuleViolation(Rule.MODULE_NOT_OF_YEAR, field="module")
    tutor = sheet.academic_tutor
    if tutor is not None and not is_tutor_in(tutor, placement.institution_id):
        raise RuleViolation(Rule.TUTOR_NOT_OF_INSTITUTION, field="academic_tutor")
    if not sheet.periods:
        raise RuleViolation(Rule.PERIOD_MISSING, field="periods")
    check_periods(sheet.periods)
    host_checks.check(session, placement, service=sheet.host_service, periods=sheet.periods)


def is_tutor_in(account: Account, institution_id: UUID) -> bool:
    """Tell whether an account is a tutor of the institution now."""
    return institution_id in institution_ids(account, Role.TUTOR)


def check_logged(session: Session, placement: Placement, periods: Sequence[Period]) -> None:
    """Refuse periods without a day that is noted (PERIODS_LEAVE_HOURS_OUT, detail ``day``)."""
    days = select(HoursEntry.worked_on).where(HoursEntry.placement_id == placement.id)
    for day in session.execute(days.order_by(HoursEntry.worked_on)).scalars():
        if not any(period.contains(day) for period in periods):
            raise RuleViolation(Rule.PERIODS_LEAVE_HOURS_OUT, day=day)


def _fill(placement: Placement, sheet: PlacementSheet) -> None:
    placement.contact_id = sheet.contact.id
    placement.module_id = sheet.module.id
    placement.regime = sheet.regime
    placement.service = sheet.service or (sheet.host_service.name if sheet.host_service else None)
    placement.host_service_id = sheet.host_service.id if sheet.host_service else None
    placement.academic_tutor_id = sheet.academic_tutor.id if sheet.academic_tutor else None
    set_periods(placement, sheet.periods)


def set_periods(placement: Placement, periods: Sequence[Period]) -> None:
    """Keep the row of a period whose first day stays: rows are unique by it."""
    rows = {row.starts_on: row for row in placement.periods}
    placement.periods = [
        rows.get(period.starts_on, PlacementPeriod(starts_on=period.starts_on))
        for period in sorted(periods, key=lambda period: period.starts_on)
    ]
    for period in periods:
        row = next(row for row in placement.periods if row.starts_on == period.starts_on)
        row.ends_on = period.ends_on
        row.planned_minutes = period.planned_minutes


def _details(sheet: PlacementSheet) -> dict[str, object]:
    return {
        "contact": sheet.contact.id,
        "module": sheet.module.code,
        "periods": [
            (period.starts_on, period.ends_on, period.planned_minutes) for period in sheet.periods
        ],
        "regime": sheet.regime,
        "tutor": sheet.academic_tutor.id if sheet.academic_tutor else None,
    }
