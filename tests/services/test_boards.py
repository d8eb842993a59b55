"""What the board has before it, in few statements; what is ready."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear
from msp_du.services import boards
from msp_du.services.boards import BoardRow, FileState
from tests.factories import make_account, make_cohort, make_institution
from tests.factories.boards import make_decision, make_year
from tests.support.board import make_candidate
from tests.support.statements import statements


def board(session: Session, cohort: Cohort, number: int = 1) -> dict[str, BoardRow]:
    rows = boards.cohort_board(session, cohort, number)
    return {row.person.birth_family_name: row for row in rows}


def put(session: Session, year: EnrolmentYear, state: EnrolmentState) -> None:
    session.get_one(Enrolment, year.enrolment_id).state = state
    session.flush()


def test_the_board_lists_a_year_of_a_cohort_by_name(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        for name in ("Zola", "Étienne", "Arnaud"):
            make_candidate(s, cohort, family_name=name)
        make_candidate(s, make_cohort(s), family_name="Ailleurs")
        rows = board(s, cohort)
        assert list(rows) == ["Arnaud", "Étienne", "Zola"]
        assert board(s, cohort, 2) == {}


@pytest.mark.parametrize(
    ("score", "minutes", "state", "expected"),
    [
        pytest.param("12.5", 280 * 60, "active", FileState.READY, id="admitted"),
        pytest.param("5", 280 * 60, "active", FileState.READY, id="failed"),
        pytest.param("12.5", 600, "active", FileState.WAITING, id="hours-missing"),
        pytest.param("12.5", 280 * 60, "completed", FileState.READY, id="course-over"),
        pytest.param("12.5", 280 * 60, "suspended", FileState.WAITING, id="suspended"),
        pytest.param("12.5", 280 * 60, "withdrawn", FileState.WAITING, id="left"),
    ],
)
def test_a_file_is_ready_when_nothing_is_awaited(
    session: Session, score: str, minutes: int, state: str, expected: FileState
) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        year = make_candidate(s, cohort, score=score, minutes=minutes)
        put(s, year, EnrolmentState(state))
        (row,) = boards.cohort_board(s, cohort, 1)
        assert row.state is expected


def test_the_last_attempt_is_the_one_before_the_board(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        first = make_candidate(s, cohort)
        enrolment = s.get_one(Enrolment, first.enrolment_id)
        second = make_year(s, enrolment=enrolment, attempt=2)
        (row,) = boards.cohort_board(s, cohort, 1)
        assert row.year.id == second.id


def test_the_overview_counts_what_one_sits_for(session: Session) -> None:
    with transaction() as s:
        cohort, elsewhere = make_cohort(s, code="A1"), make_institution(s)
        years = [make_candidate(s, cohort) for _ in range(4)]
        enrolment = s.get_one(Enrolment, years[0].enrolment_id)
        make_decision(s, enrolment=enrolment)
        make_year(s, enrolment=enrolment, number=2)
        put(s, years[1], EnrolmentState.WITHDRAWN)
        put(s, years[2], EnrolmentState.SUSPENDED)
        member = make_account(s, Role.BOARD_MEMBER)
        stranger = make_account(s, Role.BOARD_MEMBER, institution=elsewhere)
        found = [
            (row.cohort_code, row.year_number, row.decided, row.ready, row.waiting)
            for row in boards.overview(s, member)
        ]
        assert found == [("A1", 1, 1, 1, 1), ("A1", 2, 0, 0, 1)]
        assert boards.overview(s, stranger) == []


def test_a_coordinator_of_one_cohort_reads_that_one(session: Session) -> None:
    with transaction() as s:
        own, other = make_cohort(s, code="A1"), make_cohort(s, code="A2")
        make_candidate(s, own)
        make_candidate(s, other)
        coordinator = make_account(s, Role.COORDINATOR, cohort=own)
        assert [row.cohort_code for row in boards.overview(s, coordinator)] == ["A1"]
        assert boards.overview(s, coordinator, Role.BOARD_MEMBER) == []


def test_thirty_files_cost_as_many_statements_as_three(app: Flask, session: Session) -> None:
    with transaction() as s:
        member, cohorts = make_account(s, Role.BOARD_MEMBER), []
        for size in (3, 30):
            cohort = make_cohort(s)
            years = [make_candidate(s, cohort, minutes=0) for _ in range(size)]
            make_decision(s, enrolment=s.get_one(Enrolment, years[0].enrolment_id))
            cohorts.append(cohort.id)

    def count(cohort_id: UUID) -> int:
        db.session.remove()
        fresh = db.session()
        cohort, actor = fresh.get_one(Cohort, cohort_id), fresh.get_one(Account, member.id)
        assert actor.grants
        with statements(db.engine) as sent:
            rows = boards.cohort_board(fresh, cohort, 1)
            assert [row.person.name.display for row in rows]
        return len(sent)

    count(cohorts[0])  # the contents of the curriculum are read once a process
    assert count(cohorts[0]) == count(cohorts[1]) <= 13
