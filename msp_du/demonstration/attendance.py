"""Classes of the demonstration: held and closed in the weeks gone by, planned in those to come."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, groupby
from typing import Final

from sqlalchemy import insert

from msp_du.demonstration.logs import pick
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.arrangements import Arrangement, ArrangementKind, Audience
from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.class_sessions import USUAL_TIMES, check_times
from msp_du.domain.vocabulary import Role
from msp_du.models import AttendanceRecord, ClassSession, Module
from msp_du.services import arrangements, audit
from msp_du.services.arrangements import Wanted

DAYS_A_WEEK: Final = 4
ONE_IN: Final = 60
"""One half-day in sixty is missed without an excuse, two with one, but one at most of a module:
a unit of the past stays above the minimum."""
STATES: Final = {
    0: AttendanceState.UNEXCUSED,
    1: AttendanceState.EXCUSED,
    2: AttendanceState.EXCUSED,
    3: AttendanceState.LATE,
    4: AttendanceState.LATE,
}
"""What is noted on these turns of sixty; on the others, presence."""
AWAY: Final = {AttendanceState.UNEXCUSED, AttendanceState.EXCUSED}
OFTEN_AWAY: Final = "Hoarau"
MISSED: Final = ("M121", "M122")
"""Who misses which modules this year: their gate is pending while classes are still to come."""
ARRANGED: Final = {
    "Amrani": (ArrangementKind.EXTRA_TIME_THIRD, None),
    "Guéguen": (ArrangementKind.OTHER_EQUIPMENT, "Ordinateur avec grands caractères"),
}
"""What is arranged for whom, by family name; why is nobody's business."""


def hold_year(work: Setting, files: Collection[File], ago: int) -> None:
    """Plan the classes of a year for each class that follows it together, and note who came."""
    for group in _classes(files, ago):
        held = list(_sessions(work, group, ago))
        work.session.add_all(held)
        work.session.flush()
        roll = _Roll(work, group, ago)
        noted = [record for row in held for record in roll.records(row)]
        if noted:
            work.session.execute(insert(AttendanceRecord), noted)
        details = {"year": ago, "sessions": len(held)}
        audit.record(
            work.session,
            "class-sessions:plan-weeks",
            group[0].cohort,
            actor=work.first(Role.COORDINATOR),
            details=details,
        )
        if ago == 0:
            _arrange(work, group)


def _classes(files: Collection[File], ago: int) -> Iterator[list[File]]:
    """Put together those who follow a year for the first time in the same cohort."""
    together = [file for file in files if file.runs[ago].attempt == 1]

    def place(file: File) -> str:
        return file.cohort.code

    for _code, group in groupby(sorted(together, key=place), key=place):
        yield list(group)


def _sessions(work: Setting, group: list[File], ago: int) -> Iterator[ClassSession]:
    """Give the half-days of the year's teaching weeks, one module after the other, and today's."""
    modules = cycle(_modules(work, group[0].runs[ago].number))
    days = [
        monday + timedelta(days=weekday)
        for monday in work.calendar[ago].teaching_mondays
        for weekday in range(DAYS_A_WEEK)
    ]
    today = [work.today] if ago == 0 else []
    for day in sorted({*days, *today}):
        for half_day in HalfDay:
            yield _session(work, group[0], next(modules), day, half_day)


def _session(
    work: Setting, file: File, module: Module, day: date, half_day: HalfDay
) -> ClassSession:
    starts_at, ends_at = USUAL_TIMES[half_day]
    teacher = work.marker(module.code)
    is_tutor = teacher is not work.first(Role.COORDINATOR)
    is_over = day < work.today
    return ClassSession(
        institution_id=work.institution.id,
        cohort_id=file.cohort.id,
        academic_year_id=next(
            year.id for year in work.years.values() if year.starts_on <= day <= year.ends_on
        ),
        module_id=module.id,
        held_on=day,
        half_day=half_day,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=check_times(half_day, starts_at, ends_at),
        instructor_id=teacher.id if is_tutor else None,
        instructor_name=None if is_tutor else teacher.display_name,
        room=pick(("Salle 12", "Salle 14", "Amphithéâtre 2"), file.cohort.code, day),
        closed_at=at(day, ends_at.hour) if is_over else None,
        closed_by_id=teacher.id if is_over else None,
    )


def _modules(work: Setting, number: int) -> list[Module]:
    return [
        module
        for unit in work.curriculum.units
        if unit.year_number == number
        for module in unit.modules
        if module.taught_minutes
    ]


@dataclass(slots=True)
class _Roll:
    """Who came to the classes of a year; ``away`` is who has missed which module already."""

    work: Setting
    group: list[File]
    ago: int
    away: set[tuple[str, str]] = field(default_factory=set)

    def records(self, row: ClassSession) -> Iterator[dict[str, object]]:
        """Give what is noted of each who follows the course that day."""
        if row.closed_at is None:
            return
        for file in self.group:
            if not any(first <= row.held_on < back for first, back in file.away(self.work)):
                yield {
                    "institution_id": row.institution_id,
                    "class_session_id": row.id,
                    "enrolment_year_id": file.years[self.ago].id,
                    "state": self._state(row, file),
                    "entered_at": row.closed_at,
                    "entered_by_id": row.closed_by_id,
                    "version": 1,
                }

    def _state(self, row: ClassSession, file: File) -> AttendanceState:
        """Return what is noted: nearly always presence, and once in a while something else."""
        code = next(key for key, each in self.work.modules.items() if each.id == row.module_id)
        if code in MISSED and file.trainee.family == OFTEN_AWAY and self._is_this_year(row):
            return AttendanceState.UNEXCUSED
        turn = pick(range(ONE_IN), file.key, code, row.held_on.isocalendar(), row.half_day)
        state = STATES.get(turn, AttendanceState.PRESENT)
        if state not in AWAY:
            return state
        if (file.key, code) in self.away:
            return AttendanceState.PRESENT
        self.away.add((file.key, code))
        return state

    def _is_this_year(self, row: ClassSession) -> bool:
        return row.held_on >= self.work.years[0].starts_on


def _arrange(work: Setting, group: list[File]) -> None:
    year = work.years[0]
    for file in group:
        kind, precision = ARRANGED.get(file.trainee.family, (None, None))
        if kind is not None:
            arrangement = Arrangement(kind, year.starts_on, year.ends_on, precision=precision)
            wanted = Wanted(arrangement, frozenset({Audience.INSTRUCTORS, Audience.EXAMINERS}))
            arrangements.add(
                work.session, file.enrolment, wanted, actor=work.first(Role.COORDINATOR)
            )
