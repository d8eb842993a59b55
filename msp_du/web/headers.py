"""The security headers of every answer, errors included."""

from flask import Flask, Response, request

from msp_du.web.access import actor_or_none, declared_access
from msp_du.web.request import app_request

PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()"
)
CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)
ONE_DAY = 24 * 3600
ONE_YEAR = 365 * ONE_DAY
TOKEN_ENDPOINTS = frozenset(
    {
        "accounts.accept_invitation",
        "accounts.confirm_address",
        "accounts.reset_password",
        "host_desk.ask_by_slip",
        "host_desk.open_link",
        "host_desk.refuse_link",
        "host_desk.renew_link",
    }
)
WITHOUT_REFERRER = TOKEN_ENDPOINTS | {
    "api.verify",
    "verification.ask",
    "verification.fill_in",
    "verification.verify",
}
"""Pages whose address holds a secret: it goes to no other page."""
SENT_FILES = frozenset(
    {"agreements.download_scan", "board.download_scan", "placements.download_signed_copy"}
)
"""Files that people sent: whatever they hold, a browser runs nothing of it here."""
OWN_FILES = frozenset({"administration.show_style"})
"""Files that a browser may keep for who asked: their address changes when they do."""


def register(app: Flask, *, secure: bool) -> None:
    """Add the headers to everything the application answers."""

    def add_headers(response: Response) -> Response:
        headers = response.headers
        policy = CSP.format(nonce=app_request().csp_nonce)
        headers["Content-Security-Policy"] = (
            f"{policy}; sandbox" if request.endpoint in SENT_FILES else policy
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = (
            "no-referrer" if request.endpoint in WITHOUT_REFERRER else "same-origin"
        )
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["X-Robots-Tag"] = "noindex, nofollow"
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
        if request.endpoint == "static":
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = ONE_YEAR if "v" in request.args else ONE_DAY
        elif request.endpoint in OWN_FILES and "version" in request.args:
            response.cache_control.private = True
            response.cache_control.max_age = ONE_DAY
        elif not _may_be_kept(app):
            headers["Cache-Control"] = "no-store"
        return response

    app.after_request(add_headers)


def _may_be_kept(app: Flask) -> bool:
    """Public pages of somebody who is not signed in hold nothing of anybody."""
    if app_request().is_nameless or request.method != "GET" or request.endpoint is None:
        return False
    if actor_or_none() is not None:
        return False
    access = declared_access(app, request.endpoint)
    return access is not None and access.anonymous and request.endpoint not in TOKEN_ENDPOINTS
