"""A placement whose people owe something, and planning their reminders."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    Enrolment,
    HoursEntry,
    HoursSignature,
    Institution,
    Placement,
    Reminder,
)
from msp_du.services import reminders
from tests.factories import (
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_organisation,
    make_person,
    make_placement,
)

MONDAY = datetime(2035, 11, 19, 9, 0, tzinfo=UTC)
"""A Monday morning at ten in Paris, after whatever the factories begin today."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A placement whose host has an account, and its trainee."""

    institution: Institution
    enrolment: Enrolment
    placement: Placement
    trainee: Account
    supervisor: Account


def make_place(s: Session, institution: Institution | None = None) -> Place:
    institution = institution or make_institution(s)
    cohort = make_cohort(s, institution=institution)
    person = make_person(s, institution=institution)
    enrolment = make_enrolment(s, cohort=cohort, person=person)
    supervisor = make_account(s, Role.SUPERVISOR, institution=institution)
    organisation = make_organisation(s, institution=institution)
    contact = make_contact(s, organisation=organisation, account=supervisor)
    day = MONDAY.date()
    placement = make_placement(
        s, enrolment=enrolment, contact=contact, periods=[(day - 60 * DAY, day + 60 * DAY, 6000)]
    )
    trainee = make_account(s, Role.TRAINEE, cohort=cohort, person=person)
    return Place(institution, enrolment, placement, trainee, supervisor)


def wait(s: Session, place: Place, state: HoursState, *, since: datetime, days: int = 1) -> None:
    """Leave days of work in a state since a moment."""
    for number in range(days):
        entry = make_entry(
            s, placement=place.placement, worked_on=since.date() - number * DAY, state=state
        )
        entry.logged_at = since
        entry.submitted_at = None if state is HoursState.DRAFT else since


def plan(now: datetime = MONDAY) -> int:
    with transaction() as s:
        return reminders.plan(s, now=now)


def planned(session: Session) -> dict[str, set[DueKind]]:
    """What each person's digests are about, by whom their jobs are for."""
    session.rollback()
    found: dict[str, set[DueKind]] = {}
    for reminder in session.scalars(select(Reminder)):
        whose = str(reminder.account_id or reminder.contact_id)
        found.setdefault(whose, set()).update(line.kind for line in reminder.lines)
    return found


def sign(s: Session, entry: HoursEntry, place: Place) -> None:
    signature = HoursSignature(
        placement_id=entry.placement_id,
        contact_id=place.placement.contact_id,
        signed_at=MONDAY,
        declared_name="Amina Diallo",
        declared_capacity="Coordinatrice",
        minutes=entry.minutes,
        digest="0" * 64,
        via=SignatureVia.ACCOUNT,
    )
    s.add(signature)
    s.flush()
    entry.state, entry.signature_id = HoursState.APPROVED, signature.id
