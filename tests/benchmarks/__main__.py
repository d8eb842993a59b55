"""``python -m tests.benchmarks``: ratios of CPU time from interleaved runs, and statements.

No server, no network, one process. Exit status 1 when a ratio is past its bar times 1.25, or a
page takes more statements for more trainees.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import click
import flask_migrate
from flask import Flask

from msp_du import create_app
from msp_du.extensions import db, transaction
from tests.benchmarks import pages, papers
from tests.benchmarks.crowd import Crowd, make_crowd, stamp
from tests.benchmarks.goals import TOLERANCE, Measured, measured
from tests.benchmarks.rotation import medians
from tests.benchmarks.statements import Counted, count
from tests.benchmarks.wsgi import add_hello
from tests.support.commands import settings

FEW, MANY = 30, 300
MOST_STATEMENTS = 6
"""Statements that a page should take at most (G8); more are pointed out."""


@click.command()
@click.option("--rounds", default=9, type=click.IntRange(min=1), help="Turns of each variant.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
def main(*, rounds: int, as_json: bool) -> None:
    """Measure and print; the exit status tells whether anything is far past its bar."""
    with _site() as (app, few, many):
        _say(f"{rounds} rounds of documents, then of pages")
        seconds = medians(papers.variants(), rounds) | medians(pages.variants(app, few), rounds)
        _say(f"statements for {FEW} and {MANY} trainees")
        counted = count(app, few, many)
    found = measured(seconds)
    if as_json:
        click.echo(json.dumps(_data(found, counted, rounds), indent=2))
    else:
        _print_ratios(found)
        _print_statements(counted)
    fails = any(each.verdict == "FAILED" for each in found.values())
    sys.exit(fails or not all(each.is_level for each in counted))


@contextmanager
def _site() -> Iterator[tuple[Flask, Crowd, Crowd]]:
    """Make an instance as it is served (SQLite, synchronous FULL) with a small and a big cohort."""
    _say(f"an instance with cohorts of {FEW} and {MANY}")
    with TemporaryDirectory(prefix="msp-du-bench-") as folder:
        app = create_app(settings(Path(folder)))
        add_hello(app)
        with app.app_context():
            flask_migrate.upgrade()
            with transaction() as session:
                few, many = make_crowd(session, FEW), make_crowd(session, MANY)
                paper = papers.transcript()
                stamp(session, UUID(str(few.ids["document"])), code=pages.CODE, content=paper)
            db.session.remove()
        try:
            yield app, few, many
        finally:
            with app.app_context():
                db.engine.dispose()


def _print_ratios(found: dict[str, Measured]) -> None:
    click.echo(
        "Ratios of CPU time, medians of interleaved runs; hello is a page of the application itself"
    )
    click.echo(f"{'':5} {'':44} {'ratio':>7} {'bar':>11} {'stretch':>8}  {'':9} {'ms ÷ ms':>17}")
    for name, each in found.items():
        goal = each.goal
        usual = "–".join(f"{bound:g}" for bound in goal.usual or ())
        bar = f"≤ {goal.bar:g}" if goal.bar else usual
        stretch = f"≤ {goal.stretch:g}" if goal.stretch else ""
        times = f"{each.top_seconds * 1000:.2f} ÷ {each.bottom_seconds * 1000:.2f}"
        click.echo(
            f"{name:5} {f'{goal.top} ÷ {goal.bottom}':44} {each.ratio:7.2f} {bar:>11} {stretch:>8}"
            f"  {each.verdict:9} {times:>17}"
        )
    click.echo(f"Fails past the bar × {TOLERANCE:g}.\n")


def _print_statements(counted: list[Counted]) -> None:
    click.echo(f"Statements for a page (G8: equal; at most {MOST_STATEMENTS} wanted)")
    click.echo(f"{'':28} {FEW:>5} {MANY:>5}  trainees")
    for each in counted:
        remark = "" if each.is_level else "  FAILED: not equal"
        remark += f"  over {MOST_STATEMENTS}" if each.many > MOST_STATEMENTS else ""
        click.echo(f"{each.page:28} {each.few:5} {each.many:5}{remark}")


def _data(found: dict[str, Measured], counted: list[Counted], rounds: int) -> dict[str, object]:
    return {
        "rounds": rounds,
        "ratios": {name: each.as_data() for name, each in found.items()},
        "statements": {each.page: {str(FEW): each.few, str(MANY): each.many} for each in counted},
    }


def _say(step: str) -> None:
    click.echo(f"• {step}", err=True)


if __name__ == "__main__":
    main()
