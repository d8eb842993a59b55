"""``msp-du db``: upgrade, with a copy first, and check."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from msp_du.cli.database import head
from msp_du.config import Config
from msp_du.extensions import db, transaction
from tests.support.commands import Run, runner, settings


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(app.extensions["msp_du_config"], monkeypatch, capsys)


@pytest.fixture
def run_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    return runner(settings(tmp_path), monkeypatch, capsys)


def test_a_new_database_gets_its_tables_and_a_second_upgrade_does_nothing(
    run_anew: Run, tmp_path: Path
) -> None:
    assert f"the database is at {head()}" in run_anew("db", "upgrade").out
    assert "nothing to do" in run_anew("db", "upgrade").out
    assert run_anew("db", "check").status == 0
    assert [path.name for path in tmp_path.glob("*before*")] == []


def test_what_a_command_writes_is_for_its_own_account_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = runner(settings(tmp_path), monkeypatch, capsys)
    mask = os.umask(0o022)
    try:
        assert run("db", "upgrade").status == 0
        assert run("mail", "test", "operateur@example.org").status == 0
        (tmp_path / "other").touch()
    finally:
        os.umask(mask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes.pop("other") == 0o644
    assert modes.keys() >= {"msp-du.sqlite3", "mails", "1.eml"}
    assert {mode & 0o077 for mode in modes.values()} == {0}


def test_a_database_of_another_version_is_copied_before_it_is_upgraded(
    run_anew: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_anew("db", "upgrade")
    monkeypatch.setattr("msp_du.cli.database.head", lambda: "9999")
    outcome = run_anew("db", "upgrade")
    assert outcome.status == 0
    (copy,) = tmp_path.glob("msp-du-before-0*.sqlite3")
    assert f"copied to {copy}" in outcome.out
    assert copy.stat().st_mode & 0o077 == 0


def test_a_database_without_tables_fails_the_check(run_anew: Run) -> None:
    outcome = run_anew("db", "check")
    assert outcome.status == 1
    assert "the database is at nothing" in outcome.err
    assert "run msp-du db upgrade" in outcome.err


def test_the_tables_of_this_version_pass_the_check(run: Run) -> None:
    outcome = run("db", "check")
    assert outcome.status == 0, outcome.err
    assert "its tables are those of the models" in outcome.out


@pytest.fixture
def stray_column(app: Flask) -> Iterator[None]:
    """A column more in a table; taken away, since tests on PostgreSQL share the tables."""

    def alter(change: str) -> None:
        with app.app_context():
            with transaction() as session:
                session.execute(text(f"ALTER TABLE deadline {change}"))
            db.engine.dispose()

    alter("ADD COLUMN stray INTEGER")
    yield
    alter("DROP COLUMN stray")


@pytest.mark.usefixtures("stray_column")
def test_a_column_that_the_models_do_not_know_fails_the_check(run: Run) -> None:
    outcome = run("db", "check")
    assert outcome.status == 1
    assert "differ from the models in 1 places" in outcome.err
    assert "stray" in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_server_does_not_start_on_a_database_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config: Config = replace(settings(tmp_path), mail="console")
    outcome = runner(config, monkeypatch, capsys)("serve")
    assert outcome.status == 1
    assert "run msp-du db upgrade" in outcome.err
