"""Printing papers of boards, placements, attendance, hours: facts read, bytes made and kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.agreement_terms import PrintedAgreement
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.extensions import transaction
from msp_du.jobs.documents import spare_the_collector
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.services import (
    agreement_papers,
    attendance_papers,
    board_papers,
    placement_certificates,
    timesheets,
)

Wanted = TypeVar("Wanted")


class Finish(Protocol):
    """Keeps the bytes of a paper."""

    def __call__(
        self, session: Session, paper_id: UUID, pdf: bytes, /, *, now: datetime
    ) -> None: ...


def print_attendance_paper(app: Flask, task: Task) -> None:
    """Print a sheet to sign or a certificate of attendance; nothing when it was printed before.

    Raises JobFailure, final, for facts that cannot be read or printed.
    """
    _print(app, task, attendance_papers.prepare, _attendance_pdf, attendance_papers.finish)


def print_board_paper(app: Flask, task: Task) -> None:
    """Print a paper of a sitting, likewise."""
    _print(app, task, board_papers.prepare, _board_pdf, _keep_board_pdf)


def print_agreement(app: Flask, task: Task) -> None:
    """Print an agreement or an amendment as it stands, likewise."""
    _print(app, task, agreement_papers.prepare, _agreement_pdf, agreement_papers.finish)


def print_placement_certificate(app: Flask, task: Task) -> None:
    """Print the draft of a placement's certificate, likewise."""
    _print(
        app, task, placement_certificates.prepare, _certificate_pdf, placement_certificates.finish
    )


def print_timesheet(app: Flask, task: Task) -> None:
    """Print the hours of a month, likewise."""
    _print(app, task, timesheets.prepare, _timesheet_pdf, timesheets.finish)


def _print(
    app: Flask,
    task: Task,
    prepare: Callable[[Session, UUID], Wanted | None],
    render: Callable[[Wanted], bytes],
    finish: Finish,
) -> None:
    """Read the facts and keep the bytes, each in a transaction; render outside any.

    A failure says what kind it is, and nothing of whose paper.
    """
    # WeasyPrint is long to import: a process that never prints does not wait for it.
    from msp_du.pdf.press import DocumentFault  # noqa: PLC0415

    paper_id = UUID(task.payload["paper_id"])
    try:
        with app.app_context(), transaction() as session:
            wanted = prepare(session, paper_id)
        if wanted is None:
            return
        pdf = render(wanted)
    except (UnreadableFacts, DocumentFault) as fault:
        raise JobFailure(f"{task.kind}: {type(fault).__name__}", is_final=True) from fault
    with app.app_context(), transaction() as session:
        finish(session, paper_id, pdf, now=datetime.now(UTC))
    spare_the_collector()


def _attendance_pdf(wanted: attendance_papers.ToPrint) -> bytes:
    from msp_du.pdf.attendance import render_paper  # noqa: PLC0415

    return render_paper(wanted.kind, wanted.facts, wanted.logo)


def _agreement_pdf(wanted: PrintedAgreement) -> bytes:
    from msp_du.pdf.agreements import render_agreement  # noqa: PLC0415

    return render_agreement(wanted)


def _certificate_pdf(wanted: placement_certificates.ToPrint) -> bytes:
    from msp_du.pdf.placements import render_certificate  # noqa: PLC0415

    return render_certificate(wanted.facts, wanted.logo)


def _timesheet_pdf(wanted: timesheets.ToPrint) -> bytes:
    from msp_du.pdf.timesheet import render_timesheet  # noqa: PLC0415

    return render_timesheet(wanted.facts, wanted.logo)


def _board_pdf(wanted: board_papers.ToPrint) -> bytes:
    from msp_du.pdf.board import render_paper  # noqa: PLC0415

    return render_paper(wanted.facts, wanted.logo)


def _keep_board_pdf(session: Session, paper_id: UUID, pdf: bytes, *, now: datetime) -> None:
    from msp_du.pdf.bundle import TEMPLATE_VERSION  # noqa: PLC0415

    board_papers.finish(session, paper_id, pdf, TEMPLATE_VERSION, now=now)
