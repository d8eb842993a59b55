"""Where somebody is never to be placed; why is asked by nobody and kept nowhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.campaigns import is_excluded, service_key
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import Account, Enrolment, Organisation, PlacementExclusion
from msp_du.services import audit

Excluded = Mapping[UUID, Collection[str]]
"""Keys of the services that are barred to somebody, by structure; see ``is_excluded``."""


@dataclass(frozen=True, slots=True)
class Where:
    """What is barred: a whole structure, or one service there."""

    organisation_id: UUID
    service: str | None = None


def add(
    session: Session,
    enrolment: Enrolment,
    where: Where,
    *,
    by_trainee: bool,
    actor: Account,
    now: datetime,
) -> PlacementExclusion:
    """Bar a structure or a service to somebody.

    Raises RuleViolation EXCLUSION_EXISTS when the same side has noted it already (what the other
    one noted is not told), NOT_AUTHORISED for a structure of another institution.
    """
    _lock(session, enrolment.id)
    organisation = session.get(Organisation, where.organisation_id)
    if organisation is None or organisation.institution_id != enrolment.institution_id:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    key = service_key(where.service)
    known = select(PlacementExclusion.id).where(
        PlacementExclusion.enrolment_id == enrolment.id,
        PlacementExclusion.organisation_id == organisation.id,
        PlacementExclusion.service_key == key,
        PlacementExclusion.by_trainee == by_trainee,
    )
    if session.execute(known).first() is not None:
        raise RuleViolation(Rule.EXCLUSION_EXISTS, field="organisation")
    row = PlacementExclusion(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        organisation_id=organisation.id,
        service=where.service if key else None,
        service_key=key,
        by_trainee=by_trainee,
        noted_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "exclusions:add", row, actor=actor)
    return row


def remove(session: Session, row: PlacementExclusion, *, actor: Account) -> None:
    """Take an exclusion back; one that is gone already stays gone."""
    identity = row.id
    _lock(session, row.enrolment_id)
    found = session.get(PlacementExclusion, identity, populate_existing=True)
    if found is None:
        return
    audit.record(session, "exclusions:remove", found, actor=actor)
    session.delete(found)
    session.flush()


def own_enrolment(session: Session, person_id: UUID | None) -> Enrolment | None:
    """Return the enrolment that somebody follows now, the last one if there are several."""
    statement = (
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Enrolment.state_since.desc(), Enrolment.id)
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def of_enrolment(session: Session, enrolment: Enrolment) -> list[PlacementExclusion]:
    """List what is barred to somebody, with the structures, by name."""
    statement = (
        select(PlacementExclusion)
        .join(PlacementExclusion.organisation)
        .where(PlacementExclusion.enrolment_id == enrolment.id)
        .options(joinedload(PlacementExclusion.organisation))
        .order_by(Organisation.sort_key, PlacementExclusion.service_key, PlacementExclusion.id)
    )
    return list(session.execute(statement).scalars())


def of_enrolments(session: Session, ids: Collection[UUID]) -> dict[UUID, Excluded]:
    """Return what is barred to those who have something, by enrolment; one statement."""
    statement = select(
        PlacementExclusion.enrolment_id,
        PlacementExclusion.organisation_id,
        PlacementExclusion.service_key,
    ).where(PlacementExclusion.enrolment_id.in_(ids))
    found: defaultdict[UUID, defaultdict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for enrolment_id, organisation_id, key in session.execute(statement):
        found[enrolment_id][organisation_id].add(key)
    return dict(found)


def bars(excluded: Excluded, organisation_id: UUID, service: str | None) -> bool:
    """Tell whether a place is barred by what ``of_enrolments`` says of somebody."""
    return is_excluded(service, excluded.get(organisation_id, ()))


def check(session: Session, enrolment_id: UUID, organisation_id: UUID, service: str | None) -> None:
    """Refuse a placement where it is barred: PLACEMENT_EXCLUDED.

    Locks the enrolment, so that nothing is barred between this and the commit.
    """
    _lock(session, enrolment_id)
    excluded = of_enrolments(session, [enrolment_id]).get(enrolment_id, {})
    if bars(excluded, organisation_id, service):
        raise RuleViolation(Rule.PLACEMENT_EXCLUDED)


def _lock(session: Session, enrolment_id: UUID) -> None:
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())
