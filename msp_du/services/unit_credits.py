"""Credits of enrolment years: granted for prior learning, withdrawn, kept of a failed year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import credits as rules
from msp_du.domain.credits import Credited, CreditKind
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    Account,
    BoardDecision,
    Credit,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Module,
    Placement,
    Unit,
)
from msp_du.services import audit, decisions
from msp_du.services.cohorts import today_in
from msp_du.services.hours_rows import counted


@dataclass(frozen=True, slots=True)
class CreditSheet:
    """A credit to grant: what of, by code, and the decision; ``average`` as it was typed."""

    code: str
    kind: CreditKind
    average: str
    reference: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Target:
    """A unit or module of a year that can still be credited."""

    year: EnrolmentYear
    part: Unit | Module


def of_enrolment(session: Session, enrolment: Enrolment) -> list[Credit]:
    """List the credits of an enrolment, the first year first; one statement."""
    statement = (
        select(Credit)
        .join(Credit.enrolment_year)
        .where(EnrolmentYear.enrolment_id == enrolment.id)
        .options(
            joinedload(Credit.enrolment_year).joinedload(EnrolmentYear.academic_year),
            joinedload(Credit.from_year).joinedload(EnrolmentYear.academic_year),
            joinedload(Credit.unit),
            joinedload(Credit.module),
        )
    )
    found = session.execute(statement).scalars()
    return sorted(
        found,
        key=lambda credit: (
            credit.enrolment_year.year_number,
            credit.enrolment_year.attempt,
            code_of(credit),
        ),
    )


def code_of(credit: Credit) -> str:
    """Return the code of the unit or module that a credit is of."""
    part = credit.unit or credit.module
    return part.code if part else ""


def open_years(session: Session, enrolment: Enrolment) -> list[EnrolmentYear]:
    """List the years on which the board has not decided."""
    statement = (
        select(EnrolmentYear)
        .where(
            EnrolmentYear.enrolment_id == enrolment.id,
            ~select(BoardDecision.id)
            .where(BoardDecision.enrolment_year_id == EnrolmentYear.id)
            .exists(),
        )
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt)
        .options(joinedload(EnrolmentYear.academic_year))
    )
    return list(session.execute(statement).scalars())


def targets(session: Session, enrolment: Enrolment) -> list[Target]:
    """List what can be credited in the open years, each unit before its modules."""
    return [
        Target(year, part)
        for year in open_years(session, enrolment)
        for part in _parts(session, year)
    ]


def grant(
    session: Session,
    year: EnrolmentYear,
    sheet: CreditSheet,
    *,
    actor: Account | None,
    now: datetime,
) -> Credit:
    """Credit a unit or module of a year; locks the enrolment, as the board does.

    Raises RuleViolation CREDIT_DECIDED once the board decided on the year, MODULE_NOT_OF_YEAR,
    CREDIT_EXISTS when the unit, a module of it or the module's unit has a credit already,
    CREDIT_IN_FUTURE, and what ``read_average`` refuses.
    """
    _check_open(session, year)
    part = _part(session, year, sheet.code)
    if sheet.decided_on > today_in(year.enrolment.cohort.institution, now):
        raise RuleViolation(Rule.CREDIT_IN_FUTURE, field="decided_on")
    hundredths = rules.read_average(sheet.kind, sheet.average, is_unit=isinstance(part, Unit))
    _check_free(session, year, part)
    credit = Credit(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        unit_id=part.id if isinstance(part, Unit) else None,
        module_id=part.id if isinstance(part, Module) else None,
        kind=sheet.kind,
        average_hundredths=hundredths,
        placement_minutes=_asked_minutes(part),
        reference=sheet.reference.strip(),
        decided_on=sheet.decided_on,
        account_id=actor.id if actor else None,
        recorded_at=now,
    )
    session.add(credit)
    session.flush()
    audit.record(session, "credits:grant", credit, actor=actor, details=_details(credit))
    return credit


def withdraw(session: Session, credit: Credit, *, actor: Account) -> None:
    """Take a credit back; RuleViolation CREDIT_DECIDED as ``grant``, CREDIT_KEPT of a unit kept."""
    _check_open(session, credit.enrolment_year)
    if credit.from_year_id is not None:
        raise RuleViolation(Rule.CREDIT_KEPT)
    audit.record(session, "credits:withdraw", credit, actor=actor, details=_details(credit))
    session.delete(credit)
    session.flush()


def keep(
    session: Session,
    year: EnrolmentYear,
    former: EnrolmentYear,
    decision: BoardDecision,
    found: Sequence[Credited],
    *,
    actor: Account | None,
    now: datetime,
) -> None:
    """Write what a failed year leaves to the attempt that repeats it, under the caller's lock."""
    parts = {part.code: part for part in _parts(session, year)}
    held = {code_of(credit): credit for credit in of_years(session, [former.id])}
    approved = _approved_by_unit(session, former)
    for kept in found:
        part, credit = parts[kept.code], held.get(kept.code)
        minutes = _asked_minutes(part)
        if credit is None:
            minutes = min(minutes, approved.get(kept.code, 0))
        elif credit.kind is CreditKind.CAPITALISED:
            minutes = credit.placement_minutes
        session.add(
            Credit(
                institution_id=year.institution_id,
                enrolment_year_id=year.id,
                unit_id=part.id if isinstance(part, Unit) else None,
                module_id=part.id if isinstance(part, Module) else None,
                kind=kept.kind,
                average_hundredths=kept.hundredths,
                placement_minutes=minutes,
                reference=credit.reference if credit else decision.reference,
                decided_on=credit.decided_on if credit else decision.decided_on,
                from_year_id=(credit.from_year_id if credit else None) or former.id,
                account_id=actor.id if actor else None,
                recorded_at=now,
            )
        )
    session.flush()


