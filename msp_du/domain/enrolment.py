"""How the state of an enrolment may change; a change has a date and never a reason."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState


class EnrolmentAct(StrEnum):
    """What a coordinator can do to an enrolment."""

    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"


_LEADS_TO: Final[Mapping[EnrolmentAct, EnrolmentState]] = {
    EnrolmentAct.SUSPEND: EnrolmentState.SUSPENDED,
    EnrolmentAct.RESUME: EnrolmentState.ACTIVE,
    EnrolmentAct.WITHDRAW: EnrolmentState.WITHDRAWN,
}
_POSSIBLE: Final[Mapping[EnrolmentState, tuple[EnrolmentAct, ...]]] = {
    EnrolmentState.ACTIVE: (EnrolmentAct.SUSPEND, EnrolmentAct.WITHDRAW),
    EnrolmentState.SUSPENDED: (EnrolmentAct.RESUME, EnrolmentAct.WITHDRAW),
    EnrolmentState.WITHDRAWN: (EnrolmentAct.RESUME,),
    EnrolmentState.COMPLETED: (),
}


def possible_acts(state: EnrolmentState) -> tuple[EnrolmentAct, ...]:
    """List what can be done from a state; whoever stopped may come back.

    >>> [act.value for act in possible_acts(EnrolmentState.SUSPENDED)]
    ['resume', 'withdraw']
    """
    return _POSSIBLE[state]


def after(
    act: EnrolmentAct, state: EnrolmentState, *, since: date, on: date, today: date
) -> EnrolmentState:
    """Return the state that an act leads to on a day.

    Raises RuleViolation ENROLMENT_STATE (detail ``current``) when the state does not allow it,
    ENROLMENT_DATE (details ``first_day``, ``last_day``) when the day is before the last change
    or in the future.
    """
    if act not in possible_acts(state):
        raise RuleViolation(Rule.ENROLMENT_STATE, field="act", current=state)
    if not since <= on <= today:
        raise RuleViolation(Rule.ENROLMENT_DATE, field="on", first_day=since, last_day=today)
    return _LEADS_TO[act]
