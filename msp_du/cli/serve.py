"""``msp-du serve``: the web server, and beside it, or as a thread of it, the worker.

Gunicorn with threads (gthread), 2 processes of 4 threads. Measured on pages like ours it is about
as fast as the fastest server tried: the application's own work decides, not the server's. It starts
a process again when one dies, and lets the requests under way finish when it stops. Threads,
because pages wait for the database; two processes, because Python computes in one thread at a time.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import fields
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from msp_du.cli.application import application
from msp_du.cli.database import require_head
from msp_du.config import Config
from msp_du.extensions import db
from msp_du.jobs.worker import run_forever

PROCESSES = 2
THREADS = 4
STOP_SECONDS = 20
RESTART_SECONDS = 5.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=PROCESSES, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help="Leave the jobs to another msp-du worker.")
def serve(*, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the application, and do its jobs, until SIGTERM or SIGINT."""
    with application("serve") as app, db.engine.connect() as connection:
        require_head(connection)
    require_free(host, port)
    click.echo(f"listening on {bind_address(host, port)}", err=True)
    run(app, host=host, port=port, processes=workers, with_worker=not no_worker)


def run(
    app: Flask, *, host: str, port: int, processes: int = PROCESSES, with_worker: bool = True
) -> None:
    """Serve an application until told to stop; ends with SystemExit.

    Nothing of a request is logged: an address or a one-time link must not stay in a log. Where
    the worker is embedded, each process has one as a thread: they share the jobs.
    """
    config: Config = app.extensions["msp_du_config"]
    kind = config.worker if with_worker else "off"
    threads = WorkerThread(app) if kind == "embedded" else None
    options = {
        "bind": bind_address(host, port),
        "workers": processes,
        "worker_class": "gthread",
        "threads": THREADS,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "graceful_timeout": STOP_SECONDS,
        "control_socket_disable": True,
        "secure_scheme_headers": {},
        "post_fork": lambda _server, _worker: _begin_process(app, threads),
        "worker_exit": lambda _server, _worker: threads.stop() if threads else None,
    }
    job_worker = JobWorker(config) if kind == "process" else None
    try:
        Server(app, options, job_worker).run()
    finally:
        if job_worker is not None:
            job_worker.stop()


def bind_address(host: str, port: int) -> str:
    """Return what to listen on.

    >>> bind_address("::1", 8000)
    '[::1]:8000'
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def require_free(host: str, port: int) -> None:
    """Stop the command in one line when something listens there; Gunicorn would try for long."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise click.ClickException(f"cannot listen: {error.strerror}") from error


def _begin_process(app: Flask, threads: "WorkerThread | None") -> None:
    """Let a new process open connections of its own: those before the fork are not its."""
    with app.app_context():
        db.engine.dispose(close=False)
    if threads is not None:
        threads.start()


class WorkerThread:
    """The worker as a thread of a web process, for a small site: a process less to feed."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; it ends with its process."""
        self._thread = threading.Thread(
            target=run_forever, args=(self._app, self._stop), name="worker", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End the thread after its job under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)


class JobWorker:
    """The ``msp-du worker`` that runs beside the server, started again when it dies."""

    def __init__(self, config: Config) -> None:
        self._environment = os.environ | environment_of(config)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def keep(self) -> None:
        """Start the worker unless it runs, at most once in a few seconds."""
        is_running = self._process is not None and self._process.poll() is None
        if is_running or (self._started and time.monotonic() - self._started < RESTART_SECONDS):
            return
        self._started = time.monotonic()
        program = "from msp_du.cli import main; main()"
        command = [sys.executable, "-c", program, "worker", "--parent", str(os.getpid())]
        self._process = subprocess.Popen(command, env=self._environment)  # noqa: S603 - our own

    def stop(self) -> None:
        """End the worker after its job under way."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def environment_of(config: Config) -> dict[str, str]:
    """Return the variables that give another process the same settings."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    return {f"MSP_DU_{name.upper()}": str(value) for name, value in values.items()}


class Server(BaseApplication):
    """Gunicorn, set up by us and by nothing else: no file, no variable, no argument."""

    def __init__(self, app: Flask, options: dict[str, Any], job_worker: JobWorker | None) -> None:
        self._app = app
        self._options = options
        self._job_worker = job_worker
        super().__init__()

    def load_config(self) -> None:
        settings: Any = self.cfg
        for name, value in self._options.items():
            settings.set(name, value)

    def load(self) -> Any:
        return self._app

    def run(self) -> None:
        Foreman(self, self._job_worker).run()


class Foreman(Arbiter):
    """Gunicorn's main process, which also keeps the worker running."""

    def __init__(self, server: Server, job_worker: JobWorker | None) -> None:
        self._job_worker = job_worker
        super().__init__(server)

    def manage_workers(self) -> None:
        super().manage_workers()
        if self._job_worker is not None:
            self._job_worker.keep()
