"""The worker: each due job once, again later when it failed, and never by two at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import transaction
from msp_du.files import audit_heads
from msp_du.jobs import clock, worker
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.jobs.worker import keep_audit_head, run_due, run_forever, wait_after
from msp_du.models import Job
from msp_du.services import audit, outbox
from tests.factories import make_account

NOW = datetime.now(UTC) + timedelta(hours=1)
"""Later than any job of these tests is made."""


class Handler:
    """Does what a test tells it to, and remembers who asked."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.failure: BaseException | None = None
        self._lock = Lock()

    def __call__(self, app: Flask, task: Task) -> None:
        with self._lock:
            self.tasks.append(task)
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Handler:
    found = Handler()
    monkeypatch.setattr(worker, "HANDLERS", dict.fromkeys(JobKind, found))
    return found


def queue(count: int = 1) -> None:
    with transaction() as s:
        for _job in range(count):
            payload = {"account_id": str(uuid4())}
            outbox.queue(s, JobKind.MAIL_INVITATION, f"key-{uuid4()}", payload)


def only_job(session: Session) -> Job:
    session.rollback()
    return session.execute(select(Job)).scalar_one()


def test_a_due_job_is_done_once(app: Flask, session: Session, handler: Handler) -> None:
    queue()
    assert run_due(app, now=NOW) == 1
    assert run_due(app, now=NOW) == 0
    job = only_job(session)
    assert (job.state, job.done_at, job.lease_until, job.error) == (JobState.DONE, NOW, None, None)
    assert len(handler.tasks) == 1


def test_a_key_is_queued_once(session: Session) -> None:
    with transaction() as s:
        first = outbox.queue(s, JobKind.MAIL_INVITATION, "same", {})
        again = outbox.queue(s, JobKind.MAIL_INVITATION, "same", {})
        assert first.id == again.id


def test_a_job_of_later_waits(app: Flask, session: Session, handler: Handler) -> None:
    queue()
    due = only_job(session).next_at
    assert run_due(app, now=due - timedelta(microseconds=1)) == 0
    assert run_due(app, now=due) == 1


def test_a_failed_job_is_tried_again_later_each_time(
    app: Flask, session: Session, handler: Handler
) -> None:
    queue()
    handler.failure = JobFailure("mail server: ConnectionRefusedError")
    now, waits = NOW, []
    for _try in range(4):
        assert run_due(app, now=now) == 1
        assert run_due(app, now=now) == 0
        job = only_job(session)
        assert job.state is JobState.PENDING
        assert job.error == "mail server: ConnectionRefusedError"
        waits.append((job.next_at - now).total_seconds())
        now = job.next_at
    assert waits == [30, 60, 120, 240]
    handler.failure = None
    assert run_due(app, now=now) == 1
    job = only_job(session)
    assert (job.state, job.error, job.tries) == (JobState.DONE, None, 5)


def test_the_longest_wait_is_six_hours() -> None:
    assert wait_after(10) == timedelta(seconds=30 * 512)
    assert wait_after(11) == timedelta(hours=6)
    assert wait_after(5000) == timedelta(hours=6)


def test_after_the_last_try_a_job_has_failed_for_good(
    app: Flask, session: Session, handler: Handler
) -> None:
    queue()
    handler.failure = JobFailure("mail server answered 451")
    now = NOW
    for _try in range(worker.MOST_TRIES):
        assert run_due(app, now=now) == 1
        now = only_job(session).next_at
    assert only_job(session).state is JobState.FAILED
    assert run_due(app, now=now + timedelta(days=9)) == 0


def test_a_final_refusal_is_not_tried_again(app: Flask, session: Session, handler: Handler) -> None:
    queue()
    handler.failure = JobFailure("mail server answered 550", is_final=True)
    run_due(app, now=NOW)
    job = only_job(session)
    assert (job.state, job.error) == (JobState.FAILED, "mail server answered 550")
    assert run_due(app, now=NOW + timedelta(days=9)) == 0


class Killed(BaseException):
    """The process ends here."""


def test_a_job_whose_worker_died_is_taken_again_after_its_lease(
    app: Flask, session: Session, handler: Handler
) -> None:
    queue()
    handler.failure = Killed()
    with pytest.raises(Killed):
        run_due(app, now=NOW)
    assert only_job(session).state is JobState.RUNNING
    handler.failure = None
    assert run_due(app, now=NOW + worker.LEASE - timedelta(microseconds=1)) == 0
    assert run_due(app, now=NOW + worker.LEASE) == 1
    assert only_job(session).state is JobState.DONE


