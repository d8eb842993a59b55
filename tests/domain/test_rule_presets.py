"""Rule sets to start from: three that differ, and are recognised."""

from dataclasses import replace

import pytest

from msp_du.domain.assessment_rules import USUAL_RULES, Compensation, ResitPolicy, Rounding
from msp_du.domain.rule_presets import PRESETS, RulePreset, preset_of


@pytest.mark.parametrize("preset", list(RulePreset))
def test_a_preset_is_known_by_its_rules_and_by_no_others(preset: RulePreset) -> None:
    rules = PRESETS[preset]
    assert preset_of(rules) is preset
    assert preset_of(replace(rules, debts_allowed=9)) is None


def test_the_usual_rules_are_those_of_a_file_that_says_none() -> None:
    assert PRESETS[RulePreset.USUAL] == USUAL_RULES


def test_the_strict_rules_are_nowhere_kinder_than_the_usual_ones() -> None:
    strict, usual = PRESETS[RulePreset.STRICT], PRESETS[RulePreset.USUAL]
    assert strict.compensation is Compensation.NONE
    assert strict.resit_policy is ResitPolicy.REPLACE
    assert strict.module_floor is not None
    assert strict.module_floor < strict.pass_mark == usual.pass_mark
    assert strict.resit_cap == strict.pass_mark
    assert strict.debts_allowed < usual.debts_allowed


def test_by_blocks_every_average_is_rounded_and_the_floor_is_higher() -> None:
    blocks, usual = PRESETS[RulePreset.BLOCKS], PRESETS[RulePreset.USUAL]
    assert blocks.rounding is Rounding.CASCADE
    assert blocks.compensation is Compensation.WITHIN_YEAR
    assert blocks.unit_floor is not None
    assert usual.unit_floor is not None
    assert usual.unit_floor < blocks.unit_floor < blocks.pass_mark
