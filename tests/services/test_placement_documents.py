"""Documents of placements noted as received, and taken back; who wins when two collide."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, GateState, HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AuditEvent, Cohort, Placement, PlacementDocument
from msp_du.services import gates, placement_documents, placement_papers
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_placement,
)
from tests.factories.boards import make_decision
from tests.support.board import NOW, log_minutes


def make_worked(session: Session, cohort: Cohort, state: HoursState = HoursState.APPROVED) -> UUID:
    """A placement with hours, its document not received."""
    enrolment = make_enrolment(session, cohort=cohort)
    return log_minutes(session, enrolment, state=state, is_documented=False)


def state_of(session: Session, placement: Placement) -> GateState | None:
    year_id = placement.enrolment_year_id
    return gates.conditions_of_years(session, [year_id])[year_id].papers.state


def acts(session: Session) -> list[str]:
    found = select(AuditEvent.act).where(AuditEvent.act.like("%document"))
    return list(session.scalars(found.order_by(AuditEvent.sequence)))


def test_a_document_is_received_and_taken_back(session: Session) -> None:
    with transaction() as s:
        actor = make_account(s, Role.REGISTRAR)
        placement = s.get_one(Placement, make_worked(s, make_cohort(s)))
        assert state_of(s, placement) is GateState.PENDING
        document = placement_documents.receive(
            s, placement, received_on=TODAY, actor=actor, now=NOW
        )
        assert (document.received_on, document.account_id) == (TODAY, actor.id)
        assert state_of(s, placement) is GateState.MET
        placement_documents.withdraw(s, placement, actor=actor)
        assert state_of(s, placement) is GateState.PENDING
        assert acts(s) == ["placements:receive-document", "placements:withdraw-document"]


def test_it_is_received_once_and_taken_back_once(session: Session) -> None:
    with transaction() as s:
        actor = make_account(s, Role.COORDINATOR)
        placement = s.get_one(Placement, make_worked(s, make_cohort(s)))
        with pytest.raises(RuleViolation) as refusal:
            placement_documents.withdraw(s, placement, actor=actor)
        assert refusal.value.rule is Rule.PLACEMENT_DOCUMENT_MISSING
        placement_documents.receive(s, placement, received_on=TODAY, actor=actor, now=NOW)
        with pytest.raises(RuleViolation) as refusal:
            placement_documents.receive(s, placement, received_on=TODAY, actor=actor, now=NOW)
        assert refusal.value.rule is Rule.PLACEMENT_DOCUMENT_EXISTS


def test_it_stays_once_the_board_has_decided(session: Session) -> None:
    with transaction() as s:
        actor = make_account(s, Role.COORDINATOR)
        placement = s.get_one(Placement, make_worked(s, make_cohort(s)))
        placement_documents.receive(s, placement, received_on=TODAY, actor=actor, now=NOW)
        make_decision(s, enrolment=placement.enrolment_year.enrolment)
        with pytest.raises(RuleViolation) as refusal:
            placement_documents.withdraw(s, placement, actor=actor)
        assert refusal.value.rule is Rule.PLACEMENT_DOCUMENT_DECIDED


def test_only_placements_with_approved_hours_await_their_document(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        worked = make_worked(s, cohort)
        make_worked(s, cohort, HoursState.SUBMITTED)
        left = s.get_one(Placement, make_worked(s, cohort))
        left.enrolment_year.enrolment.state = EnrolmentState.WITHDRAWN
        log_minutes(s, make_enrolment(s, cohort=cohort))  # received
        make_placement(s, enrolment=make_enrolment(s, cohort=cohort))  # not begun
        make_worked(s, make_cohort(s))
        s.flush()
        found = placement_papers.awaited(s, cohort, 1)
        assert [one.placement.id for one in found] == [worked]
        assert placement_papers.awaited(s, cohort, 2) == []


def test_many_are_received_at_once_or_none(session: Session) -> None:
    with transaction() as s:
        actor, cohort = make_account(s, Role.REGISTRAR), make_cohort(s)
        ids = [make_worked(s, cohort) for _ in range(3)]
        foreign = make_worked(s, make_cohort(s))
        for sent, day, rule in (
            ([*ids, foreign], TODAY, Rule.PLACEMENT_DOCUMENT_NOT_DUE),
            (ids, TODAY + timedelta(days=1), Rule.PLACEMENT_DOCUMENT_IN_FUTURE),
        ):
            with pytest.raises(RuleViolation) as refusal, s.begin_nested():
                placement_documents.receive_many(
                    s, cohort, 1, sent, received_on=day, actor=actor, now=NOW
                )
            assert refusal.value.rule is rule
            assert s.scalars(select(PlacementDocument)).all() == []
        count = placement_documents.receive_many(
            s, cohort, 1, ids[:2], received_on=TODAY, actor=actor, now=NOW
        )
        assert count == 2
        assert [one.placement.id for one in placement_papers.awaited(s, cohort, 1)] == ids[2:]


def test_two_who_note_one_document_at_once_note_it_once(app: Flask) -> None:
    with app.app_context():
        with transaction() as s:
            actor_id = make_account(s, Role.REGISTRAR).id
            placement_id = make_worked(s, make_cohort(s))
        db.session.remove()
    start = Barrier(2)

    def receive(_turn: int) -> str:
        with app.app_context():
            session = db.session()
            placement = session.get_one(Placement, placement_id)
            actor = session.get_one(Account, actor_id)
            start.wait()
            try:
                with transaction() as writing:
                    placement_documents.receive(
                        writing, placement, received_on=TODAY, actor=actor, now=NOW
                    )
            except RuleViolation as violation:
                return violation.rule.value
            return "received"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(receive, range(2))) == ["placement-document-exists", "received"]
