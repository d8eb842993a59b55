"""What session 2 is open for, and which of its results count (exam-rules §3.7)."""

from collections.abc import Iterator
from dataclasses import dataclass

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.averages import Lack
from msp_du.domain.curriculum import Year
from msp_du.domain.standings import ModuleStanding, YearStanding, year_standing
from msp_du.domain.vocabulary import ResultCode
from msp_du.domain.year_marks import YearMarks


@dataclass(frozen=True, slots=True)
class Resits:
    """Codes of the open modules, and of the results of session 2 that count or are left out.

    The last two are codes of assessments and modules, in the order of the curriculum.
    """

    open_modules: frozenset[str]
    counting: tuple[str, ...]
    left_out: tuple[str, ...]


def open_resits(year: Year, rules: Rules, marks: YearMarks) -> frozenset[str]:
    """Return the codes of the modules open for session 2 (exam-rules §3.7).

    Settled on session 1, gates and points of the board left aside: the year is failed or in
    default, the unit neither acquired nor compensated, and the module, if it may be resat at
    all, is below the pass mark or in default. While a unit waits for marks, nothing is open.
    """
    standing = year_standing(year, rules, marks.without_board_points())
    if not _is_open(standing):
        return frozenset()
    return frozenset(
        module.module.code
        for unit in standing.units
        if not unit.is_acquired
        for module in unit.modules
        if module.module.has_resit and _is_weak(module, rules)
    )


def resits(year: Year, rules: Rules, marks: YearMarks) -> Resits:
    """Return what is open and sort the results of session 2 by it."""
    open_modules = open_resits(year, rules, marks) if marks.second else frozenset()
    codes = list(_resat_codes(year, marks))
    return Resits(
        open_modules,
        counting=tuple(code for module, code in codes if module in open_modules),
        left_out=tuple(code for module, code in codes if module not in open_modules),
    )


def _is_open(standing: YearStanding) -> bool:
    """Tell whether the year, gates left aside, is failed or in default."""
    found = {unit.result for unit in standing.units}
    if ResultCode.PENDING in found:
        return False
    return bool(found & {ResultCode.FAILED, ResultCode.DEFAULTED})


def _is_weak(module: ModuleStanding, rules: Rules) -> bool:
    return module.value is Lack.DEFAULT or module.is_below(rules.pass_mark)


def _resat_codes(year: Year, marks: YearMarks) -> Iterator[tuple[str, str]]:
    """Yield each code that has a result of session 2, after the code of its module."""
    for unit in year.units:
        for module in unit.modules:
            for code in (module.code, *(assessment.code for assessment in module.assessments)):
                if code in marks.second:
                    yield module.code, code
