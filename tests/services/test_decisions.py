"""Decisions of the board: recorded once, with what they rest on, corrected by another."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, Level, MarkCode, ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    AuditDetail,
    AuditEvent,
    BoardDecision,
    Enrolment,
    EnrolmentYear,
)
from msp_du.services import decisions
from msp_du.services.decisions import Sitting
from tests.factories import TODAY, make_account, make_enrolment, make_mark, year_of
from tests.factories.boards import make_decision, make_graduate, make_year
from tests.support.board import NOW, REQUIRED, SITTING, log_minutes, make_candidate, rate_core
from tests.support.board import seen_by as seen


@pytest.fixture
def year(session: Session) -> EnrolmentYear:
    """A first year that the rules admit."""
    with transaction() as s:
        return make_candidate(s)


@pytest.fixture
def member(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.BOARD_MEMBER)


Open = tuple[EnrolmentYear, Account]


@pytest.fixture
def open_year(year: EnrolmentYear, member: Account) -> Open:
    return year, member


def decide(
    session: Session,
    year: EnrolmentYear,
    member: Account,
    result: ResultCode = ResultCode.PASSED,
    sitting: Sitting = SITTING,
    *,
    digest: str | None = None,
    replaces: UUID | None = None,
    now: datetime = NOW,
) -> BoardDecision:
    digest = seen(session, year) if digest is None else digest
    with transaction() as s:
        return decisions.record(
            s, year, result, sitting, seen=digest, replaces=replaces, actor=member, now=now
        )


def refused(act: Callable[[], object]) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        act()
    return refusal.value


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(BoardDecision)).scalar_one()


def test_a_decision_freezes_what_it_rests_on(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    made = decide(session, year, member)
    assert (made.result, made.decided_on, made.reference) == (
        ResultCode.PASSED,
        TODAY,
        "PV 2026-14",
    )
    assert (made.account_id, made.recorded_at, made.replaces_id) == (member.id, NOW, None)
    assert made.facts_digest == hashlib.sha256(made.facts.encode()).hexdigest()
    facts = decisions.facts_of(made)
    assert (facts.result, facts.average, facts.causes) == ("ADM", Fraction(25, 2), ())
    assert facts.academic_year == year.academic_year.label
    assert (facts.required_placement_minutes, facts.approved_placement_minutes) == (
        REQUIRED,
        REQUIRED,
    )
    assert (facts.core_competencies, facts.acquired_competencies) == (None, None)
    assert decisions.current(session, [year.id]) == {year.id: made}


def test_a_decision_is_audited_with_ids_and_codes_only(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    made = decide(session, year, member)
    event = session.execute(select(AuditEvent).where(AuditEvent.act == "board:decide")).scalar_one()
    assert (event.actor_id, event.object_id) == (member.id, made.id)
    text = session.execute(select(AuditDetail.text).where(AuditDetail.event_id == event.id))
    assert f'"enrolment_year_id": "{year.id}"' in (detail := text.scalar_one())
    assert '"result": "ADM"' in detail
    assert SITTING.reference not in detail


def test_competencies_are_frozen_where_there_is_a_framework(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    with transaction() as s:
        rate_core(s, s.get_one(Enrolment, year.enrolment_id), Level.BEGINNER, but=2)
    facts = decisions.facts_of(decide(session, year, member, ResultCode.PASSED_BY_BOARD))
    assert facts.core_competencies is not None
    assert facts.acquired_competencies == facts.core_competencies - 2
    assert facts.causes == ("gate_pending:competencies",)


def test_the_enrolment_stays_as_it_is(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    decide(session, year, member)
    assert session.get_one(Enrolment, year.enrolment_id).state is EnrolmentState.ACTIVE


@pytest.mark.parametrize(
    ("result", "sitting", "broken"),
    [
        pytest.param("ADJ", SITTING, (Rule.DECISION_NOT_OPEN, "result"), id="not-open"),
        pytest.param(
            "ADM",
            Sitting(TODAY + timedelta(days=2), "PV"),
            (Rule.DECISION_IN_FUTURE, "decided_on"),
            id="in-future",
        ),
        pytest.param(
            "ADM",
            Sitting(TODAY - timedelta(days=400), "PV"),
            (Rule.DECISION_BEFORE_YEAR, "decided_on"),
            id="before-the-year",
        ),
        pytest.param(
            "ADM",
            Sitting(TODAY, "\u00a0 "),
            (Rule.DECISION_REFERENCE_MISSING, "reference"),
            id="without-reference",
        ),
    ],
)
def test_a_decision_is_refused(
    session: Session, open_year: Open, result: str, sitting: Sitting, broken: tuple[Rule, str]
) -> None:
    year, member = open_year
    found = refused(lambda: decide(session, year, member, ResultCode(result), sitting))
    assert (found.rule, found.field) == broken
    assert count(session) == 0


def test_the_board_may_sit_on_the_first_day_of_the_year_and_today(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    first = year.academic_year.starts_on
    made = decide(session, year, member, sitting=Sitting(first, " PV 1 "))
    assert (made.decided_on, made.reference) == (first, "PV 1")
    late = datetime(TODAY.year, TODAY.month, TODAY.day, 0, 30, tzinfo=UTC)
    again = decide(session, year, member, sitting=SITTING, replaces=made.id, now=late)
    assert again.decided_on == TODAY


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s, y: make_mark(s, y, "M112-O", "3", session_number=2), id="a-mark"),
        pytest.param(
            lambda s, y: rate_core(s, s.get_one(Enrolment, y.enrolment_id), Level.NOVICE),
            id="competencies",
        ),
    ],
)
def test_a_decision_on_results_that_moved_is_refused(
    session: Session,
    member: Account,
    change: Callable[[Session, EnrolmentYear], object],
) -> None:
    with transaction() as s:
        year = make_candidate(s, but={"M112-O": "0", "M112-CC": "1"})
    digest = seen(session, year)
    with transaction() as s:
        change(s, year)
    found = refused(
        lambda: decide(session, year, member, ResultCode.PASSED_BY_BOARD, digest=digest)
    )
    assert (found.rule, found.field) == (Rule.DECISION_STALE, None)
    assert count(session) == 0


def test_hours_beyond_what_is_asked_do_not_stop_a_decision(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    digest = seen(session, year)
    with transaction() as s:
        log_minutes(s, s.get_one(Enrolment, year.enrolment_id), 60)
    assert decide(session, year, member, digest=digest).result is ResultCode.PASSED


def test_hours_still_missing_are_part_of_what_was_seen(session: Session, member: Account) -> None:
    with transaction() as s:
        year = make_candidate(s, minutes=600)
    digest = seen(session, year)
    with transaction() as s:
        log_minutes(s, s.get_one(Enrolment, year.enrolment_id), 60)
    found = refused(
        lambda: decide(session, year, member, ResultCode.PASSED_BY_BOARD, digest=digest)
    )
    assert found.rule is Rule.DECISION_STALE


def test_a_correction_replaces_and_the_former_stays(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    first = decide(session, year, member)
    second = decide(session, year, member, ResultCode.FAILED, replaces=first.id)
    third = decide(session, year, member, replaces=second.id)
    assert decisions.current(session, [year.id])[year.id].id == third.id
    assert [each.id for each in decisions.history(session, year)] == [third.id, second.id, first.id]
    assert decisions.facts_of(second).result is ResultCode.FAILED


def test_only_the_decision_that_counts_is_corrected(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    nobody = refused(lambda: decide(session, year, member, replaces=uuid4()))
    first = decide(session, year, member)
    unseen = refused(lambda: decide(session, year, member))
    second = decide(session, year, member, ResultCode.FAILED, replaces=first.id)
    late = refused(lambda: decide(session, year, member, replaces=first.id))
    assert {nobody.rule, unseen.rule, late.rule} == {Rule.DECISION_EXISTS}
    assert decisions.current(session, [year.id])[year.id].id == second.id


def test_a_default_may_be_stated(session: Session, member: Account) -> None:
    with transaction() as s:
        year = make_candidate(s, but={"M112-O": MarkCode.UNEXCUSED_ABSENCE})
    made = decide(session, year, member, ResultCode.DEFAULTED)
    assert decisions.facts_of(made).causes == ("default:UE1.1",)


def test_a_year_without_decision_has_none(session: Session, year: EnrolmentYear) -> None:
    assert decisions.current(session, [year.id]) == {}
    assert decisions.history(session, year) == []


def test_decisions_of_a_person_are_those_that_count_in_order(session: Session) -> None:
    with transaction() as s:
        enrolment, other = make_enrolment(s), make_enrolment(s)
        make_decision(s, enrolment=enrolment, year=2, result=ResultCode.FAILED)
        make_decision(s, enrolment=enrolment, year=1)
        make_decision(s, enrolment=enrolment, year=2, attempt=2)
        make_decision(s, enrolment=enrolment, year=2, attempt=2, result=ResultCode.PASSED_BY_BOARD)
        make_graduate(s, enrolment=other)
        found = decisions.of_person(s, enrolment.person_id)
        years = [(each.enrolment_year.year_number, each.enrolment_year.attempt) for each in found]
    assert years == [(1, 1), (2, 1), (2, 2)]
    assert [each.result for each in found] == ["ADM", "AJ", "ADJ"]


def test_the_last_sitting_is_that_of_the_year_of_the_cohort(session: Session) -> None:
    with transaction() as s:
        one, two = make_enrolment(s), make_enrolment(s)
        make_year(s, enrolment=one, number=2)
        make_decision(s, enrolment=one, reference="PV 1")
        make_decision(s, enrolment=one, reference="PV 2")
        make_decision(s, enrolment=two, reference="PV 3")
        assert decisions.last_sitting(s, one.cohort_id, 1) == Sitting(TODAY, "PV 2")
        assert decisions.last_sitting(s, one.cohort_id, 2) is None
        assert year_of(s, one).year_number == 1
