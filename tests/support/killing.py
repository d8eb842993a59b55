"""Programs that are killed at random, by their process ids, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Final

from msp_du.config import Config
from tests.support.commands import PROGRAM, environment

PATIENCE: Final = 60.0
SEED: Final = os.environ.get("FAULT_SEED", "1")
ROUNDS: Final = int(os.environ.get("FAULT_ROUNDS", "6"))
"""How often the web process is killed: 6 times in ``make test``, 60 in ``make faults``."""
JOBS: Final = int(os.environ.get("FAULT_JOBS", "40"))


def dice(name: str) -> Random:
    """Return what draws the moments of a test, the same at each run."""
    return Random(f"{SEED} {name}")  # noqa: S311 - not a secret


def wait_for(is_so: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.002)


class Server:
    """``msp-du serve``: a main process, and the web process that it starts again when it dies."""

    def __init__(self, config: Config, port: int) -> None:
        self._config, self._port = config, port
        self._process = self._start()

    def kill_web(self) -> None:
        """Kill the process that answers; the main process starts another."""
        wait_for(lambda: bool(self._children()))
        os.kill(self._children()[0], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill the main process and the one that answers, and start anew."""
        self.stop()
        self._process = self._start()

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [*PROGRAM, "serve", "--port", str(self._port), "--workers", "1", "--no-worker"]
        process = subprocess.Popen(
            command,
            env=os.environ | environment(self._config),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self._answers)
        return process

    def _children(self) -> list[int]:
        pid = self._process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("GET", "/connexion")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def serving(config: Config, port: int) -> Iterator[Server]:
    server = Server(config, port)
    try:
        yield server
    finally:
        server.stop()


KEEPER = """
import os, sys
from datetime import timedelta
from threading import Event
from msp_du import create_app
from msp_du.extensions import db
from msp_du.jobs import worker

worker.LEASE = timedelta(seconds=1)
worker.POLL_SECONDS = 0.1
app = create_app()
while True:
    pid = os.fork()
    if not pid:
        with app.app_context():
            db.engine.dispose(close=False)
        worker.run_forever(app, Event())
    print(pid, flush=True)
    os.waitpid(pid, 0)
"""
"""Keeps one worker running: a process whose loading does not have to be waited for."""


class Keeper:
    """A worker that is started again when it dies; its leases last a second."""

    def __init__(self, config: Config) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", KEEPER],
            env=os.environ | environment(config),
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def kill_worker(self) -> None:
        """Kill the worker that runs; another takes its place."""
        assert self._process.stdout is not None
        os.kill(int(self._process.stdout.readline()), signal.SIGKILL)

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate(timeout=PATIENCE)
