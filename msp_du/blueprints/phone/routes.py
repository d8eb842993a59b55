"""The page that a phone keeps for when it has no network, and the worker that gives it."""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.phone.forms import ShellForm
from msp_du.web.access import public_read
from msp_du.web.request import app_request

bp = Blueprint("phone", __name__)

STATIC = (
    "css/app.css",
    "fonts/atkinson-hyperlegible-400.woff2",
    "fonts/atkinson-hyperlegible-700.woff2",
    "js/hours_phone.js",
    "js/outbox.js",
    "js/reveal.js",
    "js/sending.js",
    "js/submit_once.js",
)
"""Files of the page, kept with it."""


@bp.get("/hors-ligne")
@public_read
def offline() -> ResponseReturnValue:
    """Show the form of a day to nobody in particular: scripts fill it in on the phone."""
    return _page()


@bp.get("/sw.js")
@public_read
def worker() -> ResponseReturnValue:
    """Give the service worker with what it keeps; it changes when any of it does."""
    files = [url_for("static", filename=name) for name in STATIC]
    nonce = app_request().csp_nonce
    text = _page().replace(nonce, "") + "".join(files)
    shell = {
        "version": hashlib.sha256(text.encode()).hexdigest()[:16],
        "page": url_for(".offline"),
        "files": files,
    }
    script = Path(current_app.static_folder or "", "js", "worker.js").read_text("utf-8")
    body = f"const SHELL = {json.dumps(shell)};\n{script}"
    return Response(body, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def _page() -> str:
    return render_template("phone/offline.html", form=ShellForm.blank())
