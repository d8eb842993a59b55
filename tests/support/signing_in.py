"""Signing in as a person does: by the form, with an address and a password."""

from werkzeug.test import TestResponse

from msp_du.web.access import SESSION_KEY
from tests.factories import PASSWORD
from tests.support.client import PageClient

ADDRESS = "dominique@example.org"


def enter(
    client: PageClient, email: str = ADDRESS, password: str = PASSWORD, url: str = ""
) -> TestResponse:
    return client.submit(url or "/connexion", {"email": email, "password": password})


def sid(client: PageClient) -> str | None:
    with client.session_transaction() as cookie:
        return cookie.get(SESSION_KEY)
