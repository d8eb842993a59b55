"""The application, for commands that need the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from msp_du import create_app
from msp_du.extensions import db
from msp_du.services import audit


@contextmanager
def application(command: str) -> Iterator[Flask]:
    """Open the application of this instance; the audit chain names the command.

    A database that cannot be used ends the command with one line.
    """
    app = create_app()
    token = audit.origin.set(f"msp-du {command}")
    try:
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).partition("\n")[0]
        raise click.ClickException(
            f"the database cannot be used: {reason} (msp-du db upgrade makes its tables)"
        ) from error
    finally:
        audit.origin.reset(token)
