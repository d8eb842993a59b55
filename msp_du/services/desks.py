"""What lies on a host’s desk: the placements of its contacts, and those they stand in for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.desk import seen_since
from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    Account,
    Contact,
    ContactDeputy,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Person,
    Placement,
    PlacementPeriod,
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A placement on a contact’s desk and what waits there; of the trainee, only a name.

    ``oldest`` and ``latest`` are days of entries that wait; ``starts_on`` and ``ends_on`` the
    first and last day of the placement.
    """

    placement_id: UUID
    trainee: str
    waiting: int
    minutes: int
    oldest: date | None
    latest: date | None
    starts_on: date | None
    ends_on: date | None

    def is_over(self, today: date) -> bool:
        """Tell whether its last day is past and nothing waits."""
        return not self.waiting and self.ends_on is not None and self.ends_on < today


def contacts_of(
    session: Session, account: Account, institution_ids: Collection[UUID]
) -> list[Contact]:
    """List the contacts that an account stands for in these institutions, by name."""
    statement = (
        select(Contact)
        .where(Contact.account_id == account.id, Contact.institution_id.in_(institution_ids))
        .order_by(Contact.name, Contact.id)
        .options(joinedload(Contact.organisation))
    )
    return list(session.execute(statement).scalars())


def on_desk(contact_ids: Collection[UUID], today: date) -> ColumnElement[bool]:
    """Keep the placements that these contacts see on a day: theirs, until some time after."""
    return and_(_is_theirs(contact_ids, today), is_seen(today))


def is_seen(today: date) -> ColumnElement[bool]:
    """Keep the placements that are to come, under way, or over for three months at most."""
    lasting = exists().where(
        PlacementPeriod.placement_id == Placement.id, PlacementPeriod.ends_on >= seen_since(today)
    )
    return lasting.correlate(Placement)


def _is_theirs(contact_ids: Collection[UUID], today: date) -> ColumnElement[bool]:
    """Keep the placements of these contacts, and of those whose deputies they are on a day.

    What a trainee does is never on their own desk, nor on one at the address of their account.
    """
    stands_in = exists().where(
        ContactDeputy.contact_id == Placement.contact_id,
        ContactDeputy.deputy_id.in_(contact_ids),
        ContactDeputy.starts_on <= today,
        ContactDeputy.ends_on >= today,
    )
    theirs = or_(Placement.contact_id.in_(contact_ids), stands_in)
    own = exists().where(
        EnrolmentYear.id == Placement.enrolment_year_id,
        Enrolment.id == EnrolmentYear.enrolment_id,
        Account.person_id == Enrolment.person_id,
        Contact.id.in_(contact_ids),
        or_(Contact.account_id == Account.id, func.lower(Contact.email) == Account.email),
    )
    return and_(theirs, ~own)


def find(
    session: Session, placement_id: UUID, contact_ids: Collection[UUID], today: date
) -> Placement | None:
    """Return a placement that is on the desk of these contacts on a day, or None."""
    statement = select(Placement).where(Placement.id == placement_id, on_desk(contact_ids, today))
    return session.execute(statement).scalar_one_or_none()


def rows(session: Session, contact_ids: Collection[UUID], today: date) -> list[DeskRow]:
    """List the placements on a desk, those that have waited longest first."""
    waiting, bounds = _waiting(), _bounds()
    statement = (
        select(
            Placement.id,
            Person,
            func.coalesce(waiting.c.entries, 0),
            func.coalesce(waiting.c.minutes, 0),
            waiting.c.oldest,
            waiting.c.latest,
            bounds.c.starts_on,
            bounds.c.ends_on,
        )
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(waiting, waiting.c.placement_id == Placement.id)
        .outerjoin(bounds, bounds.c.placement_id == Placement.id)
        .where(on_desk(contact_ids, today))
        .order_by(waiting.c.oldest.is_(None), waiting.c.oldest, Person.sort_key, Placement.id)
    )
    return [
        DeskRow(placement_id, person.name.display, *facts)
        for placement_id, person, *facts in session.execute(statement)
    ]


def signer(
    session: Session, placement: Placement, contacts: Sequence[Contact], today: date
) -> tuple[Contact, Contact | None]:
    """Return who signs for a placement on this desk, and whom they stand in for.

    The contact that the placement names signs for itself; else the deputy of that day does.
    """
    for contact in contacts:
        if contact.id == placement.contact_id:
            return contact, None
    by_id = {contact.id: contact for contact in contacts}
    return by_id[deputies(session, by_id, today)[placement.contact_id]], placement.contact


def deputies(session: Session, contact_ids: Collection[UUID], today: date) -> dict[UUID, UUID]:
    """Return, for each contact whose deputy one of these is on a day, which one it is."""
    statement = (
        select(ContactDeputy.contact_id, ContactDeputy.deputy_id)
        .where(
            ContactDeputy.deputy_id.in_(contact_ids),
            ContactDeputy.starts_on <= today,
            ContactDeputy.ends_on >= today,
        )
        .order_by(ContactDeputy.starts_on.desc(), ContactDeputy.id)
    )
    return {row.contact_id: row.deputy_id for row in session.execute(statement)}


def deputies_of(session: Session, contact_id: UUID, today: date) -> list[Contact]:
    """List who stands in for a contact on a day."""
    statement = (
        select(Contact)
        .join(ContactDeputy, ContactDeputy.deputy_id == Contact.id)
        .where(
            ContactDeputy.contact_id == contact_id,
            ContactDeputy.starts_on <= today,
            ContactDeputy.ends_on >= today,
        )
        .order_by(Contact.name, Contact.id)
    )
    return list(session.execute(statement).scalars().unique())


def may_sign(session: Session, placement: Placement, contact: Contact, today: date) -> bool:
    """Tell whether a contact signs for a placement on a day: it names them, or as a deputy.

    However long ago the placement ended: the coordination signs in the place of its contact.
    """
    statement = select(Placement.id).where(
        Placement.id == placement.id, _is_theirs({contact.id}, today)
    )
    return session.execute(statement).first() is not None


def _waiting() -> Subquery:
    return (
        select(
            HoursEntry.placement_id,
            func.count().label("entries"),
            func.sum(HoursEntry.minutes).label("minutes"),
            func.min(HoursEntry.worked_on).label("oldest"),
            func.max(HoursEntry.worked_on).label("latest"),
        )
        .where(HoursEntry.state == HoursState.SUBMITTED)
        .group_by(HoursEntry.placement_id)
        .subquery()
    )


def _bounds() -> Subquery:
    return (
        select(
            PlacementPeriod.placement_id,
            func.min(PlacementPeriod.starts_on).label("starts_on"),
            func.max(PlacementPeriod.ends_on).label("ends_on"),
        )
        .group_by(PlacementPeriod.placement_id)
        .subquery()
    )
