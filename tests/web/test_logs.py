"""What a failure leaves in the log: no path, no value."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from msp_du.blueprints.verification import pages
from msp_du.extensions import db, transaction
from msp_du.services import verification
from msp_du.web.access import public
from tests.factories import make_account

SECRET = "a-one-time-link"
TYPED = "Camille Lefèvre"
CODE = "7KQM-2XZB-9HTR-C4WN-E"
FORM = {"code": CODE, "family_name": TYPED}
ADDRESS = "camille.lefevre@example.org"


@public
def fail(secret: str) -> str:
    raise ArithmeticError(TYPED)


def test_a_failure_is_logged_by_the_name_of_its_page_and_not_by_its_path(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(app.view_functions, "accounts.accept_invitation", fail)
    monkeypatch.setattr(app, "testing", False)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get(f"/invitation/{SECRET}")
    assert answer.status_code == 500
    assert "failure in accounts.accept_invitation" in caplog.text
    assert "in fail\n" in caplog.text
    assert "builtins.ArithmeticError" in caplog.text
    assert TYPED not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "data", "endpoint"),
    [
        pytest.param("GET", f"/v/{CODE}", None, "verification.fill_in", id="the picture code"),
        pytest.param("POST", "/v", FORM, "verification.verify", id="the form"),
    ],
)
def test_neither_code_nor_name_of_a_verification_is_logged(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    method: str,
    path: str,
    data: dict[str, str] | None,
    endpoint: str,
) -> None:
    def break_down(*typed: object, **_rest: object) -> str:
        raise ArithmeticError(f"{typed} {CODE} {TYPED}")

    monkeypatch.setattr(pages, "form", break_down)
    monkeypatch.setattr(verification, "look_up", break_down)
    monkeypatch.setattr(app, "testing", False)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().open(path, method=method, data=data)
    assert answer.status_code == 500
    assert f"failure in {endpoint}" in caplog.text
    assert "in break_down\n" in caplog.text
    for secret in (CODE, CODE.replace("-", ""), TYPED):
        assert secret not in caplog.text


def test_the_proxy_we_advise_masks_every_path_that_is_a_secret() -> None:
    guide = (Path(__file__).parents[2] / "docs/operator.md").read_text("utf-8")
    masks = re.search(r'"~(\^\S+)"\s+/\$area', guide)
    assert masks is not None
    pattern = re.compile(masks[1].replace("?<", "?P<"))
    feed = "/presences/flux/x/calendrier.ics"
    links = ("/bureau/lien/x", "/bureau/lien/x/nouveau", "/bureau/fiche/x")
    for path in (f"/v/{CODE}", "/invitation/x", "/mot-de-passe/x", "/adresse/x", feed, *links):
        assert pattern.match(path)
    for path in ("/bureau/stages/x", "/presences/signer"):
        assert not pattern.match(path)
    assert "$request_uri" not in guide.partition("log_format")[2].partition(";")[0]


def test_a_broken_constraint_is_logged_by_its_name_and_not_by_what_broke_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def invite_twice() -> str:
        with transaction() as session:
            for _ in range(2):
                make_account(session, email=ADDRESS, display_name=TYPED)
        return ""

    monkeypatch.setitem(app.view_functions, "help.contact", public(invite_twice))
    monkeypatch.setattr(app, "testing", False)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get("/contact")
    assert answer.status_code == 500
    assert "failure in help.contact" in caplog.text
    assert "sqlalchemy.exc.IntegrityError" in caplog.text
    named = "UniqueViolation (uq_account_email)" in caplog.text
    assert named is (app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"))
    for personal in (ADDRESS, TYPED):
        assert personal not in caplog.text


def test_a_refused_statement_says_nothing_of_its_values(app: Flask) -> None:
    statement = text("SELECT * FROM nowhere WHERE name = :name").bindparams(name="Lefèvre")
    with app.app_context(), db.engine.connect() as connection:
        with pytest.raises((OperationalError, ProgrammingError)) as failure:
            connection.execute(statement)
        connection.rollback()
    assert "nowhere" in str(failure.value)
    assert "Lefèvre" not in str(failure.value)
