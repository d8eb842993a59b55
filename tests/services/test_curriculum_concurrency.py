"""Two who edit a version at once, and one who marks meanwhile: real threads, both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.curriculum import Title
from msp_du.domain.curriculum_edits import without_module
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.extensions import db, transaction
from msp_du.models import Account, Assessment, Cohort, CurriculumVersion, Mark, Module
from msp_du.services import curricula, curriculum_drafts, marks
from msp_du.services.marks import Key, Seen, TypedCell
from tests.factories import make_cohort, make_enrolment, make_marker, module_of, year_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def cohort_id(app: Flask) -> UUID:
    with app.app_context(), transaction() as session:
        return make_cohort(session).id


def at_once(jobs: list[Callable[[], Rule | None]]) -> list[Rule | None]:
    start = Barrier(len(jobs))

    def run(job: Callable[[], Rule | None]) -> Rule | None:
        start.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def edit(app: Flask, cohort_id: UUID, title: str, gone: str | None = None) -> Rule | None:
    with app.app_context():
        version_id = db.session().get_one(Cohort, cohort_id).curriculum_version_id
        content = curricula.content_of(db.session().get_one(CurriculumVersion, version_id))
        wanted = replace(content, title=Title(title))
        if gone is not None:
            wanted = without_module(wanted, gone)
        try:
            with transaction() as session:
                curriculum_drafts.change(session, version_id, wanted, seen=1, actor=None, now=NOW)
        except RuleViolation as violation:
            return violation.rule
    return None


def test_of_all_who_edit_at_once_one_is_first_and_the_others_are_told(
    app: Flask, cohort_id: UUID
) -> None:
    titles = [f"Titre {number}" for number in range(4)]
    told = at_once([partial(edit, app, cohort_id, title) for title in titles])
    assert sorted(map(str, told)) == ["None", *[str(Rule.STALE_VERSION)] * 3]
    with app.app_context():
        version = db.session().execute(select(CurriculumVersion)).scalar_one()
        assert version.title_fr == titles[told.index(None)]
        assert curricula.content_of(version).title.fr == version.title_fr


def test_a_mark_and_an_edit_at_once_leave_a_mark_of_something_that_is_there(
    app: Flask, cohort_id: UUID
) -> None:
    with app.app_context(), transaction() as session:
        cohort = session.get_one(Cohort, cohort_id)
        module = module_of(session, cohort, "M111")
        year_id = year_of(session, make_enrolment(session, cohort=cohort)).id
        tutor_id = make_marker(session, cohort, module).id
        module_id, assessment_id = module.id, module.assessments[0].id

    def mark() -> Rule | None:
        with app.app_context(), transaction() as writing:
            cells = [TypedCell(Key(year_id, assessment_id), Decimal(12), Seen())]
            marks.enter(
                writing,
                writing.get_one(Cohort, cohort_id),
                writing.get_one(Module, module_id),
                1,
                cells,
                actor=writing.get_one(Account, tutor_id),
                now=NOW,
            )
        return None

    told = at_once([mark, partial(edit, app, cohort_id, "Autre", gone="M112")])
    assert told[1] in {None, Rule.CURRICULUM_FROZEN, Rule.STALE_VERSION}
    with app.app_context():
        version = db.session().execute(select(CurriculumVersion)).scalar_one()
        assert version.frozen_at == NOW
        codes = {module.code for module in curricula.content_of(version).modules}
        assert codes == set(db.session().scalars(select(Module.code)))
        assert ("M112" in codes) is (told[1] is not None)
        known = select(func.count(Mark.id)).join(Assessment, Assessment.id == Mark.assessment_id)
        assert db.session().scalar(known) == 1
