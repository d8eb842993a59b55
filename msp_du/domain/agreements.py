"""The life of an agreement: its states, who signs, which days hours are open on (domain §3.3).

A placement has a chain of papers: the agreement (number 0), then its amendments. A correction
makes another edition of the last one. At most one paper of a placement is under way; the one in
force is the last that all its signers signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import Regime


class AgreementState(StrEnum):
    """Where a paper stands (the first three, and the last), or the placement by its papers."""

    DRAFT = "draft"
    AWAITING_SIGNATURES = "awaiting_signatures"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    REPLACED = "replaced"


class AgreementAct(StrEnum):
    """What is done to a paper, or to the placement that it binds."""

    SEND = "send"
    SIGN_LAST = "sign_last"
    CORRECT = "correct"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"
    REPLACE = "replace"


class SignerCapacity(StrEnum):
    """For whom somebody signs."""

    TRAINEE = "trainee"
    HOST_SIGNATORY = "host_signatory"
    EMPLOYER = "employer"
    UNIVERSITY = "university"
    ACADEMIC_TUTOR = "academic_tutor"
    HOST_SUPERVISOR = "host_supervisor"
    OTHER = "other"


class SignedVia(StrEnum):
    """How a signature reached us; nobody signs in the place of somebody else."""

    SCREEN = "screen"
    PERSONAL_LINK = "personal_link"
    PAPER = "paper"


class HoursBar(StrEnum):
    """Why no hours are noted on a day of a placement."""

    UNSIGNED = "unsigned"
    SUSPENDED = "suspended"
    ENDED = "ended"


DEFAULT_SIGNERS: Final[Mapping[Regime, tuple[SignerCapacity, ...]]] = MappingProxyType(
    {
        Regime.STUDENT_INTERNSHIP: (
            SignerCapacity.TRAINEE,
            SignerCapacity.HOST_SIGNATORY,
            SignerCapacity.UNIVERSITY,
            SignerCapacity.ACADEMIC_TUTOR,
            SignerCapacity.HOST_SUPERVISOR,
        ),
        Regime.CONTINUING_EDUCATION: (
            SignerCapacity.TRAINEE,
            SignerCapacity.HOST_SIGNATORY,
            SignerCapacity.UNIVERSITY,
        ),
        Regime.EMPLOYMENT: (
            SignerCapacity.TRAINEE,
            SignerCapacity.EMPLOYER,
            SignerCapacity.UNIVERSITY,
        ),
        Regime.EXTERNAL_ASSIGNMENT: (
            SignerCapacity.HOST_SIGNATORY,
            SignerCapacity.EMPLOYER,
            SignerCapacity.UNIVERSITY,
        ),
    }
)
"""Who signs unless the coordination says otherwise (domain §3.1, §3.3)."""

_S = AgreementState
_A = AgreementAct
TRANSITIONS: Final[Mapping[tuple[AgreementState, AgreementAct], AgreementState]] = MappingProxyType(
    {
        (_S.DRAFT, _A.SEND): _S.AWAITING_SIGNATURES,
        (_S.AWAITING_SIGNATURES, _A.SIGN_LAST): _S.SIGNED,
        (_S.AWAITING_SIGNATURES, _A.CORRECT): _S.REPLACED,
        (_S.SIGNED, _A.CORRECT): _S.SIGNED,
        (_S.SIGNED, _A.AMEND): _S.SIGNED,
        (_S.SIGNED, _A.REPLACE): _S.REPLACED,
        (_S.SIGNED, _A.SUSPEND): _S.SUSPENDED,
        (_S.ACTIVE, _A.SUSPEND): _S.SUSPENDED,
        (_S.SUSPENDED, _A.RESUME): _S.ACTIVE,
        (_S.ACTIVE, _A.END): _S.TERMINATED,
        (_S.SUSPENDED, _A.END): _S.TERMINATED,
    }
)
"""Allowed moves. What is signed stays in force while its correction is signed again; that a signed
placement is active or completed follows from its dates, see ``state_on``."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which a placement rests; ``resumes_on`` is the first day back, None if unknown."""

    starts_on: date
    resumes_on: date | None = None

    def contains(self, day: date) -> bool:
        """Tell whether the day falls in it; the day of the return does not."""
        return self.starts_on <= day and (self.resumes_on is None or day < self.resumes_on)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the papers and the events of a placement come to.

    ``signed`` are the periods of the paper in force: None before any is signed, ``ANY_DAY`` for
    one signed before this register. ``under_way`` is the state of the paper being prepared or
    signed; ``ended_on`` the last day of a placement that ended early.
    """

    periods: tuple[Period, ...]
    signed: tuple[Period, ...] | None = None
    under_way: AgreementState | None = None
    suspensions: tuple[Suspension, ...] = ()
    ended_on: date | None = None


ANY_DAY: Final = (Period(date.min, date.max),)


def after(act: AgreementAct, state: AgreementState) -> AgreementState:
    """Return the state that an act leads to; AGREEMENT_STATE (detail ``current``) if to none.

    >>> after(AgreementAct.SEND, AgreementState.DRAFT).value
    'awaiting_signatures'
    """
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise RuleViolation(Rule.AGREEMENT_STATE, current=state) from None


def state_on(standing: Standing, day: date) -> AgreementState:
    """Return where a placement stands on a day; once signed, it follows from its dates."""
    if standing.signed is None:
        return standing.under_way or AgreementState.DRAFT
    if standing.ended_on is not None and standing.ended_on < day:
        return AgreementState.TERMINATED
    if any(rest.contains(day) for rest in standing.suspensions):
        return AgreementState.SUSPENDED
    if not standing.periods or day < min(each.starts_on for each in standing.periods):
        return AgreementState.SIGNED
    if day > max(each.ends_on for each in standing.periods):
        return AgreementState.COMPLETED
    return AgreementState.ACTIVE


def hours_bar(standing: Standing, day: date) -> HoursBar | None:
    """Return what stands against hours on a day, None when they are open.

    A day that the placement plans is closed until a paper that holds it is signed; one outside
    all its periods is the log's own business (``domain.hours.check_day``).
    """
    if standing.signed is None:
        return HoursBar.UNSIGNED
    if standing.ended_on is not None and standing.ended_on < day:
        return HoursBar.ENDED
    if any(rest.contains(day) for rest in standing.suspensions):
        return HoursBar.SUSPENDED
    is_planned = any(each.contains(day) for each in standing.periods)
    if is_planned and not any(each.contains(day) for each in standing.signed):
        return HoursBar.UNSIGNED
    return None


def check_suspension(
    starts_on: date, *, others: Sequence[Suspension], periods: Sequence[Period]
) -> None:
    """Refuse a rest outside the placement, or one that meets another.

    SUSPENSION_BOUNDS (details ``first_day``, ``last_day``), SUSPENSION_EXISTS.
    """
    first, last = min(each.starts_on for each in periods), max(each.ends_on for each in periods)
    if not first <= starts_on <= last:
        raise RuleViolation(
            Rule.SUSPENSION_BOUNDS, field="starts_on", first_day=first, last_day=last
        )
    if any(rest.resumes_on is None or starts_on < rest.resumes_on for rest in others):
        raise RuleViolation(Rule.SUSPENSION_EXISTS, field="starts_on")


def check_resumption(resumes_on: date, suspension: Suspension) -> None:
    """Refuse a return that is not after the first day of rest (RESUMPTION_TOO_EARLY)."""
    if resumes_on <= suspension.starts_on:
        raise RuleViolation(
            Rule.RESUMPTION_TOO_EARLY, field="resumes_on", first_day=suspension.starts_on
        )


def shortened(
    periods: Sequence[Period], ended_on: date, *, planned_minutes: int | None = None
) -> list[Period]:
    """Return the periods of a placement whose last day is ``ended_on``.

    Of the period that the day cuts, as much stays planned as days stay, in whole minutes; or the
    minutes planned in all are ``planned_minutes``. Refused: AGREEMENT_END_BOUNDS (details
    ``first_day``, ``last_day``), AGREEMENT_END_PLANNED (detail ``planned``, the former sum).

    >>> long = Period(date(2026, 9, 1), date(2026, 9, 30), 6000)
    >>> shortened([long], date(2026, 9, 10))[0].planned_minutes
    2000
    """
    ordered = sorted(periods, key=lambda period: period.starts_on)
    first, last = ordered[0].starts_on, ordered[-1].ends_on
    if not first <= ended_on < last:
        raise RuleViolation(
            Rule.AGREEMENT_END_BOUNDS, field="ended_on", first_day=first, last_day=last
        )
    kept = [_cut(each, ended_on) for each in ordered if each.starts_on <= ended_on]
    if planned_minutes is None:
        return kept
    before = sum(each.planned_minutes for each in kept[:-1])
    former = sum(each.planned_minutes for each in ordered)
    if not before < planned_minutes <= former:
        raise RuleViolation(
            Rule.AGREEMENT_END_PLANNED, field="planned_minutes", minutes=former, least=before
        )
    tail = kept[-1]
    return [*kept[:-1], Period(tail.starts_on, tail.ends_on, planned_minutes - before)]


def _cut(period: Period, ended_on: date) -> Period:
    if period.ends_on <= ended_on:
        return period
    days = (period.ends_on - period.starts_on).days + 1
    left = (ended_on - period.starts_on).days + 1
    planned = int(Fraction(period.planned_minutes * left, days) + Fraction(1, 2))
    return Period(period.starts_on, ended_on, max(1, planned))
