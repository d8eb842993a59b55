"""Marks: how they are typed, kept as whole hundredths, rounded and shown (exam-rules §2, §3)."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import MarkCode

HIGHEST_MARK: Final = Decimal(20)

Score: TypeAlias = Decimal | MarkCode
"""What an assessment has got: a mark from 0 to 20, or an absence (``ABI``, ``ABJ``)."""

_MARK: Final = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
_EXEMPTION: Final = "DIS"
_ABSENCES: Final = {
    code.value: code for code in (MarkCode.UNEXCUSED_ABSENCE, MarkCode.EXCUSED_ABSENCE)
}


def parse_mark(text: str, *, field: str | None = None) -> Score | None:
    """Return the mark or the absence that was typed, None when nothing was (exam-rules §2).

    Spaces around it are taken off, no-break ones too. Refused under ``field``: what is neither
    (``MARK_NOT_VALID``), and what is above 20 (``MARK_ABOVE_20``).

    >>> parse_mark(" 12,5 ")
    Decimal('12.5')
    >>> parse_mark("ABJ").value
    'ABJ'
    """
    typed = text.strip()
    if not typed:
        return None
    if typed in _ABSENCES:
        return _ABSENCES[typed]
    if _MARK.fullmatch(typed) is None:
        raise RuleViolation(Rule.MARK_NOT_VALID, field=field, value=typed)
    mark = Decimal(typed.replace(",", "."))
    if mark > HIGHEST_MARK:
        raise RuleViolation(Rule.MARK_ABOVE_20, field=field, value=typed)
    return mark


def parse_cell(text: str) -> Score | None:
    """Return what a tutor typed in a cell: as ``parse_mark``, absences in any case.

    An exemption (``DIS``) is refused with a rule of its own, MARK_EXEMPTION_ELSEWHERE: it is
    decided, not typed among the marks.
    """
    typed = text.strip().upper()
    if typed == _EXEMPTION:
        raise RuleViolation(Rule.MARK_EXEMPTION_ELSEWHERE)
    return parse_mark(typed)


def to_hundredths(mark: Decimal) -> int:
    """Return a mark in whole hundredths; ``ValueError`` if it has more than two decimals.

    >>> to_hundredths(Decimal("12.5"))
    1250
    """
    hundredths = Fraction(mark) * 100
    if hundredths.denominator != 1:
        raise ValueError(f"{mark} has more than two decimals")
    return hundredths.numerator


def from_hundredths(hundredths: int) -> Decimal:
    """Return the mark kept as so many hundredths, with its two decimals.

    >>> from_hundredths(1250)
    Decimal('12.50')
    """
    return Decimal(hundredths).scaleb(-2)


def rounded(value: Fraction | Decimal) -> Fraction:
    """Return a value of 0 or more rounded half up to two decimals (exam-rules §3).

    >>> rounded(Fraction("7.995"))
    Fraction(8, 1)
    """
    return Fraction(math.floor(Fraction(value) * 100 + Fraction(1, 2)), 100)


def shown(value: Fraction | Decimal) -> str:
    """Return a value of 0 or more rounded half up, with two decimals and a point.

    >>> shown(Fraction(149, 15))
    '9.93'
    """
    whole, hundredths = divmod(int(rounded(value) * 100), 100)
    return f"{whole}.{hundredths:02d}"
