"""The application on each engine, a session, a client; nothing else."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import flask_migrate
import psycopg
import pytest
from flask import Flask
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from msp_du import create_app
from msp_du.config import Config
from msp_du.extensions import db
from msp_du.models import Base
from tests.support.client import PageClient
from tests.support.postgres import create_database, drop_database

pytest_plugins = [
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.live",
    "tests.support.story",
]

ENGINES = ("sqlite", "postgresql")
WEB = Path(__file__).parent / "web"


@dataclass(frozen=True, slots=True)
class Bench:
    """An application whose database is made new for each test, in a few milliseconds."""

    app: Flask
    renew: Callable[[], None]


def configuration(instance: Path, database_url: str = "") -> Config:
    """Return settings for tests: mails go to files, keys are invented."""
    return Config(
        instance=instance,
        public_url="http://localhost:8000",
        secret_key="s" * 43,
        code_key="c" * 43,
        database_url=database_url,
        bell="off",
    ).checked()


def build(config: Config) -> Flask:
    app = create_app(config)
    app.testing = True
    app.test_client_class = PageClient
    return app


def migrate(config: Config) -> None:
    """Bring the database of a configuration from nothing to today's tables."""
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    config = configuration(tmp_path_factory.mktemp("sqlite"))
    template = config.instance / "template.sqlite3"
    target = config.instance / "msp-du.sqlite3"
    migrate(replace(config, database_url=f"sqlite:///{template}"))
    app = build(config)

    def renew() -> None:
        with app.app_context():
            db.engine.dispose()
        for leftover in config.instance.glob("msp-du.sqlite3-*"):
            leftover.unlink()
        shutil.copyfile(template, target)

    return Bench(app, renew)


def empty_tables(url: str) -> None:
    """Remove every row, past the triggers: quicker than making the database anew."""
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))


@pytest.fixture(scope="session")
def postgresql_bench(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    template, name = f"template_{worker}", f"test_{worker}"
    template_url = create_database(postgres_url, template)
    instance = tmp_path_factory.mktemp("postgresql")
    migrate(configuration(instance, template_url))
    url = create_database(postgres_url, name, template)
    app = build(configuration(instance, url))

    def renew() -> None:
        with app.app_context():
            db.engine.dispose()
        try:
            empty_tables(url)
        except psycopg.Error:  # a test of migrations left other tables than the models
            drop_database(postgres_url, name)
            create_database(postgres_url, name, template)

    yield Bench(app, renew)
    with app.app_context():
        db.engine.dispose()
    drop_database(postgres_url, name)
    drop_database(postgres_url, template)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Trace the lines of services, jobs and commands on one engine: the other runs the same."""
    for item in items:
        call = getattr(item, "callspec", None)
        if call and call.params.get("app") == "postgresql" and WEB not in item.path.parents:
            item.add_marker("untraced")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leave an ``untraced`` test and its fixtures alone: tracing doubles their time."""
    measuring = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(measuring, "cov_controller", None)
    if controller is None or not item.get_closest_marker("untraced"):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the engines of each test that asks for the application.

    Services, jobs, commands and whatever is marked ``both_engines`` run on both; a page is asked
    for on one of them, half of the tests on each: its services were tried on the other as well.
    """
    node = metafunc.definition
    if "app" not in metafunc.fixturenames or any(
        "app" in mark.args[0] for mark in node.iter_markers("parametrize")
    ):
        return
    engines: tuple[str, ...] = ENGINES
    if node.path.is_relative_to(WEB) and not node.get_closest_marker("both_engines"):
        engines = (ENGINES[crc32(node.nodeid.encode()) % len(ENGINES)],)
    metafunc.parametrize("app", engines, indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with empty tables, on SQLite or PostgreSQL."""
    bench: Bench = request.getfixturevalue(f"{request.param}_bench")
    bench.renew()
    yield bench.app
    with bench.app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session in an application context; ``transaction()`` in the test commits through it."""
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that checks each page it fetches."""
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    return browser
