"""Requests made without a server: the application's own time and no other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from msp_du.models import Account
from msp_du.web.access import public
from tests.support.client import sign_in

HELLO: Final = "/bonjour"
BROWSER: Final = {"Accept-Encoding": "gzip", "Accept-Language": "fr", "Accept": "text/html"}


@dataclass(slots=True)
class Answer:
    """What came back: the status line's number, the headers, the bytes."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that can be made any number of times."""

    app: Flask
    environ: dict[str, Any]
    body: bytes = b""

    @classmethod
    def of(
        cls,
        app: Flask,
        path: str,
        *,
        account: Account | None = None,
        form: dict[str, str] | None = None,
    ) -> "Request":
        """Prepare a GET, or a POST of a form, of somebody signed in or of a stranger."""
        headers = Headers(BROWSER | ({"Cookie": cookie(app, account)} if account else {}))
        method = "POST" if form else "GET"
        environ = EnvironBuilder(path, method=method, data=form, headers=headers).get_environ()
        return cls(app, environ, environ["wsgi.input"].read())

    def make(self) -> Answer:
        """Make the request, to the end of what follows the answer."""
        answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> object:
            answer.status, answer.headers = int(status[:3]), dict(headers)
            return None

        given: Any = start
        body: Iterable[bytes] = self.app.wsgi_app(
            self.environ | {"wsgi.input": BytesIO(self.body)}, given
        )
        try:
            answer.content = b"".join(body)
        finally:
            getattr(body, "close", bool)()
        return answer


def cookie(app: Flask, account: Account) -> str:
    """Sign an account in and return the header that its browser then sends."""
    client = app.test_client()
    sign_in(client, account)
    name = app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name, "localhost")
    assert kept is not None
    return f"{name}={kept.value}"


def bare_flask() -> Flask:
    """A bare Flask application that greets, with nothing around it."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "Bonjour", endpoint="hello")
    return app


def add_hello(app: Flask) -> None:
    """Give an application, before its first request, a page that greets anybody."""
    app.add_url_rule(HELLO, view_func=public(lambda: "Bonjour"), endpoint="hello")
