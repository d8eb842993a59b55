"""How the state of an enrolment may change; a change has a date and never a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    REOPEN = "reopen"


_LEADS_TO: Final[Mapping[EnrolmentAct, EnrolmentState]] = {
    EnrolmentAct.SUSPEND: EnrolmentState.SUSPENDED,
    EnrolmentAct.RESUME: EnrolmentState.ACTIVE,
    EnrolmentAct.WITHDRAW: EnrolmentState.WITHDRAWN,
    EnrolmentAct.REOPEN: EnrolmentState.ACTIVE,
}
_POSSIBLE: Final[Mapping[EnrolmentState, tuple[EnrolmentAct, ...]]] = {
    EnrolmentState.ACTIVE: (EnrolmentAct.SUSPEND, EnrolmentAct.WITHDRAW),
    EnrolmentState.SUSPENDED: (EnrolmentAct.RESUME, EnrolmentAct.WITHDRAW),
    EnrolmentState.WITHDRAWN: (EnrolmentAct.RESUME,),
    EnrolmentState.COMPLETED: (EnrolmentAct.REOPEN,),
}
_INTERRUPTED: Final = frozenset({EnrolmentState.SUSPENDED, EnrolmentState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Interruption:
    """Days on which somebody does not follow the course; ``ends_on`` is the day they resume.

    ``ends_on`` is None while they have not; why they stopped is written nowhere.
    """

    starts_on: date
    ends_on: date | None = None

    def contains(self, day: date) -> bool:
        """Tell whether the day falls in it; the day of the return does not."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def possible_acts(state: EnrolmentState) -> tuple[EnrolmentAct, ...]:
    """List what can be done from a state; whoever stopped may come back.

    An enrolment that was completed by mistake is opened again.

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


def is_interrupted(state: EnrolmentState) -> bool:
    """Tell whether the course is not followed in this state, for now or for good."""
    return state in _INTERRUPTED


def interruption(
    state: EnrolmentState, since: date, until: date | None = None
) -> Interruption | None:
    """Return the days that a state takes out of the course: none in the others, nor if no day.

    >>> interruption(EnrolmentState.SUSPENDED, date(2026, 11, 2), date(2026, 11, 9))
    Interruption(starts_on=datetime.date(2026, 11, 2), ends_on=datetime.date(2026, 11, 9))
    """
    if not is_interrupted(state) or since == until:
        return None
    return Interruption(since, until)


def check_enrolled(
    day: date, interruptions: Iterable[Interruption], *, field: str | None = "worked_on"
) -> None:
    """Refuse a day on which the course was not followed (HOURS_NOT_ENROLLED, detail ``day``)."""
    if any(one.contains(day) for one in interruptions):
        raise RuleViolation(Rule.HOURS_NOT_ENROLLED, field=field, day=day)
