"""``msp-du jobs …``: whether what was queued is done."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from msp_du.cli.application import application
from msp_du.domain.vocabulary import JobState
from msp_du.extensions import db
from msp_du.services import job_queue
from msp_du.services.job_queue import QueueState

LATE = 1


@click.group()
def jobs() -> None:
    """Follow the jobs: mails, documents, reminders."""


@jobs.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--max-minutes",
    default=15,
    show_default=True,
    type=click.IntRange(1),
    help="How long a job may be due before the answer is “late”.",
)
@click.pass_context
def status(ctx: click.Context, *, as_json: bool, max_minutes: int) -> None:
    """Count the jobs, say for how long the oldest has been due, and what was given up.

    Exit status 1 when something has been due for too long: no worker runs, or it cannot keep up.
    Nothing that is printed names anybody.
    """
    with application("jobs status"):
        found = job_queue.state(db.session(), now=datetime.now(UTC))
    for line in [json.dumps(_as_json(found))] if as_json else _lines(found):
        click.echo(line)
    if found.late > timedelta(minutes=max_minutes):
        ctx.exit(LATE)


def _as_json(found: QueueState) -> dict[str, Any]:
    return {
        "counts": {state.value: found.counts.get(state, 0) for state in JobState},
        "late_seconds": int(found.late.total_seconds()),
        "lost": found.lost,
        "failures": [
            {"kind": one.kind.value, "reason": one.reason, "count": one.count}
            for one in found.failures
        ],
    }


def _lines(found: QueueState) -> list[str]:
    counts = ", ".join(f"{state} {found.counts.get(state, 0)}" for state in JobState)
    lines = [counts, f"oldest due for {timedelta(seconds=int(found.late.total_seconds()))}"]
    if found.lost:
        lines.append(f"left by a worker that died: {found.lost}")
    lines += [f"given up: {one.count} {one.kind}: {one.reason or '–'}" for one in found.failures]
    return lines
