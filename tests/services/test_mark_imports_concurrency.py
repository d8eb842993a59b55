"""Two imports confirmed at once, and one undone while a tutor types: real threads, both engines."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import Account, Cohort, Mark, MarkChange, MarkImport, Module
from msp_du.services import import_plans, mark_imports, mark_sheets, marks
from msp_du.services.import_targets import Scope
from msp_du.services.marks import Key, TypedCell
from tests.factories import make_cohort, make_enrolment, make_marker, module_of, year_of
from tests.support.marking import NOW

FILE = "trainee;M111-CC;M112-CC\n{}\n"


@dataclass(frozen=True, slots=True)
class Ids:
    """A cohort of one, its tutor of two modules, a file with a mark in both, its preview."""

    cohort: UUID
    module: UUID
    tutor: UUID
    key: Key
    data: bytes
    meaning: str


@pytest.fixture
def ids(app: Flask) -> Ids:
    with app.app_context():
        with transaction() as session:
            cohort = make_cohort(session)
            enrolment = make_enrolment(session, cohort=cohort)
            modules = [module_of(session, cohort, code) for code in ("M112", "M111")]
            tutor = make_marker(session, cohort, modules[0])
            make_marker(session, cohort, modules[1], account=tutor)
            key = Key(year_of(session, enrolment).id, modules[0].assessments[0].id)
            data = FILE.format(f"{enrolment.person.student_number};11;12").encode()
        plan = import_plans.plan(db.session(), Scope(cohort), read_table(data), actor=tutor)
        return Ids(cohort.id, modules[0].id, tutor.id, key, data, plan.meaning)


def apply(app: Flask, ids: Ids) -> UUID | Rule | None:
    with app.app_context():
        session = db.session()
        scope, actor = (
            Scope(session.get_one(Cohort, ids.cohort)),
            session.get_one(Account, ids.tutor),
        )
        try:
            with transaction() as writing:
                made = mark_imports.apply(
                    writing,
                    scope,
                    read_table(ids.data),
                    meaning=ids.meaning,
                    actor=actor,
                    now=NOW,
                )
        except RuleViolation as violation:
            return violation.rule
        return made.id if made else None


def undo(app: Flask, ids: Ids, made_id: UUID) -> object:
    with app.app_context():
        session = db.session()
        made, actor = session.get_one(MarkImport, made_id), session.get_one(Account, ids.tutor)
        try:
            with transaction() as writing:
                return mark_imports.undo(writing, made, actor=actor, now=NOW)
        except RuleViolation as violation:
            return violation.rule


def type_over(app: Flask, ids: Ids) -> object:
    """Type another mark over the one imported, as seen with it."""
    with app.app_context():
        session = db.session()
        cohort, module = session.get_one(Cohort, ids.cohort), session.get_one(Module, ids.module)
        seen = mark_sheets.Seen(Decimal(12), 1)
        with transaction() as writing:
            entered = marks.enter(
                writing,
                cohort,
                module,
                1,
                [TypedCell(ids.key, Decimal(15), seen)],
                actor=session.get_one(Account, ids.tutor),
                now=NOW,
            )
        return entered.written


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def count(app: Flask, model: type[Mark] | type[MarkChange] | type[MarkImport]) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(model)) or 0


def test_of_two_imports_of_one_file_one_is_made(app: Flask, ids: Ids) -> None:
    answers = at_once([partial(apply, app, ids)] * 4)
    assert answers.count(Rule.IMPORT_CHANGED) == 3
    assert (count(app, MarkImport), count(app, Mark), count(app, MarkChange)) == (1, 2, 2)


def test_an_import_is_undone_once(app: Flask, ids: Ids) -> None:
    made_id = apply(app, ids)
    assert isinstance(made_id, UUID)
    answers = at_once([partial(undo, app, ids, made_id)] * 3)
    assert sorted(map(str, answers)) == ["2", Rule.UNDO_DONE, Rule.UNDO_DONE]
    assert (count(app, Mark), count(app, MarkChange)) == (0, 4)


def test_who_types_and_who_undoes_do_not_both_win(app: Flask, ids: Ids) -> None:
    made_id = apply(app, ids)
    assert isinstance(made_id, UUID)
    undone, written = at_once([partial(undo, app, ids, made_id), partial(type_over, app, ids)])
    assert (undone, written) in {(2, 0), (Rule.UNDO_CHANGED, 1)}
    assert count(app, Mark) == (0 if written == 0 else 2)
