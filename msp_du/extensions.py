"""The Flask extensions, how the database is opened, and the only commit there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session

from msp_du.models import Base
from msp_du.services.outbox import RINGS

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000

db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def render_plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Write a column of a migration in plain SQL types: old migrations import no code of today."""
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, sa.TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


migrate = Migrate(
    db=db, directory=str(MIGRATIONS), render_item=render_plain_type, compare_type=True
)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block did, or undo all of it.

    What the request read before is let go and read again under the write lock, so that nothing
    slow (a hash, a page, a mail) stands between the lock and the commit. When something was
    queued for the worker (``services.outbox``), the bell is rung after the commit.
    """
    session = db.session()
    session.rollback()
    session.info.pop(RINGS, None)
    token = _writing.set(True)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
    if session.info.pop(RINGS, False):
        current_app.extensions["msp_du_bell"].ring()


def open_database(app: Flask) -> None:
    """Make connections of SQLite and PostgreSQL mean the same."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
