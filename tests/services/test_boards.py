"""What the board has before it, in few statements; everybody admitted at once, or nobody."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, BoardDecision, Cohort, Enrolment, EnrolmentYear
from msp_du.services import boards, decisions
from msp_du.services.boards import BoardRow, FileState
from msp_du.services.decisions import Sitting
from tests.factories import TODAY, make_account, make_cohort, make_institution
from tests.factories.boards import make_decision, make_year
from tests.support.board import NOW, SITTING, make_candidate
from tests.support.statements import statements


def board(session: Session, cohort: Cohort, number: int = 1) -> dict[str, BoardRow]:
    rows = boards.cohort_board(session, cohort, number)
    return {row.person.birth_family_name: row for row in rows}


def put(session: Session, year: EnrolmentYear, state: EnrolmentState) -> None:
    session.get_one(Enrolment, year.enrolment_id).state = state
    session.flush()


def test_the_board_lists_a_year_of_a_cohort_by_name(session: Session) -> None:
    with transaction() as s:
        cohort, member = make_cohort(s), make_account(s, Role.BOARD_MEMBER)
        for name in ("Zola", "Étienne", "Arnaud"):
            make_candidate(s, cohort, family_name=name)
        make_candidate(s, make_cohort(s), family_name="Ailleurs")
        rows = board(s, cohort)
        assert list(rows) == ["Arnaud", "Étienne", "Zola"]
        assert board(s, cohort, 2) == {}
        assert len(boards.admissible(list(rows.values()), member)) == 3


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


def admit(session: Session, cohort: Cohort, member: Account, sitting: Sitting = SITTING) -> int:
    rows = boards.cohort_board(session, cohort, 1)
    digest = boards.edition(boards.admissible(rows, member))
    with transaction() as s:
        return boards.admit_all(s, cohort, 1, sitting, seen=digest, actor=member, now=NOW)


def test_everybody_the_rules_admit_is_admitted_and_nobody_else(session: Session) -> None:
    with transaction() as s:
        cohort, member = make_cohort(s), make_account(s, Role.BOARD_MEMBER)
        admitted = [make_candidate(s, cohort).id for _ in range(3)]
        make_candidate(s, cohort, score="9")
        make_candidate(s, cohort, minutes=600)
        put(s, make_candidate(s, cohort), EnrolmentState.SUSPENDED)
        decided = make_candidate(s, cohort)
        make_decision(s, enrolment=s.get_one(Enrolment, decided.enrolment_id))
    assert admit(session, cohort, member) == 3
    made = session.execute(
        select(BoardDecision).where(BoardDecision.account_id == member.id)
    ).scalars()
    assert {(each.enrolment_year_id, each.result) for each in made} == {
        (one, "ADM") for one in admitted
    }
    assert admit(session, cohort, member) == 0


def test_a_member_never_admits_themselves(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        own, other = make_candidate(s, cohort), make_candidate(s, cohort)
        person = s.get_one(Enrolment, own.enrolment_id).person
        member = make_account(s, Role.BOARD_MEMBER, person=person)
    assert admit(session, cohort, member) == 1
    assert set(decisions.current(session, [own.id, other.id])) == {other.id}


def test_admitting_everybody_is_all_or_nobody(session: Session) -> None:
    with transaction() as s:
        cohort, member = make_cohort(s), make_account(s, Role.BOARD_MEMBER)
        year = make_candidate(s, cohort)
    digest = boards.edition(boards.admissible(boards.cohort_board(session, cohort, 1), member))
    with transaction() as s:
        make_candidate(s, cohort)
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        boards.admit_all(s, cohort, 1, SITTING, seen=digest, actor=member, now=NOW)
    assert refusal.value.rule is Rule.DECISION_STALE
    with pytest.raises(RuleViolation) as missing:
        admit(session, cohort, member, Sitting(TODAY, " "))
    assert missing.value.rule is Rule.DECISION_REFERENCE_MISSING
    assert decisions.current(session, [year.id]) == {}


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
            boards.admissible(rows, actor)
        return len(sent)

    count(cohorts[0])  # the contents of the curriculum are read once a process
    assert count(cohorts[0]) == count(cohorts[1]) <= 13
