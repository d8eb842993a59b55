"""Documents of the demonstration: each listed code answers as promised, the rest gets printed."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from msp_du.demonstration import build
from msp_du.demonstration.papers import ListedCode
from msp_du.domain.vocabulary import DocumentKind, DocumentState, JobKind, JobState
from msp_du.extensions import db, transaction
from msp_du.jobs import worker
from msp_du.models import Document, Job
from msp_du.services import verification
from msp_du.services.verification import Answer, Question
from tests import conftest
from tests.demonstration.conftest import PHRASE, Told
from tests.support.client import PageClient
from tests.support.signing_in import enter


def asked(told: Told, session: Session, code: str, family_name: str) -> verification.Verdict:
    question = Question.of(
        code,
        family_name,
        address="192.0.2.7",
        code_keys=told.config.all_code_keys,
        count_key=told.config.secret_key,
    )
    return verification.look_up(session.connection(), question, now=datetime.now(UTC))


def test_every_listed_code_answers_as_promised(told: Told, story: Session) -> None:
    for listed in told.codes:
        verdict = asked(told, story, listed.code, listed.family_name)
        assert verdict.answer.value == listed.state.value
        assert verdict.paper is not None
        assert verdict.paper.kind is listed.kind
        assert verdict.paper.is_specimen
        wrong = asked(told, story, listed.code, "Quelqu’un d’autre")
        assert wrong.answer is Answer.NO_MATCH


def test_the_list_shows_each_state_and_each_kind(told: Told) -> None:
    found = {(listed.state, listed.kind) for listed in told.codes}
    assert found == {
        (DocumentState.VALID, DocumentKind.CERTIFICATE),
        (DocumentState.VALID, DocumentKind.TRANSCRIPT),
        (DocumentState.REPLACED, DocumentKind.CERTIFICATE),
        (DocumentState.REVOKED, DocumentKind.CERTIFICATE),
    }
    assert len({listed.code for listed in told.codes}) == len(told.codes)


def of_state(told: Told, state: DocumentState) -> ListedCode:
    return next(listed for listed in told.codes if listed.state is state)


def test_a_new_name_is_on_the_new_paper_alone(told: Told, story: Session) -> None:
    former = of_state(told, DocumentState.REPLACED)
    heir = next(
        each
        for each in told.codes
        if each.state is DocumentState.VALID and each.family_name == "Le Goaziou"
    )
    before = asked(told, story, former.code, former.family_name).paper
    after = asked(told, story, heir.code, heir.family_name).paper
    assert before is not None
    assert after is not None
    assert (before.holder, after.holder) == ("Maëlle KERGUÉLEN", "Maëlle LE GOAZIOU")
    assert asked(told, story, former.code, heir.family_name).answer is Answer.NO_MATCH


def test_every_document_is_a_specimen_and_the_rest_waits_for_the_worker(story: Session) -> None:
    documents = list(story.scalars(select(Document)))
    assert all(document.is_specimen for document in documents)
    waiting = {d.id for d in documents if d.state is DocumentState.PENDING}
    assert len(waiting) > 20
    jobs = story.scalars(select(Job).where(Job.kind == JobKind.DOCUMENT_RENDER))
    by_state = {(job.state, job.payload["document_id"]) for job in jobs}
    pending = {key for state, key in by_state if state is JobState.PENDING}
    assert pending == {str(key) for key in waiting}
    assert {state for state, _key in by_state} == {JobState.PENDING, JobState.DONE}


@pytest.fixture
def own(told: Told, tmp_path: Path) -> Told:
    """The demonstration copied, for a test that changes it."""
    with told.app.app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(told.config.instance, tmp_path / "own")
    config = conftest.configuration(tmp_path / "own")
    return Told(conftest.build(config), told.codes, told.seconds)


def test_the_worker_prints_what_waits(own: Told) -> None:
    with own.app.app_context(), transaction() as session:
        waiting = session.scalars(
            select(Job.id)
            .where(Job.state == JobState.PENDING, Job.kind == JobKind.DOCUMENT_RENDER)
            .order_by(Job.created_at)
        ).all()
        later = datetime.now(UTC) + timedelta(days=1)
        session.execute(update(Job).where(Job.id.not_in(waiting[:2])).values(next_at=later))
    assert worker.run_due(own.app) == 2
    with own.app.app_context():
        session = db.session()
        done = session.scalars(select(Job).where(Job.id.in_(waiting[:2]))).all()
        assert {job.state for job in done} == {JobState.DONE}
        printed = [session.get_one(Document, UUID(job.payload["document_id"])) for job in done]
        for document in printed:
            assert document.state is DocumentState.VALID
            assert document.file is not None
            assert document.file.content.startswith(b"%PDF-")
        db.session.remove()
        db.engine.dispose()


def test_the_graduate_fetches_the_diploma_and_the_transcript(own: Told) -> None:
    client = own.app.test_client()
    assert isinstance(client, PageClient)
    address = next(
        each.email for each in build.known_accounts() if each.name == "Łukasz Şahin-Nguyễn"
    )
    enter(client, address, PHRASE)
    listed = client.get("/documents/").text
    links = set(re.findall(r"/documents/[0-9a-f-]{36}/fichier", listed))
    files = [client.get(link) for link in links]
    ready = [file.data for file in files if file.mimetype == "application/pdf"]
    codes = {each.code for each in own.codes if each.family_name == "Şahin-Nguyễn"}
    assert {code for code in codes for data in ready if code.encode() in data} == codes
    assert len(codes) == len(ready) == 2
