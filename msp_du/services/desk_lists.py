"""The lists of hours that wait on a desk, each with who signs it and the token of its form."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.vocabulary import HoursState
from msp_du.models import (
    Cohort,
    Contact,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Placement,
)
from msp_du.services import approvals, desk_approvals, desks


@dataclass(frozen=True, slots=True)
class WaitingList:
    """What waits of one placement; ``in_place_of`` is whom a deputy stands for."""

    placement: Placement
    trainee: str
    zone: ZoneInfo
    entries: tuple[HoursEntry, ...]
    signer: Contact
    in_place_of: Contact | None
    digest: str
    token: str

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)


def waiting(
    session: Session,
    contacts: Sequence[Contact],
    today: date,
    *,
    key: str,
    placement_id: UUID | None = None,
) -> list[WaitingList]:
    """List what waits on a desk, by trainee, or of one placement; three statements at most."""
    by_id = {contact.id: contact for contact in contacts}
    statement = (
        select(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .where(HoursEntry.state == HoursState.SUBMITTED, desks.on_desk(by_id, today))
        .order_by(HoursEntry.worked_on, HoursEntry.started_at, HoursEntry.id)
        .options(
            joinedload(HoursEntry.placement).options(
                joinedload(Placement.contact),
                joinedload(Placement.enrolment_year)
                .joinedload(EnrolmentYear.enrolment)
                .options(
                    joinedload(Enrolment.person),
                    joinedload(Enrolment.cohort).joinedload(Cohort.institution),
                ),
            )
        )
    )
    if placement_id is not None:
        statement = statement.where(Placement.id == placement_id)
    entries: defaultdict[UUID, list[HoursEntry]] = defaultdict(list)
    for entry in session.execute(statement).scalars():
        entries[entry.placement_id].append(entry)
    deputies = desks.deputies(session, by_id, today)
    lists = [_list(found, by_id, deputies, key) for found in entries.values()]
    return sorted(lists, key=lambda one: (one.trainee, one.entries[0].worked_on))


def _list(
    entries: list[HoursEntry],
    by_id: dict[UUID, Contact],
    deputies: dict[UUID, UUID],
    key: str,
) -> WaitingList:
    placement = entries[0].placement
    absent = None if placement.contact_id in by_id else placement.contact
    signer = by_id[placement.contact_id if absent is None else deputies[placement.contact_id]]
    digest = approvals.digest_of(entries)
    enrolment = placement.enrolment_year.enrolment
    return WaitingList(
        placement=placement,
        trainee=enrolment.person.name.display,
        zone=ZoneInfo(enrolment.cohort.institution.time_zone),
        entries=tuple(entries),
        signer=signer,
        in_place_of=absent,
        digest=digest,
        token=desk_approvals.form_token(key, placement.id, signer.id, digest),
    )
