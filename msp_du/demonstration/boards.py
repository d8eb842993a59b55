"""What the board decided in the demonstration, on what the rules give."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from itertools import groupby

from msp_du.demonstration import marks, sittings
from msp_du.demonstration.people import File
from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import ResultCode
from msp_du.services import results

LATE_SITTING = 3
CORRECTED_AFTER = timedelta(days=11)


def sit(work: Setting, files: Collection[File], ago: int, number: int) -> None:
    """Decide on a year: on everybody in the first session, in the second on who sat it.

    The late sitting is for those whom an excused absence made wait. Each year of each cohort has
    a sitting of its own.
    """
    concerned = [file for file in files if not file.has_left and _comes(file, ago, number)]
    for (_code, year_number), group in groupby(
        sorted(concerned, key=partial(_table, ago)), key=partial(_table, ago)
    ):
        together = list(group)
        years = [file.years[ago] for file in together]
        read = results.readings(work.session, years)
        choices = {
            year.id: _result(file, read[year.id].outcome.result, ago, number)
            for file, year in zip(together, years, strict=True)
        }
        day, cohort = work.calendar[ago].sitting(number), together[0].cohort
        sitting = sittings.appoint(work, cohort, year_number, (ago, number), day)
        sittings.hold(work, sitting, choices, day)


def prepare_next(work: Setting, files: Collection[File]) -> None:
    """Name the boards of the year that is on; that of the oldest cohort may sit today."""
    running = [file for file in files if 0 in file.runs and not file.has_left]
    for (_code, year_number), group in groupby(
        sorted(running, key=partial(_table, 0)), key=partial(_table, 0)
    ):
        cohort = next(group).cohort
        is_oldest = cohort.code == min(file.cohort.code for file in running)
        day = work.today if is_oldest else work.calendar[0].sitting(1)
        sittings.appoint(work, cohort, year_number, (0, 1), day)


def correct_slips(work: Setting, files: Collection[File], ago: int) -> None:
    """Refuse, days after, whoever was written down as admitted by a slip."""
    day = work.calendar[ago].sitting(1) + CORRECTED_AFTER
    for file in slips(files, ago):
        sittings.correct(work, file, ago, ResultCode.FAILED, day)


def slips(files: Collection[File], ago: int) -> list[File]:
    """List who was admitted by a slip in the year of so long ago."""
    return [
        file
        for file in files
        if file.trainee.slip
        and (file.runs[ago].number, file.runs[ago].attempt) == (file.trainee.repeats, 1)
    ]


def _table(ago: int, file: File) -> tuple[str, int]:
    """Return which sitting speaks of somebody: that of their cohort and year."""
    return file.cohort.code, file.runs[ago].number


def _comes(file: File, ago: int, number: int) -> bool:
    """Tell whether the board speaks of somebody in this sitting."""
    if file.is_late(ago):
        return number == LATE_SITTING and file.trainee.admitted_late
    return number == 1 or (number != LATE_SITTING and bool(marks.resits_of(file, ago)))


def _result(file: File, computed: ResultCode, ago: int, number: int) -> ResultCode:
    if computed is ResultCode.PASSED:
        return ResultCode.PASSED
    is_last = number == 2 or not marks.resits_of(file, ago)
    if is_last and (file.trainee.by_board == file.runs[ago].number or slips([file], ago)):
        return ResultCode.PASSED_BY_BOARD
    return ResultCode.DEFAULTED if computed is ResultCode.DEFAULTED else ResultCode.FAILED
