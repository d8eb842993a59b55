"""Works that two examiners mark: a column each, one mark out of both, a third where it is asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Mark, MarkChange, Module
from msp_du.services import mark_lists, marks
from msp_du.services.marks import Seen, TypedCell
from tests.factories import make_account, make_mark, make_marker
from tests.support.marking import NOW, Desk, open_desk

ORAL = "M112-O"
EIGHT, TWELVE = Decimal(8), Decimal(12)


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session, apart=ORAL)


@pytest.fixture
def second(desk: Desk) -> Account:
    with transaction() as session:
        return make_marker(session, desk.cohort, desk.module, display_name="Noé Faure")


def counted(desk: Desk) -> tuple[object, object]:
    """What the computation reads of the oral, in session 1 and 2."""
    found = marks.marks_of_years(desk.session, [desk.year.id])[desk.year.id]
    return found.first.get(ORAL), found.second.get(ORAL)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(["12"], None, id="one-of-two"),
        pytest.param(["12", "13.25"], Decimal("12.625"), id="both"),
        pytest.param(["12", "15"], Decimal("13.5"), id="three-points"),
        pytest.param(["12", "15.01"], None, id="over-three-points"),
        pytest.param(["12", "15.01", "15"], Decimal("15.005"), id="with-a-third"),
        pytest.param([MarkCode.EXCUSED_ABSENCE] * 2, MarkCode.EXCUSED_ABSENCE, id="absent"),
    ],
)
def test_the_computation_reads_one_mark_in_each_session(
    desk: Desk, scores: list[str | MarkCode], expected: object
) -> None:
    with transaction() as session:
        make_mark(session, desk.year, "M112-CC", "11")
        for number in (1, 2):
            for examiner, score in enumerate(scores, start=1):
                make_mark(session, desk.year, ORAL, score, session_number=number, examiner=examiner)
    assert counted(desk) == (expected, expected)
    found = marks.marks_of_years(desk.session, [desk.year.id])[desk.year.id]
    assert found.first["M112-CC"] == Decimal(11)


def test_each_column_has_its_own_version_and_history(desk: Desk, second: Account) -> None:
    desk.enter(desk.cell(EIGHT, number=1))
    entered = desk.enter(desk.cell(Decimal(10), number=1, seen=Seen(), examiner=2), actor=second)
    assert entered == marks.Entered(1)
    assert counted(desk)[0] == Decimal(9)
    assert {(row.examiner, row.account_id) for row in desk.changes()} == {
        (1, desk.tutor.id),
        (2, second.id),
    }
    stale = desk.cell(TWELVE, number=1, seen=Seen(), examiner=2)
    (conflict,) = desk.enter(stale, actor=second).conflicts
    assert (conflict.theirs.score, conflict.by) == (Decimal(10), "Noé Faure")


def test_one_person_gives_one_of_the_marks_and_a_coordinator_writes_any(desk: Desk) -> None:
    desk.enter(desk.cell(EIGHT, number=1))
    own = desk.cell(EIGHT, number=1, examiner=2)
    with pytest.raises(RuleViolation) as refusal:
        desk.enter(own)
    assert refusal.value.rule is Rule.MARK_OTHER_EXAMINER
    assert desk.enter(desk.cell(Decimal(9), number=1)) == marks.Entered(1)
    with transaction() as session:
        coordinator = make_account(session, Role.COORDINATOR)
    assert desk.enter(own, actor=coordinator) == marks.Entered(1)
    desk.enter(desk.cell(None, number=1))
    assert desk.enter(desk.cell(Decimal(7), number=1, examiner=2)) == marks.Entered(1)


def test_a_third_is_given_only_where_it_is_asked(desk: Desk, second: Account) -> None:
    third = partial(desk.cell, EIGHT, number=1, examiner=3)
    with pytest.raises(RuleViolation) as refusal:
        desk.enter(third())
    assert refusal.value.rule is Rule.MARKS_NOT_OF_SHEET
    desk.enter(desk.cell(EIGHT, number=1))
    desk.enter(desk.cell(TWELVE, number=1, examiner=2), actor=second)
    lines = partial(listed, desk)
    assert (lines().entered, lines().expected, lines().thirds) == (2, 4, 1)
    with transaction() as session:
        other = make_marker(session, desk.cohort, desk.module)
    assert desk.enter(third(), actor=other) == marks.Entered(1)
    assert counted(desk)[0] == EIGHT
    assert (lines().entered, lines().expected, lines().thirds) == (3, 4, 0)
    desk.enter(desk.cell(TWELVE, number=1))
    assert counted(desk)[0] == TWELVE
    desk.enter(desk.cell(None, number=1, examiner=3), actor=other)
    with pytest.raises(RuleViolation):
        desk.enter(third(), actor=other)


def listed(desk: Desk) -> mark_lists.ModuleLine:
    desk.session.rollback()
    tutor = desk.session.get_one(Account, desk.tutor.id)
    return mark_lists.to_mark(desk.session, tutor)[0].lines[0]


def test_each_alone_writes_what_it_may_and_tells_the_rest(desk: Desk) -> None:
    desk.enter(desk.cell(EIGHT, number=1))
    own, fine = desk.cell(EIGHT, number=1, examiner=2), desk.cell(TWELVE)
    foreign = TypedCell(replace(fine.key, assessment_id=None), TWELVE, Seen())
    entered = desk.enter(own, fine, foreign, each_alone=True)
    assert entered.written == 1
    assert entered.refused == {
        own.key: Rule.MARK_OTHER_EXAMINER,
        foreign.key: Rule.MARKS_NOT_OF_SHEET,
    }
    with pytest.raises(RuleViolation):
        desk.enter(own, desk.cell(Decimal(13)))
    assert desk.held() == Seen(TWELVE, 1)


def at_once(app: Flask, acts: list[Callable[[Session], object]]) -> list[object]:
    """Let each act in a request of its own, all starting together; a refusal is its answer."""
    start = Barrier(len(acts))

    def run(act: Callable[[Session], object]) -> object:
        with app.app_context():
            start.wait(timeout=30)
            try:
                with transaction() as session:
                    return act(session)
            except RuleViolation as violation:
                return violation.rule
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_examiners_write_at_once_and_of_two_comments_one_is_told(
    app: Flask, desk: Desk, second: Account
) -> None:
    ids = (desk.cohort.id, desk.module.id)
    people = (desk.tutor.id, second.id)
    cells = [desk.cell(EIGHT, number=1, examiner=number) for number in (1, 2)]
    desk.session.rollback()

    def enter(number: int, session: Session) -> object:
        cohort, module = session.get_one(Cohort, ids[0]), session.get_one(Module, ids[1])
        actor = session.get_one(Account, people[number])
        found = marks.enter(session, cohort, module, 1, [cells[number]], actor=actor, now=NOW)
        return found.written

    def comment(number: int, session: Session) -> object:
        cohort, module = session.get_one(Cohort, ids[0]), session.get_one(Module, ids[1])
        actor = session.get_one(Account, people[0])
        texts = {cells[0].key: (f"Texte {number}", 1)}
        return marks.comment(session, cohort, module, 1, texts, actor=actor, now=NOW)

    assert at_once(app, [partial(enter, 0), partial(enter, 1)]) == [1, 1]
    answers = at_once(app, [partial(comment, 0), partial(comment, 1)])
    assert set(answers) == {1, Rule.STALE_VERSION}
    kept = desk.session.execute(select(Mark.comment).where(Mark.examiner == 1)).scalar_one()
    assert kept == f"Texte {answers.index(1)}"
    texts = select(MarkChange).where(MarkChange.new_comment.is_not(None))
    assert len(list(desk.session.execute(texts).scalars())) == 1
