"""The sheet of a module: who stands on it, what they may still be given, by whom."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.averages import Lack
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, MarkCode, ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, EnrolmentYear, Module
from msp_du.services import marks
from msp_du.services.mark_sheets import Row, Sheet
from msp_du.services.marks import Key, Seen, TypedCell
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_mark,
    make_marker,
    make_person,
    mark_year,
    module_of,
    year_of,
)
from tests.support.board import decide_outside
from tests.support.statements import statements

NOW = datetime(2026, 11, 22, 18, 12, tzinfo=UTC)
CODES = ("M112-CC", "M112-O")
WEAK: dict[str, str | MarkCode] = dict.fromkeys(("M111-CC", *CODES, "M113-D", "M113-O"), "5")
"""Marks of which unit UE1.1 dies, far below its floor."""


class Class:
    """A cohort, one of its modules, and a tutor named for it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        with transaction() as s:
            self.cohort: Cohort = make_cohort(s)
            self.module: Module = module_of(s, self.cohort)
            self.tutor: Account = make_marker(s, self.cohort, self.module)
            self.coordinator: Account = make_account(s, Role.COORDINATOR)

    def add(self, name: str = "Lefèvre") -> EnrolmentYear:
        with transaction() as s:
            person = make_person(s, birth_family_name=name)
            return year_of(s, make_enrolment(s, cohort=self.cohort, person=person))

    def mark(self, year: EnrolmentYear, score: str = "12", but: object = None) -> None:
        with transaction() as s:
            mark_year(s, year, score, but=but)  # type: ignore[arg-type]

    def decide(self, year: EnrolmentYear, result: ResultCode) -> None:
        with transaction() as s:
            row = s.get_one(EnrolmentYear, year.id)
            decide_outside(s, row, result)

    def sheet(self, session_number: int = 1, actor: Account | None = None) -> Sheet:
        self.session.rollback()
        return marks.sheet(
            self.session, self.cohort, self.module, session_number, actor=actor or self.tutor
        )

    def row(
        self, year: EnrolmentYear, session_number: int = 1, actor: Account | None = None
    ) -> Row:
        rows = self.sheet(session_number, actor).rows
        return next(row for row in rows if row.year_id == year.id)

    def give(
        self, year: EnrolmentYear, session_number: int, actor: Account
    ) -> marks.Entered | Rule:
        key = Key(year.id, self.module.assessments[0].id)
        sheet = self.sheet(session_number, actor)
        seen = sheet.cells()[key][1] if key in sheet.cells() else Seen()
        try:
            with transaction() as s:
                return marks.enter(
                    s,
                    self.cohort,
                    self.module,
                    session_number,
                    [TypedCell(key, Decimal("13.75"), seen)],
                    actor=actor,
                    now=NOW,
                )
        except RuleViolation as violation:
            return violation.rule


@pytest.fixture
def group(session: Session) -> Class:
    return Class(session)


def test_people_stand_in_order_and_who_left_does_not(group: Class) -> None:
    for name in ("Zola", "Élan", "Dubois", "Martin"):
        group.add(name)
    with transaction() as s:
        for name, state in (("Parti", "withdrawn"), ("Absent", "suspended")):
            person = make_person(s, birth_family_name=name)
            enrolment = make_enrolment(s, cohort=group.cohort, person=person)
            enrolment.state = EnrolmentState(state)
    names = [row.name.split()[-1] for row in group.sheet().rows]
    assert names == ["Absent", "Dubois", "Élan", "Martin", "Zola"]


def test_only_the_last_attempt_at_a_year_is_marked(group: Class) -> None:
    first = group.add()
    with transaction() as s:
        again = EnrolmentYear(
            institution_id=first.institution_id,
            enrolment_id=first.enrolment_id,
            year_number=1,
            attempt=2,
            curriculum_version_id=first.curriculum_version_id,
            academic_year_id=first.academic_year_id,
        )
        s.add(again)
        s.flush()
    assert [row.year_id for row in group.sheet().rows] == [again.id]


def test_a_row_shows_the_exact_average_of_its_module(group: Class) -> None:
    year, absent, waiting = group.add("A"), group.add("B"), group.add("C")
    with transaction() as s:
        make_mark(s, year, CODES[0], "12.25")
        make_mark(s, year, CODES[1], "13")
        make_mark(s, absent, CODES[0], "12")
        make_mark(s, absent, CODES[1], MarkCode.EXCUSED_ABSENCE)
        make_mark(s, waiting, CODES[0], "12")
    assert str(group.row(year).standing.average) == "101/8"
    assert group.row(absent).standing.value is Lack.DEFAULT
    assert group.row(waiting).standing.value is Lack.MISSING