def test_a_job_that_kills_every_worker_is_given_up(
    app: Flask, session: Session, handler: Handler
) -> None:
    queue()
    handler.failure = Killed()
    now = NOW
    for _try in range(worker.MOST_TRIES):
        with pytest.raises(Killed):
            run_due(app, now=now)
        now += worker.LEASE
    assert run_due(app, now=now) == 1
    job = only_job(session)
    assert (job.state, job.error) == (JobState.FAILED, "never finished")
    assert len(handler.tasks) == worker.MOST_TRIES


def test_a_worker_that_lost_its_lease_does_not_overrule_the_other(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    later = NOW + worker.LEASE
    calls: list[int] = []

    def slow(inner: Flask, task: Task) -> None:
        calls.append(task.tries)
        if task.tries == 1:
            assert run_due(inner, now=later) == 1
            raise JobFailure("too late")

    monkeypatch.setattr(worker, "HANDLERS", dict.fromkeys(JobKind, slow))
    run_due(app, now=NOW)
    job = only_job(session)
    assert (job.state, job.error, calls) == (JobState.DONE, None, [1, 2])


def test_two_workers_share_the_jobs(app: Flask, session: Session, handler: Handler) -> None:
    queue(20)
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(lambda _n: run_due(app, now=NOW), range(2)))
    assert sum(done) == 20
    assert len({task.id for task in handler.tasks}) == len(handler.tasks) == 20


def test_a_worker_that_is_told_to_stop_begins_no_other_job(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(3)
    stop = Event()
    monkeypatch.setattr(worker, "HANDLERS", dict.fromkeys(JobKind, lambda _app, _task: stop.set()))
    assert run_due(app, now=NOW, stop=stop) == 1
    assert run_due(app, now=NOW, stop=stop) == 0
    stop.clear()
    assert run_due(app, now=NOW, stop=stop) == 1
    session.rollback()
    states = [job.state for job in session.scalars(select(Job))]
    assert sorted(states) == [JobState.DONE, JobState.DONE, JobState.PENDING]


def test_the_worker_outlives_a_fault_and_stops_when_told(
    app: Flask,
    session: Session,
    handler: Handler,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    queue()
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    stop, rounds = Event(), []

    def round_(inner: Flask, _stop: Event) -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise ValueError("Camille Lefèvre")
        run_due(inner)
        stop.set()

    monkeypatch.setattr(worker, "_round", round_)
    run_forever(app, stop)
    assert only_job(session).state is JobState.DONE
    assert "a round of the worker failed: ValueError" in caplog.text
    assert "Camille" not in caplog.text


def test_a_round_does_the_jobs_and_keeps_the_head(
    app: Flask, session: Session, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = app.extensions["msp_du_config"].instance / audit_heads.FILE_NAME
    heads.unlink(missing_ok=True)
    queue()
    with transaction() as s:
        audit.record(s, "accounts:open", make_account(s), actor=None)
    stop = Event()
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(run_forever, app, stop)
        while not heads.exists() and not running.done():
            stop.wait(0.01)
        stop.set()
        running.result(timeout=10)
    session.rollback()
    assert audit_heads.read(heads) == [audit.head(session)]
    assert {task.kind for task in handler.tasks} == {JobKind.MAIL_INVITATION, *clock.PERIODIC}
    assert len(handler.tasks) == 1 + len(clock.PERIODIC)
    heads.unlink()


def test_the_head_of_the_chain_is_kept_once_a_day(app: Flask, session: Session) -> None:
    path = app.extensions["msp_du_config"].instance / audit_heads.FILE_NAME
    path.unlink(missing_ok=True)
    keep_audit_head(app, now=NOW)
    assert audit_heads.read(path) == []
    for day in (0, 0, 1):
        with transaction() as s:
            audit.record(s, "accounts:open", make_account(s), actor=None)
        keep_audit_head(app, now=NOW + timedelta(days=day))
    kept = audit_heads.read(path)
    assert [sequence for sequence, _hash in kept] == [1, 3]
    assert audit.verify(session, kept).faults == ()
    path.unlink()
