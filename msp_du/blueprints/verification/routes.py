"""Verifying a document: a code and a family name, for whoever holds the paper.

No account, no cookie, no script, no table of who asked. The answer to a form is the page itself,
so that neither code nor name goes into an address.
"""

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from msp_du.blueprints.verification import pages
from msp_du.blueprints.verification.pages import Fault, Typed
from msp_du.domain.names import fold
from msp_du.domain.verification import MalformedCode, normalise, printed
from msp_du.services.verification import Answer
from msp_du.web.access import public_read
from msp_du.web.verifying import MAX_BYTES, retry_after
from msp_du.web.verifying import verify as look_up

bp = Blueprint("verification", __name__)

REFUSED = 422
TOO_MANY_REQUESTS = 429


@bp.get("/v")
@public_read
def ask() -> ResponseReturnValue:
    """Ask for the code and the family name."""
    return pages.form(Typed())


@bp.get("/v/<code>")
@public_read
def fill_in(code: str) -> ResponseReturnValue:
    """Ask for the family name: the code came with the address, from the paper's picture code."""
    try:
        return pages.form(Typed(printed(normalise(code))))
    except MalformedCode:
        return pages.form(Typed(code), code_fault=Fault.MALFORMED), REFUSED


@bp.post("/v")
@public_read
def verify() -> ResponseReturnValue:
    """Say what the register knows; what is no code is refused before any query."""
    request.max_content_length = MAX_BYTES
    typed = Typed(request.form.get("code", ""), request.form.get("family_name", ""))
    code_fault, name_fault = _code_fault(typed.code), _name_fault(typed.family_name)
    if code_fault or name_fault:
        return pages.form(typed, code_fault=code_fault, name_fault=name_fault), REFUSED
    verdict = look_up(typed.code, typed.family_name)
    if verdict.answer is not Answer.LIMITED:
        return pages.verdict(verdict)
    seconds = retry_after(verdict)
    response = make_response(pages.form(typed, wait_seconds=seconds), TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def _code_fault(typed: str) -> Fault | None:
    try:
        normalise(typed)
    except MalformedCode:
        return Fault.MALFORMED if typed.strip() else Fault.MISSING
    return None


def _name_fault(typed: str) -> Fault | None:
    return None if fold(typed) else Fault.MISSING
