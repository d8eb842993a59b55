"""The trainee's log: a day is noted, mended, sent, taken back."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import calendar, ledger
from msp_du.domain.enrolment import check_enrolled
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import (
    HoursWarning,
    Proposal,
    can_edit,
    check_entry,
    check_transition,
)
from msp_du.domain.vocabulary import HoursKind, HoursState, Presence
from msp_du.models import Account, HoursEntry, Institution, Placement, RemovedEntry
from msp_du.services import (
    agreement_days,
    audit,
    host_checks,
    hours_classes,
    hours_notices,
    hours_openings,
    hours_rows,
    hours_sums,
    interruptions,
)


@dataclass(frozen=True, slots=True)
class LoggedDay:
    """What a trainee says of one day: ``minutes``, or ``start`` and ``end`` less a break.

    Times are those of the clock on the wall; ``second_start`` and ``second_end`` pick the later
    passage in the hour that October doubles.
    """

    worked_on: date
    kind: HoursKind
    minutes: int | None = None
    start: time | None = None
    end: time | None = None
    break_minutes: int = 0
    second_start: bool = False
    second_end: bool = False
    presence: Presence = Presence.PRESENT
    activity: str | None = None

    def proposal(self, zone: ZoneInfo) -> Proposal:
        """Return the minutes this comes to in a time zone, clock changes counted."""
        if self.start is None or self.end is None:
            return Proposal.of_duration(self.worked_on, self.minutes or 0)
        return Proposal.of_shift(
            self.worked_on,
            self.start,
            self.end,
            zone=zone,
            break_minutes=self.break_minutes,
            second_start=self.second_start,
            second_end=self.second_end,
        )


def log(
    session: Session,
    placement: Placement,
    day: LoggedDay,
    *,
    actor: Account,
    client_id: UUID,
    now: datetime,
    confirmed: Collection[HoursWarning] = (),
    digest: str | None = None,
) -> HoursEntry:
    """Note a day as a draft, once for each ``client_id``: the same body again is the first entry.

    What was noted with a text erased since is the first entry too: its digest went with the text.

    ``digest`` stands for the body when it was not a form. Locks the person, see
    ``hours_rows.lock_trainee``. Refused: another body under a used id (HOURS_CLIENT_ID_REUSED);
    the id of an entry that was removed since (HOURS_REMOVED); a day on which the course was not
    followed (HOURS_NOT_ENROLLED); warnings that ``confirmed`` lacks (HOURS_WARNING_UNCONFIRMED,
    details ``cautions`` and ``counted`` minutes); the rest is ``domain.hours.check_entry``.
    """
    person_id = hours_rows.lock_trainee(session, placement)
    digest = digest or ledger.body_digest(asdict(day))
    first = hours_rows.by_client_id(session, placement, client_id)
    if first is not None:
        if first.redacted_at is None and first.body_digest != digest:
            raise RuleViolation(Rule.HOURS_CLIENT_ID_REUSED)
        return first
    if hours_rows.is_removed(session, placement, client_id):
        raise RuleViolation(Rule.HOURS_REMOVED)
    proposal = checked(session, placement, day, person_id, confirmed=confirmed, now=now)
    entry = HoursEntry(
        placement_id=placement.id,
        client_id=client_id,
        body_digest=digest,
        state=HoursState.DRAFT,
        logged_at=now,
        **columns_of(day, proposal),
    )
    session.add(entry)
    hours_sums.keep(session, placement.id)
    _record(session, "hours:log", placement, entry, actor=actor)
    return entry


def edit(
    session: Session,
    entry: HoursEntry,
    day: LoggedDay,
    *,
    actor: Account,
    version: int,
    now: datetime,
    confirmed: Collection[HoursWarning] = (),
) -> HoursEntry:
    """Change a draft, or mend what was returned: it is then a draft again.

    The digest of the first body stays, so that a late repeat of that post still finds its entry.
    """
    entry, person_id = hours_rows.lock_entry(session, entry)
    _check_editable(entry, version)
    placement = entry.placement
    proposal = checked(
        session, placement, day, person_id, confirmed=confirmed, now=now, but=entry.id
    )
    for name, value in columns_of(day, proposal).items():
        setattr(entry, name, value)
    entry.state = HoursState.DRAFT
    hours_sums.keep(session, placement.id)
    _record(session, "hours:edit", placement, entry, actor=actor)
    return entry


def delete_draft(session: Session, entry: HoursEntry, *, actor: Account, version: int) -> None:
    """Remove an entry that was not sent, or was returned; its ``client_id`` is spent."""
    entry, _person_id = hours_rows.lock_entry(session, entry)
    _check_editable(entry, version)
    _record(session, "hours:delete", entry.placement, entry, actor=actor)
    session.add(
        RemovedEntry(
            placement_id=entry.placement_id,
            client_id=entry.client_id,
            removed_at=datetime.now(UTC),
        )
    )
    session.delete(entry)
    hours_sums.keep(session, entry.placement_id)


def submit(
    session: Session,
    placement: Placement,
    *,
    actor: Account,
    now: datetime,
    entry_ids: Collection[UUID] | None = None,
) -> list[HoursEntry]:
    """Send entries to the contact: these, or all drafts; return those sent by this call.

    Sending twice is the same as once; refused: an approved entry (HOURS_STATE), a day on which
    the course was not followed (HOURS_NOT_ENROLLED). The contact is told by mail.
    """
    hours_rows.lock_trainee(session, placement)
    chosen = _drafts(session, placement) if entry_ids is None else entry_ids
    sent = [
        entry
        for entry in hours_rows.of_placement(session, placement, chosen)
        if entry.state is not HoursState.SUBMITTED
    ]
    away = interruptions.of_placement(session, placement)
    for entry in sent:
        check_transition(entry.state, HoursState.SUBMITTED)
        check_enrolled(entry.worked_on, away, field="entries")
        entry.state = HoursState.SUBMITTED
        entry.submitted_at = now
        entry.return_reason = None
    if sent:
        hours_openings.check(session, placement, [entry.id for entry in sent])
        hours_sums.keep(session, placement.id)
        details = {
            "entries": [str(entry.id) for entry in sent],
            "minutes": sum(entry.minutes for entry in sent),
        }
        audit.record(session, "hours:submit", placement, actor=actor, details=details)
        hours_notices.tell_of_sent(session, placement, now=now)
    return sent


def take_back(session: Session, entry: HoursEntry, *, actor: Account) -> HoursEntry:
    """Make a draft again of what was sent and not yet decided."""
    entry, _person_id = hours_rows.lock_entry(session, entry)
    if entry.state is not HoursState.SUBMITTED:
        raise RuleViolation(Rule.HOURS_STATE, current=entry.state, wanted=HoursState.DRAFT)
    entry.state = HoursState.DRAFT
    entry.submitted_at = None
    hours_sums.keep(session, entry.placement_id)
    _record(session, "hours:take-back", entry.placement, entry, actor=actor)
    return entry


def institution_of(placement: Placement) -> Institution:
    """Return the institution whose limits and time zone hold for a placement."""
    return placement.enrolment_year.enrolment.cohort.institution


def zone_of(placement: Placement) -> ZoneInfo:
    """Return the time zone by which the days of a placement are told."""
    return ZoneInfo(institution_of(placement).time_zone)


def checked(
    session: Session,
    placement: Placement,
    day: LoggedDay,
    person_id: UUID,
    *,
    confirmed: Collection[HoursWarning],
    now: datetime,
    but: UUID | None = None,
) -> Proposal:
    """Return what a day comes to, or refuse it; ``but`` is the entry it stands for."""
    zone = zone_of(placement)
    hours_openings.check(session, placement, [but] if but else [])
    check_enrolled(day.worked_on, interruptions.of_placement(session, placement))
    agreement_days.check(session, placement, day.worked_on)
    proposal = day.proposal(zone)
    hours_classes.check(session, person_id, proposal)
    host_checks.check_logged(session, placement, proposal.minutes, but=but)
    cautions = check_entry(
        proposal,
        periods=hours_rows.periods_of(placement),
        others=hours_rows.around(session, person_id, day.worked_on, but=but),
        today=calendar.today(now, zone),
        limits=hours_rows.limits_of(institution_of(placement)),
    )
    if any(caution.kind not in confirmed for caution in cautions):
        raise RuleViolation(
            Rule.HOURS_WARNING_UNCONFIRMED,
            field="confirmed",
            cautions=cautions,
            counted=proposal.minutes,
        )
    return proposal


def columns_of(day: LoggedDay, proposal: Proposal) -> dict[str, Any]:
    """Return what an entry keeps of a day."""
    return {
        "worked_on": day.worked_on,
        "started_at": proposal.started_at,
        "ended_at": proposal.ended_at,
        "break_minutes": proposal.break_minutes,
        "minutes": proposal.minutes,
        "kind": day.kind,
        "presence": day.presence,
        "activity": day.activity or None,
    }


def _check_editable(entry: HoursEntry, version: int) -> None:
    if not can_edit(entry.state):
        raise RuleViolation(Rule.HOURS_STATE, current=entry.state, wanted=HoursState.DRAFT)
    if entry.version != version:
        raise RuleViolation(Rule.STALE_VERSION)


def _drafts(session: Session, placement: Placement) -> list[UUID]:
    statement = select(HoursEntry.id).where(
        HoursEntry.placement_id == placement.id, HoursEntry.state == HoursState.DRAFT
    )
    return list(session.execute(statement).scalars())


def _record(
    session: Session, act: str, placement: Placement, entry: HoursEntry, *, actor: Account
) -> None:
    audit.record(
        session,
        act,
        entry,
        actor=actor,
        institution_id=placement.institution_id,
        details={"placement": placement.id, "minutes": entry.minutes},
    )
