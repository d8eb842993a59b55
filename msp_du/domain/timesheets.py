"""What the hours of a month of a placement print: the days, and what each signature is worth.

Words that people typed about a day are no part of it: a paper goes round.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.corrections import SignatureState
from msp_du.domain.documents import Issuer
from msp_du.domain.vocabulary import HoursKind, Presence, SignatureVia

FORM: Final = "msp-du/timesheet@1"


@dataclass(frozen=True, slots=True)
class TimesheetLine:
    """A day that was sent; times as printed (« 9 h 00 – 17 h 00 »), "" for a duration alone.

    ``signature`` is the number of the signature under it, 0 while it waits. ``corrects`` are the
    minutes of the signed version that it replaces, None for a first version.
    """

    worked_on: date
    times: str
    break_minutes: int
    minutes: int
    kind: HoursKind
    presence: Presence
    signature: int
    corrects: int | None


@dataclass(frozen=True, slots=True)
class TimesheetSignature:
    """Who signed, in which capacity, when (Paris or wherever the university is), and its worth."""

    number: int
    name: str
    capacity: str
    signed_on: date
    signed_at: str
    via: SignatureVia
    reason: str | None
    state: SignatureState


@dataclass(frozen=True, slots=True)
class TimesheetFacts:
    """A month of a placement as it stood when the paper was asked for."""

    issuer: Issuer
    printed_on: date
    month: date
    civil_name: str
    student_number: str | None
    cohort_code: str
    title: str
    module_code: str
    host: str
    service: str | None
    lines: tuple[TimesheetLine, ...]
    signatures: tuple[TimesheetSignature, ...]

    @property
    def signed_minutes(self) -> int:
        """Minutes under a signature: all that counts."""
        return sum(line.minutes for line in self.lines if line.signature)

    @property
    def waiting_minutes(self) -> int:
        """Minutes sent and not signed."""
        return sum(line.minutes for line in self.lines if not line.signature)


def canonical(facts: TimesheetFacts) -> str:
    """Return the text of a timesheet."""
    return frozen_facts.write(facts, form=FORM)


def read(text: str) -> TimesheetFacts:
    """Return the facts of a timesheet's text; raises UnreadableFacts."""
    return frozen_facts.read(TimesheetFacts, text, form=FORM)


def month_of(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month given by its first.

    >>> last_of(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_of(days: Iterable[date]) -> list[date]:
    """Return the first days of the months of days, the latest first.

    >>> months_of([date(2026, 11, 2), date(2026, 12, 31), date(2026, 11, 30)])[-1]
    datetime.date(2026, 11, 1)
    """
    return sorted({month_of(day) for day in days}, reverse=True)
