"""``msp-du serve`` and ``msp-du worker``, as programs of their own."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from msp_du import create_app
from msp_du.cli import serve
from msp_du.config import Config
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.services import members
from tests.factories import make_institution
from tests.support.commands import Run, free_port, runner, settings, start

PATIENCE = 60.0
SECRET = "a-secret-that-stays-out-of-logs"


@pytest.fixture
def config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Config:
    """An instance with its tables."""
    config = settings(tmp_path)
    assert runner(config, monkeypatch, capsys)("db", "upgrade").status == 0
    return config


@pytest.fixture
def run(config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(config, monkeypatch, capsys)


def wait_for(done: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.1)


def ended(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> str:
    """Send the signal, check that it ends well, and return what it logged."""
    process.send_signal(number)
    _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return err


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, path: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def invite_somebody(config: Config) -> None:
    """Leave one invitation for the worker."""
    app = create_app(config)
    with app.app_context():
        with transaction() as session:
            members.invite(
                session,
                make_institution(session),
                email="ada@example.org",
                display_name="Ada Roy",
                roles=[Role.TUTOR],
                cohort_id=None,
                actor=None,
            )
        db.engine.dispose()


def test_the_server_answers_with_its_headers_does_jobs_and_stops_when_told(config: Config) -> None:
    invite_somebody(config)
    port = free_port()
    process = start(config, "serve", "--port", str(port))
    try:
        wait_for(lambda: answers(port))
        response, page = get(port, "/connexion")
        get(port, f"/invitation/{SECRET}")
        wait_for((config.instance / "mails" / "1.eml").exists)
    finally:
        log = ended(process)
    assert response.status == 200
    assert "<h1" in page
    assert 'type="password"' in page
    assert "default-src 'none'" in str(response.getheader("Content-Security-Policy"))
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert log == f"listening on 127.0.0.1:{port}\n"
    assert not answers(port)


def test_a_small_site_does_its_jobs_in_a_thread_of_the_server(config: Config) -> None:
    invite_somebody(config)
    port = free_port()
    small = replace(config, worker="embedded")
    process = start(small, "serve", "--port", str(port), "--workers", "1")
    try:
        wait_for((config.instance / "mails" / "1.eml").exists)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    finally:
        log = ended(process)
    assert len(children) == 1
    assert log == f"listening on 127.0.0.1:{port}\n"


def test_a_port_in_use_is_said_in_a_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = run("serve", "--port", str(taken.getsockname()[1]))
    assert outcome.status == 1
    assert outcome.err.startswith("msp-du: cannot listen: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=str)
def test_the_worker_does_its_jobs_and_stops_when_told(
    config: Config, number: signal.Signals
) -> None:
    invite_somebody(config)
    process = start(config, "worker")
    try:
        wait_for((config.instance / "mails" / "1.eml").exists)
    finally:
        log = ended(process, number)
    assert log == ""
    assert "ada@example.org" in (config.instance / "mails" / "1.eml").read_text()


def test_the_worker_stops_when_the_server_that_started_it_is_gone(config: Config) -> None:
    process = start(config, "worker", "--parent", "1")
    _out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")


def test_a_worker_that_dies_is_started_again_but_not_at_once(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    class Dead:
        def __init__(self, command: list[str], **_options: object) -> None:
            started.append(command)

        def poll(self) -> int:
            return 1

    monkeypatch.setattr("msp_du.cli.serve.subprocess.Popen", Dead)
    worker = serve.JobWorker(config)
    worker.keep()
    worker.keep()
    assert len(started) == 1
    monkeypatch.setattr(serve, "RESTART_SECONDS", 0.0)
    worker.keep()
    assert len(started) == 2
    assert started[0][-3:-1] == ["worker", "--parent"]


def test_another_process_gets_the_same_settings(tmp_path: Path) -> None:
    config = replace(settings(tmp_path), demo=True, smtp_port=2525, database_url="sqlite://")
    variables = serve.environment_of(config)
    assert Config.load(environ=variables) == config
