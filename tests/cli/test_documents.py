"""``msp-du documents verify``: the register's word on a file, and nobody's name."""

import hashlib
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import RevocationReason
from msp_du.extensions import db, transaction
from msp_du.models import Document
from msp_du.services import document_register as register
from tests.support.commands import Run, runner, settings
from tests.support.registry import NOW, Desk, open_desk, printed


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(app.extensions["msp_du_config"], monkeypatch, capsys)


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


def saved(document: Document, folder: Path) -> Path:
    """Write the document's bytes to a file and let go of the database."""
    assert document.file is not None
    path = folder / "recu.pdf"
    path.write_bytes(document.file.content)
    db.session.rollback()
    return path


def end(desk: Desk, document: Document, state: str) -> None:
    """Bring an issued document to a state."""
    if state == "replaced":
        printed(desk.replaced(document).id)
    with transaction() as writing:
        if state == "revoked":
            register.revoke(
                writing,
                document,
                RevocationReason.DECISION_CHANGED,
                typed_number=document.number,
                actor=desk.registrar,
                now=NOW,
            )
        if state == "withdrawn":
            register.withdraw(writing, document, actor=desk.registrar, now=NOW)


@pytest.mark.parametrize(
    ("state", "status"), [("valid", 0), ("replaced", 1), ("revoked", 1)], ids=str
)
def test_the_register_says_what_became_of_a_document(
    run: Run, desk: Desk, tmp_path: Path, state: str, status: int
) -> None:
    document = desk.issued()
    end(desk, document, state)
    path = saved(document, tmp_path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    outcome = run("documents", "verify", str(path), "--json")
    assert (outcome.status, outcome.err) == (status, "")
    assert json.loads(outcome.out) == {
        "state": state,
        "number": "2026-DU-0001",
        "kind": "certificate",
        "issued_on": "2026-11-22",
        "sha256": sha256,
    }
    said = run("documents", "verify", str(path))
    assert said.status == status
    assert said.out == (f"{state}: certificate 2026-DU-0001 of 2026-11-22; SHA-256 {sha256}\n")
    assert "lefèvre" not in (outcome.out + said.out).casefold()


def test_other_bytes_and_a_hidden_document_are_equally_unknown(
    run: Run, desk: Desk, tmp_path: Path
) -> None:
    document = desk.issued()
    end(desk, document, "withdrawn")
    path = saved(document, tmp_path)
    hidden = run("documents", "verify", str(path), "--json")
    path.write_bytes(path.read_bytes() + b" ")
    changed = run("documents", "verify", str(path), "--json")
    path.write_bytes(b"")
    empty = run("documents", "verify", str(path), "--json")
    answers = [json.loads(each.out) for each in (hidden, changed, empty)]
    assert {each.status for each in (hidden, changed, empty)} == {1}
    assert len({answer.pop("sha256") for answer in answers}) == 3
    nothing = {"state": "unknown", "number": None, "kind": None, "issued_on": None}
    assert answers == [nothing] * 3
    said = run("documents", "verify", str(path))
    assert said.out.startswith("unknown: no document of this register has these bytes")


@pytest.mark.parametrize("name", ["missing.pdf", "."], ids=["no such file", "a folder"])
def test_a_file_that_cannot_be_read_tells_nothing(run: Run, tmp_path: Path, name: str) -> None:
    outcome = run("documents", "verify", str(tmp_path / name))
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"msp-du: {tmp_path / name}: ")


def test_a_register_that_cannot_be_read_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recu.pdf"
    file.write_bytes(b"%PDF")
    empty = runner(settings(tmp_path / "instance"), monkeypatch, capsys)
    outcome = empty("documents", "verify", str(file), "--json")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("msp-du: the database cannot be used")
