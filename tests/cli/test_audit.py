"""``msp-du audit verify`` and ``msp-du mail test``."""

import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msp_du.extensions import transaction
from msp_du.files import audit_heads
from msp_du.models import AuditDetail, AuditEvent
from msp_du.services import audit
from tests.support.commands import Run, free_port, runner, settings


@pytest.fixture
def heads(app: Flask) -> Iterator[Path]:
    path: Path = app.extensions["msp_du_config"].instance / audit_heads.FILE_NAME
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(app.extensions["msp_du_config"], monkeypatch, capsys)


@pytest.fixture
def chain(session: Session, heads: Path) -> list[str]:
    """Three acts; the hash of each."""
    with transaction() as s:
        for number in range(3):
            audit.record(s, "tests:act", actor=None, details={"number": number})
    statement = select(AuditEvent.hash).order_by(AuditEvent.sequence)
    hashes = list(session.execute(statement).scalars())
    session.rollback()
    return hashes


def test_a_whole_chain_is_said_whole(run: Run, chain: list[str], heads: Path) -> None:
    heads.write_text(f"2026-11-22 2 {chain[1]}\n")
    outcome = run("audit", "verify")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == f"the chain of 3 acts is whole; head {chain[2]}\n"


def test_the_report_as_json(run: Run, chain: list[str]) -> None:
    outcome = run("audit", "verify", "--json")
    assert outcome.status == 0
    assert json.loads(outcome.out) == {
        "whole": True,
        "events": 3,
        "head": chain[2],
        "purged": 0,
        "faults": [],
    }


def test_details_gone_by_retention_are_counted_and_are_no_fault(
    run: Run, session: Session, chain: list[str]
) -> None:
    with transaction() as s:
        s.execute(delete(AuditDetail))
    outcome = run("audit", "verify")
    assert outcome.status == 0
    assert outcome.out.startswith("details purged: 3\n")


def test_details_changed_are_found_at_their_act(
    run: Run, session: Session, chain: list[str]
) -> None:
    with transaction() as s:
        second = s.execute(select(AuditEvent).where(AuditEvent.sequence == 2)).scalar_one()
        assert second.detail is not None
        second.detail.text = "{}"
    outcome = run("audit", "verify")
    assert outcome.status == 1
    assert outcome.out.startswith("2: details-changed\n")
    assert "broken in 1 places" in outcome.out


def test_a_head_kept_outside_shows_a_chain_written_anew(
    run: Run, chain: list[str], heads: Path
) -> None:
    heads.write_text(f"2026-11-22 2 {'f' * 64}\n")
    outcome = run("audit", "verify", "--json")
    assert outcome.status == 1
    assert json.loads(outcome.out)["faults"] == [{"sequence": 2, "kind": "changed"}]


def test_a_head_kept_outside_shows_a_cut_tail(run: Run, chain: list[str], heads: Path) -> None:
    heads.write_text(f"2026-11-22 4 {'f' * 64}\n")
    outcome = run("audit", "verify")
    assert outcome.status == 1
    assert outcome.out.startswith("4: cut\n")


def test_a_file_of_heads_that_somebody_wrote_in_is_said(
    run: Run, chain: list[str], heads: Path
) -> None:
    heads.write_text("hello\n2026-11-22 2 " + chain[1] + "\n")
    outcome = run("audit", "verify")
    assert outcome.status == 1
    assert "line 1 of audit-heads.txt" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_test_mail_is_neutral_and_kept_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = runner(settings(tmp_path), monkeypatch, capsys)("mail", "test", "Ada@Example.org")
    assert (outcome.status, "the setting mail is “file”" in outcome.out) == (0, True)
    message = message_from_bytes((tmp_path / "mails" / "1.eml").read_bytes())
    assert message["To"] == "ada@example.org"
    assert str(message["From"]).startswith("Suivi <")


def test_a_mail_server_that_is_not_there_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = replace(settings(tmp_path), mail="smtp", smtp_host="127.0.0.1", smtp_port=free_port())
    outcome = runner(config, monkeypatch, capsys)("mail", "test", "ada@example.org")
    assert outcome.status == 1
    assert "mail server: ConnectionRefusedError" in outcome.err
    assert outcome.err.count("\n") == 1
