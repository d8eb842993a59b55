"""Printing a paper of the board: its facts are read, its bytes made outside any transaction."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.extensions import transaction
from msp_du.jobs.documents import spare_the_collector
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.services import board_papers


def print_paper(app: Flask, task: Task) -> None:
    """Print one paper and keep it; nothing when it was printed before.

    Raises JobFailure, final, for facts that cannot be read or printed.
    """
    # WeasyPrint is long to import: a process that never prints does not wait for it.
    from msp_du.pdf.board import render_paper  # noqa: PLC0415
    from msp_du.pdf.bundle import TEMPLATE_VERSION  # noqa: PLC0415
    from msp_du.pdf.press import DocumentFault  # noqa: PLC0415

    paper_id = UUID(task.payload["paper_id"])
    try:
        with app.app_context(), transaction() as session:
            wanted = board_papers.prepare_print(session, paper_id)
        if wanted is None:
            return
        pdf = render_paper(wanted.facts, wanted.logo)
    except (UnreadableFacts, DocumentFault) as fault:
        raise JobFailure(f"board paper: {type(fault).__name__}", is_final=True) from fault
    with app.app_context(), transaction() as session:
        board_papers.finish(session, paper_id, pdf, TEMPLATE_VERSION, now=datetime.now(UTC))
    spare_the_collector()
