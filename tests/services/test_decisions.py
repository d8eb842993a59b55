"""Decisions of the board: kept with what they rest on; which one counts."""

import hashlib
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.sittings import Choice
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
from msp_du.services import decisions, results
from tests.factories import TODAY, make_account, make_enrolment
from tests.factories.boards import make_decision, make_graduate
from tests.support.board import BASIS, NOW, REQUIRED, make_candidate, rate_core


@pytest.fixture
def year(session: Session) -> EnrolmentYear:
    """A first year that the rules admit."""
    with transaction() as s:
        return make_candidate(s)


@pytest.fixture
def member(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.BOARD_MEMBER)


def decide(
    session: Session,
    year: EnrolmentYear,
    member: Account,
    result: ResultCode = ResultCode.PASSED,
    *,
    reason: str = "",
) -> BoardDecision:
    with transaction() as s:
        row = s.get_one(EnrolmentYear, year.id)
        return decisions.keep(
            s,
            row,
            results.readings(s, [row])[row.id],
            Choice(result, may_progress=False, derogation=reason),
            BASIS,
            actor=member,
            now=NOW,
        )


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
    assert BASIS.reference not in detail


def test_competencies_are_frozen_where_there_is_a_framework(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    with transaction() as s:
        rate_core(s, s.get_one(Enrolment, year.enrolment_id), Level.BEGINNER, but=2)
    made = decide(session, year, member, ResultCode.PASSED_BY_BOARD, reason="Une raison.")
    facts = decisions.facts_of(made)
    assert facts.core_competencies is not None
    assert facts.acquired_competencies == facts.core_competencies - 2
    assert facts.causes == ("gate_pending:competencies",)


def test_the_enrolment_stays_as_it_is(
    session: Session, year: EnrolmentYear, member: Account
) -> None:
    decide(session, year, member)
    assert session.get_one(Enrolment, year.enrolment_id).state is EnrolmentState.ACTIVE


def test_the_exact_inputs_and_the_rules_are_frozen(session: Session, member: Account) -> None:
    with transaction() as s:
        year = make_candidate(s, but={"M112-O": MarkCode.EXCUSED_ABSENCE, "M143": MarkCode.PASS})
    facts = decisions.facts_of(
        decide(session, year, member, ResultCode.PASSED_BY_BOARD, reason="Une raison.")
    )
    assert facts.inputs is not None
    known = {(mark.code, mark.session): mark.value for mark in facts.inputs.marks}
    assert known["M112-O", 1] == "ABJ"
    assert known["M143", 1] == "pass"
    assert [(one.gate, one.state) for one in facts.inputs.gates] == [
        ("hours", "met"),
        ("placement_certificate", "met"),
    ]
    text = year.curriculum_version.canonical_text
    assert facts.rules_digest == hashlib.sha256(text.encode()).hexdigest()
    assert (facts.derogation, facts.goes_on, facts.sitting_id) == ("Une raison.", True, None)


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
