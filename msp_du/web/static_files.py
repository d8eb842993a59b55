"""Addresses of static files that change when the file does, so that a browser may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from msp_du.web.request import app_request

DIGEST_CHARACTERS = 10


class PageSessions(SecureCookieSessionInterface):
    """Sessions for pages of somebody: a file, a verdict are the same for whoever asks."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static" and not app_request().is_nameless:
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Put a digest of the file behind each address of a static file.

    Fonts are named by the style sheet, which knows no digest: they never change under a name.
    """
    app.session_interface = PageSessions()
    folder = Path(app.static_folder or "")

    @lru_cache(maxsize=256)
    def digest(filename: str) -> str:
        content = (folder / filename).read_bytes()
        return hashlib.sha256(content).hexdigest()[:DIGEST_CHARACTERS]

    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and not values["filename"].startswith("fonts/"):
            values.setdefault("v", digest(values["filename"]))

    app.url_defaults(add_digest)
