"""Who attended how much: sums by unit over closed sessions, and where the gate stands.

What was noted counts wherever it was noted, so that a change of cohort loses nothing. Days of an
attendance exemption are out of every sum.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, func, null, select, union_all
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
_KEYS: Final = (
    EnrolmentYear.id,
    EnrolmentYear.curriculum_version_id,
    EnrolmentYear.year_number,
    Unit.code,
)
_RECORDED: Final = (
    select(*_KEYS, AttendanceRecord.state, func.count(), func.sum(ClassSession.minutes))
    .select_from(AttendanceRecord)
    .join(ClassSession, ClassSession.id == AttendanceRecord.class_session_id)
    .join(EnrolmentYear, EnrolmentYear.id == AttendanceRecord.enrolment_year_id)
    .join(Module, Module.id == ClassSession.module_id)
    .join(Unit, Unit.id == Module.unit_id)
    .where(_OF_YEARS, ClassSession.closed_at.is_not(None), ~is_exempt(ClassSession.held_on))
    .group_by(*_KEYS, AttendanceRecord.state)
)
# Groups take the same half-day at once, and each trainee is in one of them.
_HALF_DAYS: Final = (
    select(*_KEYS, func.max(ClassSession.minutes).label("minutes"))
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
    .group_by(*_KEYS, ClassSession.held_on, ClassSession.half_day)
    .subquery()
)
_PLACE: Final = tuple(_HALF_DAYS.c)[: len(_KEYS)]
_PLANNED: Final = select(*_PLACE, null(), func.count(), func.sum(_HALF_DAYS.c.minutes)).group_by(
    *_PLACE
)
_TALLIES: Final[Select[*tuple[Any, ...]]] = select(*union_all(_RECORDED, _PLANNED).subquery().c)
"""Half-days and minutes by year and unit: of each state noted and, without one, still to come."""

Tallies = Mapping[AttendanceState | None, Tally]
"""What is known of a unit, by state; under None what is still to come."""


def standings(
    session: Session,
    year_ids: Collection[UUID],
    contents: Mapping[UUID, Curriculum] | None = None,
    *,
    closed: bool = False,
) -> dict[UUID, AttendanceStanding]:
    """Return how enrolment years stand, by id; two statements at most, for any number of them.

    One with ``contents``, which then holds every version that the years follow. ``closed`` says
    that the closing date of the gates is past: what is below the minimum and has no session to
    come has then failed.
    """
    found = rows(session, _TALLIES, {"ids": list(year_ids)})
    known = contents or curricula.contents(session, {version_id for _id, version_id, *_ in found})
    places: dict[UUID, tuple[Curriculum, int]] = {}
    units: defaultdict[UUID, dict[str, dict[AttendanceState | None, Tally]]] = defaultdict(dict)
    for year_id, version_id, number, code, state, count, minutes in found:
        places[year_id] = known[version_id], number
        units[year_id].setdefault(code, {})[state] = Tally(count, int(minutes))
    return {
        one: _standing(*places[one], units[one], closed=closed)
        if one in places
        else AttendanceStanding()
        for one in year_ids
    }


def rules_of(content: Curriculum) -> AttendanceRules:
    """Return what a curriculum asks for."""
    return AttendanceRules.of_settings(content.settings.get)


def _standing(
    content: Curriculum, number: int, units: Mapping[str, Tallies], *, closed: bool
) -> AttendanceStanding:
    rules = rules_of(content)
    return AttendanceStanding(
        tuple(
            _unit(code, rules, units[code], closed=closed)
            for code in _codes(content, number)
            if code in units
        )
    )


def _unit(code: str, rules: AttendanceRules, found: Tallies, *, closed: bool) -> UnitAttendance:
    return UnitAttendance(
        code=code,
        rules=rules,
        present=found.get(AttendanceState.PRESENT, NOTHING),
        late=found.get(AttendanceState.LATE, NOTHING),
        excused=found.get(AttendanceState.EXCUSED, NOTHING),
        unexcused=found.get(AttendanceState.UNEXCUSED, NOTHING),
        planned=found.get(None, NOTHING),
        closed=closed,
    )


def _codes(content: Curriculum, number: int) -> list[str]:
    return [unit.code for year in content.years if year.number == number for unit in year.units]
