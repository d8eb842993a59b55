"""A sandbox: what the results of a year would be by other rules, or with another mark.

Nothing here knows where marks are kept, so nothing can be changed by trying.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from msp_du.domain.curriculum import Curriculum, Year
from msp_du.domain.diploma import diploma_outcome
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score, parse_mark
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.domain.year_marks import YearMarks

PASSES = {"V": True, "NV": False}


@dataclass(frozen=True, slots=True)
class Case:
    """A trainee's year: its curriculum, what is known of it, the outcomes of the other years."""

    key: str
    curriculum: Curriculum
    number: int
    marks: YearMarks
    others: Mapping[int, YearOutcome] = field(default_factory=dict)

    @property
    def year(self) -> Year:
        return self.curriculum.year(self.number)


@dataclass(frozen=True, slots=True)
class TriedMark:
    """Another mark for one trainee; ``text`` is as typed, empty to leave it out.

    ``code`` is that of an assessment, or of a pass/fail module (then ``V`` or ``NV``).
    """

    key: str
    code: str
    session: int
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a year comes to.

    ``honours`` are those of the diploma once all its years have an outcome, before that those
    that the year would have by itself.
    """

    result: ResultCode
    average: Fraction | None
    honours: str | None
    may_progress: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A trainee's year as it is, and as it would be."""

    key: str
    before: Standing
    after: Standing

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


def try_out(
    cases: Iterable[Case], changes: Mapping[str, Any], mark: TriedMark | None = None
) -> list[Comparison]:
    """Compare every year with itself by other rules; ``changes`` are fields of ``Rules``.

    Each trainee's own rule set is changed in these fields only. Raises RuleViolation as
    ``with_mark`` does.
    """
    return [
        Comparison(case.key, standing(case), standing(_changed(case, changes, mark)))
        for case in cases
    ]


def standing(case: Case) -> Standing:
    """Return what a year comes to."""
    outcome = year_outcome(case.year, case.curriculum.rules, case.marks)
    return Standing(outcome.result, outcome.average, _honours(case, outcome), outcome.may_progress)


def with_mark(year: Year, marks: YearMarks, tried: TriedMark) -> YearMarks:
    """Return the marks of a year with one of them changed.

    Raises RuleViolation MARK_NOT_VALID and MARK_ABOVE_20 under the field ``mark``.
    """
    text = tried.text.strip()
    if any(module.code == tried.code for unit in year.units for module in unit.modules):
        if text and text not in PASSES:
            raise RuleViolation(Rule.MARK_NOT_VALID, field="mark", value=text)
        found = {tried.code: PASSES[text]} if text else {}
        return replace(marks, passes=_without(marks.passes, tried.code) | found)
    score = parse_mark(text, field="mark")
    kept: dict[str, Score] = {} if score is None else {tried.code: score}
    if tried.session == 1:
        return replace(marks, first=_without(marks.first, tried.code) | kept)
    return replace(marks, second=_without(marks.second, tried.code) | kept)


def _changed(case: Case, changes: Mapping[str, Any], mark: TriedMark | None) -> Case:
    rules = replace(case.curriculum.rules, **changes)
    marks = case.marks
    if mark is not None and mark.key == case.key:
        marks = with_mark(case.year, marks, mark)
    return replace(case, curriculum=replace(case.curriculum, rules=rules), marks=marks)


def _honours(case: Case, outcome: YearOutcome) -> str | None:
    known = {**case.others, case.number: outcome}
    whole = case.curriculum
    if any(year.number not in known for year in whole.years):
        alone = replace(whole.rules, year_weights=None)
        whole = replace(whole, years=(case.year,), rules=alone)
    return diploma_outcome(whole, known).honours


def _without(known: Mapping[str, Any], code: str) -> dict[str, Any]:
    return {each: value for each, value in known.items() if each != code}
