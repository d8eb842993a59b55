"""Erasing what should never have been written: the text goes from every version, hours stay."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import can_edit
from msp_du.models import Account, HoursEntry, HoursOpening
from msp_du.services import audit, hours_corrections, hours_openings, hours_rows

ERASED_DIGEST = "0" * 64
"""Stands for the digest of an erased body: it could have confirmed a guess at the text."""


def has_text(versions: Iterable[HoursEntry], openings: Iterable[HoursOpening] = ()) -> bool:
    """Tell whether somebody wrote words in an entry, in sending it back or in opening it again."""
    written = any(_has_text(version) for version in versions)
    return written or any(opening.reason for opening in openings)


def _has_text(entry: HoursEntry) -> bool:
    return bool(entry.activity or entry.return_reason)


def redact(session: Session, entry: HoursEntry, *, actor: Account, now: datetime) -> None:
    """Erase the texts of a day in all its versions; its hours and signatures stay as they are.

    HOURS_NO_TEXT when there is nothing left to erase. A form that was open on a draft meanwhile
    is stale, so that it does not bring the text back; what is sent or signed keeps its version,
    which is part of what was signed. The audit tells who and which, never the text.
    """
    entry, _person_id = hours_rows.lock_entry(session, entry)
    versions = hours_corrections.versions(session, entry)
    openings = hours_openings.of_entries(session, [version.id for version in versions])
    if not has_text(versions, openings):
        raise RuleViolation(Rule.HOURS_NO_TEXT)
    for opening in openings:
        opening.reason = ""
    ids = [version.id for version in versions if _has_text(version)]
    session.execute(
        update(HoursEntry)
        .where(HoursEntry.id.in_(ids))
        .values(activity=None, return_reason=None, redacted_at=now, body_digest=ERASED_DIGEST)
        .execution_options(synchronize_session="fetch")
    )
    open_ones = [version.id for version in versions if can_edit(version.state)]
    session.execute(
        update(HoursEntry)
        .where(HoursEntry.id.in_(open_ones))
        .values(version=HoursEntry.version + 1)
        .execution_options(synchronize_session="fetch")
    )
    audit.record(
        session,
        "hours:redact",
        entry,
        actor=actor,
        institution_id=entry.placement.institution_id,
        details={"placement": entry.placement_id, "versions": len(ids)},
    )
