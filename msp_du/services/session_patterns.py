"""Classes planned over many weeks at once: shown first, then created; what exists is kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import class_sessions as rules
from msp_du.domain.attendance import HalfDay
from msp_du.domain.class_sessions import Pattern, PlannedAs
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import AcademicYear, Account, ClassSession, Cohort, Module
from msp_du.services import audit, instructors, taught_modules
from msp_du.services.class_sessions import lock_cohort
from msp_du.services.institutions import check_neutral

Times = Mapping[HalfDay, tuple[time, time]]


@dataclass(frozen=True, slots=True)
class Weekly:
    """A class that comes again and again; ``times`` are those of each half of the day."""

    pattern: Pattern
    times: Times
    module_id: UUID
    instructor_id: UUID | None = None
    instructor_name: str = ""
    room: str = ""
    in_groups: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One half-day, and what becomes of it; ``beside`` is the module that has taken it."""

    held_on: date
    half_day: HalfDay
    planned_as: PlannedAs
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What creating would do."""

    lines: tuple[Line, ...]

    @property
    def new(self) -> tuple[Line, ...]:
        """The half-days that would be created."""
        return tuple(line for line in self.lines if line.planned_as is PlannedAs.NEW)

    @property
    def meaning(self) -> str:
        """Digest of all that the preview says: the same preview, the same digest."""
        texts = (
            f"{line.held_on} {line.half_day} {line.planned_as} {line.beside}" for line in self.lines
        )
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def preview(session: Session, cohort: Cohort, year: AcademicYear, weekly: Weekly) -> Preview:
    """Tell for each half-day of a pattern what would become of it; nothing is written.

    Raises RuleViolation CLASS_TIMES, CLASS_INSTRUCTOR, CLASS_MODULE, NAME_NOT_NEUTRAL.
    """
    for half_day in weekly.pattern.half_days:
        rules.check_times(half_day, *weekly.times[half_day])
    check_neutral(weekly.room, field="room")
    instructors.check(session, cohort, weekly.instructor_id, weekly.instructor_name)
    followed = taught_modules.of_cohort(session, cohort).get(year.id, [])
    if weekly.module_id not in {module.id for module in followed}:
        raise RuleViolation(Rule.CLASS_MODULE, field="module_id")
    days = list(rules.days_of(weekly.pattern))
    held = _held(session, cohort, [day for day, _half_day in days])
    return Preview(
        tuple(_line(day, half, held.get((day, half), []), year, weekly) for day, half in days)
    )


def create(
    session: Session,
    cohort: Cohort,
    year: AcademicYear,
    weekly: Weekly,
    *,
    seen: str,
    actor: Account | None,
) -> Preview:
    """Create what the preview shows as new; locks the cohort.

    Raises RuleViolation as ``preview``, or STALE_VERSION when the preview confirmed, known by its
    ``meaning``, would no longer say the same.
    """
    lock_cohort(session, cohort)
    found = preview(session, cohort, year, weekly)
    if found.meaning != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    session.add_all(_row(cohort, year, weekly, line) for line in found.new)
    session.flush()
    audit.record(
        session,
        "class-sessions:plan-weeks",
        cohort,
        actor=actor,
        details={"module": weekly.module_id, "sessions": len(found.new)},
    )
    return found


def _line(
    day: date,
    half_day: HalfDay,
    held: Sequence[tuple[UUID, str]],
    year: AcademicYear,
    weekly: Weekly,
) -> Line:
    if not year.starts_on <= day <= year.ends_on:
        return Line(day, half_day, PlannedAs.OUTSIDE)
    if any(module_id == weekly.module_id for module_id, _code in held):
        return Line(day, half_day, PlannedAs.KEPT)
    if held and not weekly.in_groups:
        return Line(day, half_day, PlannedAs.TAKEN, held[0][1])
    return Line(day, half_day, PlannedAs.NEW)


def _held(
    session: Session, cohort: Cohort, days: Sequence[date]
) -> dict[tuple[date, HalfDay], list[tuple[UUID, str]]]:
    statement = (
        select(ClassSession.held_on, ClassSession.half_day, Module.id, Module.code)
        .join(Module, Module.id == ClassSession.module_id)
        .where(ClassSession.cohort_id == cohort.id, ClassSession.held_on.in_(days))
        .order_by(Module.code)
    )
    found: dict[tuple[date, HalfDay], list[tuple[UUID, str]]] = {}
    for held_on, half_day, module_id, code in session.execute(statement):
        found.setdefault((held_on, half_day), []).append((module_id, code))
    return found


def _row(cohort: Cohort, year: AcademicYear, weekly: Weekly, line: Line) -> ClassSession:
    starts_at, ends_at = weekly.times[line.half_day]
    return ClassSession(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        academic_year_id=year.id,
        module_id=weekly.module_id,
        held_on=line.held_on,
        half_day=line.half_day,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=rules.check_times(line.half_day, starts_at, ends_at),
        instructor_id=weekly.instructor_id,
        instructor_name=weekly.instructor_name or None,
        room=weekly.room or None,
        in_groups=weekly.in_groups,
    )
