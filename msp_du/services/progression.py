"""A cohort that moves on after the board: who begins which year, all at once or nobody."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.progression import BEGINS_AGAIN, BEGINS_NEXT, MOVING, Way
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.models import Account, BoardDecision, Cohort, Enrolment, EnrolmentYear
from msp_du.services import audit, decisions, unit_credits
from msp_du.services.progression_plans import Choice, Move, Plan, plan


def check(found: Plan) -> None:
    """Refuse what cannot be done.

    Raises RuleViolation PROGRESSION_NOBODY, PROGRESSION_YEAR_ORDER when somebody's last year is
    not before the one chosen, PROGRESSION_UNIT_MISSING when a unit kept is not in the version.
    """
    if not found.to_do:
        raise RuleViolation(Rule.PROGRESSION_NOBODY)
    starts_on = found.choice.academic_year.starts_on
    for move in found.to_do:
        if move.way is not Way.COMPLETES and move.year.academic_year.starts_on >= starts_on:
            raise RuleViolation(
                Rule.PROGRESSION_YEAR_ORDER,
                field="academic_year_id",
                label=move.year.academic_year.label,
            )
        if move.missing:
            raise RuleViolation(
                Rule.PROGRESSION_UNIT_MISSING,
                field="curriculum_version_id",
                codes=", ".join(move.missing),
            )


def move_on(
    session: Session,
    cohort: Cohort,
    number: int,
    choice: Choice,
    *,
    seen: str,
    typed_code: str,
    actor: Account | None,
    now: datetime,
) -> Plan:
    """Do what the plan of this ``meaning`` said, all or nothing; locks the cohort.

    Raises RuleViolation CONFIRMATION_WRONG unless the cohort's code was typed, PREVIEW_STALE
    when the plan would now say something else, and as ``check`` does.
    """
    if typed_code.strip() != cohort.code:
        raise RuleViolation(Rule.CONFIRMATION_WRONG, field="typed_code")
    lock(session, cohort)
    found = plan(session, cohort, number, choice, now=now)
    if found.meaning != seen:
        raise RuleViolation(Rule.PREVIEW_STALE)
    check(found)
    for move in found.to_do:
        _carry_out(session, found, move, actor=actor, now=now)
    session.flush()
    audit.record(
        session,
        "progression:move-on",
        cohort,
        actor=actor,
        details={
            "year": number,
            "academic_year": choice.academic_year.id,
            "version": choice.version.id,
            **{way: [m.year.enrolment_id for m in found.to_do if m.way is way] for way in MOVING},
        },
    )
    return found


def lock(session: Session, cohort: Cohort) -> None:
    """Let nobody else move a cohort or decide on its people before the end."""
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    ids = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)
    decisions.lock(session, session.execute(ids).scalars().all())


def _carry_out(
    session: Session, found: Plan, move: Move, *, actor: Account | None, now: datetime
) -> None:
    year, enrolment = move.year, move.year.enrolment
    if move.way is Way.COMPLETES:
        _complete(session, enrolment)
    if move.way in BEGINS_NEXT and found.next_number is not None:
        _begin(session, found.choice, enrolment, found.next_number, 1)
    if move.way in BEGINS_AGAIN and move.decision is not None:
        again = _begin(session, found.choice, enrolment, year.year_number, year.attempt + 1)
        unit_credits.keep(session, again, year, move.decision, move.kept, actor=actor, now=now)


def _begin(
    session: Session, choice: Choice, enrolment: Enrolment, number: int, attempt: int
) -> EnrolmentYear:
    year = EnrolmentYear(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        year_number=number,
        attempt=attempt,
        curriculum_version_id=choice.version.id,
        academic_year_id=choice.academic_year.id,
    )
    session.add(year)
    session.flush()
    return year


def _complete(session: Session, enrolment: Enrolment) -> None:
    """End an enrolment on the day of the last decision, or of its last change if that is later."""
    days = (
        select(BoardDecision.decided_on)
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .where(EnrolmentYear.enrolment_id == enrolment.id, decisions.is_current())
    )
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.state_since = max(enrolment.state_since, *session.execute(days).scalars())
