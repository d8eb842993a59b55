"""A signed-in trainee before their log: what tests of its pages share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, Person, Placement
from tests.factories import make_account, make_enrolment, make_entry, make_placement
from tests.support.client import PageClient, sign_in


@dataclass(frozen=True, slots=True)
class LogDesk:
    """A signed-in trainee and the placement of theirs."""

    client: PageClient
    app: Flask
    placement_id: UUID
    account_id: UUID

    @property
    def url(self) -> str:
        return f"/heures/{self.placement_id}/ajouter"

    def rows(self) -> list[HoursEntry]:
        with self.app.app_context():
            statement = select(HoursEntry).order_by(HoursEntry.worked_on, HoursEntry.logged_at)
            return list(db.session().execute(statement).scalars())

    def note(self, **fields: str) -> TestResponse:
        return self.client.submit(self.url, fields, follow=True)

    def add(self, **values: object) -> UUID:
        with self.app.app_context(), transaction() as session:
            placement = session.get_one(Placement, self.placement_id)
            return make_entry(session, placement=placement, **values).id  # type: ignore[arg-type]


def log_desk(app: Flask, client: PageClient) -> LogDesk:
    """Sign a trainee in, with a placement that runs over today."""
    with app.app_context(), transaction() as session:
        enrolment = make_enrolment(session)
        day = today()
        whole = [(day - timedelta(days=300), day + timedelta(days=60), 280 * 60)]
        placement = make_placement(session, enrolment=enrolment, periods=whole)
        person = session.get_one(Person, enrolment.person_id)
        account = make_account(session, Role.TRAINEE, person=person)
    sign_in(client, account)
    return LogDesk(client, app, placement.id, account.id)


def today() -> date:
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris")).date()


def other_day(day: date) -> dict[str, str]:
    return {
        "day": "other",
        "other_day-day": str(day.day),
        "other_day-month": str(day.month),
        "other_day-year": str(day.year),
    }