def test_after_a_decision_only_coordinators_write(group: Class) -> None:
    year = group.add()
    group.mark(year)
    assert isinstance(group.give(year, 1, group.tutor), marks.Entered)
    group.decide(year, ResultCode.FAILED)
    row = group.row(year)
    assert (row.is_decided, row.closed_by) == (True, Rule.MARKS_DECIDED)
    assert group.give(year, 1, group.tutor) == marks.Entered(0)  # the same value again
    with transaction() as s:
        key = Key(year.id, group.module.assessments[0].id)
        cell = TypedCell(key, Decimal(1), group.sheet().cells()[key][1])
        with pytest.raises(RuleViolation) as caught:
            marks.enter(s, group.cohort, group.module, 1, [cell], actor=group.tutor, now=NOW)
    assert caught.value.rule is Rule.MARKS_DECIDED
    row = group.row(year, actor=group.coordinator)
    assert (row.is_decided, row.closed_by) == (True, None)
    with transaction() as s:
        entered = marks.enter(
            s, group.cohort, group.module, 1, [cell], actor=group.coordinator, now=NOW
        )
    assert entered.written == 1


def test_session_2_lists_those_for_whom_it_is_open(group: Class) -> None:
    weak, strong, waiting = group.add("Faible"), group.add("Forte"), group.add("Attente")
    group.mark(weak, "12", but=WEAK)
    group.mark(strong)
    with transaction() as s:
        make_mark(s, waiting, CODES[0], "5")
    assert group.sheet().resits == 1
    sheet = group.sheet(2)
    assert [row.year_id for row in sheet.rows] == [weak.id]
    assert sheet.rows[0].closed_by is None
    assert sheet.rows[0].firsts == (Decimal(5), Decimal(5))
    assert group.give(weak, 2, group.tutor) == marks.Entered(1)
    assert group.give(strong, 2, group.tutor) is Rule.MARKS_NOT_OF_SHEET
    row = group.row(weak, 2)
    assert [seen.score for seen in row.cells] == [Decimal("13.75"), None]
    assert str(row.standing.average) == "75/8"  # the better of 13.75 and 5, and 5


def test_a_resit_that_a_corrected_mark_closed_is_kept_and_left_alone(group: Class) -> None:
    weak = group.add()
    group.mark(weak, "12", but=WEAK)
    group.give(weak, 2, group.tutor)
    group.give(weak, 1, group.tutor)
    with transaction() as s:
        key = Key(weak.id, group.module.assessments[1].id)
        seen = group.sheet().cells()[key][1]
        cell = TypedCell(key, Decimal(18), seen)
        marks.enter(s, group.cohort, group.module, 1, [cell], actor=group.tutor, now=NOW)
    row = group.row(weak, 2)
    assert row.closed_by is Rule.RESIT_NOT_OPEN
    assert row.cells[0].score == Decimal("13.75")


@pytest.mark.parametrize(
    ("result", "session_2"),
    [(ResultCode.FAILED, None), (ResultCode.PASSED_BY_BOARD, Rule.MARKS_DECIDED)],
)
def test_a_year_refused_on_session_1_may_still_be_resat(
    group: Class, result: ResultCode, session_2: Rule | None
) -> None:
    weak = group.add()
    group.mark(weak, "12", but=WEAK)
    group.decide(weak, result)
    assert group.row(weak).closed_by is Rule.MARKS_DECIDED
    assert group.row(weak, 2).closed_by is session_2


def test_a_decision_on_session_2_closes_it_too(group: Class) -> None:
    weak = group.add()
    group.mark(weak, "12", but=WEAK)
    group.give(weak, 2, group.tutor)
    group.decide(weak, ResultCode.FAILED)
    assert group.row(weak, 2).closed_by is Rule.MARKS_DECIDED


def test_a_sheet_asks_as_many_questions_for_thirty_as_for_three(group: Class) -> None:
    def count() -> int:
        group.session.expire_all()
        with statements(db.engine) as sent:
            marks.sheet(group.session, group.cohort, group.module, 1, actor=group.tutor)
        return len(sent)

    for _number in range(3):
        group.mark(group.add())
    few = count()
    for _number in range(27):
        group.mark(group.add())
    assert count() == few
    assert len(group.sheet().rows) == 30
