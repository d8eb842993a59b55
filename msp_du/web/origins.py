"""Where a post comes from: a page of ours, or it is refused before anything reads it.

This stands beside the token of each form. Browsers say by themselves where a request starts
(``Sec-Fetch-Site``, else ``Origin``), and no page can make them say otherwise.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, request

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of our own pages, and of what the reader does without any page."""


def register(app: Flask, *, public_url: str, without_referrer: frozenset[str]) -> None:
    """Refuse with 400 whatever may write and was sent by a page of another site.

    ``without_referrer`` names the endpoints whose own page sends no referrer: an older browser
    then writes ``null`` for its origin.
    """

    def refuse_strangers() -> None:
        if request.method in READING or _is_ours(public_url, without_referrer):
            return
        abort(400)

    app.before_request(refuse_strangers)


def _is_ours(public_url: str, without_referrer: frozenset[str]) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if origin == "null":
        return request.endpoint in without_referrer
    return urlsplit(origin).netloc in {urlsplit(public_url).netloc, request.host}
