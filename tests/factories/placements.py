"""Hosts, placements and hours."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.agreements import AgreementState
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import (
    ContactCapacity,
    HoursKind,
    HoursState,
    OrganisationKind,
)
from msp_du.models import (
    Account,
    Agreement,
    Contact,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Institution,
    Module,
    Organisation,
    Placement,
    PlacementDocument,
    PlacementPeriod,
    Unit,
)
from msp_du.services import hours_sums
from tests.factories.cohorts import make_enrolment
from tests.factories.people import TODAY, first_institution, numbers


def make_organisation(
    session: Session,
    *,
    institution: Institution | None = None,
    name: str | None = None,
    kind: OrganisationKind = OrganisationKind.MUTUAL_AID_GROUP,
    can_sign_hours: bool = True,
) -> Organisation:
    name = name or f"Association Le Relais {next(numbers)}"
    organisation = Organisation(
        institution_id=(institution or first_institution(session)).id,
        name=name,
        sort_key=fold(name),
        kind=kind,
        city="Tours",
        can_sign_hours=can_sign_hours,
    )
    session.add(organisation)
    session.flush()
    return organisation


def make_contact(
    session: Session,
    *,
    organisation: Organisation | None = None,
    name: str = "Amina Diallo",
    account: Account | None = None,
) -> Contact:
    organisation = organisation or make_organisation(session)
    contact = Contact(
        institution_id=organisation.institution_id,
        organisation_id=organisation.id,
        name=name,
        email=f"contact-{next(numbers)}@example.org",
        capacity=ContactCapacity.HOST_SUPERVISOR,
        job_title="Coordinatrice",
        account_id=account.id if account else None,
    )
    session.add(contact)
    session.flush()
    return contact


def make_placement(
    session: Session,
    *,
    enrolment: Enrolment | None = None,
    contact: Contact | None = None,
    tutor: Account | None = None,
    module_code: str = "P151",
    periods: Sequence[tuple[date, date, int]] | None = None,
    is_signed: bool = True,
) -> Placement:
    """A placement that runs from 30 days ago to 30 days ahead, 280 h planned.

    Its agreement was signed before the register, so hours may be noted, unless said otherwise.
    """
    enrolment = enrolment or make_enrolment(session)
    institution = session.get_one(Institution, enrolment.institution_id)
    if contact is None:
        organisation = make_organisation(session, institution=institution)
        contact = make_contact(session, organisation=organisation)
    year = session.execute(
        select(EnrolmentYear).where(EnrolmentYear.enrolment_id == enrolment.id).limit(1)
    ).scalar_one()
    placement = Placement(
        institution_id=enrolment.institution_id,
        enrolment_year_id=year.id,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        regime=enrolment.regime,
        module_id=module_id(session, year.curriculum_version_id, module_code),
        academic_tutor_id=tutor.id if tutor else None,
        periods=[
            PlacementPeriod(starts_on=starts_on, ends_on=ends_on, planned_minutes=planned)
            for starts_on, ends_on, planned in periods
            or [(TODAY - timedelta(days=30), TODAY + timedelta(days=30), 280 * 60)]
        ],
    )
    session.add(placement)
    session.flush()
    if is_signed:
        make_signed_before(session, placement)
    return placement


def make_signed_before(session: Session, placement: Placement) -> Agreement:
    """An agreement that was signed before this register."""
    agreement = Agreement(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        number=0,
        state=AgreementState.SIGNED,
        created_at=datetime.now(UTC),
    )
    session.add(agreement)
    session.flush()
    return agreement


def make_placement_document(session: Session, placement: Placement) -> PlacementDocument:
    """The document of a placement, received today."""
    document = PlacementDocument(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        received_on=TODAY,
        recorded_at=datetime.now(UTC),
    )
    session.add(document)
    session.flush()
    return document


def module_id(session: Session, curriculum_version_id: UUID, code: str) -> UUID:
    statement = (
        select(Module.id)
        .join(Unit)
        .where(Unit.curriculum_version_id == curriculum_version_id, Module.code == code)
    )
    return session.execute(statement).scalar_one()


def make_entry(
    session: Session,
    *,
    placement: Placement | None = None,
    worked_on: date | None = None,
    minutes: int = 420,
    state: HoursState = HoursState.DRAFT,
) -> HoursEntry:
    """A day of work, seven hours yesterday."""
    entry = HoursEntry(
        placement_id=(placement or make_placement(session)).id,
        client_id=uuid4(),
        worked_on=worked_on or TODAY - timedelta(days=1),
        minutes=minutes,
        kind=HoursKind.DIRECT_SUPPORT,
        state=state,
        logged_at=datetime.now(UTC),
        submitted_at=datetime.now(UTC) if state is HoursState.SUBMITTED else None,
        body_digest="0" * 64,
    )
    session.add(entry)
    hours_sums.keep(session, entry.placement_id)
    return entry
