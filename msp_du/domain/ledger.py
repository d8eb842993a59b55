"""The hours log as a whole: its totals, when it will be full, and the text an approval signs."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from msp_du.domain.calendar import as_utc
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import HoursKind, HoursState, Presence

USUAL_MINUTES: Final = (210, 420, 720)
"""Half a day, a day and a long shift: the durations offered as buttons (ux §2.1)."""

LIST_FORM: Final = "hours-list/1"
"""First line of a canonical list; changes with its form, so that old digests keep theirs."""

LONGEST_FORECAST_DAYS: Final = 1830

ON_TIME: Final = Fraction(4, 5)
"""Share of the hours planned so far below which a coordinator is told."""

_NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes of a placement.

    ``logged`` counts every entry whatever its state; ``submitted`` only those that wait for a
    decision; ``approved`` only those signed, the only ones that count for the requirement.
    """

    required: int
    planned: int
    logged: int
    submitted: int
    approved: int

    @property
    def missing(self) -> int:
        """Minutes still to be approved, never below 0."""
        return max(0, self.required - self.approved)


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """All that a contact approves of one entry; the free text is not part of it."""

    id: UUID
    version: int
    worked_on: date
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    break_minutes: int
    kind: HoursKind
    presence: Presence


def totals(
    required: int, periods: Iterable[Period], entries: Iterable[tuple[HoursState, int]]
) -> Totals:
    """Add up minutes by state; ``entries`` may be single ones or sums, replaced ones left out.

    >>> totals(25200, [], [(HoursState.DRAFT, 60), (HoursState.APPROVED, 420)]).logged
    480
    """
    by_state = dict.fromkeys(HoursState, 0)
    for state, minutes in entries:
        by_state[state] += minutes
    return Totals(
        required=required,
        planned=sum(period.planned_minutes for period in periods),
        logged=sum(by_state.values()),
        submitted=by_state[HoursState.SUBMITTED],
        approved=by_state[HoursState.APPROVED],
    )


def whole(parts: Iterable[Totals]) -> Totals:
    """Add up the totals of several years."""
    found = list(parts)
    return Totals(
        required=sum(part.required for part in found),
        planned=sum(part.planned for part in found),
        logged=sum(part.logged for part in found),
        submitted=sum(part.submitted for part in found),
        approved=sum(part.approved for part in found),
    )


def planned_by(periods: Iterable[Period], day: date) -> int:
    """Return the minutes that should be done by the end of a day, each period at an even pace.

    >>> planned_by([Period(date(2026, 9, 1), date(2026, 9, 10), 600)], date(2026, 9, 3))
    180
    """
    return sum(_planned_by(period, day) for period in periods)


def is_late(total: Totals, periods: Iterable[Period], day: date) -> bool:
    """Tell whether less is logged than ``ON_TIME`` of what was planned by a day."""
    return total.logged < ON_TIME * planned_by(periods, day)


def _planned_by(period: Period, day: date) -> int:
    length = (period.ends_on - period.starts_on).days + 1
    over = min(max((day - period.starts_on).days + 1, 0), length)
    return period.planned_minutes * over // length


def forecast(total: Totals, *, first_day: date, today: date) -> date | None:
    """Return the day on which the hours logged reach the requirement at the pace so far.

    The pace is that of all days from ``first_day`` to ``today``, both included. None when the
    requirement is met, nothing is logged, the start is to come, or the day is five years away.
    """
    days = (today - first_day).days + 1
    left = total.required - total.logged
    if left <= 0 or total.logged <= 0 or days <= 0:
        return None
    more = -(-left * days // total.logged)
    return today + timedelta(days=more) if more <= LONGEST_FORECAST_DAYS else None


def usual_minutes(recent: Sequence[int]) -> list[int]:
    """Return the durations to offer, the last shift first; ``recent`` is newest first.

    >>> usual_minutes([450, 420])
    [450, 210, 420, 720]
    """
    last = [minutes for minutes in recent[:1] if minutes > 0]
    return list(dict.fromkeys((*last, *USUAL_MINUTES)))


def canonical_list(entries: Iterable[SignedEntry]) -> str:
    """Return the same text for the same entries in any order: what an approval stands for.

    One line an entry, by day then id: id, version, day, minutes, start, end, break, kind and
    presence, parted by tabs; moments in UTC to the second.
    """
    ordered = sorted(entries, key=lambda entry: (entry.worked_on, entry.id))
    return "".join(f"{line}\n" for line in (LIST_FORM, *map(_line, ordered)))


def list_digest(entries: Iterable[SignedEntry]) -> str:
    """Return the SHA-256 of the canonical list, as 64 hexadecimal digits."""
    return _sha256(canonical_list(entries))


def body_digest(body: Mapping[str, object]) -> str:
    """Return a digest of the values a client sent, to tell a repeat from a reused client id.

    Values may be None, truth values, whole numbers, text, days, times of day, aware moments,
    UUIDs and lists of them; key order, line ends, outer spaces and Unicode form do not matter.
    """
    plain = {key: _plain(value) for key, value in body.items()}
    return _sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def _line(entry: SignedEntry) -> str:
    return "\t".join(
        (
            str(entry.id),
            str(entry.version),
            entry.worked_on.isoformat(),
            str(entry.minutes),
            _moment(entry.started_at),
            _moment(entry.ended_at),
            str(entry.break_minutes),
            entry.kind.value,
            entry.presence.value,
        )
    )


def _moment(moment: datetime | None) -> str:
    return _NOTHING if moment is None else as_utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", "\n".join(value.splitlines())).strip()
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime():
            return _moment(value)
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
    msg = f"no stable form for a {type(value).__name__}"
    raise TypeError(msg)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
