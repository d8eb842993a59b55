"""Two cohorts in one institution, a third in another: what the access tests walk through.

Every object exists three times: in the actors' own cohort, in the other cohort of their
institution, and in the other institution.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, Role
from msp_du.models import (
    Account,
    Base,
    BoardSeat,
    ClassSession,
    Cohort,
    Contact,
    ContactDeputy,
    Deadline,
    Institution,
    LearningContext,
    Module,
    PlacementExclusion,
    Signatory,
    StudyArrangement,
    TeachingWeek,
    Unit,
)
from msp_du.services import desk_links, sessions
from tests.factories import (
    TODAY,
    make_academic_year,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_framework,
    make_institution,
    make_marker,
    make_organisation,
    make_person,
    make_placement,
)
from tests.factories.agreements import make_agreed
from tests.factories.allocation import make_round
from tests.factories.attendance import make_arrangement, make_certificate, make_class_session
from tests.factories.desk import make_deputy, make_receipt
from tests.factories.hosts import make_register
from tests.factories.issued import make_document
from tests.factories.ledger import make_timesheet
from tests.factories.mark_imports import make_mark_import
from tests.factories.messages import make_message
from tests.factories.moves import make_moves
from tests.factories.placement_law import make_law
from tests.support.desk import open_desk
from tests.support.world_extras import extras_of, sat

REMOVABLE: Final[tuple[tuple[type[Base], str], ...]] = (
    (TeachingWeek, "week"),
    (Deadline, "deadline"),
    (Signatory, "signatory"),
    (ClassSession, "class_session"),
    (StudyArrangement, "arrangement"),
    (ContactDeputy, "deputy"),
    (LearningContext, "learning_context"),
    (BoardSeat, "seat"),
    (PlacementExclusion, "exclusion"),
    (PlacementExclusion, "own_exclusion"),
)
"""What an actor may take away; it is put back for the next."""


class Scope(StrEnum):
    """Whose object is asked for, seen from the actors."""

    OWN = "own"
    OTHER_COHORT = "other_cohort"
    OTHER_INSTITUTION = "other_institution"


ACTORS: dict[str, tuple[Role, ...]] = {
    "trainee": (Role.TRAINEE,),
    "tutor": (Role.TUTOR,),
    "supervisor": (Role.SUPERVISOR,),
    "cohort_coordinator": (Role.COORDINATOR,),
    "coordinator": (Role.COORDINATOR,),
    "registrar": (Role.REGISTRAR,),
    "board_member": (Role.BOARD_MEMBER,),
    "administrator": (Role.ADMINISTRATOR,),
}
DESK_HOLDER = "desk_holder"
"""An actor without an account: a browser in which a contact's personal link was opened."""
_OF_ONE_COHORT = {"trainee", "cohort_coordinator"}


@dataclass(slots=True)
class World:
    """The accounts by actor, and the id of each kind of object by scope."""

    actors: dict[str, Account] = field(default_factory=dict)
    ids: dict[Scope, dict[str, UUID]] = field(default_factory=dict)
    removable: list[tuple[type[Base], dict[str, Any]]] = field(default_factory=list)
    desk: str = ""
    """The secret of the desk holder's browser."""

    def arguments(self, scope: Scope | None, names: set[str], area: str) -> dict[str, str]:
        """Fill a route's ids with objects of a scope; None means made-up ones."""
        known = dict(self.ids[scope]) if scope else {}
        if scope and area == "host_desk":
            known["signer"] = known["desk_signer"]
            known["entry"] = known["sent_entry"]
        if scope and area == "attendance":
            known["paper"] = known["attendance_paper"]
        return {
            name: str(known[name.removesuffix("_id")] if scope else uuid4())
            for name in names
            if name.endswith("_id")
        }

    def restore(self, session: Session) -> None:
        """Put back what an earlier actor was allowed to remove."""
        for model, values in self.removable:
            if session.get(model, values["id"]) is None:
                session.add(model(**values))
        session.flush()

    def reopen(self, session: Session) -> None:
        """Open the holder's desk again if what they were allowed to do has closed it."""
        if desk_links.current(session, self.desk, now=datetime.now(UTC)) is None:
            self.desk = open_desk(session, session.get_one(Contact, self.ids[Scope.OWN]["contact"]))


def build_world(session: Session) -> World:
    """Seed the three cohorts; the actors belong to the first."""
    world = World()
    here = make_institution(session, name="Université d’ici")
    elsewhere = make_institution(session, name="Université d’ailleurs")
    own = make_cohort(session, institution=here, code="A1")
    make_accounts(session, world, here, own)
    _fill(session, world, Scope.OWN, own, world.actors)
    _fill(session, world, Scope.OTHER_COHORT, make_cohort(session, institution=here), {})
    foreign = make_cohort(session, institution=elsewhere)
    _fill(session, world, Scope.OTHER_INSTITUTION, foreign, {})
    world.desk = open_desk(session, session.get_one(Contact, world.ids[Scope.OWN]["contact"]))
    return world


