"""What examiners say beside their marks, and two theses that two of them marked early."""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from msp_du.demonstration import story
from msp_du.demonstration.logs import pick
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import Role
from msp_du.models import Module
from msp_du.services import marks
from msp_du.services.mark_sheets import EMPTY, Key
from msp_du.services.marks import TypedCell

REMARKED: Final = ("M111", "M211")
"""The first module that is marked in each year."""
REMARKS: Final = (
    "Un plan clair, des exemples bien choisis. La conclusion peut aller plus loin.",
    "Des idées justes\u00a0: appuyez-les davantage sur les textes du cours.",
    "Une copie vivante et bien construite. Gardez du temps pour vous relire.",
)
THESIS: Final = "M242"
EARLY: Final = ((Decimal(9), Decimal("13.5")), (Decimal(12), Decimal("13.5")))
"""Two examiners' marks of each thesis handed in early: the first two are too far apart."""
EARLY_WEEK: Final = 8


def write(work: Setting, files: Collection[File], ago: int) -> None:
    """Comment on marks of those who can sign in; mark two theses of the year that is on."""
    for file in files:
        if file.trainee.has_account and not file.has_left:
            _remark(work, file, ago)
    second = [file for file in files if file.runs[ago].number == 2 and not file.has_left]
    if ago == 0 and second:
        _mark_early(work, [file for file in second if file.cohort is second[0].cohort])


def _module(work: Setting, code: str) -> Module:
    modules = (module for unit in work.curriculum.units for module in unit.modules)
    return next(module for module in modules if module.code == code)


def _remark(work: Setting, file: File, ago: int) -> None:
    code = REMARKED[file.runs[ago].number - 1]
    module = _module(work, code)
    key = Key(file.years[ago].id, module.assessments[0].id)
    held = marks.sheet(work.session, file.cohort, module, 1).cells().get(key)
    if held is None or held[1].score is None:
        return
    marks.comment(
        work.session,
        file.cohort,
        module,
        1,
        {key: (pick(REMARKS, file.key, code), held[1].version)},
        actor=work.marker(code),
        now=at(work.calendar[ago].week(story.MARKED_IN_WEEK[code]), 17),
    )


def _mark_early(work: Setting, files: Collection[File]) -> None:
    module = _module(work, THESIS)
    cells = [
        TypedCell(Key(file.years[0].id, module.assessments[0].id, examiner), score, EMPTY)
        for file, scores in zip(files, EARLY, strict=False)
        for examiner, score in enumerate(scores, start=1)
    ]
    marks.enter(
        work.session,
        next(iter(files)).cohort,
        module,
        1,
        cells,
        actor=work.first(Role.COORDINATOR),
        now=at(work.calendar[0].week(EARLY_WEEK), 16),
    )
