"""Mails: neutral outside, exact inside."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, JobState, Language, LinkPurpose, Role
from msp_du.extensions import transaction
from msp_du.jobs.letters import Letter, Sender, compose
from msp_du.jobs.mails import KINDS, send_test
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Institution, Job
from msp_du.services import accounts, links, outbox
from tests.factories import make_account, make_institution
from tests.support.client import PageClient
from tests.support.mailing import kept, queue, text_of
from tests.support.pages import REVEALING

ADDRESS = "camille@example.org"


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", text_of(message))
    assert found
    return found[1]


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("kind", list(KINDS), ids=str)
def test_nothing_outside_a_mail_says_what_it_is_about(
    app: Flask,
    *,
    session: Session,
    account: Account,
    mails: Path,
    kind: JobKind,
    language: Language,
) -> None:
    with transaction() as s:
        s.get_one(Account, account.id).language = language
        institution = s.execute(select(Institution)).scalar_one()
        institution.sender_name = "Suivi des pairs aidants"
        used = links.make(
            s,
            s.get_one(Account, account.id),
            LinkPurpose.ADDRESS_CHANGE,
            now=datetime.now(UTC),
            subject="autre@example.org",
        )
        token = links.find(s, used, LinkPurpose.ADDRESS_CHANGE, now=datetime.now(UTC))
        assert token
        link_id = token.id
    queue(account, kind, link_id=str(link_id))
    assert run_due(app) == 1
    (message,) = kept(mails)
    first_line = text_of(message).splitlines()[0]
    for header in ("Subject", "From", "Message-ID"):
        assert not REVEALING.search(str(message[header]))
        assert account.display_name not in str(message[header])
    assert not REVEALING.search(text_of(message))
    assert first_line in {"Bonjour,", "Hello,"}
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language.value
    assert str(message["Message-ID"]).endswith("@localhost>")
    assert message.get_content_type() == "text/plain"
    assert account.display_name not in text_of(message)


def test_the_sender_is_the_institutions_own(app: Flask, session: Session, mails: Path) -> None:
    with transaction() as s:
        institution = make_institution(s)
        institution.sender_name = "Suivi Tours"
        institution.sender_address = "ne-pas-repondre@exemple.fr"
        institution.host_name = "suivi.exemple.fr"
        owner = make_account(s, Role.TUTOR, institution=institution)
    queue(owner, JobKind.MAIL_INVITATION)
    run_due(app)
    (message,) = kept(mails)
    assert str(message["From"]) == "Suivi Tours <ne-pas-repondre@exemple.fr>"
    assert str(message["Message-ID"]).endswith("@suivi.exemple.fr>")
    session.rollback()
    assert session.execute(select(Job.institution_id)).scalar_one() == institution.id


def test_an_account_without_a_role_is_written_to_by_the_instance(
    app: Flask, session: Session, mails: Path
) -> None:
    with transaction() as s:
        owner = make_account(s)
    queue(owner, JobKind.MAIL_PASSWORD_CHANGED)
    run_due(app)
    (message,) = kept(mails)
    assert str(message["From"]) == "Suivi <no-reply@localhost>"


def test_an_invitation_holds_a_link_that_works_once(
    app: Flask, client: PageClient, session: Session, mails: Path
) -> None:
    with transaction() as s:
        invited = make_account(s, Role.TRAINEE, email=ADDRESS)
        accounts.queue_invitation(s, invited, institution_id=None)
    run_due(app)
    (message,) = kept(mails)
    assert message["To"] == ADDRESS
    fields = {"password": "quatre mots sans rapport", "again": "quatre mots sans rapport"}
    assert client.submit(link_in(message), fields).location == "/connexion"
    assert "n’est plus valable" in client.page(link_in(message), status=404)


def test_an_english_account_is_led_to_english_pages(
    app: Flask, client: PageClient, session: Session, account: Account, mails: Path
) -> None:
    with transaction() as s:
        s.get_one(Account, account.id).language = Language.ENGLISH
    queue(account, JobKind.MAIL_PASSWORD_RESET)
    run_due(app)
    (message,) = kept(mails)
    assert link_in(message).endswith("?lang=en")
    assert 'lang="en"' in client.get(link_in(message)).text


def test_a_change_of_address_writes_to_the_new_one_and_then_to_the_old(
    app: Flask, client: PageClient, session: Session, account: Account, mails: Path
) -> None:
    with transaction() as s:
        owner = s.get_one(Account, account.id)
        accounts.ask_address_change(s, owner, email="nouvelle@example.org", now=datetime.now(UTC))
    run_due(app)
    (asked,) = kept(mails)
    assert asked["To"] == "nouvelle@example.org"
    client.submit(link_in(asked))
    run_due(app)
    told = kept(mails)[1]
    assert told["To"] == ADDRESS
    assert "nouvelle@example.org" not in text_of(told)


@pytest.mark.parametrize("what", ["closed", "unknown", "no-open-link"])
def test_whoever_may_not_get_in_gets_no_mail(
    app: Flask, session: Session, account: Account, mails: Path, what: str
) -> None:
    kind = JobKind.MAIL_ADDRESS_CHANGE if what == "no-open-link" else JobKind.MAIL_PASSWORD_RESET
    with transaction() as s:
        owner = s.get_one(Account, account.id)
        owner.disabled_at = datetime.now(UTC) if what == "closed" else None
        identity = uuid4() if what == "unknown" else owner.id
        outbox.queue(s, kind, "key", {"account_id": str(identity)})
    assert run_due(app) == 1
    assert kept(mails) == []
    session.rollback()
    assert session.execute(select(Job.state)).scalar_one() is JobState.DONE


def test_a_line_end_cannot_slip_a_header_in(app: Flask) -> None:
    letter = Letter(
        id=uuid4(),
        recipient="a@example.org\r\nBcc: b@example.org",
        language=Language.FRENCH,
        sender=Sender("Suivi", "Suivi", "suivi@example.org", "example.org"),
        subject="%(product)s",
        template="test",
        context={},
    )
    with pytest.raises(ValueError, match=r"(?i)invalid|linefeed|CR|newline|control"):
        compose(app, letter)
    sender = Sender("Suivi\r\nBcc: b@example.org", "Suivi", "suivi@example.org", "example.org")
    with pytest.raises(ValueError, match="linefeed"):
        compose(app, replace(letter, recipient="a@example.org", sender=sender))


def test_a_sender_name_of_two_lines_becomes_one(
    app: Flask, session: Session, account: Account, mails: Path
) -> None:
    with transaction() as s:
        s.execute(select(Institution)).scalar_one().sender_name = "Suivi\r\nBcc: b@example.org"
    queue(account, JobKind.MAIL_PASSWORD_CHANGED)
    run_due(app)
    (message,) = kept(mails)
    assert message["Bcc"] is None


@pytest.mark.parametrize("engine", ["file", "console"])
def test_a_test_mail_leaves(
    app: Flask,
    settings: Callable[..., Config],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    engine: str,
) -> None:
    settings(instance=tmp_path, mail=engine)
    send_test(app, ADDRESS)
    send_test(app, ADDRESS)
    written = sorted(path.name for path in (tmp_path / "mails").glob("*"))
    assert written == (["1.eml", "2.eml"] if engine == "file" else [])
    assert capsys.readouterr().out.count(f"To: {ADDRESS}") == (0 if engine == "file" else 2)
