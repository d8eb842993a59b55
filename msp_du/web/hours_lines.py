"""An hours entry as a line of a page, in words: its log, the host's desk, a placement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy.orm import Session

from msp_du.domain.calendar import Week
from msp_du.domain.corrections import SignatureState
from msp_du.domain.hours import can_edit
from msp_du.domain.ledger import SignedEntry
from msp_du.domain.vocabulary import HoursState, Language, Presence, SignatureVia
from msp_du.models import HoursEntry, HoursSignature, PlacementPeriod
from msp_du.services import signature_standings
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language
from msp_du.web.labels import label

TAG_KINDS = {
    HoursState.DRAFT: "todo",
    HoursState.SUBMITTED: "info",
    HoursState.RETURNED: "refused",
    HoursState.APPROVED: "done",
}

SIGNATURE_TAGS = {
    SignatureState.HOLDS: "done",
    SignatureState.VOID: "todo",
    SignatureState.REPLACED: "quiet",
    SignatureState.ALTERED: "refused",
}


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One entry: every text is ready to be shown."""

    id: UUID
    version: int
    day: str
    year: int
    times: str
    duration: str
    kind: str
    host: str
    activity: str
    state: str
    tag_kind: str
    return_reason: str
    can_edit: bool
    can_take_back: bool
    can_correct: bool
    correction: str
    erased: str


def line(entry: HoursEntry, zone: ZoneInfo, *, host: str = "") -> HoursLine:
    """Put an entry in words; its times are those of the clock in ``zone``."""
    return HoursLine(
        id=entry.id,
        version=entry.version,
        day=short_day(entry.worked_on),
        year=entry.worked_on.year,
        times=times(entry, zone),
        duration=duration(entry),
        kind=what(entry),
        host=host,
        activity=entry.activity or "",
        state=label(entry.state),
        tag_kind=TAG_KINDS[entry.state],
        return_reason=entry.return_reason or "",
        can_edit=can_edit(entry.state),
        can_take_back=entry.state is HoursState.SUBMITTED,
        can_correct=entry.state is HoursState.APPROVED and not entry.is_cancelled,
        correction=correction(entry),
        erased=_("Texte effacé le %(day)s.", day=formatting.day(entry.redacted_at))
        if entry.redacted_at
        else "",
    )


def duration(entry: HoursEntry) -> str:
    """Return « 7 h », or that the day did not take place after all."""
    return _("Journée annulée") if entry.is_cancelled else formatting.hours(entry.minutes)


def correction(entry: HoursEntry) -> str:
    """Return which signed version this one corrects, and what that does to its signature."""
    former = entry.replaces
    if former is None:
        return ""
    words = {"hours": formatting.hours(former.minutes), "day": day_in_sentence(former.worked_on)}
    if entry.state is HoursState.APPROVED:
        return _("Remplace une version signée : %(hours)s, %(day)s.", **words)
    return _(
        "Correction d’une version signée (%(hours)s, %(day)s) : "
        "cette signature est nulle jusqu’à la nouvelle.",
        **words,
    )


def what(entry: HoursEntry) -> str:
    """Return what the hours were spent on, or that the day was an authorised absence."""
    if entry.presence is Presence.PRESENT:
        return label(entry.kind)
    return label(entry.presence)


def times(entry: HoursEntry | SignedEntry, zone: ZoneInfo) -> str:
    """Return « 9:00 – 17:00, pause 1 h », or nothing for a duration alone.

    An end on another day than the start says so; the elapsed time counts, see the duration.
    """
    if entry.started_at is None or entry.ended_at is None:
        return ""
    start, end = clock(entry.started_at, zone), clock(entry.ended_at, zone)
    span = _("%(start)s – %(end)s", start=start, end=end)
    if entry.ended_at.astimezone(zone).date() > entry.worked_on:
        span = _("%(start)s – %(end)s le lendemain", start=start, end=end)
    if not entry.break_minutes:
        return span
    return _(
        "%(span)s, pause %(minutes)s", span=span, minutes=formatting.hours(entry.break_minutes)
    )


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in a zone, « 9:05 »."""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02d}"


def short_day(day: date) -> str:
    """Return « Mardi 17 novembre » or "Tuesday 17 November", to open a line."""
    words = day_in_sentence(day)
    return words[:1].upper() + words[1:]


def day_in_sentence(day: date) -> str:
    """Return « mardi 17 novembre » or "Tuesday 17 November"."""
    return format_date(day, f"EEEE {_day_pattern(day)} MMMM", locale=current_language().value)


def week_name(week: Week) -> str:
    """Return « Semaine du 16 au 22 novembre 2026 », the months where they differ."""
    language = current_language().value
    first, last = week.starts_on, week.ends_on
    start = f"{_day_pattern(first)} MMMM" if first.month != last.month else _day_pattern(first)
    return _(
        "Semaine du %(first)s au %(last)s",
        first=format_date(first, start, locale=language),
        last=format_date(last, f"{_day_pattern(last)} MMMM y", locale=language),
    )


def periods(rows: Iterable[PlacementPeriod]) -> list[str]:
    """Return « du 01/09/2026 au 31/12/2026, 140 h prévues » for each period."""
    return [
        _(
            "du %(first)s au %(last)s, %(planned)s prévues",
            first=formatting.day(row.starts_on),
            last=formatting.day(row.ends_on),
            planned=formatting.hours(row.planned_minutes),
        )
        for row in rows
    ]


def signature(row: HoursSignature) -> str:
    """Return who signed how many hours, as whom, and when; in whose place and why, if so."""
    text = _(
        "%(hours)s signées par %(name)s, %(capacity)s, le %(moment)s",
        hours=formatting.hours(row.minutes),
        name=row.declared_name,
        capacity=row.declared_capacity,
        moment=formatting.moment(row.signed_at),
    )
    if row.via is not SignatureVia.ON_BEHALF:
        return text
    return _(
        "%(signature)s, à la place de %(contact)s (%(reason)s)",
        signature=text,
        contact=row.contact.name,
        reason=row.reason,
    )


def noted(entry: HoursEntry) -> str:
    """Return when a version was noted, and when it was sent."""
    logged = _("notée le %(moment)s", moment=formatting.moment(entry.logged_at))
    if entry.submitted_at is None:
        return logged
    sent = formatting.moment(entry.submitted_at)
    return _("%(noted)s, envoyée le %(moment)s", noted=logged, moment=sent)


def signed(row: HoursSignature, state: SignatureState) -> tuple[str, str, str]:
    """Return who signed, and what that is worth today with the kind of its tag."""
    return signature(row), label(state), SIGNATURE_TAGS[state]


def signed_all(
    session: Session, signatures: Sequence[HoursSignature]
) -> list[tuple[str, str, str]]:
    """Return that for each approval of a list."""
    states = signature_standings.standings(session, signatures)
    return [signed(row, states[row.id]) for row in signatures]


def _day_pattern(day: date) -> str:
    return "d'er'" if day.day == 1 and current_language() is Language.FRENCH else "d"
