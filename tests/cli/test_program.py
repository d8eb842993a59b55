"""What holds of every command: its help, its exit status, its errors in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from msp_du.cli import COMMANDS
from tests.support.commands import Run, environment, runner, settings

COMMON = [
    ("accounts", "create"),
    ("accounts", "list"),
    ("accounts", "disable"),
    ("audit", "verify"),
    ("board", "simulate"),
    ("db", "upgrade"),
    ("db", "check"),
    ("institutions", "create"),
    ("institutions", "list"),
    ("mail", "test"),
    ("serve",),
    ("worker",),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(settings(tmp_path), monkeypatch, capsys)


def test_the_list_of_commands_needs_neither_flask_nor_the_database(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from msp_du.cli import main\n"
        "sys.argv = ['msp-du', '--help']\n"
        "try:\n    main()\n"
        "finally:\n"
        "    print(sorted({'flask', 'sqlalchemy', 'gunicorn'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment(settings(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("[]\n")
    for name, (_target, summary) in COMMANDS.items():
        assert name in done.stdout
        assert summary in done.stdout


@pytest.mark.parametrize("words", COMMON, ids=" ".join)
@pytest.mark.parametrize("asked", ["--help"])
def test_each_command_has_its_help(run: Run, words: tuple[str, ...], asked: str) -> None:
    outcome = run(*words, asked)
    assert outcome.status == 0
    assert outcome.out.startswith(f"Usage: msp-du {' '.join(words)}")
    assert outcome.err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("bogus",), "No such command 'bogus'", id="no-such-command"),
        pytest.param(("db", "bogus"), "No such command 'bogus'", id="no-such-subcommand"),
        pytest.param(("accounts", "create"), "Missing argument 'EMAIL'", id="no-argument"),
        pytest.param(("serve", "--port", "0"), "0 is not in the range", id="no-port"),
        pytest.param(("mail", "test", "bogus"), "not an e-mail address", id="no-address"),
    ],
)
def test_a_command_called_wrongly_says_so_in_a_line_and_ends_with_2(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    outcome = run(*words)
    assert outcome.status == 2
    assert outcome.err.startswith("msp-du: ")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_without_a_word_the_help_is_shown_and_the_status_is_2(run: Run) -> None:
    outcome = run()
    assert outcome.status == 2
    assert "institutions" in outcome.err


def test_a_missing_setting_is_said_in_a_line_with_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MSP_DU_CODE_KEY")
    outcome = run("accounts", "list")
    assert outcome.status == 2
    assert "code_key is not set" in outcome.err
    assert "secrets.token_urlsafe" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("accounts", "list"), ("audit", "verify"), ("institutions", "list")], ids=" ".join
)
def test_a_database_without_tables_is_said_in_a_line(run: Run, words: tuple[str, ...]) -> None:
    outcome = run(*words)
    assert outcome.status == 1
    assert "msp-du db upgrade" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_database_that_does_not_answer_is_said_in_a_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSP_DU_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    outcome = run("db", "check")
    assert outcome.status == 1
    assert "the database cannot be used" in outcome.err
    assert outcome.err.count("\n") == 1
