"""Runs commands as a shell would: by their words, with an instance's settings around them."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from msp_du import cli
from msp_du.config import Config

PROGRAM = (sys.executable, "-c", "from msp_du.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


def environment(config: Config) -> dict[str, str]:
    """The variables that give a command these settings, and no others."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    return {f"MSP_DU_{name.upper()}": str(value) for name, value in values.items()}


def settings(instance: Path, **changes: object) -> Config:
    """Settings of an instance of its own."""
    known: dict[str, object] = {
        "instance": instance,
        "public_url": "http://localhost:8000",
        "secret_key": "s" * 43,
        "code_key": "c" * 43,
    }
    return Config(**known | changes)  # type: ignore[arg-type]


def runner(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs a command in this process, by its words."""
    for name in [key for key in os.environ if key.startswith("MSP_DU_")]:
        monkeypatch.delenv(name)
    for name, value in environment(config).items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["msp-du", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return Outcome(int(end.value.code or 0), printed.out, printed.err)

    return run


def start(config: Config, *words: str) -> subprocess.Popen[str]:
    """Start a command as a program of its own."""
    return subprocess.Popen(
        [*PROGRAM, *words],
        env=os.environ | environment(config),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
