import pytest

from msp_du.domain.corrections import (
    SignatureState,
    check_correctable,
    check_open,
    signature_state,
)
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState

DRAFT, SENT, BACK, SIGNED = HoursState


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ([], SignatureState.HOLDS),
        ([DRAFT], SignatureState.VOID),
        ([SENT], SignatureState.VOID),
        ([SIGNED, BACK], SignatureState.VOID),
        ([SIGNED, SIGNED], SignatureState.REPLACED),
    ],
    ids=str,
)
def test_a_signature_is_void_until_all_corrections_are_signed(
    corrections: list[HoursState], expected: SignatureState
) -> None:
    assert signature_state(corrections, is_intact=True) is expected
    assert signature_state(corrections, is_intact=False) is SignatureState.ALTERED


def test_the_signed_version_that_counts_may_be_corrected() -> None:
    check_correctable(SIGNED, is_replaced=False, is_cancelled=False)


@pytest.mark.parametrize(
    ("state", "is_replaced", "is_cancelled", "rule"),
    [
        (DRAFT, False, False, Rule.HOURS_STATE),
        (SENT, False, False, Rule.HOURS_STATE),
        (BACK, False, False, Rule.HOURS_STATE),
        (SIGNED, False, True, Rule.HOURS_STATE),
        (SIGNED, True, False, Rule.HOURS_ALREADY_CORRECTED),
    ],
)
def test_anything_else_may_not(
    state: HoursState, is_replaced: bool, is_cancelled: bool, rule: Rule
) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_correctable(state, is_replaced=is_replaced, is_cancelled=is_cancelled)
    assert refused.value.rule is rule


def test_what_is_closed_changes_only_once_opened() -> None:
    for is_closed, is_opened in ((False, False), (False, True), (True, True)):
        check_open(is_closed=is_closed, is_opened=is_opened)
    with pytest.raises(RuleViolation) as refused:
        check_open(is_closed=True, is_opened=False)
    assert refused.value.rule is Rule.HOURS_CLOSED
