"""An agreement printed to be signed, then with its signatures: who signed, and when."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.extensions import db, transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Agreement, Job, StoredFile
from tests.factories import make_placement
from tests.factories.agreements import make_sent, sign_all
from tests.support.conformance import text_of


def printed(app: Flask, tmp_path: Path) -> list[str]:
    """Let the worker work; return what the files of the papers say, the oldest first."""
    run_due(app)
    with app.app_context():
        files = db.session().scalars(select(StoredFile).order_by(StoredFile.created_at))
        path = tmp_path / "agreement.pdf"
        texts = []
        for file in files:
            path.write_bytes(file.content)
            texts.append(" ".join(text_of(path).replace("\u00a0", " ").split()))
        return texts


def test_a_paper_is_printed_to_sign_then_with_its_signatures(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), transaction() as session:
        placement = make_placement(session, is_signed=False)
        paper_id = make_sent(session, placement, others=[("Lou Martin", "Présidence")]).id
    (sent,) = printed(app, tmp_path)
    assert "CS-2026-00001" in sent
    assert sent.count("Date et signature :") == 4
    with app.app_context(), transaction() as session:
        sign_all(session, session.get_one(Agreement, paper_id))
    _sent, signed = printed(app, tmp_path)
    assert "Date et signature :" not in signed
    assert "Lou Martin, Présidence" in signed
    assert signed.count("Signé à l’écran le") == 4
    with app.app_context():
        paper = db.session().get_one(Agreement, paper_id)
        assert str(paper.facts_digest) in signed
        assert paper.sent_file_id != paper.signed_file_id
        kind = Job.kind == JobKind.AGREEMENT_RENDER
        states = set(db.session().scalars(select(Job.state).where(kind)))
        assert states == {JobState.DONE}
