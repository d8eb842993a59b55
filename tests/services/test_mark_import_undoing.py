"""An import is undone whole, while nothing depends on it: the table of marks is as before."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.vocabulary import ResultCode
from msp_du.extensions import transaction
from msp_du.models import AuditEvent
from msp_du.services import marks
from msp_du.services.marks import Key, TypedCell
from tests.factories.boards import make_decision
from tests.support.import_desk import LATER, NASTY, ImportDesk, open_import_desk, publish, refusal
from tests.support.marking import NOW


@pytest.fixture
def imports(session: Session) -> ImportDesk:
    return open_import_desk(session)


def test_an_import_writes_all_and_undoing_it_restores_the_exact_table(imports: ImportDesk) -> None:
    before = imports.table()
    made = imports.apply(NASTY)
    assert made.marks == 3
    after = imports.table()
    assert len(after) == len(before) + 2
    assert {change.import_id for change in imports.desk.changes()} == {made.id}
    assert imports.undo(made) == 3
    assert imports.table() == before
    assert (made.undone_at, made.undone_by_id) == (LATER, imports.desk.tutor.id)
    told = {(change.import_id, change.undoes_id) for change in imports.desk.changes()}
    assert told == {(made.id, None), (None, made.id)}
    acts = imports.desk.session.execute(select(AuditEvent.act)).scalars().all()
    assert acts.count("marks:import") == acts.count("marks:undo_import") == 1
    assert refusal(lambda: imports.undo(made)) is Rule.UNDO_DONE


def change_one(imports: ImportDesk) -> None:
    sheet = marks.sheet(imports.desk.session, imports.desk.cohort, imports.desk.module, 1)
    key = Key(imports.years[0].id, imports.desk.module.assessments[0].id)
    cell = TypedCell(key, Decimal(13), sheet.cells()[key][1])
    imports.desk.enter(cell, now=NOW + timedelta(minutes=1))


def decide(imports: ImportDesk) -> None:
    with transaction() as session:
        make_decision(session, enrolment=imports.years[0].enrolment, result=ResultCode.FAILED)


@pytest.mark.parametrize(
    ("since", "rule"),
    [
        (change_one, Rule.UNDO_CHANGED),
        (publish, Rule.UNDO_PUBLISHED),
        (decide, Rule.UNDO_DECIDED),
    ],
    ids=["changed", "published", "decided"],
)
def test_an_import_on_which_something_depends_is_not_undone(
    imports: ImportDesk, since: Callable[[ImportDesk], None], rule: Rule
) -> None:
    made = imports.apply(NASTY)
    since(imports)
    before = imports.table()
    assert refusal(lambda: imports.undo(made)) is rule
    assert imports.table() == before
