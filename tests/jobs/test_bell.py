"""The bell: it wakes a worker up at once, and a bell that fails costs a few seconds at most."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import transaction
from msp_du.jobs import bell, clock, worker
from msp_du.jobs.bell import Bell
from msp_du.models import Job
from msp_du.services import outbox
from tests.support.commands import free_port
from tests.support.redis_server import redis_server

PATIENCE = 20.0


@contextmanager
def hung(app: Flask, tmp_path: Path, kind: str) -> Iterator[Bell]:
    """Hang a bell of this kind in the application."""
    before: Bell = app.extensions["msp_du_bell"]
    config: Config = app.extensions["msp_du_config"]
    settings = replace(config, bell=kind)
    if kind == "sqlite":
        settings = replace(settings, instance=tmp_path)
    app.extensions["msp_du_bell"] = Bell(settings)
    try:
        yield app.extensions["msp_du_bell"]
    finally:
        app.extensions["msp_du_bell"] = before


@contextmanager
def bell_of(app: Flask, tmp_path: Path, kind: str) -> Iterator[Bell]:
    if kind == "redis":
        with redis_server() as port, hung(app, tmp_path, f"redis://127.0.0.1:{port}/0") as ringing:
            yield ringing
    else:
        with hung(app, tmp_path, kind) as ringing:
            yield ringing


def is_heard(ringing: Bell, seconds: float = PATIENCE) -> bool:
    """Tell whether the bell rang before the time was over."""
    listener, began = ringing.listener(), time.monotonic()
    listener.wait(Event(), seconds)
    listener.close()
    return time.monotonic() - began < seconds


def queue() -> None:
    with transaction() as session:
        outbox.queue(session, JobKind.MAIL_INVITATION, "key", {})


@pytest.mark.parametrize(
    ("app", "kind"),
    [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "redis")],
    indirect=["app"],
    ids=["sqlite", "postgresql", "redis"],
)
def test_what_is_queued_rings_once_it_is_committed(
    app: Flask, session: Session, tmp_path: Path, kind: str
) -> None:
    with bell_of(app, tmp_path, kind) as ringing:
        with pytest.raises(ZeroDivisionError), transaction() as s:
            assert outbox.queue(s, JobKind.MAIL_INVITATION, "key", {}).tries / 0
        assert not is_heard(ringing, 0.1)
        queue()
        assert is_heard(ringing)
        assert not is_heard(ringing, 0.1)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_strokes_that_nobody_took_are_one(app: Flask, session: Session, tmp_path: Path) -> None:
    with bell_of(app, tmp_path, "sqlite") as ringing:
        queue()
        assert is_heard(ringing)
        for _stroke in range(3):
            ringing.ring()
            while not _strokes(tmp_path):
                time.sleep(0.01)
        assert _strokes(tmp_path) == [bell.STROKE]


def _strokes(folder: Path) -> list[bytes]:
    connection = sqlite3.connect(folder / bell.FILE)
    try:
        return [bytes(data) for (data,) in connection.execute("SELECT data FROM task")]
    finally:
        connection.close()


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_worker_does_at_once_what_the_bell_announces_and_stops_when_told(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, stop = Event(), Event()
    monkeypatch.setattr(worker, "POLL_SECONDS", 3600.0)
    monkeypatch.setattr(worker, "HANDLERS", dict.fromkeys(JobKind, lambda _app, _task: None))
    monkeypatch.setitem(worker.HANDLERS, JobKind.MAIL_INVITATION, lambda _app, _task: done.set())
    with bell_of(app, tmp_path, "sqlite"):
        running = Thread(target=worker.run_forever, args=(app, stop))
        running.start()
        queue()
        assert done.wait(PATIENCE)
        stop.set()
        running.join(PATIENCE)
        assert not running.is_alive()


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["redis", "sqlite"])
def test_a_bell_that_is_down_is_said_once_and_delays_nobody(
    app: Flask,
    session: Session,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    (tmp_path / bell.FILE).mkdir()
    address = f"redis://127.0.0.1:{free_port()}/0" if kind == "redis" else kind
    with hung(app, tmp_path, address) as ringing:
        began = time.monotonic()
        queue()
        assert time.monotonic() - began < 1
        listener = ringing.listener()
        for _time in range(3):
            listener.wait(Event(), 0.05)
        listener.close()
    session.rollback()
    assert session.execute(select(Job.state)).scalar_one() is JobState.PENDING
    said = [record.message for record in caplog.records if record.threadName == "MainThread"]
    assert len(said) == 1
    assert said[0].startswith("the bell cannot be reached: ")


def test_two_clocks_queue_each_period_once(app: Flask, session: Session) -> None:
    now = datetime(2026, 11, 28, 22, 59, 59, tzinfo=UTC)
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda _clock: clock.queue_due(app, now=now), range(2)))
    clock.queue_due(app, now=now)
    assert sorted(session.scalars(select(Job.key))) == [
        "messages.purge:2026-11-28",
        "reminders.plan:2026-11-28T22",
    ]
    clock.queue_due(app, now=now.replace(hour=23))
    session.rollback()
    assert len(session.scalars(select(Job.id)).all()) == 3
