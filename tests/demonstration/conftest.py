"""The demonstration built once, its documents stamped and not printed; for tests that read."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.demonstration import build
from msp_du.demonstration.papers import ListedCode, Press
from msp_du.domain.vocabulary import DocumentKind, DocumentState
from msp_du.extensions import db, transaction
from msp_du.services import passwords
from msp_du.services.issuing import CodeKey, Printed
from tests import conftest
from tests.factories import TODAY
from tests.support.shared import made_once

SAID = "said.json"
PHRASE = "une phrase assez longue"
HASH = passwords.hash_password(PHRASE)
PRESS = Press(
    lambda _wanted, code, url: Printed(code, f"{code} {url}".encode(), "stamp"),
    CodeKey("1", "c" * 43),
    "http://localhost:8000",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A demonstration that is never served: its codes, and the seconds of computing it took."""

    app: Flask
    codes: list[ListedCode]
    seconds: float

    @property
    def config(self) -> Config:
        config: Config = self.app.extensions["msp_du_config"]
        return config


def made(session: Session, today: date = TODAY) -> list[ListedCode]:
    """Build the demonstration of a day in this session."""
    return build.build(
        session, today=today, password_hash=HASH, progress=lambda _step: None, press=PRESS
    )


def _tell(folder: Path) -> None:
    config = _told_in(folder)
    conftest.migrate(config)
    app = conftest.build(config)
    start = time.process_time()
    with app.app_context():
        with transaction() as session:
            codes = made(session)
        db.session.remove()
        db.engine.dispose()
    said = {"codes": [asdict(each) for each in codes], "seconds": time.process_time() - start}
    (folder / SAID).write_text(json.dumps(said), "utf-8")


def _told_in(folder: Path) -> Config:
    return replace(conftest.configuration(folder), demo=True)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = made_once(tmp_path_factory, "told", _tell)
    said = json.loads((folder / SAID).read_text("utf-8"))
    codes = [
        ListedCode(
            each["code"],
            each["family_name"],
            DocumentState(each["state"]),
            DocumentKind(each["kind"]),
        )
        for each in said["codes"]
    ]
    app = conftest.build(_told_in(folder))
    yield Told(app, codes, said["seconds"])
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def story(told: Told) -> Iterator[Session]:
    """A session on the demonstration; what a test does there is undone."""
    with told.app.app_context():
        yield db.session()
        db.session.remove()
