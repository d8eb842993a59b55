"""People who note one class at once, real threads, both engines: one is first, all are told."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.attendance import AttendanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AttendanceRecord, AuditEvent, ClassSession
from msp_du.services import attendance, class_sessions, self_signing
from msp_du.services.attendance import Entered, Typed
from tests.factories import make_account, make_cohort, make_enrolment, year_of
from tests.factories.attendance import make_class_session

NOW = datetime.now(UTC)
PEOPLE = 6
KEY = "k" * 43


@dataclass(frozen=True, slots=True)
class Ids:
    """A class of today, who may note it, two trainees' years and an account of the first."""

    held: UUID
    tutors: tuple[UUID, ...]
    years: tuple[UUID, UUID]
    trainee: UUID


@pytest.fixture
def ids(app: Flask) -> Ids:
    with app.app_context(), transaction() as session:
        cohort = make_cohort(session)
        enrolments = [make_enrolment(session, cohort=cohort) for _ in range(2)]
        first, second = (year_of(session, each).id for each in enrolments)
        trainee = make_account(session, Role.TRAINEE, person=enrolments[0].person)
        return Ids(
            make_class_session(session, cohort=cohort).id,
            tuple(make_account(session, Role.TUTOR).id for _ in range(PEOPLE)),
            (first, second),
            trainee.id,
        )


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait(timeout=30)
        try:
            return job()
        except RuleViolation as violation:
            return violation.rule

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def fill(app: Flask, ids: Ids, tutor: UUID, state: AttendanceState) -> Entered:
    """Save a sheet seen empty, as one request does."""
    with app.app_context():
        held = db.session().get_one(ClassSession, ids.held)
        actor = db.session().get_one(Account, tutor)
        typed = [Typed(year_id, state, None, 0) for year_id in ids.years]
        with transaction() as session:
            return attendance.enter(session, held, typed, actor=actor, now=NOW)


def close(app: Flask, ids: Ids, tutor: UUID) -> None:
    with app.app_context():
        held = db.session().get_one(ClassSession, ids.held)
        actor = db.session().get_one(Account, tutor)
        with transaction() as session:
            attendance.close(session, held, actor=actor, now=NOW)


def sign(app: Flask, ids: Ids, code: str, now: datetime) -> None:
    with app.app_context():
        actor = db.session().get_one(Account, ids.trainee)
        with transaction() as session:
            self_signing.sign(session, actor, code, key=KEY, now=now)


def count(app: Flask, model: type[AttendanceRecord] | type[AuditEvent], act: str = "") -> int:
    statement = select(func.count()).select_from(model)
    if act:
        statement = statement.where(AuditEvent.act == act)
    with app.app_context():
        return db.session().scalar(statement) or 0


def test_of_all_who_fill_one_sheet_one_is_first_and_the_others_are_told(
    app: Flask, ids: Ids
) -> None:
    kinds = [list(AttendanceState)[number % 4] for number in range(PEOPLE)]
    jobs = [
        partial(fill, app, ids, tutor, kind) for tutor, kind in zip(ids.tutors, kinds, strict=True)
    ]
    answers = [answer for answer in at_once(jobs) if isinstance(answer, Entered)]
    assert sorted(answer.written for answer in answers) == [0] * (PEOPLE - 1) + [2]
    assert count(app, AttendanceRecord) == 2
    with app.app_context():
        (kept,) = set(db.session().scalars(select(AttendanceRecord.state)))
    told = {each.row.noted.state for answer in answers for each in answer.conflicts}
    assert told == {kept}


def test_of_two_who_close_a_class_one_does(app: Flask, ids: Ids) -> None:
    fill(app, ids, ids.tutors[0], AttendanceState.PRESENT)
    answers = at_once([partial(close, app, ids, tutor) for tutor in ids.tutors[:2]])
    assert sorted(answers, key=str) == sorted([None, Rule.CLASS_CLOSED], key=str)
    assert count(app, AuditEvent, "attendance:close") == 1


def test_signing_while_the_sheet_is_filled_makes_one_record(app: Flask, ids: Ids) -> None:
    with app.app_context(), transaction() as session:
        held = session.get_one(ClassSession, ids.held)
        during = class_sessions.span_of(held).starts
        actor = session.get_one(Account, ids.tutors[0])
        self_signing.open_code(session, held, key=KEY, actor=actor, now=during)
        code = self_signing.shown_code(held, key=KEY, now=during) or ""
    at_once(
        [
            partial(sign, app, ids, code, during),
            partial(fill, app, ids, ids.tutors[0], AttendanceState.PRESENT),
        ]
    )
    assert count(app, AttendanceRecord) == 2
    assert count(app, AuditEvent, "attendance:sign") == 1
