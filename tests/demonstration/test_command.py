"""``msp-du demo --json`` ends with a served instance where every listed account signs in."""

import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from click.testing import CliRunner

from msp_du.cli import demo as command
from msp_du.cli import serve
from tests.support.commands import PROGRAM, Run, free_port, runner, settings


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""
    return runner(settings(tmp_path), monkeypatch, capsys)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "instance"


@pytest.fixture(scope="module")
def said(folder: Path) -> Iterator[dict[str, Any]]:
    """The first line of a demonstration that is being served."""
    command = [*PROGRAM, "demo", "--json", "--data", str(folder), "--port", str(free_port())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        said = json.loads(line)
        try:
            patient(build_opener(), said["url"])
            yield said
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert process.returncode == 0


def by_number(url: str) -> str:
    """Return the address with the loopback's number: a bare machine does not know its name."""
    return url.replace("//localhost:", "//127.0.0.1:")


def patient(opener: OpenerDirector, url: str) -> str:
    end = time.monotonic() + 30
    while True:
        try:
            with opener.open(by_number(url)) as answer:
                return str(answer.read().decode())
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_a_demonstration_of_before_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demonstration").write_text("invented people only\n")
    (tmp_path / "msp-du.sqlite3").write_text("tables of before")
    built: list[bool] = []

    def build(folder: Path, _port: int) -> None:
        built.append(folder.exists())
        folder.mkdir()
        (folder / "codes.json").write_text("[]")
        for name in ("secret", "code"):
            (folder / f"{name}.key").write_text(name[0] * 43)

    monkeypatch.setattr(command, "_build", build)
    monkeypatch.setattr(command, "_desks", lambda _app: [])
    monkeypatch.setattr(serve, "run", lambda *_app, **_options: None)
    words = ["--json", "--data", str(tmp_path), "--port", str(free_port())]
    done = CliRunner().invoke(command.demo, words)
    assert done.exit_code == 0, done.output
    assert built == [False]
    assert json.loads(done.stdout)["codes"] == []


@pytest.mark.parametrize("arguments", [[], ["--reset"]], ids=["build", "reset"])
def test_a_folder_that_is_no_demonstration_is_left_alone(
    tmp_path: Path, run: Run, arguments: list[str]
) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("keep me")
    done = run("demo", *arguments, "--data", str(tmp_path), "--port", str(free_port()))
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "no demonstration" in done.err
    assert precious.read_text() == "keep me"


def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path, run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("demo", "--data", str(tmp_path / "x"), "--port", port)
    assert done.status == 1
    assert done.err == (
        f"msp-du: port {port} is not free on this machine; choose another with --port\n"
    )


def test_every_listed_account_signs_in(said: dict[str, Any]) -> None:
    assert said["url"].startswith("http://localhost:")
    assert {account["role"] for account in said["accounts"]} == {
        "trainee",
        "tutor",
        "supervisor",
        "coordinator",
        "registrar",
        "board_member",
        "administrator",
    }
    for account in said["accounts"]:
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = patient(opener, f"{said['url']}/connexion")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        fields = {"csrf_token": token[1], "email": account["email"]}
        body = urlencode(fields | {"password": account["password"]}).encode()
        with opener.open(by_number(f"{said['url']}/connexion"), body) as answer:
            home = answer.read().decode()
        assert account["name"] in home
        assert "Se déconnecter" in home


def test_every_listed_code_can_be_verified(said: dict[str, Any]) -> None:
    states = [listed["state"] for listed in said["codes"]]
    assert {"valid", "replaced", "revoked"} == set(states)
    for listed in said["codes"]:
        asked = Request(  # noqa: S310 - our own server
            by_number(f"{said['url']}/api/v1/verifications"),
            json.dumps({key: listed[key] for key in ("code", "family_name")}).encode(),
            {"Content-Type": "application/json"},
        )
        with build_opener().open(asked) as answer:
            told = json.load(answer)
        assert told["state"] == listed["state"]


def test_a_listed_desk_opens_without_an_account(said: dict[str, Any]) -> None:
    assert len(said["desks"]) == 2
    for listed in said["desks"]:
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = patient(opener, listed["url"])
        assert listed["name"] not in page
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        body = urlencode({"csrf_token": token[1]}).encode()
        with opener.open(by_number(listed["url"]), body) as answer:
            desk = answer.read().decode()
        assert listed["name"] in desk
        assert "Relire et signer" in desk


def test_a_second_start_builds_nothing(
    said: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads((folder / "codes.json").read_text("utf-8"))
    monkeypatch.setattr(command, "_build", None)
    monkeypatch.setattr(serve, "run", lambda *_app, **_options: None)
    words = ["--json", "--data", str(folder), "--port", str(free_port())]
    done = CliRunner().invoke(command.demo, words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["codes"] == said["codes"] == kept
    keys = {path.name: path.read_text() for path in folder.glob("*.key")}
    assert set(keys) == {"secret.key", "code.key"}
    assert not folder.with_name("instance.partial").exists()
