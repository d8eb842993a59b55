"""Refusals of the interface for programs: ``application/problem+json`` (RFC 9457).

What is refused to anybody is said in English, to somebody signed in in their language.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from flask import Response, jsonify, request

from msp_du.web.i18n import _

PREFIX: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"


def is_wanted() -> bool:
    """Tell whether who asks is a program rather than somebody with a browser."""
    return request.path.startswith(PREFIX)


def problem(
    status: int, kind: str, title: str, *, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """Return a refusal; ``kind`` names it for good, as ``/problems/…`` in its ``type``."""
    response = jsonify({"type": f"/problems/{kind}", "title": title, "status": status, **more})
    response.status_code = status
    response.mimetype = MEDIA_TYPE
    response.headers.update(headers or {})
    return response


def plain(status: int, *, reference: str | None = None) -> Response:
    """Return a refusal of which the status says all; ``reference`` is to be quoted to operators."""
    response = jsonify(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            **({"reference": reference} if reference else {}),
        }
    )
    response.status_code = status
    response.mimetype = MEDIA_TYPE
    return response


def not_signed_in() -> Response:
    """Return the refusal for somebody who is not known; no program is led to a page."""
    return problem(
        401,
        "not-signed-in",
        _("Connectez-vous pour continuer."),
        headers={"WWW-Authenticate": "Cookie"},
    )


def stale_token() -> Response:
    """Return the refusal of a token of an earlier session: ask for a new one, send again."""
    return problem(419, "stale-token", _("Cette page est restée ouverte trop longtemps."))
