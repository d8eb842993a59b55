"""kill -9 at random: of the web process while hours are saved, of the worker while it works.

Short here, long in ``make faults``; the moments come from a seed, ``FAULT_SEED``.
"""

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from functools import partial
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import HoursKind, JobKind, JobState, Presence, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, HoursEntry, Job, Placement
from msp_du.services import audit
from tests.factories import TODAY, make_account, make_enrolment, make_person, make_placement
from tests.support.client import csrf_token, sign_in
from tests.support.commands import free_port
from tests.support.killing import JOBS, ROUNDS, Keeper, dice, serving, wait_for
from tests.support.mailing import queue

DAYS = 400
PHONES = 2
ACKNOWLEDGED = 302
BUSY = 503


class Phone:
    """Posts one day after the other, each again until it is acknowledged; notes those that are."""

    def __init__(self, port: int, path: str, headers: dict[str, str], token: str) -> None:
        self._port, self._path, self._headers, self._token = port, path, headers, token
        self.acknowledged: list[UUID] = []
        self._pause = Event()

    def post_until(self, stop: Event, days: Iterator[date]) -> None:
        while not stop.is_set():
            client_id, day = uuid4(), next(days)
            while not self._post(client_id, day):
                self._pause.wait(0.01)
            self.acknowledged.append(client_id)

    def _post(self, client_id: UUID, day: date) -> bool:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        body = urlencode(entry(day) | {"client_id": str(client_id), "csrf_token": self._token})
        try:
            connection.request("POST", self._path, body, self._headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        assert answer.status in {ACKNOWLEDGED, BUSY}, page
        return answer.status == ACKNOWLEDGED


def entry(day: date) -> dict[str, str]:
    """The plain form of an hour's work on a day."""
    return {
        "version": "",
        "warned": "",
        "day": "other",
        "other_day-day": str(day.day),
        "other_day-month": str(day.month),
        "other_day-year": str(day.year),
        "duration": "free",
        "minutes": "1 h",
        "kind": HoursKind.GROUP.value,
        "presence": Presence.PRESENT.value,
    }


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction() as s:
        person = make_person(s)
        make_account(s, Role.TRAINEE, person=person)
        first = TODAY - timedelta(days=DAYS)
        return make_placement(
            s, enrolment=make_enrolment(s, person=person), periods=[(first, TODAY, 60_000)]
        )


def test_no_hour_is_lost_or_doubled_when_the_web_process_is_killed(
    app: Flask, session: Session, placement: Placement
) -> None:
    port, rng, stop = free_port(), dice(f"web {session.get_bind().dialect.name}"), Event()
    config: Config = app.extensions["msp_du_config"]
    account = session.scalars(select(Account)).one()
    browser = sign_in(app.test_client(), account)
    token = csrf_token(browser)
    cookie = browser.get_cookie("suivi")
    assert cookie is not None
    origin = f"http://127.0.0.1:{port}"
    headers = {
        "Cookie": f"suivi={cookie.value}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": origin,
    }
    path = f"/heures/{placement.id}/ajouter"
    phones = [Phone(port, path, headers, token) for _phone in range(PHONES)]
    days = itertools.cycle(TODAY - timedelta(days=number) for number in range(1, DAYS))
    session.rollback()
    with (
        serving(replace(config, public_url=origin), port) as server,
        ThreadPoolExecutor(PHONES) as pool,
    ):
        running = [pool.submit(phone.post_until, stop, days) for phone in phones]
        try:
            for number in range(ROUNDS):
                seen = sum(len(phone.acknowledged) for phone in phones)
                wait_for(partial(_moved_on, phones, running, seen))
                time.sleep(rng.uniform(0, 0.1))
                if number % 10 == 9:
                    server.kill_all()
                else:
                    server.kill_web()
        finally:
            stop.set()
        for one in running:
            one.result()
    acknowledged = [one for phone in phones for one in phone.acknowledged]
    kept = Counter(session.scalars(select(HoursEntry.client_id)))
    assert kept == Counter(acknowledged)
    assert max(kept.values()) == 1
    assert len(kept) >= ROUNDS
    noted = select(func.count()).where(AuditEvent.act == "hours:log")
    assert session.scalar(noted) == len(kept)
    assert audit.verify(session).faults == ()


def _moved_on(phones: list[Phone], running: list[Future[None]], seen: int) -> bool:
    """Tell whether something was acknowledged since, or a phone met what it cannot understand."""
    return sum(len(one.acknowledged) for one in phones) > seen or any(one.done() for one in running)


class Mailbox:
    """Takes each mail slowly enough to be killed over it; notes the ids."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def has(self, count: int) -> bool:
        return len(self.ids) > count

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.ids.append(str(message["Message-ID"]))
        return "250 OK"


def test_every_job_is_done_once_in_effect_when_the_worker_is_killed(
    app: Flask, session: Session
) -> None:
    mailbox, port = Mailbox(), free_port()
    rng = dice(f"worker {session.get_bind().dialect.name}")
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    for _job in range(JOBS):
        queue(account, JobKind.MAIL_PASSWORD_CHANGED)
    config = replace(
        app.extensions["msp_du_config"],
        mail="smtp",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_starttls=False,
    )
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    keeper = Keeper(config)
    kills = 3 if ROUNDS < 60 else 20
    try:
        for number in range(kills):
            wait_for(partial(mailbox.has, number * JOBS // (kills + 1)))
            time.sleep(rng.uniform(0, 0.03))
            keeper.kill_worker()
        wait_for(lambda: not _left(session))
    finally:
        keeper.stop()
        controller.stop()
    session.rollback()
    jobs = session.scalars(select(Job).where(Job.kind == JobKind.MAIL_PASSWORD_CHANGED)).all()
    assert {job.state for job in jobs} == {JobState.DONE}
    sent = Counter(mailbox.ids)
    assert set(sent) == {f"<{job.id}@localhost>" for job in jobs}
    assert len(jobs) == JOBS
    assert sent.total() - len(sent) <= kills
    assert sum(job.tries - 1 for job in jobs) <= kills


def _left(session: Session) -> int:
    session.rollback()
    waiting = select(func.count()).where(Job.state != JobState.DONE)
    return session.scalar(waiting) or 0