def of_years(session: Session, year_ids: Collection[UUID]) -> list[Credit]:
    """List the credits of several years; one statement."""
    statement = (
        select(Credit)
        .where(Credit.enrolment_year_id.in_(year_ids))
        .options(joinedload(Credit.unit), joinedload(Credit.module))
    )
    return list(session.execute(statement).scalars())


def as_rules_read(found: Sequence[Credit]) -> Mapping[str, Credited]:
    """Return credits by code as the rules take them."""
    return {code_of(one): Credited(code_of(one), one.kind, one.average_hundredths) for one in found}


def _check_open(session: Session, year: EnrolmentYear) -> None:
    decisions.lock(session, [year.enrolment_id])
    if decisions.current(session, [year.id]):
        raise RuleViolation(Rule.CREDIT_DECIDED)


def _parts(session: Session, year: EnrolmentYear) -> list[Unit | Module]:
    """List the units and modules of a year, each unit before its modules."""
    statement = (
        select(Unit)
        .where(
            Unit.curriculum_version_id == year.curriculum_version_id,
            Unit.year_number == year.year_number,
        )
        .order_by(Unit.position)
        .options(joinedload(Unit.modules))
    )
    found: list[Unit | Module] = []
    for unit in session.execute(statement).unique().scalars():
        found += [unit, *unit.modules]
    return found


def _part(session: Session, year: EnrolmentYear, code: str) -> Unit | Module:
    for part in _parts(session, year):
        if part.code == code:
            return part
    raise RuleViolation(Rule.MODULE_NOT_OF_YEAR, field="part")


def _check_free(session: Session, year: EnrolmentYear, part: Unit | Module) -> None:
    taken = {credit.unit_id or credit.module_id for credit in of_years(session, [year.id])}
    around = {module.id for module in part.modules} if isinstance(part, Unit) else {part.unit_id}
    if taken & {part.id, *around}:
        raise RuleViolation(Rule.CREDIT_EXISTS, field="part")


def _asked_minutes(part: Unit | Module) -> int:
    """Return the placement minutes that a unit or module asks for."""
    modules = part.modules if isinstance(part, Unit) else [part]
    return sum(module.placement_minutes for module in modules)


def _approved_by_unit(session: Session, year: EnrolmentYear) -> dict[str, int]:
    """Return the minutes signed in a year by the code of the unit."""
    statement = (
        select(Unit.code, func.sum(HoursEntry.minutes))
        .select_from(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(Module, Module.id == Placement.module_id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            Placement.enrolment_year_id == year.id,
            HoursEntry.state == HoursState.APPROVED,
            counted(),
        )
        .group_by(Unit.code)
    )
    return {code: int(minutes) for code, minutes in session.execute(statement)}


def _details(credit: Credit) -> dict[str, object]:
    part: UUID | None = credit.unit_id or credit.module_id
    return {"year": credit.enrolment_year_id, "of": part, "kind": credit.kind}
