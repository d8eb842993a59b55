"""What would mend what stands against a year: a mark awaited, a resit and its mark, a gate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Module, Unit, Year
from msp_du.domain.marks import from_hundredths
from msp_du.domain.resits import open_resits
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.domain.year_marks import YearMarks

_HIGHEST: Final = 2000
_GATES: Final = frozenset({CauseKind.GATE_FAILED, CauseKind.GATE_PENDING})


class RemedyKind(StrEnum):
    """What can be done about a cause."""

    AWAIT_MARK = "await-mark"
    VALIDATE = "validate"
    RESIT = "resit"
    RESIT_LATER = "resit-later"
    GATE = "gate"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to mend a cause; ``codes`` are modules, or the gate.

    ``mark`` is the lowest that, got at every resit of these modules, mends it (0: any mark does);
    None where there is no resit, or where even 20 would not do.
    """

    kind: RemedyKind
    codes: tuple[str, ...] = ()
    mark: Decimal | None = None


def remedies(
    year: Year, rules: Rules, marks: YearMarks, outcome: YearOutcome
) -> tuple[Remedy, ...]:
    """Return what would mend each cause of an outcome of these marks, in their order."""
    finder = _Finder(year, rules, marks, outcome)
    return tuple(finder.remedy(cause) for cause in outcome.causes)


def way_to_pass(year: Year, rules: Rules, marks: YearMarks, outcome: YearOutcome) -> Remedy | None:
    """Return the resit that would pass the year, gates left aside; None while none is open."""
    finder = _Finder(year, rules, replace(marks, gates={}), outcome)
    codes = finder.open_in(year.units)
    return finder.resit(codes, _is_passed) if codes else None


class _Finder:
    """Tries marks at the resits that are open and not sat yet."""

    def __init__(self, year: Year, rules: Rules, marks: YearMarks, outcome: YearOutcome) -> None:
        self._year, self._rules, self._marks, self._outcome = year, rules, marks, outcome
        open_codes = open_resits(year, rules, marks)
        self._open = {
            module.code: module
            for unit in year.units
            for module in unit.modules
            if module.code in open_codes and not _is_resat(module, marks)
        }

    def remedy(self, cause: Cause) -> Remedy:
        """Return what would mend one cause."""
        if cause.kind in _GATES:
            return Remedy(RemedyKind.GATE, (cause.code or "",))
        modules = self._about(cause)
        codes = tuple(module.code for module in modules)
        if cause.kind is CauseKind.MARKS_MISSING:
            return Remedy(RemedyKind.AWAIT_MARK, codes)
        if cause.kind is CauseKind.PASS_FAIL:
            return Remedy(RemedyKind.VALIDATE, codes)
        now_open = tuple(code for code in codes if code in self._open)
        if now_open:
            return self.resit(now_open, lambda outcome: cause not in outcome.causes)
        return Remedy(RemedyKind.RESIT_LATER if self._may_open(modules) else RemedyKind.BOARD)

    def open_in(self, units: Iterable[Unit]) -> tuple[str, ...]:
        """Return the codes of the modules of these units that are open."""
        return tuple(
            module.code for unit in units for module in unit.modules if module.code in self._open
        )

    def resit(self, codes: tuple[str, ...], is_mended: Callable[[YearOutcome], bool]) -> Remedy:
        """Return the lowest mark at these resits that mends the year; more never mends less."""
        if not is_mended(self._with(codes, _HIGHEST)):
            return Remedy(RemedyKind.RESIT, codes)
        too_low, enough = -1, _HIGHEST
        while enough - too_low > 1:
            middle = (too_low + enough) // 2
            if is_mended(self._with(codes, middle)):
                enough = middle
            else:
                too_low = middle
        return Remedy(RemedyKind.RESIT, codes, from_hundredths(enough))

    def _with(self, codes: Iterable[str], hundredths: int) -> YearOutcome:
        """Return the outcome if every assessment of these modules were resat with that mark."""
        mark = from_hundredths(hundredths)
        sat = {each.code: mark for code in codes for each in self._open[code].assessments}
        marks = replace(self._marks, second={**self._marks.second, **sat})
        return year_outcome(self._year, self._rules, marks)

    def _about(self, cause: Cause) -> list[Module]:
        """Return the module that a cause is about, those of its unit, or all for the year's own."""
        if cause.code is None:
            return [module for unit in self._year.units for module in unit.modules]
        defaulted = {
            module.code
            for unit in self._outcome.units
            for module in unit.modules
            if module.is_defaulted
        }
        return [
            module
            for unit in self._year.units
            for module in unit.modules
            if _names(module, cause.code)
            or (
                cause.code == unit.code
                and (cause.kind is not CauseKind.DEFAULT or module.code in defaulted)
            )
        ]

    def _may_open(self, modules: Iterable[Module]) -> bool:
        """Tell whether a resit may still open, once every mark of session 1 is known."""
        return (
            self._outcome.session == 1
            and any(unit.result is ResultCode.PENDING for unit in self._outcome.units)
            and any(module.is_marked and module.has_resit for module in modules)
        )


def _is_resat(module: Module, marks: YearMarks) -> bool:
    codes = (module.code, *(assessment.code for assessment in module.assessments))
    return any(code in marks.second for code in codes)


def _names(module: Module, code: str | None) -> bool:
    """Tell whether a code is that of a module or of one of its assessments."""
    return code == module.code or any(each.code == code for each in module.assessments)


def _is_passed(outcome: YearOutcome) -> bool:
    return outcome.result in {ResultCode.PASSED, ResultCode.PASSED_BY_BOARD}
