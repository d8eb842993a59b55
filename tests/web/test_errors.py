"""What is said when a page cannot be given, to whoever asks, with or without the database."""

import logging
import re

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.services import sessions
from msp_du.web.access import public
from tests.factories import make_account
from tests.support.client import PageClient, sign_in

WORDS = {
    400: "Cette demande n’a pas été comprise",
    403: "Cette page n’est pas pour votre rôle",
    404: "Cette page n’existe pas",
    405: "Cette adresse ne s’ouvre pas ainsi",
    409: "Quelqu’un a fait un changement entre-temps",
    413: "Ce fichier est trop lourd",
    418: "Cette demande n’a pas été comprise",
    429: "Un peu trop vite",
}


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Let the contact page fail as a test says."""
    how: dict[str, object] = {}

    def fail() -> ResponseReturnValue:
        error = how["error"]
        if isinstance(error, int):
            abort(error)
        assert isinstance(error, BaseException)
        raise error

    monkeypatch.setitem(app.view_functions, "help.contact", public(fail))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return how


@pytest.mark.parametrize("who", ["stranger", "signed-in"])
@pytest.mark.parametrize(("status", "words"), WORDS.items())
def test_each_failure_has_calm_words_and_a_way_on(
    client: PageClient,
    *,
    session: Session,
    failing: dict[str, object],
    status: int,
    words: str,
    who: str,
) -> None:
    if who == "signed-in":
        with transaction() as s:
            account = make_account(s, Role.TUTOR)
        sign_in(client, account)
    failing["error"] = status
    answer = client.get("/contact")
    assert answer.status_code == status
    text = client.page("/contact", status=status)
    assert text.startswith(words)
    assert "Aller à l’accueil" in text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ("Se déconnecter" in answer.text) is (who == "signed-in")


def test_a_method_that_is_not_allowed_names_those_that_are(client: PageClient) -> None:
    answer = client.get("/deconnexion")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_bug_shows_a_reference_and_nothing_else(
    client: PageClient,
    session: Session,
    failing: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing["error"] = ZeroDivisionError("Camille Lefèvre")
    with caplog.at_level(logging.ERROR):
        text = client.page("/contact", status=500)
    found = re.search(r"la référence ([0-9a-f]{8})", text)
    assert found
    assert "Camille" not in text
    assert f"failure shown as {found[1]}" in caplog.text


@pytest.mark.parametrize("who", ["stranger", "signed-in"])
def test_without_the_database_the_page_is_still_given(
    client: PageClient,
    session: Session,
    failing: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    down = OperationalError("SELECT", {}, Exception("connection refused"))
    if who == "signed-in":
        sign_in(client, account)

        def find(*_args: object, **_kwargs: object) -> None:
            raise down

        monkeypatch.setattr(sessions, "find", find)
    failing["error"] = down
    answer = client.get("/compte" if who == "signed-in" else "/contact")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Un instant, s’il vous plaît" in answer.text
