"""``msp-du db …``: bring the database to the tables of this version, and check that it is there."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection

from msp_du.cli.application import application
from msp_du.extensions import MIGRATIONS, db


@click.group()
def database() -> None:
    """Upgrade and check the database."""


@database.command()
def upgrade() -> None:
    """Bring the database to this version; a SQLite file is copied beside itself first."""
    with application("db upgrade"):
        with db.engine.connect() as connection:
            before = position(connection)
        if before == head():
            click.echo(f"nothing to do: the database is at {before}")
            return
        copy = _copy_sqlite(before)
        if copy is not None:
            click.echo(f"copied to {copy}")
        flask_migrate.upgrade()
        click.echo(f"the database is at {head()}")


@database.command()
def check() -> None:
    """Tell whether the database is at this version, and its tables those of the models."""
    with application("db check"), db.engine.connect() as connection:
        require_head(connection)
        context = MigrationContext.configure(
            connection, opts=current_app.extensions["migrate"].configure_args
        )
        differences = compare_metadata(context, db.metadata)
        if differences:
            raise click.ClickException(
                f"the tables differ from the models in {len(differences)} places, "
                f"first: {_described(differences[0])}"
            )
        click.echo(f"the database is at {head()}, and its tables are those of the models")


def head() -> str | None:
    """Return the last migration of this version."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def position(connection: Connection) -> str | None:
    """Return the migration that the database is at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def require_head(connection: Connection) -> None:
    """Stop the command when the database is of another version."""
    found = position(connection)
    if found != head():
        raise click.ClickException(
            f"the database is at {found or 'nothing'}, this version needs {head()}: "
            "run msp-du db upgrade"
        )


def _described(difference: object) -> str:
    """Return a difference that Alembic found, in one short line."""
    return " ".join(str(difference).split())[:200]


def _copy_sqlite(before: str | None) -> Path | None:
    """Copy the SQLite file, whole even while it is in use; nothing for another engine."""
    name = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or before is None or not name:
        return None
    source = Path(name)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = source.with_name(f"{source.stem}-before-{before}-{moment}{source.suffix}")
    with closing(sqlite3.connect(source)) as current, closing(sqlite3.connect(target)) as copy:
        current.backup(copy)
    target.chmod(0o600)
    return target
