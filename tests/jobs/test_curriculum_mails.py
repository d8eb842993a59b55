"""The mail about a corrected version: neutral, to its page, and only for who can read it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Job
from tests.factories import make_account, make_curriculum
from tests.support.mailing import kept, queue, text_of
from tests.support.pages import REVEALING


def test_a_tutor_reads_that_the_programme_is_corrected_and_where(
    app: Flask, session: Session, mails: Path
) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR, display_name="Dominique Bernard")
        version = make_curriculum(s)
    queue(account, JobKind.MAIL_CURRICULUM_CORRECTED, version_id=str(version.id))
    assert run_due(app) == 1
    (message,) = kept(mails)
    text = text_of(message)
    assert message["To"] == account.email
    assert message["Subject"] == "Suivi\u00a0: le programme est corrigé"
    assert f"http://localhost:8000/formation/{version.id}" in text
    assert "Bernard" not in text
    assert not REVEALING.search(f"{message['Subject']} {text}")


@pytest.mark.parametrize("why", ["closed", "version gone"])
def test_nobody_is_written_to_when_nobody_would_read_it(
    app: Flask, session: Session, mails: Path, *, why: str
) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
        version_id = make_curriculum(s).id if why == "closed" else uuid4()
        if why == "closed":
            account.disabled_at = datetime.now(UTC)
    queue(account, JobKind.MAIL_CURRICULUM_CORRECTED, version_id=str(version_id))
    assert run_due(app) == 1
    assert not mails.exists()
    assert session.execute(select(Job.state)).scalar_one() is JobState.DONE
