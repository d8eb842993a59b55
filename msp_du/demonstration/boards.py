"""What the board decided in the demonstration, on what the rules give."""

from collections.abc import Collection
from datetime import timedelta

from msp_du.demonstration import marks
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.services import decisions, results
from msp_du.services.decisions import Sitting

LATE_SITTING = 3
CORRECTED_AFTER = timedelta(days=11)


def sit(work: Setting, files: Collection[File], ago: int, number: int) -> None:
    """Decide on a year: on everybody in the first session, in the second on who sat it.

    The late sitting is for those whom an excused absence made wait.
    """
    concerned = [file for file in files if not file.has_left and _comes(file, ago, number)]
    day = work.calendar[ago].sitting(number)
    sitting = Sitting(day, f"PV {work.years[ago].label} n° {number}")
    years = [file.years[ago] for file in concerned]
    read = results.readings(work.session, years)
    formers = decisions.current(work.session, [year.id for year in years])
    for file, year in zip(concerned, years, strict=True):
        former = formers.get(year.id)
        decisions.keep(
            work.session,
            year,
            read[year.id],
            _result(file, read[year.id].outcome.result, ago, number),
            sitting,
            replaces=former.id if former else None,
            actor=work.first(Role.BOARD_MEMBER),
            now=at(day, 17),
        )


def correct_slips(work: Setting, files: Collection[File], ago: int) -> None:
    """Refuse, days after, whoever was written down as admitted by a slip."""
    day = work.calendar[ago].sitting(1) + CORRECTED_AFTER
    for file in slips(files, ago):
        year = file.years[ago]
        decisions.keep(
            work.session,
            year,
            results.readings(work.session, [year])[year.id],
            ResultCode.FAILED,
            Sitting(day, f"PV {work.years[ago].label} n° 1 rectifié"),
            replaces=decisions.current(work.session, [year.id])[year.id].id,
            actor=work.first(Role.BOARD_MEMBER),
            now=at(day, 17),
        )


def slips(files: Collection[File], ago: int) -> list[File]:
    """List who was admitted by a slip in the year of so long ago."""
    return [
        file
        for file in files
        if file.trainee.slip
        and (file.runs[ago].number, file.runs[ago].attempt) == (file.trainee.repeats, 1)
    ]


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
