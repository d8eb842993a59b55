"""Guessing passwords: slowed down, told to the owner, never a lock-out for good."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import AttemptKind, JobKind
from msp_du.extensions import transaction
from msp_du.models import Account, Attempt, Job
from msp_du.services import throttle
from tests.support.client import PageClient
from tests.support.signing_in import ADDRESS, enter


def test_five_wrong_tries_are_free_then_each_makes_the_next_wait_longer(
    client: PageClient, session: Session, account: Account
) -> None:
    waits = []
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _try in range(5):
            assert enter(client, password="pas le bon mot").status_code == 422
        for _try in range(4):
            answer = enter(client)
            assert answer.status_code == 429
            assert "Trop d’essais de suite" in answer.text
            waits.append(int(answer.headers["Retry-After"]))
            clock.shift(timedelta(seconds=waits[-1] + 1))
            enter(client, password="pas le bon mot")
        assert waits == [1, 2, 4, 8]
        clock.shift(timedelta(minutes=16))
        assert enter(client).status_code == 302
    kind = Attempt.kind == AttemptKind.SIGN_IN
    left = session.execute(select(Attempt.subject_digest).where(kind).distinct()).all()
    assert len(left) == 1  # the account's are forgiven, the network's are not


def test_the_owner_is_told_of_ten_failures_once(
    client: PageClient, session: Session, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FREE_PER_ACCOUNT", 1000)
    for email in (ADDRESS, "inconnu@example.org"):
        for _try in range(9):
            enter(client, email, "pas le bon mot")
        session.rollback()
        assert session.execute(select(Job)).first() is None or email != ADDRESS
        for _try in range(2):
            enter(client, email, "pas le bon mot")
    session.rollback()
    job = session.execute(select(Job)).scalar_one()
    assert (job.kind, job.payload) == (
        JobKind.MAIL_FAILED_SIGN_INS,
        {"account_id": str(account.id)},
    )


def test_a_network_that_tries_many_accounts_waits_too(
    client: PageClient, session: Session, account: Account
) -> None:
    subject = throttle.Subject.address("s" * 43, "127.0.0.1")
    with transaction() as s:
        for _try in range(throttle.FREE_PER_ADDRESS + 3):
            throttle.record_failure(s, AttemptKind.SIGN_IN, [subject], now=datetime.now(UTC))
    answer = enter(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(session: Session) -> None:
    subject, now = throttle.Subject.account("k" * 43, ADDRESS), datetime.now(UTC)
    with transaction() as s:
        for _try in range(60):
            throttle.record_failure(s, AttemptKind.SIGN_IN, [subject], now=now)
    assert throttle.wait(session, AttemptKind.SIGN_IN, [subject], now=now) == timedelta(minutes=15)
    later = now + timedelta(hours=24)
    assert throttle.wait(session, AttemptKind.SIGN_IN, [subject], now=later) == timedelta(0)


def test_neither_address_is_kept_in_the_count(
    client: PageClient, session: Session, account: Account
) -> None:
    enter(client, password="pas le bon mot")
    kept = [row for (row,) in session.execute(select(Attempt.subject_digest))]
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in kept)
