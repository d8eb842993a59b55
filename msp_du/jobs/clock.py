"""What comes back by itself: each period's job is queued once, whoever looks first."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import db, transaction
from msp_du.models import Job
from msp_du.services import outbox

PERIODIC: Mapping[JobKind, Callable[[datetime], str]] = {
    JobKind.REMINDERS_PLAN: lambda now: f"{now:%Y-%m-%dT%H}",
    JobKind.MESSAGES_PURGE: lambda now: f"{now:%Y-%m-%d}",
}
"""The name of the period, in UTC, that a moment is in: every hour, every day."""


def queue_due(app: Flask, *, now: datetime) -> None:
    """Queue the job of each period that has begun; another worker's clock may have done so."""
    keys = {f"{kind}:{period(now.astimezone(UTC))}": kind for kind, period in PERIODIC.items()}
    with app.app_context():
        known = set(db.session().scalars(select(Job.key).where(Job.key.in_(keys))))
        for key in keys.keys() - known:
            try:
                with transaction() as session:
                    outbox.queue(session, keys[key], key, {})
            except IntegrityError:  # queued between the look and the write
                continue
