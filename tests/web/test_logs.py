"""What a failure leaves in the log: no path, no value."""

import logging

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from msp_du.extensions import db, transaction
from msp_du.web.access import public
from tests.factories import make_account

SECRET = "a-one-time-link"
TYPED = "Camille Lefèvre"
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
