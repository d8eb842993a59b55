"""The ledger of somebody's hours: each year, what its modules ask for, the placements of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.forecasts import Course
from msp_du.domain.ledger import Totals
from msp_du.models import Enrolment, EnrolmentYear, Module, Placement, Unit
from msp_du.services import credited, hours_courses, hours_totals


@dataclass(frozen=True, slots=True)
class LedgerModule:
    """A requirement: a module with placement hours; ``is_credited`` when it is not asked for."""

    code: str
    minutes: int
    is_credited: bool
    placements: Sequence[Placement]


@dataclass(frozen=True, slots=True)
class LedgerYear:
    """An attempt at a year: its hours as a whole, then module by module."""

    number: int
    attempt: int
    course: Course
    modules: Sequence[LedgerModule]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Somebody's hours, the latest year first; ``totals`` goes by placement."""

    years: Sequence[LedgerYear]
    totals: dict[UUID, Totals]


def of_enrolment(session: Session, enrolment: Enrolment) -> Ledger:
    """Read the ledger of an enrolment; the same number of statements whatever is in it."""
    statement = (
        select(EnrolmentYear)
        .where(EnrolmentYear.enrolment_id == enrolment.id)
        .order_by(EnrolmentYear.year_number.desc(), EnrolmentYear.attempt.desc())
    )
    years = list(session.execute(statement).scalars())
    year_ids = [year.id for year in years]
    placements = _placements(session, year_ids)
    courses = hours_courses.of_years(session, year_ids)
    modules = _modules(session, year_ids, placements)
    return Ledger(
        years=[
            LedgerYear(year.year_number, year.attempt, courses[year.id], modules[year.id])
            for year in years
        ],
        totals=hours_totals.of_placements(session, [placement.id for placement in placements]),
    )


def of_person(session: Session, person_id: UUID | None) -> Enrolment | None:
    """Return the enrolment whose ledger somebody looks at first: the one begun last."""
    statement = (
        select(Enrolment)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.state_since.desc(), Enrolment.id)
        .limit(1)
    )
    return session.execute(statement).scalars().first()


def _placements(session: Session, year_ids: Sequence[UUID]) -> list[Placement]:
    statement = (
        select(Placement)
        .where(Placement.enrolment_year_id.in_(year_ids))
        .options(joinedload(Placement.organisation))
        .order_by(Placement.id)
    )
    return list(session.execute(statement).scalars())


def _modules(
    session: Session, year_ids: Sequence[UUID], placements: Sequence[Placement]
) -> dict[UUID, list[LedgerModule]]:
    statement = (
        select(EnrolmentYear.id, Module, credited.is_covered(Module))
        .join(
            Unit,
            (Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
            & (Unit.year_number == EnrolmentYear.year_number),
        )
        .join(Module, Module.unit_id == Unit.id)
        .where(EnrolmentYear.id.in_(year_ids), Module.placement_minutes > 0)
        .order_by(Unit.position, Module.position)
    )
    found: dict[UUID, list[LedgerModule]] = {one: [] for one in year_ids}
    for year_id, module, is_covered in session.execute(statement):
        own = [
            placement
            for placement in placements
            if (placement.enrolment_year_id, placement.module_id) == (year_id, module.id)
        ]
        found[year_id].append(
            LedgerModule(module.code, module.placement_minutes, bool(is_covered), own)
        )
    return found
