"""The worker makes the papers of a sitting of their frozen facts alone."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.board_papers import PaperKind, PaperState
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import BoardPaper, Institution, Job, Person
from msp_du.pdf.board import render_paper
from msp_du.services import board_papers
from tests.support.sitting_room import open_room

LATER = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def closed(session: Session) -> Session:
    """A sitting that was closed over one trainee."""
    room = open_room(session)
    with transaction() as s:
        s.get_one(Institution, room.cohort.institution_id).appeal_text = "Recours gracieux."
    room.decide(room.candidate())
    room.close()
    return session


def papers(session: Session) -> dict[PaperKind, BoardPaper]:
    session.rollback()
    session.expire_all()
    return {paper.kind: paper for paper in session.scalars(select(BoardPaper))}


def test_what_is_archived_is_what_the_frozen_facts_give_whatever_changed_since(
    app: Flask, closed: Session
) -> None:
    assert run_due(app, now=LATER) == 3
    with transaction() as s:
        s.execute(select(Person)).scalar_one().birth_family_name = "Autre"
        s.execute(select(Institution)).scalar_one().name = "Autre université"
    for paper in papers(closed).values():
        assert paper.state is PaperState.READY
        assert paper.file is not None
        assert render_paper(board_papers.read(paper)) == paper.file.content
        assert hashlib.sha256(paper.file.content).hexdigest() == paper.file.sha256
    assert run_due(app, now=LATER) == 0


def test_a_paper_is_printed_once(closed: Session) -> None:
    paper = papers(closed)[PaperKind.MINUTES]
    for content in (b"%PDF first", b"%PDF second"):
        with transaction() as s:
            board_papers.finish(s, paper.id, content, "stamp", now=LATER)
    made = papers(closed)[PaperKind.MINUTES]
    assert made.file is not None
    assert made.file.content == b"%PDF first"
    assert board_papers.prepare(closed, made.id) is None


def test_facts_that_were_touched_are_not_printed(app: Flask, closed: Session) -> None:
    with transaction() as s:
        for paper in s.scalars(select(BoardPaper)):
            paper.facts = (paper.facts or "").replace("ADM", "AJ")
    assert run_due(app, now=LATER) == 3
    closed.rollback()
    jobs = closed.scalars(select(Job)).all()
    assert {(job.state, job.error) for job in jobs} == {
        (JobState.FAILED, f"{JobKind.BOARD_PAPER_RENDER}: UnreadableFacts")
    }
    assert {paper.state for paper in papers(closed).values()} == {PaperState.PENDING}
