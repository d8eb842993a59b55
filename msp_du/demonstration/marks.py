"""Marks of the demonstration, entered sheet by sheet as tutors do."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from msp_du.demonstration import story
from msp_du.demonstration.classes import Run
from msp_du.demonstration.logs import pick
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.double_marking import TWO, double_marked
from msp_du.domain.marks import HIGHEST_MARK, Score, parse_mark
from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.models import Assessment, EnrolmentYear, Module
from msp_du.services import curricula, markers
from msp_du.services import marks as services
from msp_du.services.mark_sheets import EMPTY, Key
from msp_du.services.marks import TypedCell

QUARTERS: Final = range(-5, 6)
"""How far a mark lies from what its owner usually has, in quarters of a point."""
GAPS: Final = range(4)
"""How far each of two examiners lies from the mark that they make, in quarters of a point."""
RESIT_WEEK: Final = 47
LATE_WEEK: Final = 58
"""Weeks of the resits, and of those that an excused absence put off to the next autumn."""


def name_markers(work: Setting, files: Collection[File]) -> None:
    """Name the tutors for the modules of the years that are on, as a coordinator does."""
    coordinator = work.first(Role.COORDINATOR)
    for group in _by_sheet(files, 0):
        for module in _modules(work, group[0].runs[0].number):
            marker = work.marker(module.code)
            if marker is not coordinator and len(group) > 1:
                markers.name_marker(
                    work.session, group[0].cohort, module, marker, actor=coordinator
                )


def enter_year(work: Setting, files: Collection[File], ago: int) -> None:
    """Enter the marks of session 1: all of a year that is over, some of the one that is on."""
    for group in _by_sheet(files, ago):
        for module in _modules(work, group[0].runs[ago].number):
            week = story.MARKED_IN_WEEK[module.code]
            if ago > 0 or week < story.HALF_DONE_SINCE:
                _enter(work, group, module, ago)
            elif work.calendar[0].week(week) < work.today:
                _enter(work, group[::2], module, ago)


def enter_resits(work: Setting, files: Collection[File], ago: int, *, late: bool = False) -> None:
    """Enter the marks of session 2 of those who sat it in time, or of those who sat it late."""
    day = work.calendar[ago].week(LATE_WEEK if late else RESIT_WEEK)
    for group in _by_sheet(files, ago):
        sitting = [file for file in group if resits_of(file, ago) and file.is_late(ago) is late]
        for module in _modules(work, group[0].runs[ago].number):
            cells = [cell for file in sitting for cell in _resit_cells(work, file, module, ago)]
            _write(work, group[0], module, cells, session_number=2, day=day)


def resits_of(file: File, ago: int) -> dict[str, str]:
    """Return what somebody typed sat again in a year, by code of the assessment."""
    run = file.runs[ago]
    is_first = run.attempt == 1
    return {
        code: typed
        for code, typed in file.trainee.resits.items()
        if is_first and code[1] == str(run.number)
    }


def _by_sheet(files: Collection[File], ago: int) -> Iterator[list[File]]:
    """Put together those who stand on the same sheets: one cohort, one year of the diploma."""
    present = [file for file in files if not file.has_left]

    def place(file: File) -> tuple[str, int]:
        return file.cohort.code, file.runs[ago].number

    for _place, group in groupby(sorted(present, key=place), key=place):
        yield list(group)


def _modules(work: Setting, number: int) -> list[Module]:
    return [
        module
        for unit in work.curriculum.units
        if unit.year_number == number
        for module in unit.modules
    ]


def _enter(work: Setting, group: Collection[File], module: Module, ago: int) -> None:
    cells = [cell for file in group for cell in _cells(work, file, module, ago)]
    day = work.calendar[ago].week(story.MARKED_IN_WEEK[module.code])
    _write(work, next(iter(group)), module, cells, session_number=1, day=day)


def _cells(work: Setting, file: File, module: Module, ago: int) -> Iterator[TypedCell]:
    year, run = file.years[ago], file.runs[ago]
    if module.code in file.credited[ago]:
        return
    if not module.assessments:
        yield TypedCell(Key(year.id), MarkCode.PASS, EMPTY)
    for assessment in module.assessments:
        score = _score(file, assessment.code, run)
        yield from _by_examiner(work, file, assessment, Key(year.id, assessment.id), score)


def _resit_cells(work: Setting, file: File, module: Module, ago: int) -> Iterator[TypedCell]:
    year: EnrolmentYear = file.years[ago]
    typed = resits_of(file, ago)
    for assessment in module.assessments:
        if assessment.code in typed:
            score = parse_mark(typed[assessment.code])
            yield from _by_examiner(work, file, assessment, Key(year.id, assessment.id), score)


def _by_examiner(
    work: Setting, file: File, assessment: Assessment, key: Key, score: Score | None
) -> Iterator[TypedCell]:
    """Yield the mark, or two that make it where two examiners mark."""
    if assessment.code not in double_marked(curricula.content_of(work.curriculum)):
        yield TypedCell(key, score, EMPTY)
        return
    for examiner, side in zip(TWO, (-1, 1), strict=True):
        given = score
        if isinstance(score, Decimal):
            room = min(score, HIGHEST_MARK - score)
            given = score + side * min(Decimal(pick(GAPS, file.key, assessment.code)) / 4, room)
        yield TypedCell(replace(key, examiner=examiner), given, EMPTY)


def _score(file: File, code: str, run: Run) -> Score | None:
    told = file.trainee.marks.get(code)
    if told is not None and run.attempt == 1:
        return parse_mark(told)
    level = Decimal(file.trainee.level) + (run.attempt - 1)
    mark = level + Decimal(pick(QUARTERS, file.key, code, run.attempt)) / 4
    return min(mark, HIGHEST_MARK)


def _write(
    work: Setting,
    file: File,
    module: Module,
    cells: Collection[TypedCell],
    *,
    session_number: int,
    day: date,
) -> None:
    if not cells:
        return
    services.enter(
        work.session,
        file.cohort,
        module,
        session_number,
        cells,
        actor=work.marker(module.code),
        now=at(day, 16),
    )
