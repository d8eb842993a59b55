"""``msp-du hours recompute``."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from msp_du.extensions import transaction
from msp_du.models import PlacementTotal
from tests.factories import make_entry, make_placement
from tests.support.commands import Run, runner


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(app.extensions["msp_du_config"], monkeypatch, capsys)


@pytest.fixture
def spoilt(app: Flask) -> UUID:
    """A placement whose sums were changed behind the application's back."""
    with app.app_context(), transaction() as session:
        placement = make_placement(session)
        make_entry(session, placement=placement)
        make_entry(session, placement=make_placement(session))
        session.execute(
            update(PlacementTotal)
            .where(PlacementTotal.placement_id == placement.id)
            .values(minutes=60)
        )
        return placement.id


def test_the_command_says_what_differs_then_mends_it(run: Run, spoilt: UUID) -> None:
    line = f"{spoilt}: draft 60 min in 1, should be draft 420 min in 1"
    checked = run("hours", "recompute", "--check")
    assert (checked.status, checked.out) == (1, f"{line}\n1 placements differ\n")
    mended = run("hours", "recompute")
    assert (mended.status, mended.out) == (0, f"{line}\n1 placements mended\n")
    assert run("hours", "recompute", "--check").out == "all sums are right\n"
