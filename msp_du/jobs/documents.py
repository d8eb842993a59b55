"""Printing a document: its facts are read, its code drawn, its bytes made, and all of it kept.

Rendering takes half a second and stands outside any transaction. The code is nowhere but on the
paper: a second attempt draws another, and only one attempt is ever kept.
"""

import gc
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from flask import Flask

from msp_du.config import Config
from msp_du.domain.documents import CertificateFacts
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.verification import new_code, printed
from msp_du.extensions import transaction
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.services import issuing
from msp_du.services.issuing import CodeKey, Printed, Printer, ToPrint


def print_document(app: Flask, task: Task) -> None:
    """Print one document and keep it; nothing when it was printed before."""
    print_with(app, task, pdf_of)


def print_with(
    app: Flask, task: Task, printer: Printer, *, draw: Callable[[int], int] = secrets.randbits
) -> None:
    """Print one document by this printer, its code drawn by ``draw``.

    Raises JobFailure, final, for facts that cannot be read or do not fit.
    """
    config: Config = app.extensions["msp_du_config"]
    document_id = UUID(task.payload["document_id"])
    try:
        with app.app_context(), transaction() as session:
            wanted = issuing.prepare(session, document_id)
    except UnreadableFacts as fault:
        raise _final(fault) from fault
    if wanted is None:
        return
    code = new_code(draw)
    made = printer(wanted, code, f"{config.public_url}/v/{printed(code)}")
    key = CodeKey(config.code_key_id, config.code_key)
    with app.app_context(), transaction() as session:
        issuing.finish(session, document_id, made, key=key, now=datetime.now(UTC))


def pdf_of(wanted: ToPrint, code: str, url: str) -> Printed:
    """Return the real PDF."""
    # WeasyPrint is long to import: a process that never prints does not wait for it.
    from msp_du.pdf.bundle import TEMPLATE_VERSION  # noqa: PLC0415
    from msp_du.pdf.render import (  # noqa: PLC0415
        DocumentFault,
        render_certificate,
        render_transcript,
    )

    try:
        if isinstance(wanted.facts, CertificateFacts):
            pdf = render_certificate(wanted.facts, code, url, wanted.logo)
        else:
            pdf = render_transcript(wanted.facts, code, url, wanted.logo)
    except DocumentFault as fault:
        raise _final(fault) from fault
    spare_the_collector()
    return Printed(code, pdf, TEMPLATE_VERSION)


@cache
def spare_the_collector() -> None:
    """Take what stays for good out of the garbage collector's rounds, once a process.

    Rendering makes so many objects that everything is looked through every few documents; by the
    end of the first one, what is loaded for good (WeasyPrint, fonts, style sheets) is all there.
    Documents after it take a fifth less time, measured over twelve transcripts.
    """
    gc.collect()
    gc.freeze()


def _final(fault: Exception) -> JobFailure:
    """Return a failure that says what kind it is, and nothing of whose document."""
    return JobFailure(f"document: {type(fault).__name__}", is_final=True)
