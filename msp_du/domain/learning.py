"""What a trainee learns outside placements: self-declared, theirs alone, worth no hours."""

from datetime import date
from enum import StrEnum

from msp_du.domain.errors import Rule, RuleViolation

MOST_MONTHS = 36
"""How far back a month may be named."""


class LearningKind(StrEnum):
    """Where somebody learned, in words that name no group and nobody's condition."""

    MEETING = "meeting"
    VOLUNTEERING = "volunteering"
    PUBLIC_TRAINING = "public_training"
    CONFERENCE = "conference"
    READING = "reading"
    OTHER = "other"


def months(today: date) -> tuple[date, ...]:
    """Return the first days of the months that may be named, this one first.

    >>> [day.isoformat() for day in months(date(2027, 1, 15))[:2]]
    ['2027-01-01', '2026-12-01']
    """
    this = today.year * 12 + today.month - 1
    return tuple(
        date(count // 12, count % 12 + 1, 1) for count in range(this, this - MOST_MONTHS, -1)
    )


def check_month(month: date | None, *, today: date) -> None:
    """Refuse a day, and a month that is to come or long past: RuleViolation LEARNING_MONTH."""
    if month is not None and month not in months(today):
        raise RuleViolation(Rule.LEARNING_MONTH, field="month")
