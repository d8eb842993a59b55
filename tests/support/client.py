"""A test client that reads pages as a person does, and checks each one it fetches."""

from collections.abc import Mapping
from contextvars import Context
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from msp_du.extensions import transaction
from msp_du.models import Account
from msp_du.services import sessions
from msp_du.web.access import SESSION_KEY
from tests.support.pages import check_page, parse, text_of

Fields = Mapping[str, Any]


class PageClient(FlaskClient):
    """Fetches pages, checks them, and posts their forms with what they hold."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A request has an application context of its own, as in service, whatever the test is in.
        response = Context().run(super().open, *args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            check_page(response.text)
        policy = response.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "default-src 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        return response

    def page(self, url: str, *, status: int = 200) -> str:
        """Fetch a page and return the text a reader sees in its main part."""
        response = self.get(url)
        assert response.status_code == status, response.text
        return main_text(response.text)

    def submit(
        self,
        url: str,
        fields: Fields | None = None,
        *,
        action: str | None = None,
        follow: bool = False,
    ) -> TestResponse:
        """Fetch a page, fill the form whose action is ``action`` (or its own), and post it.

        What the form holds already is sent along, as a browser would.
        """
        page = self.get(url)
        assert page.status_code == 200, page.text
        form = find_form(page.text, action)
        values = form_values(form) | dict(fields or {})
        target = form.get("action") or url
        return self.post(target, data=values, follow_redirects=follow)


def sign_in(client: FlaskClient, account: Account) -> FlaskClient:
    """Give the client a session of this account, as signing in would."""
    with client.application.app_context(), transaction() as session:
        owner = session.get_one(Account, account.id)
        raw = sessions.start(session, owner, device="Test", now=datetime.now(UTC))
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie[SESSION_KEY] = raw
    return client


def csrf_token(client: FlaskClient) -> str:
    """Return the token that the pages of this client's session hold."""
    with client.session_transaction() as cookie:
        cookie.setdefault("csrf_token", "0" * 40)
        serializer = URLSafeTimedSerializer(
            client.application.config["SECRET_KEY"], salt="wtf-csrf-token"
        )
        return str(serializer.dumps(cookie["csrf_token"]))


def main_text(html: str) -> str:
    """Return the text of a page's main part."""
    return text_of(next(parse(html).iter("main")))


def find_form(html: str, action: str | None = None) -> Element:
    """Return the main part's form with this action; without one, its first posting form."""
    tree = parse(html)
    for form in next(tree.iter("main")).iter("form"):
        posts = (form.get("method") or "get").lower() == "post"
        if posts and (action is None or form.get("action") == action):
            return form
    raise AssertionError(f"no form for {action or 'this page'}")


def form_values(form: Element) -> dict[str, Any]:
    """Return what a browser would send of an untouched form."""
    values: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "textarea":
            values[name] = "".join(field.itertext())
        elif field.tag == "select":
            chosen = [o for o in field.iter("option") if o.get("selected") is not None]
            options = chosen or list(field.iter("option"))[:1]
            values[name] = options[0].get("value", "") if options else ""
        elif field.tag == "input" and _is_sent(field):
            values[name] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    return values


def _is_sent(field: Element) -> bool:
    kind = field.get("type", "text")
    if kind in {"radio", "checkbox"}:
        return field.get("checked") is not None
    return kind not in {"submit", "button", "file", "image", "reset"}
