"""Whole rule sets to start from, each seen in real programmes (domain §4.2, §4.3)."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from msp_du.domain.assessment_rules import (
    USUAL_RULES,
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Honour,
    ResitPolicy,
    Rounding,
    Rules,
)


class RulePreset(StrEnum):
    """The rule sets that are offered."""

    USUAL = "usual"
    STRICT = "strict"
    BLOCKS = "blocks"


_STRICT = Rules(
    compensation=Compensation.NONE,
    unit_floor=None,
    module_floor=Decimal(6),
    continuous_absence=AbsenceRule(AbsenceEffect.DEFAULT, AbsenceEffect.NEUTRALISE),
    other_absence=AbsenceRule(AbsenceEffect.DEFAULT, AbsenceEffect.DEFAULT),
    resit_policy=ResitPolicy.REPLACE,
    resit_cap=Decimal(10),
    debts_allowed=0,
    honours_after_resit=False,
    honours_after_board_points=False,
)
_BLOCKS = Rules(
    rounding=Rounding.CASCADE,
    compensation=Compensation.WITHIN_YEAR,
    unit_floor=Decimal(9),
    continuous_absence=AbsenceRule(AbsenceEffect.ZERO, AbsenceEffect.NEUTRALISE),
    other_absence=AbsenceRule(AbsenceEffect.ZERO, AbsenceEffect.DEFAULT),
    debts_allowed=2,
    honours=(Honour("AB", Decimal(12)), Honour("B", Decimal(14)), Honour("TB", Decimal(16))),
)
PRESETS: Final[Mapping[RulePreset, Rules]] = {
    RulePreset.USUAL: USUAL_RULES,
    RulePreset.STRICT: _STRICT,
    RulePreset.BLOCKS: _BLOCKS,
}


def preset_of(rules: Rules) -> RulePreset | None:
    """Return the preset that these rules are, None when they are none of them.

    >>> preset_of(Rules()).value
    'usual'
    """
    return next((preset for preset, known in PRESETS.items() if known == rules), None)
