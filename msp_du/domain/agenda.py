"""What stands in a calendar of the course: neutral, and without anybody's name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID


class EventKind(StrEnum):
    """What takes place, or is due."""

    TEACHING_WEEK = "teaching_week"
    CLASS_SESSION = "class_session"
    SITTING = "sitting"
    MARKING_DEADLINE = "marking_deadline"
    DEADLINE = "deadline"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Event:
    """Something of a cohort on a day; ``ends_on`` is the last one, included.

    ``label`` is a module's code, or what is due as the institution wrote it. Moments are those of
    a class. ``subject_id`` is what it is of: a class, a week, a deadline, a sitting.
    """

    kind: EventKind
    day: date
    ends_on: date
    subject_id: UUID
    label: str = ""
    cohort_code: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def key(self) -> str:
        """A name that stays the same from one day to the next, for phones."""
        return f"{self.kind.value}-{self.subject_id}"

    @property
    def monday(self) -> date:
        """The Monday of its week.

        >>> sunday = date(2026, 12, 6)
        >>> Event(EventKind.DEADLINE, sunday, sunday, UUID(int=1)).monday
        datetime.date(2026, 11, 30)
        """
        return self.day - timedelta(days=self.day.weekday())


def in_order(event: Event) -> tuple[date, bool, str, str, str]:
    """Sort by day, what takes the whole day first.

    >>> in_order(Event(EventKind.BOARD, date(2026, 7, 2), date(2026, 7, 2), UUID(int=1)))[:2]
    (datetime.date(2026, 7, 2), False)
    """
    clock = event.starts_at.isoformat() if event.starts_at else ""
    return event.day, event.starts_at is not None, clock, event.cohort_code, event.key
