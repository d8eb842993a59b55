"""What importing a file of marks does to a cell, and what can be wrong with one."""

from enum import StrEnum
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score, parse_mark
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import MarkCode


class CellOutcome(StrEnum):
    """What becomes of a cell."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class CellFault(StrEnum):
    """What is wrong with a cell or a row, apart from what a rule says of its mark."""

    ANONYMOUS = "anonymous"
    DATE = "date"
    EXAMINER_UNCLEAR = "examiner-unclear"
    EXTRA_CELL = "extra-cell"
    FORMULA = "formula"
    NOT_ON_SHEET = "not-on-sheet"
    NOT_YOURS = "not-yours"
    VERDICT_EXPECTED = "verdict-expected"
    TRAINEE_MISSING = "trainee-missing"
    TRAINEE_TWICE = "trainee-twice"
    TRAINEE_UNKNOWN = "trainee-unknown"


_PASSES: Final = {
    "pass": MarkCode.PASS,
    "v": MarkCode.PASS,
    "valide": MarkCode.PASS,
    "validee": MarkCode.PASS,
    "fail": MarkCode.FAIL,
    "nv": MarkCode.FAIL,
    "non valide": MarkCode.FAIL,
    "non validee": MarkCode.FAIL,
}


def read_score(text: str, *, is_marked: bool) -> Score | CellFault | Rule:
    """Return the mark or the code that a filled cell holds, or what is wrong with it.

    Absences and words may be in any case; a module that is passed or failed takes ``pass``,
    ``V``, « Validé » and their opposites.

    >>> read_score(" abi ", is_marked=True).value
    'ABI'
    >>> read_score("V", is_marked=False).value
    'pass'
    """
    if not is_marked:
        return _PASSES.get(fold(text), CellFault.VERDICT_EXPECTED)
    try:
        score = parse_mark(text.strip().upper())
    except RuleViolation as violation:
        return violation.rule
    return Rule.MARK_NOT_VALID if score is None else score
