"""``msp-du jobs status``: what waits and since when, what was given up, and nobody's name."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from msp_du import create_app
from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import db, transaction
from msp_du.services import outbox
from tests.support.commands import Run, runner, settings


@pytest.fixture
def config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Config:
    config = settings(tmp_path, bell="off")
    assert runner(config, monkeypatch, capsys)("db", "upgrade").status == 0
    return config


@pytest.fixture
def run(config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(config, monkeypatch, capsys)


def leave(config: Config, *, minutes: int) -> None:
    """Leave a job that has been due for so long, one given up, one whose worker died."""
    app, now = create_app(config), datetime.now(UTC)
    with app.app_context():
        with transaction() as session:
            kinds = (JobKind.MAIL_INVITATION, JobKind.MAIL_REMINDERS, JobKind.DOCUMENT_RENDER)
            due, failed, lost = (
                outbox.queue(session, kind, kind.value, {"account_id": "ada"}) for kind in kinds
            )
            due.next_at = now - timedelta(minutes=minutes)
            failed.state, failed.error = JobState.FAILED, "mail server answered 550"
            lost.state, lost.lease_until = JobState.RUNNING, now - timedelta(seconds=1)
        db.session.remove()
        db.engine.dispose()


def test_an_empty_queue_is_in_time(run: Run) -> None:
    outcome = run("jobs", "status")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "pending 0, running 0, done 0, failed 0",
        "oldest due for 0:00:00",
    ]


@pytest.mark.parametrize(("minutes", "status"), [(14, 0), (16, 1)], ids=["in-time", "late"])
def test_a_queue_that_nobody_empties_is_late(
    config: Config, run: Run, minutes: int, status: int
) -> None:
    leave(config, minutes=minutes)
    outcome = run("jobs", "status")
    assert outcome.status == status
    assert outcome.out.splitlines()[0] == "pending 1, running 1, done 0, failed 1"
    assert f"oldest due for 0:{minutes}:0" in outcome.out
    assert "left by a worker that died: 1" in outcome.out
    assert "given up: 1 mail.reminders: mail server answered 550" in outcome.out


def test_a_monitor_reads_the_same_as_json(config: Config, run: Run) -> None:
    leave(config, minutes=3)
    outcome = run("jobs", "status", "--json", "--max-minutes", "2")
    answer = json.loads(outcome.out)
    assert outcome.status == 1
    assert answer.pop("late_seconds") >= 180
    assert answer == {
        "counts": {"pending": 1, "running": 1, "done": 0, "failed": 1},
        "lost": 1,
        "failures": [{"kind": "mail.reminders", "reason": "mail server answered 550", "count": 1}],
    }
    assert "ada" not in outcome.out
