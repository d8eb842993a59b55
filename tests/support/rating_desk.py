"""A trainee whose cohort has a framework, and everybody who rates or reads: shared by tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Level, RaterRole, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Competency, CompetencyRating, Enrolment
from tests.factories import (
    make_account,
    make_contact,
    make_enrolment,
    make_framework,
    make_person,
    make_placement,
    make_rating,
)
from tests.support.client import PageClient, sign_in

Row = tuple[str, RaterRole, Level, str | None]


@dataclass(frozen=True, slots=True)
class RatingDesk:
    """The trainee's enrolment and placement, and an account for each role."""

    app: Flask
    enrolment_id: UUID
    placement_id: UUID
    accounts: dict[Role, Account] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/competences/{self.enrolment_id}"

    @property
    def host_url(self) -> str:
        return f"/competences/stages/{self.placement_id}"

    def client(self, role: Role) -> PageClient:
        """A browser in which this role is signed in."""
        client = self.app.test_client()
        assert isinstance(client, PageClient)
        sign_in(client, self.accounts[role])
        return client

    def add(self, role: RaterRole, code: str = "A1", **values: Any) -> None:
        with self.app.app_context(), transaction() as session:
            enrolment = session.get_one(Enrolment, self.enrolment_id)
            make_rating(session, enrolment=enrolment, rater_role=role, code=code, **values)

    def rows(self) -> list[Row]:
        """The ratings in the order in which they came, those of one moment by their code."""
        with self.app.app_context():
            statement = (
                select(CompetencyRating, Competency.code)
                .join(Competency, Competency.id == CompetencyRating.competency_id)
                .order_by(CompetencyRating.rated_at, Competency.code)
            )
            return [
                (code, row.rater_role, row.level, row.reason)
                for row, code in db.session().execute(statement)
            ]


def rating_desk(app: Flask, *, framework: bool = True) -> RatingDesk:
    """Enrol Sacha Lefèvre, placed with a host and followed by a tutor."""
    with app.app_context(), transaction() as session:
        person = make_person(session, chosen_given_name="Sacha")
        enrolment = make_enrolment(session, person=person)
        if framework:
            make_framework(session, cohort=enrolment.cohort)
        names = {Role.TUTOR: "Inès Haddad", Role.SUPERVISOR: "Amina Diallo"}
        roles = (Role.TUTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.BOARD_MEMBER, Role.REGISTRAR)
        accounts = {
            role: make_account(session, role, display_name=names.get(role, "Claude Morin"))
            for role in roles
        }
        accounts[Role.TRAINEE] = make_account(session, Role.TRAINEE, person=person)
        contact = make_contact(session, account=accounts[Role.SUPERVISOR])
        placement = make_placement(
            session, enrolment=enrolment, contact=contact, tutor=accounts[Role.TUTOR]
        )
    return RatingDesk(app, enrolment.id, placement.id, accounts)


def at(day: int) -> datetime:
    """A moment of May 2026, at noon."""
    return datetime(2026, 5, day, 12, tzinfo=UTC)
