"""Works that two examiners mark apart: what their marks make, when a third is asked.

A curriculum names the assessments under ``double_marking`` in its settings; absent, none is.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.marks import Score

SETTING: Final = "double_marking"
WIDEST_GAP: Final = Decimal(3)
"""Two marks further apart than this ask for a third."""

ALONE: Final = (1,)
TWO: Final = (1, 2)
THIRD: Final = 3


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the examiners' marks make: one mark or absence, None while it is missing."""

    score: Score | None = None
    asks_third: bool = False


NOTHING_AGREED: Final = Agreed()


def double_marked(curriculum: Curriculum) -> frozenset[str]:
    """Return the codes of the assessments that two examiners mark."""
    named = curriculum.settings.get(SETTING, ())
    codes = named if isinstance(named, tuple) else (named,)
    return frozenset(code for code in codes if isinstance(code, str))


def agree(first: Score | None, second: Score | None, third: Score | None = None) -> Agreed:
    """Return what two examiners make of one work, or three where the first two are far apart.

    Up to three points apart their mean is the mark. Over three a third mark is asked, and the
    mean of it and of the nearer one counts (of all three, when it stands right between them). An
    absence counts when both say the same; everything else is missing.

    >>> agree(Decimal(12), Decimal("14.5")).score
    Decimal('13.25')
    >>> agree(Decimal(8), Decimal(14), Decimal(13)).score
    Decimal('13.5')
    """
    if first is None or second is None:
        return NOTHING_AGREED
    if not isinstance(first, Decimal) or not isinstance(second, Decimal):
        return Agreed(first) if first == second else NOTHING_AGREED
    if abs(first - second) <= WIDEST_GAP:
        return Agreed((first + second) / 2)
    return Agreed(_settled(first, second, third), asks_third=True)


def _settled(first: Decimal, second: Decimal, third: Score | None) -> Decimal | None:
    if not isinstance(third, Decimal):
        return None
    to_first, to_second = abs(third - first), abs(third - second)
    if to_first == to_second:
        return (first + second + third) / 3  # right between them, so this is the third itself
    return (third + (first if to_first < to_second else second)) / 2
