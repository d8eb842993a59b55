"""Questions of trainees about their marks, module by module, and the answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Account,
    Enrolment,
    EnrolmentYear,
    MarkMessage,
    MarksSheet,
    Module,
    Person,
    Unit,
)
from msp_du.services import audit, mark_notices, own_marks

_later = aliased(MarkMessage)
_IS_LAST = ~(
    select(_later.id)
    .where(
        _later.enrolment_year_id == MarkMessage.enrolment_year_id,
        _later.module_id == MarkMessage.module_id,
        _later.written_at > MarkMessage.written_at,
    )
    .exists()
)


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread in a list: whose it is, when its last message came, whether it waits."""

    year_id: UUID
    name: str
    written_at: datetime
    is_waiting: bool


def messages(session: Session, year: EnrolmentYear, module: Module) -> Sequence[MarkMessage]:
    """Return a thread with its authors, the first message first; one statement."""
    return session.execute(_thread(year.id, module.id)).scalars().all()


def of_years(
    session: Session, year_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[MarkMessage]]:
    """Return the threads of years by year and module, the first message first; one statement."""
    statement = (
        select(MarkMessage)
        .where(MarkMessage.enrolment_year_id.in_(year_ids))
        .order_by(MarkMessage.written_at, MarkMessage.id)
    )
    found: dict[tuple[UUID, UUID], list[MarkMessage]] = {}
    for message in session.execute(statement).scalars():
        found.setdefault((message.enrolment_year_id, message.module_id), []).append(message)
    return found


def module_ids(session: Session, version_ids: Collection[UUID]) -> dict[UUID, dict[str, UUID]]:
    """Return the ids of the modules of curriculum versions, by version and code; one statement."""
    statement = (
        select(Unit.curriculum_version_id, Module.code, Module.id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id.in_(version_ids))
    )
    found: dict[UUID, dict[str, UUID]] = {}
    for version_id, code, module_id in session.execute(statement):
        found.setdefault(version_id, {})[code] = module_id
    return found


def threads(session: Session, cohort_id: UUID, module: Module) -> list[Thread]:
    """List the threads about a module in a cohort, those that wait first; one statement."""
    statement = (
        select(MarkMessage, Person)
        .join(EnrolmentYear, EnrolmentYear.id == MarkMessage.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, MarkMessage.module_id == module.id, _IS_LAST)
        .order_by(MarkMessage.is_answer, MarkMessage.written_at.desc())
    )
    return [
        Thread(
            message.enrolment_year_id,
            person.name.display,
            message.written_at,
            not message.is_answer,
        )
        for message, person in session.execute(statement)
    ]


def waiting(session: Session, cohort_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Count the threads that wait for an answer, by cohort and module; one statement."""
    statement = (
        select(Enrolment.cohort_id, MarkMessage.module_id, func.count())
        .join(EnrolmentYear, EnrolmentYear.id == MarkMessage.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.cohort_id.in_(cohort_ids), ~MarkMessage.is_answer, _IS_LAST)
        .group_by(Enrolment.cohort_id, MarkMessage.module_id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return {(cohort_id, module_id): count for cohort_id, module_id, count in rows}


def is_open(session: Session, year: EnrolmentYear, module: Module, *, now: datetime) -> bool:
    """Tell whether the trainee may ask: marks of the module are shown, and beside their name."""
    statement = select(MarksSheet).where(
        MarksSheet.cohort_id == year.enrolment.cohort_id, MarksSheet.module_id == module.id
    )
    sheets = session.execute(statement).scalars().all()
    if any(sheet.is_anonymous for sheet in sheets):
        return False
    if any(sheet.published_at for sheet in sheets):
        return True
    own = own_marks.own_years(session, year.enrolment.person_id, now=now)
    return any(each.year.id == year.id and each.is_shown for each in own)


def ask(
    session: Session,
    year: EnrolmentYear,
    module: Module,
    text: str,
    *,
    actor: Account,
    now: datetime,
) -> MarkMessage:
    """Add a question of the trainee; whoever marks the module is told.

    Locks the enrolment's year. Raises RuleViolation MARK_NOT_SHOWN.
    """
    _lock(session, year)
    if not is_open(session, year, module, now=now):
        raise RuleViolation(Rule.MARK_NOT_SHOWN, field="text")
    message = _add(session, year, module, text, is_answer=False, actor=actor, now=now)
    mark_notices.tell_of_question(session, year.enrolment.cohort, module, now=now)
    return message


def answer(
    session: Session,
    year: EnrolmentYear,
    module: Module,
    text: str,
    *,
    actor: Account,
    now: datetime,
) -> MarkMessage:
    """Add an answer of whoever marks the module; the trainee is told. Locks the year.

    Raises RuleViolation MARK_NOT_SHOWN when nothing was asked.
    """
    _lock(session, year)
    if not messages(session, year, module):
        raise RuleViolation(Rule.MARK_NOT_SHOWN, field="text")
    message = _add(session, year, module, text, is_answer=True, actor=actor, now=now)
    enrolment = year.enrolment
    mark_notices.tell_of_answer(session, enrolment.cohort, enrolment.person_id, now=now)
    return message


def _add(
    session: Session,
    year: EnrolmentYear,
    module: Module,
    text: str,
    *,
    is_answer: bool,
    actor: Account,
    now: datetime,
) -> MarkMessage:
    message = MarkMessage(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        module_id=module.id,
        account_id=actor.id,
        is_answer=is_answer,
        text=text.strip(),
        written_at=now,
    )
    session.add(message)
    session.flush()
    audit.record(session, "marks:answer" if is_answer else "marks:ask", message, actor=actor)
    return message


def _lock(session: Session, year: EnrolmentYear) -> None:
    session.execute(select(EnrolmentYear.id).where(EnrolmentYear.id == year.id).with_for_update())


def _thread(year_id: UUID, module_id: UUID) -> Select[MarkMessage]:
    return (
        select(MarkMessage)
        .where(MarkMessage.enrolment_year_id == year_id, MarkMessage.module_id == module_id)
        .order_by(MarkMessage.written_at, MarkMessage.id)
        .options(joinedload(MarkMessage.account))
    )
