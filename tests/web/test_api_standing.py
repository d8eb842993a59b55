"""What programs are told of a placement follows its agreement, and so does what they may note."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete

from msp_du.extensions import transaction
from msp_du.models import Agreement, Placement, PlacementEnding, PlacementSuspension
from msp_du.services import agreement_rows
from tests.factories.agreements import make_sent, sign_all
from tests.support.api_desk import ApiDesk, api_desk
from tests.support.client import PageClient
from tests.support.log_desk import today


@pytest.fixture
def desk(app: Flask, client: PageClient) -> ApiDesk:
    found = api_desk(app, client)
    with app.app_context(), transaction() as session:
        session.execute(delete(Agreement))  # the factory's, signed before the register
        make_sent(session, session.get_one(Placement, UUID(found.placement)))
    return found


def state(desk: ApiDesk) -> str:
    (told,) = desk.client.get("/api/v1/placements").get_json()
    return str(told["state"])


def refusal(desk: ApiDesk) -> tuple[int, str, str]:
    answer = desk.send(desk.body())
    told = answer.get_json()
    return answer.status_code, told["field"], told["rule"]


def test_nothing_is_noted_before_everybody_signed_nor_while_it_rests(
    desk: ApiDesk, app: Flask
) -> None:
    assert state(desk) == "awaiting"
    assert refusal(desk) == (422, "date", "hours-unsigned")
    assert desk.log.rows() == []
    with app.app_context(), transaction() as session:
        placement = session.get_one(Placement, UUID(desk.placement))
        sign_all(session, agreement_rows.of_placement(session, placement)[0])
    assert state(desk) == "running"
    with app.app_context(), transaction() as session:
        session.add(PlacementSuspension(placement_id=UUID(desk.placement), starts_on=today()))
    assert state(desk) == "suspended"
    assert refusal(desk) == (422, "date", "hours-suspended")
    with app.app_context(), transaction() as session:
        session.execute(delete(PlacementSuspension))
        session.add(
            PlacementEnding(
                placement_id=UUID(desk.placement),
                ended_on=today() - timedelta(days=1),
                former_periods="[]",
                former_minutes=2,
                planned_minutes=1,
                recorded_at=datetime.now(UTC),
            )
        )
    assert state(desk) == "over"
    assert refusal(desk) == (422, "date", "hours-after-end")
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert desk.send(desk.body(date=yesterday)).status_code == 201
