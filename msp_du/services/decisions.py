"""Decisions of the examination board: recorded with the facts they rest on, never changed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload

from msp_du.domain import decisions as rules
from msp_du.domain import frozen_facts
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.results import YearOutcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.models import Account, BoardDecision, Enrolment, EnrolmentYear
from msp_du.services import audit, results
from msp_du.services.cohorts import today_in
from msp_du.services.results import Reading

_later = aliased(BoardDecision)


@dataclass(frozen=True, slots=True)
class Sitting:
    """When the board sat, and the reference of its minutes."""

    decided_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class _Seen:
    outcome: YearOutcome
    missing_minutes: int
    missing_competencies: int | None


def edition(reading: Reading) -> str:
    """Return a digest of all that a page that decides has shown of a year."""
    standing = reading.conditions.standing
    seen = _Seen(
        reading.outcome,
        reading.conditions.hours.missing,
        len(standing.missing) if standing else None,
    )
    return _sha256(frozen_facts.write(seen, form="msp-du/reading@1"))


def current(session: Session, year_ids: Collection[UUID]) -> dict[UUID, BoardDecision]:
    """Return the decision that counts of each year that has one, by the year's id."""
    found = session.execute(_CURRENT_OF_YEARS, {"ids": list(year_ids)})
    return {decision.enrolment_year_id: decision for decision in found.scalars()}


def of_person(session: Session, person_id: UUID) -> list[BoardDecision]:
    """List the decisions on somebody that count, with their years; the first year first."""
    statement = (
        _current()
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .options(joinedload(BoardDecision.enrolment_year))
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt, BoardDecision.recorded_at)
    )
    return list(session.execute(statement).scalars())


def history(session: Session, year: EnrolmentYear) -> list[BoardDecision]:
    """List every decision on a year with who recorded it, the one that counts first."""
    statement = (
        select(BoardDecision)
        .where(BoardDecision.enrolment_year_id == year.id)
        .options(joinedload(BoardDecision.account))
    )
    by_former = {each.replaces_id: each for each in session.execute(statement).scalars()}
    found: list[BoardDecision] = []
    former: UUID | None = None
    while former in by_former:
        found.append(by_former[former])
        former = by_former[former].id
    return found[::-1]


def last_sitting(session: Session, cohort_id: UUID, year_number: int) -> Sitting | None:
    """Return the sitting of the decision recorded last for this year of a cohort."""
    statement = (
        select(BoardDecision.decided_on, BoardDecision.reference)
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, EnrolmentYear.year_number == year_number)
        .order_by(BoardDecision.recorded_at.desc(), BoardDecision.id)
        .limit(1)
    )
    found = session.execute(statement).one_or_none()
    return Sitting(*found) if found else None


def check(
    year: EnrolmentYear, reading: Reading, result: ResultCode, sitting: Sitting, *, now: datetime
) -> None:
    """Refuse what cannot be recorded, whoever else decides meanwhile; nothing is written.

    Raises RuleViolation DECISION_NOT_OPEN, DECISION_IN_FUTURE, DECISION_BEFORE_YEAR or
    DECISION_REFERENCE_MISSING.
    """
    if result not in rules.open_results(reading.outcome.result):
        raise RuleViolation(Rule.DECISION_NOT_OPEN, field="result")
    if sitting.decided_on > today_in(year.enrolment.cohort.institution, now):
        raise RuleViolation(Rule.DECISION_IN_FUTURE, field="decided_on")
    began = year.academic_year
    if sitting.decided_on < began.starts_on:
        raise RuleViolation(
            Rule.DECISION_BEFORE_YEAR,
            field="decided_on",
            label=began.label,
            first_day=began.starts_on,
        )
    if not sitting.reference.strip():
        raise RuleViolation(Rule.DECISION_REFERENCE_MISSING, field="reference")


def check_seen(
    reading: Reading, current_id: UUID | None, *, seen: str, replaces: UUID | None
) -> None:
    """Refuse a decision on another state than the one that was seen.

    Raises RuleViolation DECISION_EXISTS when another decision counts than ``replaces``,
    DECISION_STALE when the results are no longer those of the edition ``seen``.
    """
    if current_id != replaces:
        raise RuleViolation(Rule.DECISION_EXISTS)
    if edition(reading) != seen:
        raise RuleViolation(Rule.DECISION_STALE)


def lock(session: Session, enrolment_ids: Collection[UUID]) -> None:
    """Let nobody else decide on these enrolments before the end; always in the same order."""
    session.execute(
        select(Enrolment.id)
        .where(Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
        .with_for_update()
    )


def record(
    session: Session,
    year: EnrolmentYear,
    result: ResultCode,
    sitting: Sitting,
    *,
    seen: str,
    replaces: UUID | None = None,
    actor: Account | None,
    now: datetime,
) -> BoardDecision:
    """Keep a decision on a year, with the facts of that moment; locks the enrolment.

    ``seen`` is the ``edition`` that the page showed, ``replaces`` the decision that it corrects.
    Raises RuleViolation as ``check_seen`` and ``check`` do.
    """
    lock(session, [year.enrolment_id])
    session.refresh(year)
    former = current(session, [year.id]).get(year.id)
    reading = results.readings(session, [year])[year.id]
    check_seen(reading, former.id if former else None, seen=seen, replaces=replaces)
    return keep(session, year, reading, result, sitting, replaces=replaces, actor=actor, now=now)


def keep(
    session: Session,
    year: EnrolmentYear,
    reading: Reading,
    result: ResultCode,
    sitting: Sitting,
    *,
    replaces: UUID | None = None,
    actor: Account | None,
    now: datetime,
) -> BoardDecision:
    """Keep a decision that rests on this reading, under the caller's lock; raises as ``check``."""
    check(year, reading, result, sitting, now=now)
    facts = rules.canonical(
        rules.decide(reading.curriculum, reading.outcome, result, _circumstances(year, reading))
    )
    decision = BoardDecision(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        result=result,
        decided_on=sitting.decided_on,
        reference=sitting.reference.strip(),
        facts=facts,
        facts_digest=_sha256(facts),
        account_id=actor.id if actor else None,
        recorded_at=now,
        replaces_id=replaces,
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        "board:decide",
        decision,
        actor=actor,
        details={
            "enrolment_year_id": year.id,
            "result": result.value,
            "replaces_id": replaces,
        },
    )
    return decision


def facts_of(decision: BoardDecision) -> rules.DecisionFacts:
    """Return the facts that a decision froze."""
    return rules.read(decision.facts)


def is_current() -> ColumnElement[bool]:
    """Keep the decisions that no later one replaces."""
    return ~select(_later.id).where(_later.replaces_id == BoardDecision.id).exists()


def _circumstances(year: EnrolmentYear, reading: Reading) -> rules.Circumstances:
    hours, standing = reading.conditions.hours, reading.conditions.standing
    return rules.Circumstances(
        attempt=year.attempt,
        academic_year=year.academic_year.label,
        required_placement_minutes=hours.required,
        approved_placement_minutes=hours.approved,
        core_competencies=standing.core_total if standing else None,
        acquired_competencies=standing.acquired if standing else None,
    )


def _current() -> Select[BoardDecision]:
    return select(BoardDecision).where(is_current())


_CURRENT_OF_YEARS = _current().where(
    BoardDecision.enrolment_year_id.in_(bindparam("ids", expanding=True))
)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
