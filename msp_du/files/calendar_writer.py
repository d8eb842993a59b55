"""Writes a calendar that phones and desktops read (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

MEDIA_TYPE: Final = "text/calendar"
PRODUCT: Final = "-//Suivi//Calendrier//FR"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar: of whole days, both included, or between two aware moments."""

    key: str
    summary: str
    day: date
    ends_on: date
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def write_calendar(name: str, entries: Iterable[Entry], *, host: str, now: datetime) -> bytes:
    """Return the file; ``host`` makes the keys of entries unique in the world."""
    # Only whoever writes a calendar waits for it.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", now)
        event.add("summary", entry.summary)
        event.add("dtstart", entry.starts_at or entry.day)
        event.add("dtend", entry.ends_at or entry.ends_on + timedelta(days=1))
        event.add("transp", "OPAQUE" if entry.starts_at else "TRANSPARENT")
        if entry.place:
            event.add("location", entry.place)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
