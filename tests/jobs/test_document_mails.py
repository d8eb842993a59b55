"""The mail about a code that was tried too often: neutral, and only for who can still read it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Job
from msp_du.services import outbox, verification
from tests.factories import make_account, make_person
from tests.factories.issued import make_document
from tests.support.mailing import kept, text_of
from tests.support.pages import REVEALING

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def document_id(session: Session) -> UUID:
    """A certificate of somebody with an account."""
    with transaction() as s:
        person = make_person(s)
        make_account(s, Role.TRAINEE, email="camille@example.org", person=person)
        return make_document(s, person=person).id


def test_the_holder_reads_that_a_code_was_tried_and_nothing_that_tells_what(
    app: Flask, document_id: UUID, mails: Path
) -> None:
    with transaction() as s:
        verification.tell_holder(s, document_id, now=NOW)
    assert run_due(app) == 1
    (message,) = kept(mails)
    text = text_of(message)
    assert message["To"] == "camille@example.org"
    assert message["Subject"] == "Suivi\u00a0: un de vos codes a été essayé plusieurs fois"
    assert "http://localhost:8000/" in text
    for secret in ("Camille", "Lefèvre", "LEFÈVRE", "2026-DU", "Diplôme"):
        assert secret not in text
    assert not REVEALING.search(f"{message['Subject']} {text}")


@pytest.mark.parametrize("why", ["closed", "no account", "document gone"])
def test_nobody_is_written_to_when_nobody_would_read_it(
    app: Flask, session: Session, document_id: UUID, mails: Path, *, why: str
) -> None:
    with transaction() as s:
        account = s.execute(select(Account)).scalar_one()
        if why == "closed":
            account.disabled_at = NOW
        elif why == "no account":
            account.person_id = None
        key = document_id if why != "document gone" else uuid4()
        outbox.queue(s, JobKind.MAIL_CODE_TRIED, "key", {"document_id": str(key)})
    assert run_due(app) == 1
    assert not mails.exists()
    assert session.execute(select(Job.state)).scalar_one() is JobState.DONE
