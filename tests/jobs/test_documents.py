"""The worker prints a document once, and says without a name why it could not."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.verification import printed as printed_code
from msp_du.domain.vocabulary import DocumentKind, DocumentState, JobKind, JobState
from msp_du.extensions import transaction
from msp_du.jobs import documents
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.task import Task
from msp_du.jobs.worker import run_due
from msp_du.models import Document, Job, StoredFile
from msp_du.services import document_register, verification_codes
from msp_du.services.issuing import Printed, ToPrint
from tests.support.registry import Desk, open_desk, plain_printer

LATER = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


def task_of(document: Document) -> Task:
    payload = {"document_id": str(document.id)}
    return Task(uuid4(), JobKind.DOCUMENT_RENDER, payload, document.institution_id, 1)


def fresh(session: Session, document: Document) -> Document:
    session.rollback()
    return session.get_one(Document, document.id, populate_existing=True)


def test_the_worker_prints_what_was_asked_for(app: Flask, desk: Desk, session: Session) -> None:
    asked = [desk.request(), desk.request(DocumentKind.TRANSCRIPT, 2)]
    assert run_due(app, now=LATER) == 2
    for document in asked:
        made = fresh(session, document)
        assert made.state is DocumentState.VALID
        assert made.file is not None
        assert made.file.content.startswith(b"%PDF-1.7")
        assert hashlib.sha256(made.file.content).hexdigest() == made.file.sha256
        assert len(made.file.content) < 200_000
    assert run_due(app, now=LATER) == 0


def test_the_code_is_on_the_paper_and_nowhere_else(
    app: Flask, desk: Desk, session: Session
) -> None:
    document, seen = desk.request(), []

    def printer(wanted: ToPrint, code: str, url: str) -> Printed:
        seen.append((code, url))
        return plain_printer(wanted, code, url)

    documents.print_with(app, task_of(document), printer)
    ((code, url),) = seen
    assert url == f"http://localhost:8000/v/{printed_code(code)}"
    made = fresh(session, document)
    assert made.code_digest == verification_codes.digest("c" * 43, code)
    columns = [str(getattr(made, column.key)) for column in Document.__table__.columns]
    assert not any(code in text or printed_code(code) in text for text in columns)


def test_a_document_is_printed_outside_of_any_transaction(
    app: Flask, desk: Desk, session: Session
) -> None:
    document = desk.request()

    def printer(wanted: ToPrint, code: str, url: str) -> Printed:
        with app.app_context(), transaction() as other:  # would wait for its own lock
            other.get_one(Document, document.id).is_specimen = True
        return plain_printer(wanted, code, url)

    documents.print_with(app, task_of(document), printer)
    assert fresh(session, document).state is DocumentState.VALID


def test_a_job_that_runs_twice_keeps_one_file(app: Flask, desk: Desk, session: Session) -> None:
    document = desk.request()

    def slow(wanted: ToPrint, code: str, url: str) -> Printed:
        documents.print_with(app, task_of(document), plain_printer)  # another worker is faster
        return plain_printer(wanted, code, url)

    documents.print_with(app, task_of(document), slow)
    first = fresh(session, document).code_digest
    documents.print_with(app, task_of(document), plain_printer)
    assert fresh(session, document).code_digest == first
    assert session.execute(select(func.count(StoredFile.id))).scalar_one() == 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        pytest.param('{"broken": 1}', "document: UnreadableFacts", id="not facts"),
        pytest.param("{", "document: UnreadableFacts", id="not even JSON"),
    ],
)
def test_broken_facts_end_the_job_without_a_name(
    app: Flask, desk: Desk, session: Session, broken: str, reason: str
) -> None:
    document = desk.request()
    with transaction() as writing:
        writing.get_one(Document, document.id).facts = broken
    assert run_due(app, now=LATER) == 1
    session.rollback()
    job = session.execute(select(Job)).scalar_one()
    assert (job.state, job.error) == (JobState.FAILED, reason)
    assert fresh(session, document).state is DocumentState.PENDING
    assert document_register.given_up(session, [document.id]) == {document.id}


def test_facts_that_were_touched_are_not_printed(app: Flask, desk: Desk, session: Session) -> None:
    document = desk.request()
    with transaction() as writing:
        row = writing.get_one(Document, document.id)
        row.facts = row.facts.replace("LEFÈVRE-OÜAHDI", "FAUSSAIRE")
        assert "FAUSSAIRE" in row.facts
    assert run_due(app, now=LATER) == 1
    job = session.execute(select(Job)).scalar_one()
    assert (job.state, job.error) == (JobState.FAILED, "document: UnreadableFacts")
    assert fresh(session, document).file_id is None


def test_facts_that_do_not_fit_end_the_job(app: Flask, desk: Desk, session: Session) -> None:
    document = desk.request()
    long_title = "Un intitulé qui ne finit pas. " * 200
    with transaction() as writing:
        row = writing.get_one(Document, document.id)
        row.facts = row.facts.replace("Le président", long_title)
        row.facts_digest = hashlib.sha256(row.facts.encode()).hexdigest()
    with pytest.raises(JobFailure) as failure:
        documents.print_document(app, task_of(document))
    assert (failure.value.reason, failure.value.is_final) == ("document: DocumentTooLong", True)


def test_a_document_that_is_not_there_is_nothing_to_print(app: Flask, session: Session) -> None:
    def printer(wanted: ToPrint, code: str, url: str) -> Printed:
        raise AssertionError("nothing to print")

    payload = {"document_id": str(uuid4())}
    task = Task(uuid4(), JobKind.DOCUMENT_RENDER, payload, None, 1)
    documents.print_with(app, task, printer)
