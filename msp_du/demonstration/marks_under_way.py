"""Around the marks of the year that is on: dates, steps, a question and its answer, an import."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from msp_du.demonstration import story
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import Role
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import Module
from msp_du.services import (
    anonymity,
    assessment_sittings,
    import_plans,
    mark_imports,
    mark_questions,
    sheet_states,
)
from msp_du.services.assessment_sittings import Dates
from msp_du.services.import_targets import Scope

PUBLISHED: Final = {1: "M111", 2: "M211"}
FINISHED: Final = {1: "M142", 2: "M213"}
IMPORTED: Final = {1: "M141", 2: "M223"}
NUMBERED: Final = {1: "M122", 2: "M222"}
"""The modules of each year of the diploma that show a step of their marks."""
MARKS_AFTER: Final = timedelta(weeks=2)
QUESTION: Final = "Pouvez-vous me dire ce qui a manqué dans la deuxième partie ?"
ANSWER: Final = "Un exemple vécu aurait aidé. Parlons-en à la prochaine séance si vous voulez."


def fill(work: Setting, files: Collection[File]) -> None:
    """Do what a coordinator, tutors and trainees do besides typing marks."""
    for number, group in _by_sheet(files):
        modules = {
            module.code: module
            for unit in work.curriculum.units
            if unit.year_number == number
            for module in unit.modules
        }
        for module in modules.values():
            _set_dates(work, group[0], module)
        _publish(work, group, modules[PUBLISHED[number]])
        _finish(work, group[0], modules[FINISHED[number]])
        _import(work, group, modules[IMPORTED[number]])
        anonymity.switch_on(
            work.session,
            group[0].cohort,
            modules[NUMBERED[number]],
            1,
            actor=work.first(Role.COORDINATOR),
            now=at(work.today - timedelta(days=9)),
        )


def _by_sheet(files: Collection[File]) -> Iterator[tuple[int, list[File]]]:
    """Put together those of one cohort in one year of the diploma, where there are several."""
    present = [file for file in files if 0 in file.runs and not file.has_left]

    def place(file: File) -> tuple[str, int]:
        return file.cohort.code, file.runs[0].number

    for (_code, number), found in groupby(sorted(present, key=place), key=place):
        group = list(found)
        if len(group) > 1:
            yield number, group


def _set_dates(work: Setting, file: File, module: Module) -> None:
    sits_on = work.calendar[0].week(story.MARKED_IN_WEEK[module.code]) - MARKS_AFTER
    subjects: list[UUID | None] = [each.id for each in module.assessments] or [None]
    assessment_sittings.plan(
        work.session,
        file.cohort,
        module,
        [Dates(each, 1, sits_on, sits_on + MARKS_AFTER) for each in subjects],
        seen="",
        actor=work.first(Role.COORDINATOR),
    )


def _publish(work: Setting, group: list[File], module: Module) -> None:
    """Publish a module; somebody asks about it and is answered, somebody else waits."""
    actor, now = work.marker(module.code), at(work.today - timedelta(days=6))
    place = (work.session, group[0].cohort, module, 1)
    sheet_states.finish(*place, actor=actor, now=now)
    sheet_states.publish(*place, actor=actor, now=now)
    for days, file in enumerate(group[:2], start=2):
        asked = at(work.today - timedelta(days=days), 9)
        mark_questions.ask(
            work.session, file.years[0], module, QUESTION, actor=file.account, now=asked
        )
    answered = at(work.today - timedelta(days=1), 11)
    mark_questions.answer(
        work.session, group[0].years[0], module, ANSWER, actor=actor, now=answered
    )


def _finish(work: Setting, file: File, module: Module) -> None:
    sheet_states.finish(
        work.session,
        file.cohort,
        module,
        1,
        actor=work.marker(module.code),
        now=at(work.today - timedelta(days=4)),
    )


def _import(work: Setting, group: list[File], module: Module) -> None:
    """Bring one more mark of a module by a file, as its tutor does."""
    actor, scope = work.marker(module.code), Scope(group[0].cohort, module, 1)
    number = group[1].enrolment.person.student_number
    data = f"N° étudiant;{module.assessments[0].code}\n{number};13,5\n".encode()
    table = read_table(data)
    mark_imports.apply(
        work.session,
        scope,
        table,
        meaning=import_plans.plan(work.session, scope, table, actor=actor).meaning,
        actor=actor,
        now=at(work.today - timedelta(days=3)),
    )
