"""A signed-in instructor, a class of today and those who are expected at it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.attendance import AttendanceState
from msp_du.domain.calendar import PARIS
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, AttendanceRecord, Cohort
from tests.factories import make_account, make_cohort, make_enrolment, make_person, year_of
from tests.factories.attendance import make_class_session
from tests.support.client import PageClient, sign_in


@dataclass(frozen=True, slots=True)
class ClassDesk:
    """The sheet of a class that is on now, and whoever may touch it."""

    client: PageClient
    app: Flask
    session: Session
    cohort: Cohort
    tutor: Account
    coordinator: Account
    class_id: UUID

    @property
    def url(self) -> str:
        return f"/presences/seances/{self.class_id}"

    def add(self, name: str = "Lefèvre") -> str:
        """Enrol somebody, and return the key of their line."""
        with transaction() as s:
            person = make_person(s, birth_family_name=name)
            return year_of(s, make_enrolment(s, cohort=self.cohort, person=person)).id.hex

    def trainee(self, name: str = "Amrani") -> Account:
        """Enrol somebody with an account."""
        with transaction() as s:
            person = make_person(s, birth_family_name=name, given_names="Yasmine")
            make_enrolment(s, cohort=self.cohort, person=person)
            return make_account(s, Role.TRAINEE, person=person, cohort=self.cohort)

    def save(self, do: str = "save", **states: str) -> TestResponse:
        """Choose an answer for lines by their key, and press a button."""
        fields = {f"state.{key}": state for key, state in states.items()} | {"do": do}
        return self.client.submit(self.url, fields, action=self.url, follow=True)

    def states(self) -> dict[str, AttendanceState]:
        self.session.rollback()
        rows = self.session.execute(select(AttendanceRecord)).scalars()
        return {row.enrolment_year_id.hex: row.state for row in rows}


def around_now() -> tuple[time, time]:
    """Half an hour ago and in half an hour, without leaving the day."""
    now = datetime.now(UTC).astimezone(PARIS).replace(second=0, microsecond=0)
    half = timedelta(minutes=30)
    start = now - half if (now - half).date() == now.date() else now.replace(hour=0, minute=0)
    end = now + half if (now + half).date() == now.date() else now.replace(hour=23, minute=59)
    return start.time(), end.time()


def open_class_desk(app: Flask, client: PageClient, session: Session) -> ClassDesk:
    with transaction() as s:
        cohort = make_cohort(s)
        tutor = make_account(s, Role.TUTOR, display_name="Inès Haddad")
        coordinator = make_account(s, Role.COORDINATOR, display_name="Hélène Darmon")
        held = make_class_session(
            s,
            cohort=cohort,
            instructor=tutor,
            held_on=datetime.now(UTC).astimezone(PARIS).date(),
            times=around_now(),
        )
    sign_in(client, tutor)
    return ClassDesk(client, app, session, cohort, tutor, coordinator, held.id)
