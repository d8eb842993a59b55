"""A signed-in coordinator with an enrolment and a host: what tests of placements share."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, Enrolment, Placement
from tests.factories import (
    make_account,
    make_contact,
    make_enrolment,
    make_organisation,
    make_placement,
)
from tests.support.client import PageClient, sign_in


@dataclass(frozen=True, slots=True)
class Office:
    """A signed-in coordinator, an enrolment of the cohort and a host with a contact."""

    client: PageClient
    app: Flask
    enrolment_id: UUID
    host_id: UUID
    contact_id: UUID

    @property
    def new_url(self) -> str:
        return f"/stages/nouveau/{self.enrolment_id}/{self.host_id}"

    def placement(self) -> Placement:
        with self.app.app_context():
            found = db.session().execute(select(Placement)).scalar_one()
            assert found.periods
            return found

    def opened(self) -> UUID:
        with self.app.app_context(), transaction() as session:
            enrolment = session.get_one(Enrolment, self.enrolment_id)
            contact = session.get_one(Contact, self.contact_id)
            return make_placement(session, enrolment=enrolment, contact=contact).id


def open_office(app: Flask, client: PageClient) -> Office:
    """Sign a coordinator of one cohort in."""
    with app.app_context(), transaction() as session:
        enrolment = make_enrolment(session)
        coordinator = make_account(session, Role.COORDINATOR, cohort=enrolment.cohort)
        contact = make_contact(session, organisation=make_organisation(session, name="Le Relais"))
    sign_in(client, coordinator)
    return Office(client, app, enrolment.id, contact.organisation_id, contact.id)
