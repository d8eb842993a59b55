"""After a signature: a new version replaces the signed one, and is signed in its turn.

The correction is sent as it is written. From then on the signed version no longer counts; it
counts again if the trainee takes the correction back and removes it.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from msp_du.domain import ledger
from msp_du.domain.corrections import check_correctable
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursState
from msp_du.models import Account, HoursEntry, HoursEntryCompetency, Placement
from msp_du.services import (
    audit,
    hours,
    hours_notices,
    hours_openings,
    hours_rows,
    hours_sums,
)
from msp_du.services.hours import LoggedDay


def correct(
    session: Session,
    entry: HoursEntry,
    day: LoggedDay,
    *,
    actor: Account,
    client_id: UUID,
    now: datetime,
    confirmed: Collection[HoursWarning] = (),
) -> HoursEntry:
    """Replace a signed entry by another version and send it; once for each ``client_id``.

    Refused besides what ``hours.log`` refuses: HOURS_ALREADY_CORRECTED, HOURS_STATE for what
    is not signed, HOURS_UNCHANGED when the new version says the same, HOURS_CLOSED.
    """
    entry, person_id = hours_rows.lock_entry(session, entry)
    placement = entry.placement
    digest = ledger.body_digest(asdict(day))
    first = hours_rows.by_client_id(session, placement, client_id)
    if first is not None:
        if first.redacted_at is None and first.body_digest != digest:
            raise RuleViolation(Rule.HOURS_CLIENT_ID_REUSED)
        return first
    _check(session, entry)
    proposal = hours.checked(
        session, placement, day, person_id, confirmed=confirmed, now=now, but=entry.id
    )
    columns = hours.columns_of(day, proposal)
    if all(getattr(entry, name) == value for name, value in columns.items()):
        raise RuleViolation(Rule.HOURS_UNCHANGED)
    version = _send(
        session, entry, columns, actor=actor, client_id=client_id, digest=digest, now=now
    )
    _keep_competencies(session, entry, version)
    return version


def cancel(
    session: Session, entry: HoursEntry, *, actor: Account, client_id: UUID, now: datetime
) -> HoursEntry:
    """Replace a signed entry by a version without hours: the day did not take place.

    Cancelling twice is the same as once; refused likewise.
    """
    entry, _person_id = hours_rows.lock_entry(session, entry)
    later = version_after(session, entry)
    if later is not None and later.is_cancelled:
        return later
    _check(session, entry)
    hours_openings.check(session, entry.placement, [entry.id])
    columns: Mapping[str, object] = {
        "worked_on": entry.worked_on,
        "minutes": 0,
        "break_minutes": 0,
        "kind": entry.kind,
        "presence": entry.presence,
    }
    digest = ledger.body_digest({"cancels": entry.id})
    return _send(session, entry, columns, actor=actor, client_id=client_id, digest=digest, now=now)


def version_after(session: Session, entry: HoursEntry) -> HoursEntry | None:
    """Return the version that replaces an entry."""
    statement = select(HoursEntry).where(HoursEntry.replaces_id == entry.id)
    return session.execute(statement).scalar_one_or_none()


def versions(session: Session, entry: HoursEntry) -> list[HoursEntry]:
    """List all versions of a day, the first one first; one statement whatever their number."""
    statement = (
        select(HoursEntry)
        .where(HoursEntry.id.in_(_chain(entry.id)))
        .options(joinedload(HoursEntry.signature))
    )
    found = {row.replaces_id: row for row in session.execute(statement).scalars()}
    ordered, here = [], found.get(None)
    while here is not None:
        ordered.append(here)
        here = found.get(here.id)
    return ordered


def _check(session: Session, entry: HoursEntry) -> None:
    check_correctable(
        entry.state,
        is_replaced=version_after(session, entry) is not None,
        is_cancelled=entry.is_cancelled,
    )


def _keep_competencies(session: Session, entry: HoursEntry, version: HoursEntry) -> None:
    """Let the new version name what the first one did: its form does not ask for it."""
    statement = select(HoursEntryCompetency.competency_id).where(
        HoursEntryCompetency.hours_entry_id == entry.id
    )
    session.add_all(
        HoursEntryCompetency(hours_entry_id=version.id, competency_id=competency_id)
        for competency_id in session.execute(statement).scalars().all()
    )
    session.flush()


def _send(
    session: Session,
    entry: HoursEntry,
    columns: Mapping[str, object],
    *,
    actor: Account,
    client_id: UUID,
    digest: str,
    now: datetime,
) -> HoursEntry:
    placement: Placement = entry.placement
    version = HoursEntry(
        placement_id=placement.id,
        client_id=client_id,
        body_digest=digest,
        state=HoursState.SUBMITTED,
        logged_at=now,
        submitted_at=now,
        replaces_id=entry.id,
        **columns,
    )
    session.add(version)
    hours_sums.keep(session, placement.id)
    audit.record(
        session,
        "hours:correct",
        version,
        actor=actor,
        institution_id=placement.institution_id,
        details={
            "minutes": version.minutes,
            "placement": placement.id,
            "replaces": entry.id,
            "was": entry.minutes,
        },
    )
    hours_notices.tell_of_sent(session, placement, now=now)
    return version


def _chain(entry_id: UUID) -> CompoundSelect[UUID]:
    """Ask for an entry, the versions before it and those after it."""
    other = aliased(HoursEntry)
    up = (
        select(HoursEntry.id, HoursEntry.replaces_id)
        .where(HoursEntry.id == entry_id)
        .cte("before", recursive=True)
    )
    up = up.union_all(select(other.id, other.replaces_id).where(other.id == up.c.replaces_id))
    down = select(HoursEntry.id).where(HoursEntry.replaces_id == entry_id)
    after = down.cte("after", recursive=True)
    after = after.union_all(select(other.id).where(other.replaces_id == after.c.id))
    return union_all(select(up.c.id), select(after.c.id))
