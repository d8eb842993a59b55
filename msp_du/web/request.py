"""The request, with what one answer needs: its nonce, and what is written after it."""

import logging
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import cast

from flask import Flask, Request, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from msp_du.extensions import transaction

log = logging.getLogger(__name__)

Write = Callable[[Session], None]


class AppRequest(Request):
    """A request of this application."""

    is_nameless = False
    """Whether the answer is made without knowing who asks, and without a cookie."""

    desk: object = None
    """Whose desk is open in this browser (see ``web/desk_access``)."""

    @cached_property
    def csp_nonce(self) -> str:
        """Allow the scripts of this answer, and no other."""
        return secrets.token_urlsafe(16)

    @cached_property
    def afterwards(self) -> list[Write]:
        """Collect what is written once the answer has left (last seen, read log)."""
        return []


def app_request() -> AppRequest:
    """Return the current request with its own type."""
    return cast(AppRequest, request)


def write_afterwards(write: Write) -> None:
    """Write this once the answer has left; only for the tables that a GET may change."""
    app_request().afterwards.append(write)


def run_afterwards(app: Flask, response: Response) -> Response:
    """Hang the pending writes on the end of the answer."""
    writes = app_request().afterwards

    def run() -> None:
        with app.app_context(), transaction() as session:
            for write in writes:
                write(session)

    def run_or_say() -> None:
        try:
            run()
        except OperationalError:
            log.warning("what follows an answer could not be written: the database is busy")

    if writes:
        response.call_on_close(run_or_say)
    return response
