"""Decisions of the examination board: kept with the facts they rest on, never changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.util import AliasedClass

from msp_du.domain import decisions as rules
from msp_du.domain import frozen_facts
from msp_du.domain.decision_inputs import AddedPoints, inputs_of
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.gaps import Gaps
from msp_du.domain.results import YearOutcome
from msp_du.domain.sittings import Choice, check_choice
from msp_du.models import Account, BoardDecision, BoardSitting, Enrolment, EnrolmentYear
from msp_du.services import audit
from msp_du.services.results import Reading

_later = aliased(BoardDecision)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a decision was taken: the day, the reference of the minutes, the points given there.

    ``sitting_id`` is None for what was decided before boards sat here.
    """

    decided_on: date
    reference: str
    sitting_id: UUID | None
    points: tuple[AddedPoints, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    outcome: YearOutcome
    gaps: Gaps


def edition(reading: Reading) -> str:
    """Return a digest of all that a page that decides has shown of a year."""
    seen = _Seen(reading.outcome, reading.conditions.gaps)
    return frozen_facts.digest(frozen_facts.write(seen, form="msp-du/reading@1"))


def current(session: Session, year_ids: Collection[UUID]) -> dict[UUID, BoardDecision]:
    """Return the decision that counts of each year that has one, by the year's id."""
    found = session.execute(_CURRENT_OF_YEARS, {"ids": list(year_ids)})
    return {decision.enrolment_year_id: decision for decision in found.scalars()}


def published(
    session: Session, year_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, BoardDecision]:
    """Return as ``current`` does what trainees may know of by now."""
    found = session.execute(_PUBLISHED_OF_YEARS, {"ids": list(year_ids), "now": now})
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
        .options(joinedload(BoardDecision.account), joinedload(BoardDecision.sitting))
    )
    by_former = {each.replaces_id: each for each in session.execute(statement).scalars()}
    found: list[BoardDecision] = []
    former: UUID | None = None
    while former in by_former:
        found.append(by_former[former])
        former = by_former[former].id
    return found[::-1]


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


def keep(
    session: Session,
    year: EnrolmentYear,
    reading: Reading,
    choice: Choice,
    basis: Basis,
    *,
    replaces: UUID | None = None,
    actor: Account | None,
    now: datetime,
) -> BoardDecision:
    """Keep a decision that rests on this reading, under the caller's lock.

    Raises RuleViolation DECISION_NOT_OPEN or DEROGATION_REASON_MISSING.
    """
    kept = check_choice(reading.outcome.result, choice)
    seen = _circumstances(year, reading, kept, basis)
    facts = rules.canonical(rules.decide(reading.curriculum, reading.outcome, kept.result, seen))
    decision = BoardDecision(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        result=kept.result,
        decided_on=basis.decided_on,
        reference=basis.reference,
        facts=facts,
        facts_digest=frozen_facts.digest(facts),
        account_id=actor.id if actor else None,
        recorded_at=now,
        replaces_id=replaces,
        sitting_id=basis.sitting_id,
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
            "result": kept.result.value,
            "derogation": bool(kept.derogation),
            "replaces_id": replaces,
            "sitting_id": basis.sitting_id,
        },
    )
    return decision


def facts_of(decision: BoardDecision) -> rules.DecisionFacts:
    """Return the facts that a decision froze."""
    return rules.read(decision.facts)


def is_current() -> ColumnElement[bool]:
    """Keep the decisions that no later one replaces."""
    return ~select(_later.id).where(_later.replaces_id == BoardDecision.id).exists()


def is_shown() -> ColumnElement[bool]:
    """Keep what the trainee may know by ``:now``: published, and replaced by nothing that is."""
    replaced = select(_later.id).where(_later.replaces_id == BoardDecision.id, _is_out(_later))
    return _is_out(BoardDecision) & ~replaced.exists()


def is_out() -> ColumnElement[bool]:
    """Keep the decisions whose sitting is published by ``:now``."""
    return _is_out(BoardDecision)


def _is_out(
    decision: type[BoardDecision] | AliasedClass[BoardDecision],
) -> ColumnElement[bool]:
    sitting = aliased(BoardSitting)
    out = select(sitting.id).where(
        sitting.id == decision.sitting_id, sitting.publish_at <= bindparam("now")
    )
    return or_(decision.sitting_id.is_(None), out.exists())


def _circumstances(
    year: EnrolmentYear, reading: Reading, choice: Choice, basis: Basis
) -> rules.Circumstances:
    hours, standing = reading.conditions.hours, reading.conditions.standing
    return rules.Circumstances(
        attempt=year.attempt,
        academic_year=year.academic_year.label,
        required_placement_minutes=hours.required,
        approved_placement_minutes=hours.approved,
        core_competencies=standing.core_total if standing else None,
        acquired_competencies=standing.acquired if standing else None,
        may_progress=choice.may_progress,
        derogation=choice.derogation or None,
        sitting_id=str(basis.sitting_id) if basis.sitting_id else None,
        rules_digest=frozen_facts.digest(year.curriculum_version.canonical_text),
        inputs=inputs_of(reading.marks, basis.points),
        gaps=reading.conditions.gaps,
    )


def _current() -> Select[BoardDecision]:
    return select(BoardDecision).where(is_current())


_OF_YEARS = BoardDecision.enrolment_year_id.in_(bindparam("ids", expanding=True))
_CURRENT_OF_YEARS = _current().where(_OF_YEARS)
_PUBLISHED_OF_YEARS = select(BoardDecision).where(is_shown(), _OF_YEARS)
