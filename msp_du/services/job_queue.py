"""The state of the queue, for operators: what waits and since when, what was given up and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.models import Job


@dataclass(frozen=True, slots=True)
class Failure:
    """How many jobs of a kind were given up for the same reason."""

    kind: JobKind
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs are in each state; ``late`` is for how long the oldest has been due."""

    counts: Mapping[JobState, int]
    late: timedelta
    lost: int
    failures: Sequence[Failure]


def state(session: Session, *, now: datetime) -> QueueState:
    """Return where the queue stands; four statements.

    ``lost`` counts the jobs whose worker died: their lease is over and nobody took them yet.
    """
    counted = select(Job.state, func.count()).group_by(Job.state)
    oldest = select(func.min(Job.next_at)).where(Job.state == JobState.PENDING, Job.next_at <= now)
    lost = (
        select(func.count())
        .select_from(Job)
        .where(Job.state == JobState.RUNNING, Job.lease_until <= now)
    )
    given_up = (
        select(Job.kind, func.coalesce(Job.error, ""), func.count())
        .where(Job.state == JobState.FAILED)
        .group_by(Job.kind, func.coalesce(Job.error, ""))
        .order_by(func.count().desc(), Job.kind)
    )
    due_since = session.execute(oldest).scalar_one_or_none()
    return QueueState(
        counts=dict(session.execute(counted).all()),
        late=timedelta(0) if due_since is None else now - due_since,
        lost=session.execute(lost).scalar_one(),
        failures=[Failure(*row) for row in session.execute(given_up)],
    )
