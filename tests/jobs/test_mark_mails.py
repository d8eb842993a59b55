"""The mails about marks: where to go, and nobody's name, no mark."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Job
from msp_du.services import outbox
from tests.factories import make_account, make_institution
from tests.support.mailing import kept, text_of
from tests.support.pages import REVEALING

KINDS = {
    JobKind.MAIL_MARK_CHANGED: ("Une note a été corrigée", "corrigée ou complétée"),
    JobKind.MAIL_MARK_QUESTION: ("Une question vous attend", "attend votre réponse"),
    JobKind.MAIL_MARK_ANSWER: ("Une réponse à votre question", "la réponse est arrivée"),
}


def queue(kind: JobKind, *, is_open: bool = True) -> None:
    with transaction() as s:
        institution = make_institution(s)
        account = make_account(
            s, Role.TRAINEE, institution=institution, email="lecture@example.org"
        )
        if not is_open:
            close(account)
        payload = {"account_id": str(account.id)}
        outbox.queue(s, kind, str(kind), payload, institution_id=institution.id)


def close(account: Account) -> None:
    account.disabled_at = account.created_at


@pytest.mark.parametrize("kind", list(KINDS), ids=str)
def test_a_mail_leads_to_the_marks_and_names_nobody(
    app: Flask, session: Session, mails: Path, kind: JobKind
) -> None:
    subject, said = KINDS[kind]
    queue(kind)
    assert run_due(app) == 1
    (message,) = kept(mails)
    text = text_of(message)
    assert message["Subject"] == subject
    assert said in text
    assert "/notes/" in text
    assert not REVEALING.search(f"{message['Subject']} {text}")


def test_nobody_is_written_to_at_a_closed_account(
    app: Flask, session: Session, mails: Path
) -> None:
    queue(JobKind.MAIL_MARK_CHANGED, is_open=False)
    run_due(app)
    assert kept(mails) == []
    assert session.query(Job).one().state is JobState.DONE
