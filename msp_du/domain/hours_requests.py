"""A day of hours as a program sends it: the fields there are, and what each must look like.

Whether the day may be noted is for ``domain.hours``; this is its shape alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursKind

MOST_MINUTES: Final = 24 * 60
LONGEST_BREAK: Final = 12 * 60
LONGEST_ACTIVITY: Final = 500
MOST_COMPETENCIES: Final = 20
LONGEST_COMPETENCY: Final = 40
IDENTIFYING_TEXT: Final = "identifying-text"
"""What is confirmed of a text that may point at a person, once it was read again."""
CONFIRMABLE: Final = frozenset({*HoursWarning, IDENTIFYING_TEXT})

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class BodyFault(StrEnum):
    """What is wrong with a field that was sent."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown-field"
    WRONG_TYPE = "wrong-type"
    WRONG_FORMAT = "wrong-format"
    OUT_OF_RANGE = "out-of-range"
    TOO_LONG = "too-long"
    NOT_IN_LIST = "not-in-list"
    MINUTES_OR_TIMES = "minutes-or-times"


class BodyRefused(Exception):  # noqa: N818 - a refusal is not an error of the program
    """A body that cannot be read; ``faults`` are pairs of a field and what is wrong with it."""

    def __init__(self, faults: list[tuple[str, BodyFault]]) -> None:
        super().__init__(", ".join(f"{name}: {fault}" for name, fault in faults))
        self.faults = faults


class _WrongError(ValueError):
    def __init__(self, fault: BodyFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class HoursRequest:
    """A day to note: ``minutes``, or ``start`` and ``end`` less ``break_minutes``.

    ``competencies`` are ids or codes as they were sent, each once.
    """

    client_id: UUID
    placement: UUID
    worked_on: date
    minutes: int | None = None
    start: time | None = None
    end: time | None = None
    break_minutes: int = 0
    kind: HoursKind | None = None
    activity: str | None = None
    competencies: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()

    @property
    def body(self) -> dict[str, object]:
        """What tells a repeat from another day under the same id.

        What was confirmed is no part of it: it is asked for after the first try.
        """
        return {
            "placement": self.placement,
            "date": self.worked_on,
            "minutes": self.minutes,
            "start": self.start,
            "end": self.end,
            "break_minutes": self.break_minutes,
            "kind": self.kind,
            "activity": self.activity,
            "competencies": sorted(self.competencies),
        }


def read(sent: object) -> HoursRequest:
    """Return what a JSON value says; BodyRefused names every field that is wrong."""
    if not isinstance(sent, dict):
        raise BodyRefused([("", BodyFault.WRONG_TYPE)])
    values: dict[str, Any] = {}
    faults: list[tuple[str, BodyFault]] = []
    for name, value in sent.items():
        reader = READERS.get(name)
        if reader is None:
            faults.append((name, BodyFault.UNKNOWN_FIELD))
            continue
        try:
            values[name] = reader(value)
        except _WrongError as wrong:
            faults.append((name, wrong.fault))
    faults += [(name, BodyFault.MISSING) for name in REQUIRED if name not in sent]
    faults += _time_faults(sent)
    if faults:
        raise BodyRefused(faults)
    return HoursRequest(worked_on=values.pop("date"), **values)


def _time_faults(sent: Mapping[str, object]) -> list[tuple[str, BodyFault]]:
    """Ask for minutes, or for both times; a break belongs to times."""
    by_clock = [name for name in ("start", "end", "break_minutes") if name in sent]
    if "minutes" in sent:
        return [(name, BodyFault.MINUTES_OR_TIMES) for name in by_clock]
    if not by_clock:
        return [("minutes", BodyFault.MINUTES_OR_TIMES)]
    return [(name, BodyFault.MISSING) for name in ("start", "end") if name not in sent]


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str):
        raise _WrongError(BodyFault.WRONG_TYPE)
    if any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in value):
        raise _WrongError(BodyFault.WRONG_FORMAT)
    if len(value.strip()) > longest:
        raise _WrongError(BodyFault.TOO_LONG)
    return value.strip()


def _shaped(value: object, shape: re.Pattern[str]) -> str:
    text = _text(value, LONGEST_ACTIVITY)
    if not shape.fullmatch(text):
        raise _WrongError(BodyFault.WRONG_FORMAT)
    return text


def _id(value: object) -> UUID:
    return UUID(_shaped(value, _ID))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_shaped(value, _DAY))
    except _WrongError:
        raise
    except ValueError:
        raise _WrongError(BodyFault.WRONG_FORMAT) from None


def _clock(value: object) -> time:
    return time.fromisoformat(_shaped(value, _CLOCK))


def _number(least: int, most: int) -> Callable[[object], int]:
    def read_number(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _WrongError(BodyFault.WRONG_TYPE)
        if not least <= value <= most:
            raise _WrongError(BodyFault.OUT_OF_RANGE)
        return value

    return read_number


def _kind(value: object) -> HoursKind:
    text = _text(value, LONGEST_ACTIVITY)
    if text not in frozenset(HoursKind):
        raise _WrongError(BodyFault.NOT_IN_LIST)
    return HoursKind(text)


def _activity(value: object) -> str | None:
    return _text(value, LONGEST_ACTIVITY) or None


def _list(value: object, most: int) -> list[str]:
    if not isinstance(value, list):
        raise _WrongError(BodyFault.WRONG_TYPE)
    if len(value) > most:
        raise _WrongError(BodyFault.TOO_LONG)
    return [_text(each, LONGEST_COMPETENCY) for each in value]


def _competencies(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_list(value, MOST_COMPETENCIES)))


def _confirmed(value: object) -> frozenset[str]:
    given = frozenset(_list(value, len(CONFIRMABLE)))
    if not given <= CONFIRMABLE:
        raise _WrongError(BodyFault.NOT_IN_LIST)
    return given


READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "client_id": _id,
    "placement": _id,
    "date": _day,
    "minutes": _number(1, MOST_MINUTES),
    "start": _clock,
    "end": _clock,
    "break_minutes": _number(0, LONGEST_BREAK),
    "kind": _kind,
    "activity": _activity,
    "competencies": _competencies,
    "confirmed": _confirmed,
}
"""The fields that may be sent, and no other."""
REQUIRED: Final = ("client_id", "placement", "date")
