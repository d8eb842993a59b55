"""Mails given to a real SMTP server on the loopback."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.jobs import transport
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Job
from tests.support.mailing import queue, text_of

ADDRESS = "camille@example.org"


@dataclass
class Mailbox:
    """What an SMTP server was given, and what it answers."""

    answers: dict[str, str] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and arguments
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.received.append(message)
        return answer


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def by_smtp(settings: Callable[..., Config], port: int) -> Config:
    return settings(mail="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)


@pytest.fixture
def serve(free_port: int) -> Iterator[Callable[[Mailbox], None]]:
    started: list[Controller] = []

    def start(mailbox: Mailbox) -> None:
        controller = Controller(mailbox, hostname="127.0.0.1", port=free_port)
        controller.start()
        started.append(controller)

    yield start
    for controller in started:
        controller.stop()


def test_a_mail_is_given_to_the_server_once(
    app: Flask,
    *,
    session: Session,
    account: Account,
    settings: Callable[..., Config],
    free_port: int,
    serve: Callable[[Mailbox], None],
) -> None:
    mailbox = Mailbox()
    serve(mailbox)
    by_smtp(settings, free_port)
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    assert run_due(app) == 1
    assert run_due(app) == 0
    (message,) = mailbox.received
    assert message["To"] == ADDRESS
    assert "Choisissez-le ici" in text_of(message)


def test_a_server_that_is_down_gets_the_mail_when_it_is_up(
    app: Flask,
    *,
    session: Session,
    account: Account,
    settings: Callable[..., Config],
    free_port: int,
    serve: Callable[[Mailbox], None],
) -> None:
    by_smtp(settings, free_port)
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    now, waits = datetime.now(UTC) + timedelta(seconds=1), []
    for _try in range(3):
        run_due(app, now=now)
        session.rollback()
        job = session.execute(select(Job)).scalar_one()
        assert (job.state, job.error) == (JobState.PENDING, "mail server: ConnectionRefusedError")
        waits.append((job.next_at - now).total_seconds())
        now = job.next_at
    assert waits == [30, 60, 120]
    mailbox = Mailbox()
    serve(mailbox)
    run_due(app, now=now)
    session.rollback()
    job = session.execute(select(Job)).scalar_one()
    assert job.state is JobState.DONE
    (message,) = mailbox.received
    assert str(message["Message-ID"]) == f"<{job.id}@localhost>"


@pytest.mark.parametrize(
    ("answers", "state", "error"),
    [
        ({"RCPT": "550 5.1.1 <camille@example.org> unknown"}, JobState.FAILED, "550"),
        ({"RCPT": "450 4.2.0 try later"}, JobState.PENDING, "450"),
        ({"DATA": "554 refused camille@example.org"}, JobState.FAILED, "554"),
        ({"DATA": "451 try later"}, JobState.PENDING, "451"),
    ],
    ids=["unknown-address", "busy-address", "refused-text", "busy-server"],
)
def test_a_refusal_is_final_or_not_and_names_nobody(
    app: Flask,
    *,
    session: Session,
    account: Account,
    settings: Callable[..., Config],
    free_port: int,
    serve: Callable[[Mailbox], None],
    answers: dict[str, str],
    state: JobState,
    error: str,
) -> None:
    serve(Mailbox(answers))
    by_smtp(settings, free_port)
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    run_due(app)
    session.rollback()
    job = session.execute(select(Job)).scalar_one()
    assert (job.state, job.error) == (state, f"mail server answered {error}")


def test_a_server_without_the_encryption_asked_for_gets_nothing(
    app: Flask,
    *,
    settings: Callable[..., Config],
    free_port: int,
    serve: Callable[[Mailbox], None],
) -> None:
    mailbox = Mailbox()
    serve(mailbox)
    config = replace(by_smtp(settings, free_port), smtp_starttls=True)
    message = EmailMessage()
    message["From"], message["To"] = "suivi@example.org", ADDRESS
    with pytest.raises(JobFailure, match="SMTPNotSupportedError") as failure:
        transport.send(config, message)
    assert not failure.value.is_final
    assert mailbox.received == []
