"""Plugin: the application served over loopback, as a browser meets it."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import flask_migrate
import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from msp_du import create_app
from msp_du.config import Config
from msp_du.demonstration import build, story
from msp_du.demonstration.papers import ListedCode, Press
from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from msp_du.extensions import db, transaction
from msp_du.jobs import documents
from msp_du.services import passwords
from msp_du.services.issuing import CodeKey
from tests.support.commands import free_port, settings
from tests.support.shared import made_once

HOST = "127.0.0.1"
CODES = "codes.json"
DATABASE = "msp-du.sqlite3"


@dataclass(frozen=True, slots=True)
class Site:
    """An application that is being served, and where."""

    app: Flask

    @property
    def config(self) -> Config:
        config: Config = self.app.extensions["msp_du_config"]
        return config

    @property
    def url(self) -> str:
        return self.config.public_url

    @property
    def mails(self) -> Path:
        """Folder where its mails are kept."""
        return self.config.instance / "mails"

    @property
    def codes(self) -> list[ListedCode]:
        """Documents of the demonstration that can be verified."""
        listed = json.loads((self.config.instance / CODES).read_text("utf-8"))
        return [ListedCode(**each) for each in listed]


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, as the server of an instance does, and logs nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass


@contextmanager
def serving(config: Config) -> Iterator[Site]:
    """Serve an instance whose tables are there on a free port of the loopback."""
    port = free_port()
    app = create_app(replace(config, public_url=f"http://localhost:{port}"))
    server = make_server(HOST, port, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An instance that holds the demonstration and is never served itself."""
    folder = made_once(tmp_path_factory, "demonstration", _tell)
    return replace(settings(folder), demo=True)


def _tell(folder: Path) -> None:
    """Build the demonstration of today in a folder, with its codes beside it."""
    config = replace(settings(folder), demo=True)
    app = create_app(config)
    password_hash = passwords.hash_password(story.PASSWORD)
    with app.app_context():
        flask_migrate.upgrade()
        today = calendar.today(datetime.now(UTC), PARIS)
        with transaction() as session:
            listed = build.build(
                session,
                today=today,
                password_hash=password_hash,
                progress=lambda _step: None,
                press=Press(
                    documents.pdf_of,
                    CodeKey(config.code_key_id, config.code_key),
                    config.public_url,
                ),
            )
        db.session.remove()
        db.engine.dispose()
    codes = json.dumps([asdict(each) for each in listed])
    (config.instance / CODES).write_text(codes, "utf-8")


@pytest.fixture(scope="session")
def demo(demonstration: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served; for tests that change nothing."""
    with serving(_copy(demonstration, tmp_path_factory.mktemp("read") / "instance")) as site:
        yield site


@pytest.fixture
def own_demo(demonstration: Config, tmp_path: Path) -> Iterator[Site]:
    """The demonstration, served for one test, which may change it."""
    with serving(_copy(demonstration, tmp_path / "instance")) as site:
        yield site


def _copy(config: Config, folder: Path) -> Config:
    shutil.copytree(config.instance, folder)
    return replace(config, instance=folder)


@cache
def _empty() -> Path:
    """Make a database of today's tables, and nothing in them; one a process."""
    config = settings(Path(tempfile.mkdtemp(prefix="empty-")))
    atexit.register(shutil.rmtree, config.instance)
    _upgrade(config)
    return config.instance / DATABASE


def _upgrade(config: Config) -> None:
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@contextmanager
def empty_instance(folder: Path, database_url: str = "") -> Iterator[Site]:
    """Serve an instance as an operator first has it: its tables, and nothing in them."""
    folder.mkdir()
    config = settings(folder, database_url=database_url)
    if database_url:
        _upgrade(config)
    else:
        shutil.copyfile(_empty(), folder / DATABASE)
    with serving(config) as site:
        yield site


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a person does, and wait for the home page."""
    page.goto("/connexion")
    page.get_by_label("Adresse e-mail", exact=True).fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
