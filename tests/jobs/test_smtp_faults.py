"""A mail server that is slow, dies after it took the mail, or speaks no TLS."""

import asyncio
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.jobs.worker import run_due, run_forever
from msp_du.models import Account, Job
from tests.support.client import PageClient
from tests.support.commands import free_port
from tests.support.mailing import queue

PATIENCE = 20.0
TIMEOUT = 0.3


class Mailbox:
    """A server in one of the ways in which it fails, and whose mails it took nonetheless."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        self.ids: list[str] = []
        self.asked = Event()
        self.released = Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and arguments
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.asked.set()
        while self.fault == "slow" and not self.released.is_set():
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.ids.append(str(message["Message-ID"]))
        if self.fault == "dies":
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def serve(settings: Callable[..., Config]) -> Iterator[Callable[[str], Mailbox]]:
    """Start a server with a fault, and have mails go there."""
    started: list[tuple[Controller, Mailbox]] = []

    def start(fault: str) -> Mailbox:
        mailbox, port = Mailbox(fault), free_port()
        controller = Controller(mailbox, hostname="127.0.0.1", port=port)
        controller.start()
        started.append((controller, mailbox))
        settings(
            mail="smtp",
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_starttls=False,
            smtp_timeout=TIMEOUT,
        )
        return mailbox

    yield start
    for controller, mailbox in started:
        mailbox.released.set()
        controller.stop()


def only_job(session: Session) -> Job:
    session.rollback()
    return session.execute(select(Job)).scalar_one()


def test_a_server_that_dies_after_it_took_the_mail_gets_the_same_again(
    app: Flask, session: Session, account: Account, serve: Callable[[str], Mailbox]
) -> None:
    mailbox = serve("dies")
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    run_due(app)
    job = only_job(session)
    assert (job.state, job.error) == (JobState.PENDING, "mail server: SMTPServerDisconnected")
    mailbox.fault = ""
    run_due(app, now=job.next_at)
    assert only_job(session).state is JobState.DONE
    assert mailbox.ids == [f"<{job.id}@localhost>"] * 2


def test_a_slow_server_is_left_after_a_while(
    app: Flask, session: Session, account: Account, serve: Callable[[str], Mailbox]
) -> None:
    mailbox = serve("slow")
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    run_due(app)
    job = only_job(session)
    assert (job.state, job.error) == (JobState.PENDING, "mail server: TimeoutError")
    assert mailbox.ids == []


def test_pages_answer_at_once_while_the_mail_server_hangs(
    app: Flask,
    *,
    client: PageClient,
    session: Session,
    account: Account,
    settings: Callable[..., Config],
    serve: Callable[[str], Mailbox],
) -> None:
    mailbox, stop = serve("slow"), Event()
    settings(smtp_timeout=PATIENCE, **_address(app))
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    worker = Thread(target=run_forever, args=(app, stop))
    worker.start()
    try:
        assert mailbox.asked.wait(PATIENCE)
        client.get("/mot-de-passe-oublie")
        began = time.monotonic()
        client.submit("/mot-de-passe-oublie", {"email": account.email})
        took = time.monotonic() - began
        waiting = session.scalars(
            select(Job.state).where(Job.kind == JobKind.MAIL_PASSWORD_RESET)
        ).all()
    finally:
        mailbox.released.set()
        stop.set()
        worker.join(PATIENCE)
    assert took < 1
    assert sorted(waiting) == [JobState.PENDING, JobState.RUNNING]
    assert not worker.is_alive()


def _address(app: Flask) -> dict[str, Any]:
    config: Config = app.extensions["msp_du_config"]
    return {
        "mail": config.mail,
        "smtp_host": config.smtp_host,
        "smtp_port": config.smtp_port,
        "smtp_starttls": config.smtp_starttls,
    }


class _Liar(socketserver.StreamRequestHandler):
    """Promises TLS and speaks on in the clear."""

    def handle(self) -> None:
        self.wfile.write(b"220 loopback\r\n")
        self.rfile.readline()
        self.wfile.write(b"250-loopback\r\n250 STARTTLS\r\n")
        self.rfile.readline()
        self.wfile.write(b"220 go ahead\r\n")
        if self.rfile.read(1):
            self.wfile.write(b"250 welcome\r\n" * 9)
            self.rfile.read()


@contextmanager
def lying() -> Iterator[int]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Liar) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "tls", [{"smtp_starttls": True}, {"smtp_tls": True}], ids=["asked", "from-the-start"]
)
def test_a_server_whose_encryption_is_wrong_gets_nothing(
    app: Flask,
    *,
    session: Session,
    account: Account,
    settings: Callable[..., Config],
    tls: dict[str, bool],
) -> None:
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    with lying() as port:
        wanted = {"smtp_starttls": False} | tls
        settings(mail="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_timeout=2, **wanted)
        run_due(app)
    job = only_job(session)
    assert job.state is JobState.PENDING
    assert job.error == "mail server: SSLError"
