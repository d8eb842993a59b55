"""Marks are entered cell by cell: what changed is written, what somebody else changed is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.domain.year_marks import YearMarks
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    AuditDetail,
    AuditEvent,
    CurriculumVersion,
    Mark,
    Module,
)
from msp_du.services import marks
from msp_du.services.marks import Key, Seen, TypedCell
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_institution,
    make_mark,
    make_marker,
    module_of,
    year_of,
)
from tests.support.marking import NOW, Desk, open_desk

ABI = MarkCode.UNEXCUSED_ABSENCE


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleViolation) as caught:
        act()
    return caught.value.rule


def test_the_first_mark_is_written_with_its_history_and_freezes_the_curriculum(desk: Desk) -> None:
    assert desk.enter(desk.cell(Decimal("12.5")), desk.cell(ABI, number=1)) == marks.Entered(2)
    assert set(desk.rows()) == {(None, ABI, 1), (1250, None, 1)}
    known = {(row.old_hundredths, row.new_hundredths, row.new_code) for row in desk.changes()}
    assert known == {(None, 1250, None), (None, None, ABI)}
    assert {(row.account_id, row.changed_at) for row in desk.changes()} == {(desk.tutor.id, NOW)}
    version = desk.session.get_one(CurriculumVersion, desk.cohort.curriculum_version_id)
    assert version.frozen_at == NOW


def test_a_later_mark_leaves_the_day_on_which_the_curriculum_froze(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(12)))
    desk.enter(desk.cell(Decimal(13)), now=NOW + timedelta(days=1))
    version = desk.session.get_one(CurriculumVersion, desk.cohort.curriculum_version_id)
    assert version.frozen_at == NOW


def test_a_mark_changes_and_is_taken_back_and_its_history_stays(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(12)))
    desk.enter(desk.cell(Decimal("12.25")), now=NOW + timedelta(minutes=1))
    assert desk.rows() == [(1225, None, 2)]
    desk.enter(desk.cell(None), now=NOW + timedelta(minutes=2))
    assert desk.rows() == []
    assert [(row.old_hundredths, row.new_hundredths) for row in desk.changes()] == [
        (None, 1200),
        (1200, 1225),
        (1225, None),
    ]


def test_cells_that_nobody_changed_write_nothing(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal("12.50")))
    before = len(list(desk.session.execute(select(AuditEvent)).scalars()))
    assert desk.enter(desk.cell(Decimal("12.5")), desk.cell(None, number=1)) == marks.Entered(0)
    assert len(desk.changes()) == 1
    assert len(list(desk.session.execute(select(AuditEvent)).scalars())) == before


def test_the_chain_of_acts_holds_ids_and_no_value(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal("17.25")))
    statement = select(AuditDetail.text).join(AuditEvent).where(AuditEvent.act == "marks:enter")
    (text,) = desk.session.execute(statement).scalars()
    assert str(desk.changes()[0].id) in text
    assert not any(word in text for word in ("17.25", "1725", "Lefèvre", "Camille"))


def test_a_cell_changed_meanwhile_is_left_and_the_others_are_written(desk: Desk) -> None:
    old = desk.held()
    other = make_colleague(desk)
    desk.enter(desk.cell(Decimal(9)), actor=other)
    mine = desk.cell(Decimal(14), seen=old)
    entered = desk.enter(mine, desk.cell(Decimal(11), number=1), now=NOW + timedelta(hours=1))
    assert entered.written == 1
    (conflict,) = entered.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == (
        mine.key,
        Decimal(14),
        Seen(Decimal(9), 1),
    )
    assert (conflict.by, conflict.at) == ("Noé Faure", NOW)
    assert desk.rows() == [(900, None, 1), (1100, None, 1)]


def make_colleague(desk: Desk) -> Account:
    with transaction() as session:
        return make_marker(session, desk.cohort, desk.module, display_name="Noé Faure")


def test_choosing_ones_own_value_afterwards_writes_it(desk: Desk) -> None:
    old = desk.held()
    desk.enter(desk.cell(Decimal(9)), actor=make_colleague(desk))
    (conflict,) = desk.enter(desk.cell(Decimal(14), seen=old)).conflicts
    assert desk.enter(desk.cell(Decimal(14), seen=conflict.theirs)) == marks.Entered(1)
    assert desk.rows() == [(1400, None, 2)]


def test_the_same_value_typed_by_two_people_is_no_conflict(desk: Desk) -> None:
    old = desk.held()
    desk.enter(desk.cell(Decimal(9)), actor=make_colleague(desk))
    assert desk.enter(desk.cell(Decimal(9), seen=old)) == marks.Entered(0)


def test_a_cell_one_did_not_touch_is_no_conflict(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(12)))
    old = desk.held()
    desk.enter(desk.cell(Decimal(9)), actor=make_colleague(desk))
    untouched = desk.cell(Decimal(12), seen=old)
    assert desk.enter(untouched) == marks.Entered(0)
    assert desk.rows() == [(900, None, 2)]


def test_a_mark_taken_back_and_given_anew_is_not_taken_for_the_old_one(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(12)))
    old = desk.held()
    desk.enter(desk.cell(None))
    desk.enter(desk.cell(Decimal(15)))
    assert desk.held().version == old.version
    (conflict,) = desk.enter(desk.cell(Decimal(10), seen=old)).conflicts
    assert conflict.theirs == Seen(Decimal(15), 1)


def test_a_change_by_a_command_has_no_name(desk: Desk) -> None:
    old = desk.held()
    with transaction() as session:
        make_mark(session, desk.year, desk.module.assessments[0].code, "9")
    (conflict,) = desk.enter(desk.cell(Decimal(14), seen=old)).conflicts
    assert (conflict.by, conflict.at) == (None, None)


def foreign_year(desk: Desk) -> Key:
    with transaction() as session:
        enrolment = make_enrolment(session, cohort=make_cohort(session))
        return replace(desk.key(), year_id=year_of(session, enrolment).id)


def of_other_institution(desk: Desk) -> Key:
    with transaction() as session:
        cohort = make_cohort(session, institution=make_institution(session, name="Ailleurs"))
        module = module_of(session, cohort)
        year = year_of(session, make_enrolment(session, cohort=cohort))
        return Key(year.id, module.assessments[0].id)


def of_other_module(desk: Desk) -> Key:
    other = module_of(desk.session, desk.cohort, "M111")
    return replace(desk.key(), assessment_id=other.assessments[0].id)


@pytest.mark.parametrize(
    "foreign",
    [
        foreign_year,
        of_other_institution,
        of_other_module,
        lambda desk: replace(desk.key(), assessment_id=None),
        lambda _desk: Key(uuid4(), uuid4()),
    ],
    ids=["other cohort", "other institution", "other module", "whole module", "made up"],
)
def test_a_cell_of_another_sheet_is_refused_like_a_made_up_one(
    desk: Desk, foreign: Callable[[Desk], Key]
) -> None:
    cells = [desk.cell(Decimal(12)), TypedCell(foreign(desk), Decimal(12), Seen())]
    assert refusal(lambda: desk.enter(*cells)) is Rule.MARKS_NOT_OF_SHEET
    assert desk.rows() == []


def test_nobody_enters_their_own_marks(desk: Desk) -> None:
    with transaction() as session:
        tutor = session.get_one(Account, desk.tutor.id)
        tutor.person_id = desk.year.enrolment.person_id
    cell = desk.cell(Decimal(20))
    assert refusal(lambda: desk.enter(cell)) is Rule.MARKS_OWN
    assert desk.rows() == []


def test_a_module_that_is_passed_or_failed_takes_no_mark_and_the_other_way_round(
    desk: Desk,
) -> None:
    module = module_of(desk.session, desk.cohort, "M143")
    passed = TypedCell(Key(desk.year.id), MarkCode.PASS, Seen())
    assert desk.enter(passed, module=module) == marks.Entered(1)
    assert desk.rows() == [(None, MarkCode.PASS, 1)]
    row = desk.session.execute(select(Mark)).scalar_one()
    assert (row.module_id, row.assessment_id) == (module.id, None)
    wrong: list[tuple[Module, TypedCell]] = [
        (module, replace(passed, score=Decimal(12), seen=Seen(MarkCode.PASS, 1))),
        (module, replace(passed, score=ABI, seen=Seen(MarkCode.PASS, 1))),
        (desk.module, desk.cell(MarkCode.PASS)),
    ]
    for of, cell in wrong:
        assert refusal(partial(desk.enter, cell, module=of)) is Rule.MARK_NOT_VALID
    assert desk.rows() == [(None, MarkCode.PASS, 1)]


def test_marks_of_years_are_told_apart_by_session_and_kind(desk: Desk) -> None:
    with transaction() as session:
        nobody = year_of(session, make_enrolment(session, cohort=desk.cohort))
        codes = [each.code for each in desk.module.assessments]
        make_mark(session, desk.year, codes[0], "7.25")
        make_mark(session, desk.year, codes[0], ABI, session_number=2)
        make_mark(session, desk.year, "M113", "11", session_number=2)
        make_mark(session, desk.year, "M143", MarkCode.FAIL)
    found = marks.marks_of_years(desk.session, [desk.year.id, nobody.id])
    assert found[desk.year.id].first == {codes[0]: Decimal("7.25")}
    assert found[desk.year.id].second == {codes[0]: ABI, "M113": Decimal(11)}
    assert found[desk.year.id].passes == {"M143": False}
    assert found[nobody.id] == YearMarks()


def test_coordinators_and_commands_enter_marks_too(desk: Desk) -> None:
    with transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
    assert desk.enter(desk.cell(Decimal(8)), actor=coordinator).written == 1
    with transaction() as session:
        cell = desk.cell(Decimal(9))
        entered = marks.enter(session, desk.cohort, desk.module, 1, [cell], actor=None, now=NOW)
    assert entered.written == 1
    assert {row.account_id for row in desk.changes()} == {None, coordinator.id}
