"""``msp-du worker``: does the jobs, until it is told to stop."""

import os
import signal
import threading

import click

from msp_du.cli.application import application
from msp_du.jobs.worker import run_forever

PARENT_POLL_SECONDS = 1.0


@click.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def worker(parent: int | None) -> None:
    """Do the jobs (mails, documents) until SIGTERM or SIGINT; msp-du serve starts one itself."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if parent is not None:
        watch = threading.Thread(target=_stop_without, args=(parent, stop), daemon=True)
        watch.start()
    with application("worker") as app:
        run_forever(app, stop)


def _stop_without(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent and not stop.wait(PARENT_POLL_SECONDS):
        pass
    stop.set()
