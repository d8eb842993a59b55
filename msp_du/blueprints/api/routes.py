"""Verifications asked by programs: JSON in, JSON out, with the limits of the page."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from msp_du.domain.names import fold
from msp_du.domain.verification import MalformedCode
from msp_du.services.verification import Answer, Paper, Verdict
from msp_du.web.access import public_read
from msp_du.web.problems import problem
from msp_du.web.verifying import MAX_BYTES, retry_after
from msp_du.web.verifying import verify as look_up

bp = Blueprint("api", __name__, url_prefix="/api/v1")

FIELDS = ("code", "family_name")


@bp.post("/verifications")
@public_read
def verify() -> ResponseReturnValue:
    """Say what the register knows of a document; no cookie, no key, no origin is asked for."""
    request.max_content_length = MAX_BYTES
    if request.mimetype != "application/json":
        return problem(415, "not-json", "Send application/json.")
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        return problem(400, "unreadable-json", "The body is not JSON.")
    wrong = _wrong_fields(body)
    if wrong:
        title = "Send an object with code and family_name, both texts that are not empty."
        return problem(422, "wrong-fields", title, fields=wrong)
    try:
        verdict = look_up(body["code"], body["family_name"])
    except MalformedCode:
        title = "A code has 17 letters and digits; this one is incomplete or mistyped."
        return problem(422, "malformed-code", title)
    return _limited(verdict) if verdict.answer is Answer.LIMITED else jsonify(_told(verdict))


def _wrong_fields(body: Any) -> list[str]:
    if not isinstance(body, dict):
        return list(FIELDS)
    texts = {name: body.get(name) for name in FIELDS}
    return [name for name, text in texts.items() if not _is_filled(text, is_name=name != "code")]


def _is_filled(text: object, *, is_name: bool) -> bool:
    """Tell whether it is a text with something in it; of a name, a letter at least."""
    return isinstance(text, str) and bool(fold(text) if is_name else text.strip())


def _limited(verdict: Verdict) -> Response:
    seconds = retry_after(verdict)
    return problem(
        429,
        "too-many-misses",
        "Too many tries found nothing. This says nothing of the document; try again later.",
        headers={"Retry-After": str(seconds)},
        retry_after=seconds,
    )


def _told(verdict: Verdict) -> dict[str, object]:
    told: dict[str, object] = {"state": verdict.answer.value}
    if verdict.paper is None:
        return told
    told |= _document(verdict.paper)
    if verdict.answer is Answer.VALID:
        told |= _print(verdict.paper)
    if verdict.ended_on is not None:
        told["ended_on"] = verdict.ended_on.isoformat()
    if verdict.answer is not Answer.REVOKED:
        told["title"] = verdict.paper.title
    return told


def _document(paper: Paper) -> dict[str, object]:
    return {
        "kind": paper.kind.value,
        "number": paper.number,
        "institution": paper.institution,
        "specimen": paper.is_specimen,
    }


def _print(paper: Paper) -> dict[str, object]:
    return {
        "holder": paper.holder,
        "usage_name": paper.usage_name,
        "issued_on": paper.issued_on.isoformat(),
        "decided_on": paper.decided_on.isoformat(),
        "year": paper.year,
        "academic_year": paper.academic_year,
    }
