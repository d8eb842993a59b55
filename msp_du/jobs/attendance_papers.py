"""Printing a paper about attendance: its facts are read, its bytes made and kept."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.extensions import transaction
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.services import attendance_papers
from msp_du.services.attendance_papers import ToPrint


def print_paper(app: Flask, task: Task) -> None:
    """Print one paper and keep it; nothing when it was printed before.

    Raises JobFailure, final, for facts that cannot be read or do not fit.
    """
    paper_id = UUID(task.payload["paper_id"])
    try:
        with app.app_context(), transaction() as session:
            wanted = attendance_papers.prepare(session, paper_id)
    except UnreadableFacts as fault:
        raise _final(fault) from fault
    if wanted is None:
        return
    pdf = _pdf_of(wanted)
    with app.app_context(), transaction() as session:
        attendance_papers.finish(session, paper_id, pdf, now=datetime.now(UTC))


def _pdf_of(wanted: ToPrint) -> bytes:
    # WeasyPrint is long to import: a process that never prints does not wait for it.
    from msp_du.pdf.attendance import render_paper  # noqa: PLC0415
    from msp_du.pdf.press import DocumentFault  # noqa: PLC0415

    try:
        return render_paper(wanted.kind, wanted.facts, wanted.logo)
    except DocumentFault as fault:
        raise _final(fault) from fault


def _final(fault: Exception) -> JobFailure:
    """Return a failure that says what kind it is, and nothing of whose paper."""
    return JobFailure(f"attendance paper: {type(fault).__name__}", is_final=True)
