"""The worker: takes due jobs one by one, does each once in effect, tries again what failed.

A job is taken for the length of a lease, which is renewed while it runs; if the process dies,
another takes it when the lease is over. A mail may then go twice, under the same Message-ID.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from flask import Flask
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import db, transaction
from msp_du.files import audit_heads
from msp_du.jobs import (
    clock,
    curriculum_mails,
    desk_mails,
    document_mails,
    documents,
    handovers,
    hours_mails,
    mails,
    mark_mails,
    papers,
    periodic,
    reminder_messages,
)
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.models import Job
from msp_du.services import audit

LEASE = timedelta(minutes=2)
LONGEST_JOB = timedelta(minutes=30)
"""How long a lease is renewed: a job that hangs is then taken by another worker."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 12
POLL_SECONDS = 5.0
"""How long a worker waits for the bell before it looks at the table unasked."""

log = logging.getLogger(__name__)

HANDLERS: Mapping[JobKind, Callable[[Flask, Task], None]] = {
    **dict.fromkeys(mails.KINDS, mails.deliver),
    **dict.fromkeys(hours_mails.KINDS, hours_mails.deliver),
    **dict.fromkeys(mark_mails.KINDS, mark_mails.deliver),
    **dict.fromkeys(document_mails.KINDS, document_mails.deliver),
    **dict.fromkeys(curriculum_mails.KINDS, curriculum_mails.deliver),
    **dict.fromkeys(desk_mails.KINDS, desk_mails.deliver),
    JobKind.DOCUMENT_RENDER: documents.print_document,
    JobKind.ATTENDANCE_PAPER: papers.print_attendance_paper,
    JobKind.BOARD_PAPER_RENDER: papers.print_board_paper,
    JobKind.AGREEMENT_RENDER: papers.print_agreement,
    JobKind.HOST_HANDOVER: handovers.pass_on,
    JobKind.PLACEMENT_CERTIFICATE: papers.print_placement_certificate,
    JobKind.HOURS_TIMESHEET: papers.print_timesheet,
    JobKind.MAIL_REMINDERS: reminder_messages.deliver_mail,
    JobKind.SMS_REMINDERS: reminder_messages.deliver_sms,
    JobKind.REMINDERS_PLAN: periodic.plan_reminders,
    JobKind.MESSAGES_PURGE: periodic.purge_messages,
}


def run_due(app: Flask, *, now: datetime | None = None, stop: Event | None = None) -> int:
    """Do what is due, and return how many jobs were tried; ``now`` stands for the clock.

    Once ``stop`` is set no other job is begun.
    """
    done = 0
    while stop is None or not stop.is_set():
        task = _take(app, now or datetime.now(UTC))
        if task is None:
            break
        _attempt(app, task, now)
        done += 1
    return done


def run_forever(app: Flask, stop: Event) -> None:
    """Do what is due until told to stop; what goes wrong is logged, and the next round comes."""
    listener = app.extensions["msp_du_bell"].listener()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker") as rounds:
        while not stop.is_set():
            error = rounds.submit(_round, app, stop).exception()
            if error is not None:
                log.error("a round of the worker failed: %s", type(error).__name__)
            listener.wait(stop, POLL_SECONDS)
    listener.close()


def _round(app: Flask, stop: Event) -> None:
    clock.queue_due(app, now=datetime.now(UTC))
    run_due(app, stop=stop)
    keep_audit_head(app, now=datetime.now(UTC))


def keep_audit_head(app: Flask, *, now: datetime) -> None:
    """Write the audit chain's head outside the database, once a day (UTC)."""
    config: Config = app.extensions["msp_du_config"]
    path = config.instance / audit_heads.FILE_NAME
    today = now.astimezone(UTC).date()
    if audit_heads.last_day(path) == today:
        return
    with app.app_context():
        sequence, chain_hash = audit.head(db.session())
    if sequence:
        audit_heads.append(path, today, sequence, chain_hash)


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after this many tries: 30 s, 1 min, 2 min … 6 h at most."""
    doublings: int = 2 ** min(tries - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Waiting and due, or taken by a worker that did not come back."""
    return or_(
        and_(Job.state == JobState.PENDING, Job.next_at <= now),
        and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
    )


def _take(app: Flask, now: datetime) -> Task | None:
    """Take one due job for the length of a lease; another worker passes over it."""
    with app.app_context():
        anything = db.session().execute(select(Job.id).where(_is_due(now)).limit(1)).first()
        if anything is None:
            return None
        with transaction() as session:
            return _lease(session, now)


def _lease(session: Session, now: datetime) -> Task | None:
    statement = (
        select(Job)
        .where(_is_due(now))
        .order_by(Job.next_at, Job.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.execute(statement).scalar_one_or_none()
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.lease_until = now + LEASE
    job.tries += 1
    return Task(job.id, job.kind, dict(job.payload), job.institution_id, job.tries)


def _attempt(app: Flask, task: Task, now: datetime | None) -> None:
    if task.tries > MOST_TRIES:
        _finish(app, task, now, JobFailure("never finished", is_final=True))
        return
    try:
        with _leased(app, task):
            HANDLERS[task.kind](app, task)
    except JobFailure as failure:
        _finish(app, task, now, failure)
    else:
        _finish(app, task, now, None)


@contextmanager
def _leased(app: Flask, task: Task) -> Iterator[None]:
    """Renew the lease of a job, in a thread of its own, while the block does it."""
    is_done = Event()

    def renew() -> None:
        for _time in range(LONGEST_JOB // (LEASE / 3)):
            if is_done.wait((LEASE / 3).total_seconds()) or not _renew(app, task):
                return

    thread = Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _renew(app: Flask, task: Task) -> bool:
    """Lengthen the lease, if it is still this worker's; a database that is down is asked again."""
    lengthened = (
        update(Job)
        .where(Job.id == task.id, Job.tries == task.tries, Job.state == JobState.RUNNING)
        .values(lease_until=datetime.now(UTC) + LEASE)
        .returning(Job.id)
    )
    try:
        with app.app_context(), transaction() as session:
            return session.execute(lengthened).first() is not None
    except OperationalError:
        return True


def _finish(app: Flask, task: Task, now: datetime | None, failure: JobFailure | None) -> None:
    """Write what became of the job, unless its lease went to another worker meanwhile."""
    moment = now or datetime.now(UTC)
    with app.app_context(), transaction() as session:
        job = session.get(Job, task.id, with_for_update=True)
        if job is None or job.state is not JobState.RUNNING or job.tries != task.tries:
            return
        job.lease_until = None
        job.error = failure.reason if failure else None
        if failure is None:
            job.state, job.done_at = JobState.DONE, moment
        elif failure.is_final or task.tries >= MOST_TRIES:
            job.state = JobState.FAILED
        else:
            job.state = JobState.PENDING
            job.next_at = moment + wait_after(task.tries)
