"""What is said when a page cannot be given: plain words, never more than one may know."""

import logging
import secrets

from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from msp_du.extensions import db
from msp_du.web import problems
from msp_du.web.access import actor_or_none
from msp_du.web.request import app_request

log = logging.getLogger(__name__)

RETRY_SECONDS = 6


def register(app: Flask) -> None:
    """Answer each kind of failure with a page of its own."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(CSRFError, _show_expired)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(InternalServerError, _show_failure)


def _page(code: int, kind: str, reference: str | None = None) -> ResponseReturnValue:
    if problems.is_wanted():
        return problems.plain(code, reference=reference)
    return render_template("errors/error.html", kind=kind, reference=reference), code


def _show(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    known = {400, 403, 404, 405, 409, 413, 429}
    response = make_response(_page(error.code, str(error.code) if error.code in known else "400"))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _show_expired(_error: CSRFError) -> ResponseReturnValue:
    if problems.is_wanted():
        return problems.stale_token() if actor_or_none() else problems.not_signed_in()
    return _page(400, "expired")


def _show_busy(_error: OperationalError) -> ResponseReturnValue:
    app_request().is_nameless = True
    log.warning("the database did not answer in time")
    db.session().rollback()
    response = make_response(_page(503, "503"))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _show_failure(_error: InternalServerError) -> ResponseReturnValue:
    app_request().is_nameless = True
    reference = secrets.token_hex(4)
    log.error("failure shown as %s", reference)
    db.session().rollback()
    return _page(500, "500", reference)
