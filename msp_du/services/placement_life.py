"""What happens to a placement once it is signed: it rests, goes on, ends early, changes hands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.agreements import (
    AgreementAct,
    AgreementState,
    SignerCapacity,
    Suspension,
    after,
    check_resumption,
    check_suspension,
    shortened,
    state_on,
)
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.models import (
    Account,
    Contact,
    HoursEntry,
    Placement,
    PlacementEnding,
    PlacementHandover,
    PlacementSuspension,
)
from msp_du.services import agreement_days, audit, hours_rows, placement_people, placements
from msp_du.services.placement_people import Change


@dataclass(frozen=True, slots=True)
class Events:
    """What happened to a placement, the oldest first."""

    suspensions: list[PlacementSuspension]
    ending: PlacementEnding | None
    changes: list[Change]
    """Of those who follow it."""


@dataclass(frozen=True, slots=True)
class Handover:
    """Who follows a placement from a day on; None for whoever does not change."""

    since: date
    contact: Contact | None = None
    tutor: Account | None = None


def events(session: Session, placement_id: UUID) -> Events:
    """Return what happened to a placement; four statements."""
    return Events(
        suspensions=_suspensions(session, placement_id),
        ending=_ending(session, placement_id),
        changes=placement_people.history(session, placement_id),
    )


def suspend(
    session: Session, placement: Placement, *, starts_on: date, actor: Account
) -> PlacementSuspension:
    """Let a placement rest from a day on; hours are closed until the day it resumes.

    Locks the trainee. Raises RuleViolation AGREEMENT_STATE (not signed, or over),
    SUSPENSION_BOUNDS, SUSPENSION_EXISTS, SUSPENSION_HAS_HOURS (detail ``day``).
    """
    hours_rows.lock_trainee(session, placement)
    session.refresh(placement)
    _check_act(session, placement, AgreementAct.SUSPEND, starts_on, field="starts_on")
    others = [
        Suspension(each.starts_on, each.resumes_on) for each in _suspensions(session, placement.id)
    ]
    check_suspension(starts_on, others=others, periods=_periods(placement))
    noted = _first_day_noted(session, placement, since=starts_on)
    if noted is not None:
        raise RuleViolation(Rule.SUSPENSION_HAS_HOURS, field="starts_on", day=noted)
    row = PlacementSuspension(placement_id=placement.id, starts_on=starts_on)
    session.add(row)
    session.flush()
    _record(session, "placements:suspend", placement, actor, {"starts_on": starts_on})
    return row


def resume(session: Session, placement: Placement, *, resumes_on: date, actor: Account) -> None:
    """Let a placement go on; raises RuleViolation SUSPENSION_MISSING, RESUMPTION_TOO_EARLY."""
    hours_rows.lock_trainee(session, placement)
    row = next(
        (each for each in _suspensions(session, placement.id) if each.resumes_on is None), None
    )
    if row is None:
        raise RuleViolation(Rule.SUSPENSION_MISSING)
    check_resumption(resumes_on, Suspension(row.starts_on))
    row.resumes_on = resumes_on
    session.flush()
    _record(session, "placements:resume", placement, actor, {"resumes_on": resumes_on})


def end_early(
    session: Session,
    placement: Placement,
    *,
    ended_on: date,
    planned_minutes: int | None,
    actor: Account,
    now: datetime,
) -> PlacementEnding:
    """End a placement before its last day; what is planned is recomputed at once.

    Its periods stop that day; the former ones are kept beside. Locks the trainee. Raises
    RuleViolation AGREEMENT_STATE, AGREEMENT_ENDED, AGREEMENT_END_BOUNDS, AGREEMENT_END_PLANNED,
    PERIODS_LEAVE_HOURS_OUT (detail ``day``, already noted after the end).
    """
    hours_rows.lock_trainee(session, placement)
    session.refresh(placement)
    if _ending(session, placement.id) is not None:
        raise RuleViolation(Rule.AGREEMENT_ENDED)
    former = _periods(placement)
    kept = shortened(former, ended_on, planned_minutes=planned_minutes)
    _check_act(session, placement, AgreementAct.END, ended_on, field="ended_on")
    placements.check_logged(session, placement, kept)
    row = PlacementEnding(
        placement_id=placement.id,
        ended_on=ended_on,
        former_periods=_written(former),
        former_minutes=sum(each.planned_minutes for each in former),
        planned_minutes=sum(each.planned_minutes for each in kept),
        account_id=actor.id,
        recorded_at=now,
    )
    session.add(row)
    placements.set_periods(placement, kept)
    placement.version += 1
    session.flush()
    details = {"ended_on": ended_on, "former": row.former_minutes, "planned": row.planned_minutes}
    _record(session, "placements:end-early", placement, actor, details)
    return row


def take_back_end(session: Session, placement: Placement, *, actor: Account) -> None:
    """Give a placement its former periods back; AGREEMENT_STATE when it did not end early."""
    hours_rows.lock_trainee(session, placement)
    session.refresh(placement)
    row = _ending(session, placement.id)
    if row is None:
        raise RuleViolation(Rule.AGREEMENT_STATE, current=AgreementState.ACTIVE)
    placements.set_periods(placement, _read(row.former_periods))
    placement.version += 1
    session.delete(row)
    session.flush()
    _record(session, "placements:take-back-end", placement, actor, {"ended_on": row.ended_on})


def hand_over(
    session: Session,
    placement: Placement,
    handover: Handover,
    *,
    actor: Account,
    version: int,
    now: datetime,
) -> list[PlacementHandover]:
    """Let others follow the placement from now on; the former names stay beside the new ones.

    Whoever supervises at the host signs the hours. Locks the trainee. Raises RuleViolation
    STALE_VERSION, FOLLOW_UP_SAME, CONTACT_NOT_OF_HOST, TUTOR_NOT_OF_INSTITUTION.
    """
    hours_rows.lock_trainee(session, placement)
    session.refresh(placement)
    if placement.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    rows = [
        PlacementHandover(
            placement_id=placement.id,
            capacity=capacity,
            since=handover.since,
            former_name=former,
            name=name,
            account_id=actor.id,
            recorded_at=now,
        )
        for capacity, former, name in _changes(placement, handover)
    ]
    if not rows:
        raise RuleViolation(Rule.FOLLOW_UP_SAME, field="contact")
    session.add_all(rows)
    session.flush()
    details: dict[str, object] = {"capacities": [row.capacity for row in rows]}
    _record(session, "placements:hand-over", placement, actor, details)
    return rows


def _changes(
    placement: Placement, handover: Handover
) -> Iterator[tuple[SignerCapacity, str | None, str]]:
    """Change who follows the placement; give for each the former name and the new one."""
    contact, tutor = handover.contact, handover.tutor
    if contact is not None and contact.id != placement.contact_id:
        if contact.organisation_id != placement.organisation_id:
            raise RuleViolation(Rule.CONTACT_NOT_OF_HOST, field="contact")
        former = placement.contact.name
        placement.contact_id = contact.id
        yield SignerCapacity.HOST_SUPERVISOR, former, contact.name
    if tutor is not None and tutor.id != placement.academic_tutor_id:
        if not placements.is_tutor_in(tutor, placement.institution_id):
            raise RuleViolation(Rule.TUTOR_NOT_OF_INSTITUTION, field="tutor")
        known = placement.academic_tutor
        placement.academic_tutor_id = tutor.id
        yield (
            SignerCapacity.ACADEMIC_TUTOR,
            known.display_name if known else None,
            tutor.display_name,
        )


def _check_act(
    session: Session, placement: Placement, act: AgreementAct, day: date, *, field: str
) -> None:
    standing = agreement_days.standings(session, [placement.id])[placement.id]
    try:
        after(act, state_on(standing, day))
    except RuleViolation as violation:
        violation.field = field
        raise


def _periods(placement: Placement) -> list[Period]:
    return [Period(row.starts_on, row.ends_on, row.planned_minutes) for row in placement.periods]


def _written(periods: list[Period]) -> str:
    return json.dumps(
        [[str(each.starts_on), str(each.ends_on), each.planned_minutes] for each in periods]
    )


def _read(text: str) -> list[Period]:
    return [
        Period(date.fromisoformat(first), date.fromisoformat(last), minutes)
        for first, last, minutes in json.loads(text)
    ]


def _suspensions(session: Session, placement_id: UUID) -> list[PlacementSuspension]:
    statement = (
        select(PlacementSuspension)
        .where(PlacementSuspension.placement_id == placement_id)
        .order_by(PlacementSuspension.starts_on)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def _ending(session: Session, placement_id: UUID) -> PlacementEnding | None:
    statement = select(PlacementEnding).where(PlacementEnding.placement_id == placement_id)
    return session.execute(statement).scalar_one_or_none()


def _first_day_noted(session: Session, placement: Placement, *, since: date) -> date | None:
    statement = (
        select(HoursEntry.worked_on)
        .where(HoursEntry.placement_id == placement.id, HoursEntry.worked_on >= since)
        .order_by(HoursEntry.worked_on)
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def _record(
    session: Session, act: str, placement: Placement, actor: Account, details: dict[str, object]
) -> None:
    audit.record(session, act, placement, actor=actor, details=details)
