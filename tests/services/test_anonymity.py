"""Marks given to numbers: what nothing else may tell until names stand again."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from msp_du.extensions import transaction
from msp_du.services import anonymity, mark_history, mark_sheets, own_marks, results
from tests.factories import mark_year
from tests.support.marking import NOW, Desk, open_desk

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session)


def switch_on(desk: Desk, now: datetime) -> None:
    with transaction() as s:
        anonymity.switch_on(s, desk.cohort, desk.module, 1, actor=None, now=now)


def test_marks_given_to_numbers_count_nowhere_beside_a_name(desk: Desk) -> None:
    switch_on(desk, NOW)
    weak = dict.fromkeys(("M112-CC", "M112-O", "M111-CC", "M113-D", "M113-O"), "5")
    with transaction() as s:
        mark_year(s, s.merge(desk.year), "12", but=dict(weak))

    def known() -> list[object]:
        session, years = desk.session, [desk.year]
        session.expire_all()
        (own,) = own_marks.own_years(session, desk.year.enrolment.person_id, now=NOW)
        reading = results.readings(session, years)[desk.year.id]
        by_name = (reading.marks.first, own.marks.first)
        second = mark_sheets.sheet(session, desk.cohort, desk.module, 2)
        return [*(marks.get("M112-CC") for marks in by_name), len(second.rows), second.resits]

    (row,) = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1).rows
    assert row.standing.average == 5
    assert known() == [None, None, 0, 0]
    with transaction() as s:
        anonymity.lift(s, desk.cohort, desk.module, 1, actor=None, now=LATER)
    assert known() == [5, 5, 1, 1]


def test_a_number_does_not_tell_whose_mark_was_taken_back_before_it(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(9)))
    (named,) = mark_history.of_module(desk.session, desk.cohort, desk.module).changes
    assert "Lefèvre" in named.name
    desk.enter(desk.cell(None))
    switch_on(desk, LATER)
    found = mark_history.of_module(desk.session, desk.cohort, desk.module).changes
    assert [(change.name, change.shown_id == desk.year.id) for change in found] == [("", False)] * 2
    (row,) = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1).rows
    of_one = mark_history.of_module(desk.session, desk.cohort, desk.module, shown_id=row.shown_id)
    assert of_one.total == 0
