"""Classes, attendance and arrangements in words, as the pages of this area say them."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from msp_du.domain.attendance import (
    AttendanceStanding,
    AttendanceState,
    Tally,
    UnitAttendance,
)
from msp_du.domain.vocabulary import GateState, Language
from msp_du.models import ClassSession, Module, StudyArrangement
from msp_du.services import arrangements
from msp_du.services.own_attendance import OwnAttendance
from msp_du.web import formatting
from msp_du.web.arrangement_words import note_text
from msp_du.web.i18n import _, current_language, lazy, ngettext
from msp_du.web.labels import label

GATE_TAGS = {GateState.MET: "done", GateState.PENDING: "todo", GateState.FAILED: "refused"}
GATE_WORDS = {
    GateState.MET: lazy("Assiduité suffisante"),
    GateState.PENDING: lazy("À compléter"),
    GateState.FAILED: lazy("Assiduité insuffisante"),
}
STATE_TAGS = {
    AttendanceState.PRESENT: "done",
    AttendanceState.LATE: "todo",
    AttendanceState.EXCUSED: "quiet",
    AttendanceState.UNEXCUSED: "refused",
}


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class on one line; ``stage`` is « à remplir », « close »…, ``tag`` its colour."""

    id: UUID
    day: str
    half_day: str
    times: str
    module: str
    title: str
    cohort: str
    instructor: str
    room: str
    stage: str
    tag: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit's attendance on one line."""

    code: str
    percent: str
    minimum: str
    state: str
    tag: str
    present: str
    excused: str
    unexcused: str
    to_come: str
    missing: str


def class_view(row: ClassSession, today: date) -> ClassView:
    """Put a class in words."""
    stage, tag = _stage(row, today)
    return ClassView(
        id=row.id,
        day=formatting.long_day(row.held_on),
        half_day=label(row.half_day),
        times=times(row.starts_at, row.ends_at),
        module=row.module.code,
        title=module_title(row.module),
        cohort=row.cohort.code,
        instructor=row.instructor_label,
        room=row.room or "",
        stage=stage,
        tag=tag,
    )


def module_title(module: Module) -> str:
    """Return a module's name in the reader's language."""
    english = module.title_en if current_language() is Language.ENGLISH else None
    return english or module.title_fr


def times(starts_at: time, ends_at: time) -> str:
    """Return « 9 h 00 – 12 h 30 » or "9:00–12:30"."""
    return _("%(start)s – %(end)s", start=_clock(starts_at), end=_clock(ends_at))


def unit_views(standing: AttendanceStanding) -> list[UnitView]:
    """Put each unit of a year in words."""
    return [_unit(unit) for unit in standing.units]


def own_context(own: OwnAttendance) -> dict[str, Any]:
    """Return what the pages of one person show."""
    return {
        "own": own,
        "years": [(each.year, unit_views(each.standing)) for each in own.years],
        "arrangement_text": arrangement_text,
        "state_tags": STATE_TAGS,
    }


def percent_text(unit: UnitAttendance) -> str:
    """Return « 83,33 % », « – » where nothing counts yet."""
    percent = unit.percent
    return "–" if percent is None else _("%(number)s %%", number=formatting.mark(percent))


def arrangement_text(row: StudyArrangement) -> str:
    """Return an arrangement with its days."""
    return _(
        "%(what)s, du %(first)s au %(last)s",
        what=note_text(arrangements.plain(row)),
        first=formatting.day(row.starts_on),
        last=formatting.day(row.ends_on),
    )


def half_days(tally: Tally) -> str:
    """Return « 3 demi-journées (10 h 30) »."""
    if not tally.half_days:
        return "–"
    return ngettext(
        "1 demi-journée (%(hours)s)",
        "%(num)s demi-journées (%(hours)s)",
        tally.half_days,
        hours=formatting.hours(tally.minutes),
    )


def _unit(unit: UnitAttendance) -> UnitView:
    state = unit.state
    return UnitView(
        code=unit.code,
        percent=percent_text(unit),
        minimum=_("%(number)s %%", number=formatting.number(float(unit.rules.minimum))),
        state=str(GATE_WORDS[state]) if state else _("Pas encore examinée"),
        tag=GATE_TAGS[state] if state else "quiet",
        present=half_days(unit.present + unit.late),
        excused=half_days(unit.excused),
        unexcused=half_days(unit.unexcused),
        to_come=half_days(unit.planned),
        missing=_missing(unit),
    )


def _missing(unit: UnitAttendance) -> str:
    if not unit.missing:
        return ""
    if unit.planned.half_days:
        return ngettext(
            "Il faut encore une demi-journée de présence.",
            "Il faut encore %(num)s demi-journées de présence.",
            unit.missing,
        )
    return ngettext(
        "Il manque une demi-journée de présence.",
        "Il manque %(num)s demi-journées de présence.",
        unit.missing,
    )


def _stage(row: ClassSession, today: date) -> tuple[str, str]:
    if row.closed_at is not None:
        return _("Close"), "done"
    if row.held_on == today:
        return _("Aujourd’hui"), "todo"
    if row.held_on < today:
        return _("À clore"), "todo"
    return _("À venir"), "quiet"


def _clock(value: time) -> str:
    return _("%(hour)s\u00a0h\u00a0%(minute)s", hour=value.hour, minute=f"{value.minute:02d}")
