"""Settings for one test, and somebody to write to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account
from tests.factories import PASSWORD, make_account


@pytest.fixture
def settings(app: Flask) -> Iterator[Callable[..., Config]]:
    """Change settings of the application for one test."""
    before: Config = app.extensions["msp_du_config"]

    def change(**values: Any) -> Config:
        changed = replace(before, **values)
        app.extensions["msp_du_config"] = changed
        return changed

    yield change
    app.extensions["msp_du_config"] = before


@pytest.fixture
def mails(app: Flask, settings: Callable[..., Config], tmp_path: Path) -> Path:
    """Keep mails in a folder of the test's own."""
    settings(instance=tmp_path)
    return tmp_path / "mails"


@pytest.fixture
def account(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.TRAINEE, email="camille@example.org", password=PASSWORD)
