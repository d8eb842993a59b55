"""What may still change once hours are signed, and what that leaves of a signature."""

from collections.abc import Iterable
from enum import StrEnum

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState


class SignatureState(StrEnum):
    """What a signature under a list of hours is worth today."""

    HOLDS = "holds"
    VOID = "void"
    REPLACED = "replaced"
    ALTERED = "altered"


def signature_state(corrections: Iterable[HoursState], *, is_intact: bool) -> SignatureState:
    """Return the state of a signature from those of the corrections of its lines.

    VOID until every correction is signed in turn, REPLACED after that. ``is_intact`` says
    whether the lines still have the digest that was signed; ALTERED when not: it proves nothing.

    >>> signature_state([], is_intact=True).value
    'holds'
    """
    if not is_intact:
        return SignatureState.ALTERED
    found = set(corrections)
    if not found:
        return SignatureState.HOLDS
    return SignatureState.REPLACED if found == {HoursState.APPROVED} else SignatureState.VOID


def check_correctable(state: HoursState, *, is_replaced: bool, is_cancelled: bool) -> None:
    """Refuse to correct what is not the signed version that counts.

    HOURS_STATE for what is not signed (it is edited instead) and for a cancelled day (noted
    anew instead); HOURS_ALREADY_CORRECTED when a later version stands.
    """
    if state is not HoursState.APPROVED or is_cancelled:
        raise RuleViolation(Rule.HOURS_STATE, current=state, wanted=HoursState.SUBMITTED)
    if is_replaced:
        raise RuleViolation(Rule.HOURS_ALREADY_CORRECTED)


def check_open(*, is_closed: bool, is_opened: bool) -> None:
    """Refuse a change to hours closed by the placement’s certificate (HOURS_CLOSED).

    ``is_opened``: the coordination opened this very entry, with a reason (domain §3.3).
    """
    if is_closed and not is_opened:
        raise RuleViolation(Rule.HOURS_CLOSED)