def make_accounts(session: Session, world: World, institution: Institution, own: Cohort) -> None:
    """Open an account for each actor."""
    for name, roles in ACTORS.items():
        person = make_person(session, institution=institution) if name == "trainee" else None
        world.actors[name] = make_account(
            session,
            *roles,
            institution=institution,
            cohort=own if name in _OF_ONE_COHORT else None,
            person=person,
            email=f"{name.replace('_', '-')}@example.org",
            display_name=f"Compte {name.replace('_', ' ')}",
        )


def _fill(
    session: Session,
    world: World,
    scope: Scope,
    cohort: Cohort,
    actors: dict[str, Account],
) -> None:
    institution = session.get_one(Institution, cohort.institution_id)
    trainee = actors.get("trainee")
    supervisor = actors.get("supervisor") or make_account(
        session, Role.SUPERVISOR, institution=institution
    )
    person = trainee.person if trainee else make_person(session, institution=institution)
    enrolment = make_enrolment(session, cohort=cohort, person=person)
    make_framework(session, cohort=cohort)
    organisation = make_organisation(session, institution=institution)
    contact = make_contact(session, organisation=organisation, account=supervisor)
    placement = make_placement(
        session, enrolment=enrolment, contact=contact, tutor=actors.get("tutor")
    )
    entry = make_entry(session, placement=placement)
    sent = make_entry(
        session,
        placement=placement,
        worked_on=TODAY - timedelta(days=2),
        state=HoursState.SUBMITTED,
    )
    someone = make_account(session, Role.TUTOR, institution=institution)
    year = make_academic_year(session, institution=institution)
    sessions.start(session, someone, device="Test", now=datetime.now(UTC))
    extras = extras_of(session, institution, year.id)
    world.ids[scope] = {
        "institution": institution.id,
        "cohort": cohort.id,
        "version": cohort.curriculum_version_id,
        "person": enrolment.person_id,
        "enrolment": enrolment.id,
        "enrolment_year": placement.enrolment_year_id,
        "organisation": organisation.id,
        "contact": contact.id,
        "placement": placement.id,
        "entry": entry.id,
        "sent_entry": sent.id,
        "account": someone.id,
        "session": sessions.of_account(session, someone, now=datetime.now(UTC))[0].id,
        "academic_year": year.id,
        "year": year.id,
        "module": session.execute(
            select(Module.id)
            .join(Unit)
            .where(Unit.curriculum_version_id == cohort.curriculum_version_id)
            .order_by(Module.code)
            .limit(1)
        ).scalar_one(),
        "grant": someone.grants[0].id,
        "document": make_document(session, enrolment=enrolment).id,
        **extras,
        "class_session": make_class_session(session, cohort=cohort).id,
        "arrangement": make_arrangement(session, enrolment).id,
        "attendance_paper": make_certificate(session, enrolment).id,
        **make_moves(session, enrolment),
        "mark_import": make_mark_import(session, cohort, placement.enrolment_year_id).id,
        **make_law(session, placement),
        "timesheet": make_timesheet(session, placement, someone).id,
    }
    world.ids[scope] |= make_agreed(session, placement, contact)
    signed = make_entry(
        session,
        placement=placement,
        worked_on=TODAY - timedelta(days=3),
        state=HoursState.SUBMITTED,
    )
    world.ids[scope]["receipt"] = make_receipt(session, placement, [signed]).id
    world.ids[scope]["deputy"] = make_deputy(session, contact, days=(1, 2)).id
    module = session.get_one(Module, world.ids[scope]["module"])
    world.ids[scope]["unit"] = module.unit_id
    world.ids[scope]["job"] = make_message(session, institution, someone).id
    world.ids[scope] |= sat(session, cohort, enrolment, actors.get("board_member"))
    world.ids[scope] |= make_register(session, contact, enrolment.person)
    world.ids[scope] |= make_round(session, enrolment, organisation)
    for model, name in REMOVABLE:
        _note_removable(session, world, model, world.ids[scope][name])
    if "tutor" in actors:
        marked = session.get_one(Module, world.ids[scope]["module"])
        make_marker(session, cohort, marked, account=actors["tutor"])


def _note_removable(session: Session, world: World, model: type[Base], identity: UUID) -> None:
    row = session.get_one(model, identity)
    columns = [column.key for column in model.__table__.columns]
    world.removable.append((model, {column: getattr(row, column) for column in columns}))
