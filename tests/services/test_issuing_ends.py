"""Documents replaced, revoked, hidden by their holder, taken up again by the worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.documents import read_certificate
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import (
    DocumentKind,
    DocumentState,
    JobState,
    ResultCode,
    RevocationReason,
)
from msp_du.extensions import db, transaction
from msp_du.models import Document, Enrolment, Job, Person
from msp_du.services import document_register as register
from tests.factories.boards import make_decision
from tests.support.registry import NOW, Desk, open_desk, printed

LATER = NOW + timedelta(days=1)


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


def fresh(session: Session, document: Document) -> Document:
    session.rollback()
    return session.get_one(Document, document.id, populate_existing=True)


def revoke(desk: Desk, document: Document, number: str | None = None) -> None:
    with transaction() as writing:
        register.revoke(
            writing,
            document,
            RevocationReason.CLERICAL_ERROR,
            typed_number=document.number if number is None else number,
            actor=desk.registrar,
            now=LATER,
        )


def test_the_old_one_holds_until_the_new_one_is_made(desk: Desk, session: Session) -> None:
    old = desk.issued()
    with transaction() as writing:
        writing.get_one(Person, desk.enrolment.person_id).usage_family_name = None
    new = desk.replaced(old)
    assert (new.number, new.replaces_id) == ("2026-DU-0002", old.id)
    assert read_certificate(new.facts).holder.usage_name is None
    assert fresh(session, old).state is DocumentState.VALID
    printed(new.id, now=LATER)
    ended = fresh(session, old)
    assert (ended.state, ended.ended_at) == (DocumentState.REPLACED, LATER)
    assert fresh(session, new).state is DocumentState.VALID
    assert register.successor_of(session, ended) == new


def test_a_document_is_replaced_once(desk: Desk, session: Session) -> None:
    old = desk.issued()
    new = desk.replaced(old)
    with pytest.raises(RuleViolation) as refusal:
        desk.replaced(old)
    assert refusal.value.rule is Rule.DOCUMENT_EXISTS
    printed(new.id)
    with pytest.raises(RuleViolation) as refusal:
        desk.replaced(old)
    assert refusal.value.rule is Rule.DOCUMENT_STATE


def test_what_is_no_longer_due_is_not_replaced(desk: Desk, session: Session) -> None:
    old = desk.issued()
    with transaction() as writing:
        enrolment = writing.get_one(Enrolment, desk.enrolment.id)
        make_decision(writing, enrolment=enrolment, year=2, result=ResultCode.FAILED)
    with pytest.raises(RuleViolation) as refusal:
        desk.replaced(old)
    assert refusal.value.rule is Rule.DOCUMENT_NOT_ENTITLED


def test_a_transcript_is_replaced_by_one_of_the_same_year(desk: Desk, session: Session) -> None:
    old = desk.issued(DocumentKind.TRANSCRIPT, 1)
    with transaction() as writing:
        enrolment = writing.get_one(Enrolment, desk.enrolment.id)
        decision = make_decision(writing, enrolment=enrolment, year=1, average="15")
    new = desk.replaced(old)
    assert (new.number, new.decision_id) == ("2026-RN-0002", decision.id)


def test_a_revoked_document_has_its_reason_and_its_day(desk: Desk, session: Session) -> None:
    document = desk.issued()
    revoke(desk, document)
    ended = fresh(session, document)
    assert (ended.state, ended.revocation_reason, ended.ended_at) == (
        DocumentState.REVOKED,
        RevocationReason.CLERICAL_ERROR,
        LATER,
    )
    assert ended.file is not None
    assert desk.request().number == "2026-DU-0002"


def test_only_a_valid_document_is_revoked_by_its_own_number(desk: Desk, session: Session) -> None:
    document = desk.request()
    with pytest.raises(RuleViolation) as refusal:
        revoke(desk, document)
    assert refusal.value.rule is Rule.DOCUMENT_STATE
    printed(document.id)
    with pytest.raises(RuleViolation) as refusal:
        revoke(desk, document, "2026-DU-0002")
    assert (refusal.value.rule, refusal.value.field) == (Rule.DOCUMENT_NUMBER_WRONG, "number")
    revoke(desk, document, " 2026-du-0001 ")
    with pytest.raises(RuleViolation) as refusal:
        revoke(desk, document)
    assert refusal.value.rule is Rule.DOCUMENT_STATE


def test_a_document_revoked_meanwhile_stays_revoked(desk: Desk, session: Session) -> None:
    old = desk.issued()
    new = desk.replaced(old)
    revoke(desk, old)
    printed(new.id)
    assert fresh(session, old).state is DocumentState.REVOKED
    assert fresh(session, new).state is DocumentState.VALID


@pytest.mark.parametrize("act", ["revoke", "replace"])
def test_of_many_hands_that_end_a_document_at_once_one_does(
    app: Flask, desk: Desk, session: Session, act: str
) -> None:
    document_id = desk.issued().id
    session.rollback()
    hands = 4
    start = Barrier(hands)

    def end(_hand: int) -> Rule | None:
        with app.app_context():
            document = db.session().get_one(Document, document_id)
            start.wait(timeout=30)
            try:
                revoke(desk, document) if act == "revoke" else desk.replaced(document)
            except RuleViolation as refusal:
                return refusal.rule
            return None

    with ThreadPoolExecutor(hands) as pool:
        answers = list(pool.map(end, range(hands)))
    refused = Rule.DOCUMENT_STATE if act == "revoke" else Rule.DOCUMENT_EXISTS
    assert sorted(answers, key=str) == sorted([None, *[refused] * (hands - 1)], key=str)
    assert len(session.execute(select(Document)).all()) == (1 if act == "revoke" else 2)


def test_a_holder_hides_a_document_and_shows_it_again(desk: Desk, session: Session) -> None:
    document = desk.issued()
    assert document.file is not None
    sha256 = document.file.sha256
    for moment in (NOW, LATER):
        with transaction() as writing:
            register.withdraw(writing, document, actor=desk.registrar, now=moment)
    assert fresh(session, document).withdrawn_at == NOW
    assert register.find_by_digest(session, sha256) is None
    with transaction() as writing:
        register.resume(writing, document, actor=desk.registrar)
    assert fresh(session, document).withdrawn_at is None
    found = register.find_by_digest(session, sha256)
    assert found is not None
    assert (found.id, found.state) == (document.id, DocumentState.VALID)


def test_what_replaces_a_hidden_document_is_hidden(desk: Desk, session: Session) -> None:
    old = desk.issued()
    new = desk.replaced(old)
    with transaction() as writing:
        register.withdraw(writing, old, actor=desk.registrar, now=NOW)
    printed(new.id)
    assert fresh(session, new).withdrawn_at == NOW


def test_what_is_not_printed_has_nothing_to_hide(desk: Desk) -> None:
    document = desk.request()
    with pytest.raises(RuleViolation) as refusal, transaction() as writing:
        register.withdraw(writing, document, actor=desk.registrar, now=NOW)
    assert refusal.value.rule is Rule.DOCUMENT_STATE


def test_what_the_worker_gave_up_is_taken_up_again(desk: Desk, session: Session) -> None:
    document = desk.request()
    with pytest.raises(RuleViolation) as refusal, transaction() as writing:
        register.try_again(writing, document, actor=desk.registrar, now=LATER)
    assert refusal.value.rule is Rule.DOCUMENT_STATE
    assert register.given_up(session, [document.id]) == set()
    with transaction() as writing:
        job = writing.execute(select(Job)).scalar_one()
        job.state, job.tries, job.error = JobState.FAILED, 3, "document: DocumentTooLong"
    assert register.given_up(session, [document.id]) == {document.id}
    with transaction() as writing:
        register.try_again(writing, document, actor=desk.registrar, now=LATER)
    session.rollback()
    job = session.execute(select(Job)).scalar_one()
    assert (job.state, job.tries, job.next_at, job.error) == (JobState.PENDING, 0, LATER, None)
