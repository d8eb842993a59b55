"""What a trainee learns outside placements: noted and removed by them alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.learning import LearningKind, check_month
from msp_du.models import Account, LearningContext, Person
from msp_du.services import audit


def own(session: Session, person_id: UUID) -> list[LearningContext]:
    """List what a person noted, the latest months first, those without a month at the end."""
    statement = select(LearningContext).where(LearningContext.person_id == person_id)
    rows = session.execute(statement).scalars()
    return sorted(rows, key=lambda row: (row.month or date.min, row.noted_at), reverse=True)


def add(
    session: Session,
    person: Person,
    *,
    kind: LearningKind,
    month: date | None,
    today: date,
    actor: Account,
    now: datetime,
) -> LearningContext:
    """Note a kind of place, and at most a month; RuleViolation LEARNING_MONTH.

    The trace of the act says neither.
    """
    check_month(month, today=today)
    row = LearningContext(
        institution_id=person.institution_id,
        person_id=person.id,
        kind=kind,
        month=month,
        noted_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "learning:add", row, actor=actor)
    return row


def remove(session: Session, row: LearningContext, *, actor: Account) -> None:
    """Take away what was noted, for good."""
    audit.record(session, "learning:remove", row, actor=actor)
    session.delete(row)
    session.flush()
