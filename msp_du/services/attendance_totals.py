"""Who attended how much: sums by unit over closed sessions, and where the gate stands.

What was noted counts wherever it was noted, so that a change of cohort loses nothing. Days of an
attendance exemption are out of every sum.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from msp_du.domain.attendance import (
    NOTHING,
    AttendanceRules,
    AttendanceStanding,
    AttendanceState,
    Tally,
    UnitAttendance,
)
from msp_du.domain.curriculum import Curriculum
from msp_du.models import AttendanceRecord, ClassSession, Enrolment, EnrolmentYear, Module, Unit
from msp_du.services import curricula
from msp_du.services.arrangements import is_exempt
from msp_du.services.columns import rows

_OF_YEARS: Final = EnrolmentYear.id.in_(bindparam("ids", expanding=True))
_YEARS: Final = select(
    EnrolmentYear.id, EnrolmentYear.curriculum_version_id, EnrolmentYear.year_number
).where(_OF_YEARS)
_RECORDED: Final = (
    select(
        EnrolmentYear.id,
        Unit.code,
        AttendanceRecord.state,
        func.count(),
        func.sum(ClassSession.minutes),
    )
    .select_from(AttendanceRecord)
    .join(ClassSession, ClassSession.id == AttendanceRecord.class_session_id)
    .join(EnrolmentYear, EnrolmentYear.id == AttendanceRecord.enrolment_year_id)
    .join(Module, Module.id == ClassSession.module_id)
    .join(Unit, Unit.id == Module.unit_id)
    .where(_OF_YEARS, ClassSession.closed_at.is_not(None), ~is_exempt(ClassSession.held_on))
    .group_by(EnrolmentYear.id, Unit.code, AttendanceRecord.state)
)
# Groups take the same half-day at once, and each trainee is in one of them.
_HALF_DAYS: Final = (
    select(
        EnrolmentYear.id.label("year_id"),
        Unit.code.label("code"),
        func.max(ClassSession.minutes).label("minutes"),
    )
    .select_from(EnrolmentYear)
    .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
    .join(
        ClassSession,
        (ClassSession.cohort_id == Enrolment.cohort_id)
        & (ClassSession.academic_year_id == EnrolmentYear.academic_year_id),
    )
    .join(Module, Module.id == ClassSession.module_id)
    .join(
        Unit,
        (Unit.id == Module.unit_id)
        & (Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
        & (Unit.year_number == EnrolmentYear.year_number),
    )
    .where(_OF_YEARS, ClassSession.closed_at.is_(None), ~is_exempt(ClassSession.held_on))
    .group_by(EnrolmentYear.id, Unit.code, ClassSession.held_on, ClassSession.half_day)
    .subquery()
)
_PLANNED: Final = select(
    _HALF_DAYS.c.year_id, _HALF_DAYS.c.code, func.count(), func.sum(_HALF_DAYS.c.minutes)
).group_by(_HALF_DAYS.c.year_id, _HALF_DAYS.c.code)

Found = Mapping[tuple[UUID, str], dict[Any, Tally]]


def standings(
    session: Session, year_ids: Collection[UUID], *, closed: bool = False
) -> dict[UUID, AttendanceStanding]:
    """Return how enrolment years stand, by id; four statements at most, for any number of them.

    ``closed`` says that the closing date of the gates is past: what is below the minimum and has
    no session to come has then failed.
    """
    values = {"ids": list(year_ids)}
    years = rows(session, _YEARS, values)
    contents = curricula.contents(session, {version_id for _id, version_id, _number in years})
    recorded = _tallies(rows(session, _RECORDED, values))
    planned = _tallies((*row[:2], None, *row[2:]) for row in rows(session, _PLANNED, values))
    return {
        year_id: AttendanceStanding(
            tuple(
                _unit(code, rules, recorded.get((year_id, code), {}), to_come, closed=closed)
                for code in _codes(contents[version_id], number)
                for to_come in [planned.get((year_id, code), {}).get(None, NOTHING)]
                if (year_id, code) in recorded or to_come.half_days
            )
        )
        for year_id, version_id, number in years
        for rules in [rules_of(contents[version_id])]
    }


def rules_of(content: Curriculum) -> AttendanceRules:
    """Return what a curriculum asks for."""
    return AttendanceRules.of_settings(content.settings.get)


def _unit(
    code: str,
    rules: AttendanceRules,
    found: Mapping[AttendanceState, Tally],
    planned: Tally,
    *,
    closed: bool,
) -> UnitAttendance:
    return UnitAttendance(
        code=code,
        rules=rules,
        present=found.get(AttendanceState.PRESENT, NOTHING),
        late=found.get(AttendanceState.LATE, NOTHING),
        excused=found.get(AttendanceState.EXCUSED, NOTHING),
        unexcused=found.get(AttendanceState.UNEXCUSED, NOTHING),
        planned=planned,
        closed=closed,
    )


def _tallies(found: Iterable[Any]) -> Found:
    sums: defaultdict[tuple[UUID, str], dict[Any, Tally]] = defaultdict(dict)
    for year_id, code, state, count, minutes in found:
        sums[year_id, code][state] = Tally(count, int(minutes))
    return sums


def _codes(content: Curriculum, number: int) -> list[str]:
    return [unit.code for year in content.years if year.number == number for unit in year.units]
