"""What is to be done after an act, written in the act's own transaction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind
from msp_du.models import Job

RINGS = "rings"
"""Noted on a session that queued something: once committed, the worker is to be woken up."""


def queue(
    session: Session,
    kind: JobKind,
    key: str,
    payload: Mapping[str, str],
    *,
    institution_id: UUID | None = None,
) -> Job:
    """Ask the worker for something, once for each ``key``; ``payload`` holds ids only."""
    found = session.execute(select(Job).where(Job.key == key)).scalar_one_or_none()
    if found is not None:
        return found
    now = datetime.now(UTC)
    job = Job(
        kind=kind,
        key=key,
        payload=dict(payload),
        institution_id=institution_id,
        created_at=now,
        next_at=now,
    )
    session.add(job)
    session.flush()
    session.info[RINGS] = True
    return job
