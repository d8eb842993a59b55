"""Tutors who write at once, real threads, both engines: no mark is lost or written twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.extensions import db, transaction
from msp_du.models import Account, AuditEvent, Cohort, Mark, MarkChange, Module
from msp_du.services import marks
from msp_du.services.marks import Entered, Key, Seen, TypedCell
from tests.factories import make_cohort, make_enrolment, make_marker, module_of, year_of

NOW = datetime(2026, 11, 22, 18, 12, tzinfo=UTC)
TUTORS = 8


@dataclass(frozen=True, slots=True)
class Ids:
    """A cohort, two of its modules, their tutors, two trainees' years."""

    cohort: UUID
    modules: tuple[UUID, UUID]
    assessments: tuple[UUID, UUID]
    tutors: tuple[UUID, ...]
    years: tuple[UUID, UUID]


@pytest.fixture
def ids(app: Flask) -> Ids:
    with app.app_context(), transaction() as session:
        cohort = make_cohort(session)
        modules = [module_of(session, cohort, code) for code in ("M111", "M112")]
        years = [year_of(session, make_enrolment(session, cohort=cohort)) for _ in range(2)]
        tutors = [make_marker(session, cohort, modules[0]) for _ in range(TUTORS)]
        for tutor in tutors:
            make_marker(session, cohort, modules[1], account=tutor)
        return Ids(
            cohort.id,
            (modules[0].id, modules[1].id),
            (modules[0].assessments[0].id, modules[1].assessments[0].id),
            tuple(tutor.id for tutor in tutors),
            (years[0].id, years[1].id),
        )


def enter(app: Flask, ids: Ids, tutor: UUID, module: int, scores: dict[UUID, int]) -> Entered:
    """Save a sheet seen empty, as one request does: its own context, session and connection."""
    with app.app_context():
        session = db.session()
        cohort = session.get_one(Cohort, ids.cohort)
        row = session.get_one(Module, ids.modules[module])
        actor = session.get_one(Account, tutor)
        cells = [
            TypedCell(Key(year, ids.assessments[module]), Decimal(score), Seen())
            for year, score in scores.items()
        ]
        with transaction() as writing:
            return marks.enter(writing, cohort, row, 1, cells, actor=actor, now=NOW)


def at_once(jobs: Sequence[Callable[[], Entered]]) -> list[Entered]:
    start = Barrier(len(jobs))

    def run(job: Callable[[], Entered]) -> Entered:
        start.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def count(app: Flask, model: type[Mark] | type[MarkChange]) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(model)) or 0


def test_of_all_who_write_one_cell_one_is_first_and_the_others_are_told(
    app: Flask, ids: Ids
) -> None:
    answers = at_once(
        [
            partial(enter, app, ids, tutor, 0, {ids.years[0]: number})
            for number, tutor in enumerate(ids.tutors, start=1)
        ]
    )
    assert sorted(answer.written for answer in answers) == [0] * (TUTORS - 1) + [1]
    with app.app_context():
        (mark,) = db.session().execute(select(Mark)).scalars()
    for number, answer in enumerate(answers, start=1):
        for conflict in answer.conflicts:
            assert conflict.mine == Decimal(number)
            assert conflict.theirs == Seen(Decimal(mark.hundredths or 0) / 100, 1)
    assert count(app, MarkChange) == 1


def test_sheets_of_two_modules_with_the_same_people_are_saved_at_once(app: Flask, ids: Ids) -> None:
    first, second = ids.years
    jobs = [
        partial(enter, app, ids, ids.tutors[0], 0, {first: 11, second: 12}),
        partial(enter, app, ids, ids.tutors[1], 1, {second: 13, first: 14}),
    ]
    assert [answer.written for answer in at_once(jobs)] == [2, 2]
    assert (count(app, Mark), count(app, MarkChange)) == (4, 4)
    with app.app_context():
        frozen = select(func.count()).where(AuditEvent.act == "curriculum:freeze")
        assert db.session().scalar(frozen) == 1
