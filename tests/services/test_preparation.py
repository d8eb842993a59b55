"""What is left to do before a board sits, by whom, and who is listed."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.award_gate import Requirement
from msp_du.domain.preparation import Order, Shortfall, Sieve, Step, TaskKind, TaskState
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Level, Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, Enrolment
from msp_du.services import preparation
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_mark,
    make_marker,
    module_of,
    year_of,
)
from tests.factories.attendance import make_class_session
from tests.factories.boards import make_decision
from tests.factories.marks import finish_modules, make_sheet
from tests.factories.sittings import make_sitting
from tests.support.board import NOW, REQUIRED, log_minutes, make_candidate, rate_core
from tests.support.statements import statements

DONE, OPEN, BLOCKED = TaskState.DONE, TaskState.OPEN, TaskState.BLOCKED


def steps_of(session: Session, cohort: Cohort, kind: TaskKind) -> tuple[TaskState, list[Step]]:
    found = preparation.prepare(session, cohort, 1, now=NOW)
    (task,) = [task for task in found.tasks if task.kind is kind]
    return task.state, list(task.steps)


def test_everything_is_done_when_nothing_is_missing(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_candidate(s, cohort)
        finish_modules(s, cohort)
        make_sitting(s, cohort)
        found = preparation.prepare(s, cohort, 1, now=NOW)
        assert [task.kind for task in found.tasks] == list(TaskKind)
        assert {task.state for task in found.tasks} == {DONE}
        assert preparation.prepare(s, cohort, 2, now=NOW).tasks == ()


def test_marks_are_asked_of_who_is_named_for_the_module(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        for _person in range(2):
            year = year_of(s, make_enrolment(s, cohort=cohort))
            make_mark(s, year, "M111-CC", "12")
        make_marker(s, cohort, module_of(s, cohort, "M112"), display_name="Inès Haddad")
        make_marker(s, make_cohort(s), module_of(s, cohort, "M113"), display_name="Ailleurs")
        state, steps = steps_of(s, cohort, TaskKind.MARKS)
        by_code = {step.subject: step for step in steps}
        assert state is OPEN
        assert "M111" not in by_code
        assert by_code["M112"] == Step("M112", ("Inès Haddad",), 4, 2)
        assert by_code["M113"].is_blocked
        assert by_code["M143"].left == 2


def test_modules_are_to_be_declared_finished_session_by_session(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        year = make_candidate(s, cohort)
        make_marker(s, cohort, module_of(s, cohort, "M112"), display_name="Inès Haddad")
        assert len(steps_of(s, cohort, TaskKind.FINISHED)[1]) > 10
        finish_modules(s, cohort)
        assert steps_of(s, cohort, TaskKind.FINISHED) == (DONE, [])
        make_mark(s, year, "M112-O", "14", session_number=2)
        assert steps_of(s, cohort, TaskKind.FINISHED) == (
            OPEN,
            [Step("M112@2", ("Inès Haddad",), 1)],
        )
        module_id = module_of(s, cohort, "M112").id
        s.add(make_sheet(cohort, module_id, session_number=2, finished_at=NOW))
        s.flush()
        assert steps_of(s, cohort, TaskKind.FINISHED)[0] is DONE


def test_a_sheet_without_names_blocks(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_candidate(s, cohort)
        module_id = module_of(s, cohort, "M112").id
        s.add(make_sheet(make_cohort(s), module_id, anonymous_at=NOW))
        s.flush()
        assert steps_of(s, cohort, TaskKind.ANONYMITY)[0] is DONE
        sheet = make_sheet(cohort, module_id, anonymous_at=NOW)
        s.add(sheet)
        s.flush()
        assert steps_of(s, cohort, TaskKind.ANONYMITY) == (BLOCKED, [Step("M112", (), 1)])
        sheet.lifted_at = NOW
        s.flush()
        assert steps_of(s, cohort, TaskKind.ANONYMITY)[0] is DONE


def test_a_sitting_is_prepared_with_somebody_to_preside(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_candidate(s, cohort)
        unprepared = (OPEN, [Step(Shortfall.SITTING, (), 1, needs_nobody=True)])
        assert steps_of(s, cohort, TaskKind.SITTING) == unprepared
        make_sitting(s, cohort, year_number=2)
        assert steps_of(s, cohort, TaskKind.SITTING) == unprepared
        sitting = make_sitting(s, cohort)
        assert steps_of(s, cohort, TaskKind.SITTING) == (DONE, [])
        (seat,) = sitting.seats
        seat.is_president = False
        s.flush()
        assert steps_of(s, cohort, TaskKind.SITTING) == (
            OPEN,
            [Step(Shortfall.PRESIDENT, (), 1, needs_nobody=True)],
        )
        sitting.state, sitting.closed_at = SittingState.CLOSED, NOW
        s.flush()
        assert steps_of(s, cohort, TaskKind.SITTING) == unprepared


def test_stages_and_hours_are_counted_with_who_signs_them(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_candidate(s, cohort, minutes=0)
        make_candidate(s, cohort, minutes=REQUIRED - 90)
        log_minutes(s, make_enrolment(s, cohort=cohort), 600, HoursState.SUBMITTED)
        assert steps_of(s, cohort, TaskKind.PLACEMENTS)[1] == [
            Step(Shortfall.UNPLACED, (), 1, 1, needs_nobody=True),
            Step(Shortfall.HOURS, (), 90 + REQUIRED - 600, 2, needs_nobody=True),
        ]
        (step,) = steps_of(s, cohort, TaskKind.APPROVALS)[1]
        assert (step.who, step.left, step.people) == (("Amina Diallo",), 600, 1)


def test_documents_and_competencies_are_counted(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        enrolment = make_enrolment(s, cohort=cohort)
        log_minutes(s, enrolment, is_documented=False)
        rate_core(s, enrolment, Level.NOVICE)
        (step,) = steps_of(s, cohort, TaskKind.DOCUMENTS)[1]
        assert (step.subject, step.left) == ("placement_certificate", 1)
        assert steps_of(s, cohort, TaskKind.COMPETENCIES)[0] is OPEN


@pytest.mark.parametrize(
    ("ago", "is_closed", "state"), [(1, False, OPEN), (0, False, DONE), (1, True, DONE)]
)
def test_classes_that_are_over_are_to_be_closed(
    session: Session, ago: int, *, is_closed: bool, state: TaskState
) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_candidate(s, cohort)
        held_on = TODAY - timedelta(days=ago)
        make_class_session(s, cohort=cohort, held_on=held_on, is_closed=is_closed)
        found, steps = steps_of(s, cohort, TaskKind.ATTENDANCE)
        assert found is state
        if state is OPEN:
            assert steps == [Step("M111", ("Claude Martin",), 1)]


def test_nothing_is_asked_about_who_left_or_was_decided_on(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        for name, state in (("Chol", "suspended"), ("Diop", "withdrawn")):
            year = make_candidate(s, cohort, family_name=name, minutes=0)
            s.get_one(Enrolment, year.enrolment_id).state = EnrolmentState(state)
        decided = make_candidate(s, cohort, family_name="Arnaud", minutes=0)
        make_decision(s, enrolment=s.get_one(Enrolment, decided.enrolment_id), average="11")
        s.flush()
        found = preparation.prepare(s, cohort, 1, now=NOW)
        assert found.tasks == ()
        assert [each.row.person.birth_family_name for each in found.rows] == ["Arnaud", "Chol"]
        assert found.rows[0].gate == ()
        assert found.rows[0].profile.average == 11


def test_the_list_is_sifted_and_sorted(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        low = dict.fromkeys(("M121-ET", "M122-ET", "M122-CC", "M123-EC"), "7.9")
        for name, score, but, minutes in (
            ("Arnaud", "12.5", None, REQUIRED),
            ("Bensaïd", "13", None, 600),
            ("Chol", "9.6", low, REQUIRED),
        ):
            make_candidate(s, cohort, family_name=name, score=score, but=but, minutes=minutes)
        found = preparation.prepare(s, cohort, 1, now=NOW)

        def names(order: Order = Order.NAME, **asked: object) -> list[str]:
            kept = found.sifted(Sieve(**asked), order)  # type: ignore[arg-type] # fields by name
            return [each.row.person.birth_family_name for each in kept]

        assert names(Order.AVERAGE) == ["Bensaïd", "Arnaud", "Chol"]
        assert names(requirement=Requirement.HOURS) == ["Bensaïd"]
        assert names(requirement=Requirement.MARKS) == ["Chol"]
        assert names(is_near=True) == ["Chol"]


def test_thirty_trainees_cost_as_many_statements_as_three(app: Flask, session: Session) -> None:
    with transaction() as s:
        sizes = {}
        for size in (3, 30):
            cohort = make_cohort(s)
            make_marker(s, cohort, module_of(s, cohort), account=make_account(s, Role.TUTOR))
            for _person in range(size):
                log_minutes(s, make_enrolment(s, cohort=cohort), 600, is_documented=False)
            sizes[size] = cohort.id

    def count(cohort_id: UUID) -> int:
        db.session.remove()
        fresh = db.session()
        cohort = fresh.get_one(Cohort, cohort_id)
        with statements(db.engine) as sent:
            found = preparation.prepare(fresh, cohort, 1, now=NOW)
            assert found.sifted(Sieve(), Order.DISTANCE)
        return len(sent)

    count(sizes[3])  # the contents of the curriculum are read once a process
    assert count(sizes[3]) == count(sizes[30]) <= 26
