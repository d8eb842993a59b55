"""The bell: wakes the worker up as soon as something was queued. The table says what to do.

huey's storages carry it (SQLite, Redis, PostgreSQL), and nothing of huey besides: its consumer
takes a task out of its queue before doing it, so that what runs when the process dies is lost,
and it unpickles what it takes. Here the queue holds one constant, never read; a bell that is
lost, late, or rung by a stranger costs a look at the table and no more. The worker looks every
few seconds anyway.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any, TypeAlias, TypeVar

from flask import Flask

from msp_du.config import Config

STROKE = b"look"
NAME = "msp-du"
FILE = "bell.sqlite3"
SCHEMA = "bell"
"""Where huey's tables are in PostgreSQL, apart from ours."""
LISTEN_SECONDS = 0.2
CONNECT_SECONDS = 2
ANSWER_SECONDS = 5

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Kind: TypeAlias = tuple[Callable[[Config], Any], tuple[type[Exception], ...]]
"""What opens a storage of huey, and what it raises when it cannot be reached."""


class Bell:
    """What a process rings, and what its worker listens to."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._ringers: dict[int, _Ringer] = {}

    def ring(self) -> None:
        """Have a worker woken up; waits for nothing, and no fault of the bell comes back."""
        if self._config.bell != "off":
            # By process: a fork keeps neither the thread nor a right to its connection.
            self._ringers.setdefault(os.getpid(), _Ringer(self._config)).ring()

    def listener(self) -> "Listener":
        """Return an ear for one worker."""
        return Listener(self._config)


class Listener:
    """Waits for the bell, in one thread."""

    def __init__(self, config: Config) -> None:
        self._line = _Line(config) if config.bell != "off" else None

    def wait(self, stop: Event, seconds: float) -> None:
        """Return once the bell was rung, when told to stop, or after so many seconds."""
        limit = time.monotonic() + seconds
        while not stop.is_set() and (left := limit - time.monotonic()) > 0:
            rang = self._line.rang() if self._line else None
            if rang:
                return
            stop.wait(left if rang is None else min(left, LISTEN_SECONDS))

    def close(self) -> None:
        """Let go of the connection."""
        if self._line is not None:
            self._line.close()


class _Ringer:
    """The thread that rings for a process: huey and a dead Redis are both slow to wait for."""

    def __init__(self, config: Config) -> None:
        self._line = _Line(config)
        self._wanted = Event()
        self._lock = Lock()
        self._thread: Thread | None = None

    def ring(self) -> None:
        self._wanted.set()
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="bell", daemon=True)
                self._thread.start()

    def _serve(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            self._line.ring()


class _Line:
    """A connection to the queue: opened when first used, and anew after a fault."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._storage: Any = None
        self._is_down = False

    def ring(self) -> None:
        """Leave a stroke, unless one is there: who takes that one sees what was committed."""
        self._use(lambda storage: storage.queue_size() or storage.enqueue(STROKE))

    def rang(self) -> bool | None:
        """Take a stroke away and tell whether there was one; None when nothing can be heard."""
        return self._use(lambda storage: storage.dequeue() is not None)

    def close(self) -> None:
        storage, self._storage = self._storage, None
        if storage is not None:
            with suppress(*_kind(self._config)[1]):
                storage.close()

    def _use(self, act: Callable[[Any], Result]) -> Result | None:
        open_storage, faults = _kind(self._config)
        try:
            if self._storage is None:
                self._storage = open_storage(self._config)
            result = act(self._storage)
        except faults as fault:
            if not self._is_down:
                log.warning("the bell cannot be reached: %s", type(fault).__name__)
            self._is_down = True
            self.close()
            return None
        self._is_down = False
        return result


def register(app: Flask) -> None:
    """Hang the bell where ``extensions.transaction`` finds it."""
    app.extensions["msp_du_bell"] = Bell(app.extensions["msp_du_config"])


def _kind(config: Config) -> Kind:
    """Return how to open what the settings name; drivers are imported here, when first needed."""
    if config.bell == "sqlite":
        return _open_sqlite, (sqlite3.Error, OSError)
    if config.bell == "postgresql":
        import psycopg  # noqa: PLC0415

        return _open_postgresql, (psycopg.Error, OSError)
    import redis  # noqa: PLC0415

    return _open_redis, (redis.RedisError, OSError)


def _open_sqlite(config: Config) -> Any:
    from huey.storage import SqliteStorage  # noqa: PLC0415 - three drivers come with it

    # Nothing is lost with a stroke, so none waits for the disk.
    return SqliteStorage(NAME, filename=str(config.instance / FILE), cache_mb=0, fsync=False)


def _open_postgresql(config: Config) -> Any:
    import psycopg  # noqa: PLC0415
    from huey.storage import PostgresStorage  # noqa: PLC0415
    from sqlalchemy import make_url  # noqa: PLC0415

    url = make_url(config.sqlalchemy_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)

    def connect() -> Any:
        return psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            options=f"-c search_path={SCHEMA} -c statement_timeout={ANSWER_SECONDS}s",
        )

    with connect() as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    return PostgresStorage(NAME, connection=connect)


def _open_redis(config: Config) -> Any:
    from huey.storage import RedisStorage  # noqa: PLC0415
    from redis import ConnectionPool  # noqa: PLC0415

    pool = ConnectionPool.from_url(
        config.bell,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        protocol=2,
    )
    return RedisStorage(NAME, connection_pool=pool)
