"""A signed placement rests, goes on, ends early, changes hands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.agreements import AgreementState, state_on
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursKind, Role
from msp_du.models import Account, Placement
from msp_du.services import (
    agreement_days,
    agreement_rows,
    hours,
    placement_life,
)
from msp_du.services.agreement_signing import Scan
from msp_du.services.hours import LoggedDay
from msp_du.services.placement_life import Handover
from tests.factories import TODAY, make_account, make_contact, make_entry, make_placement
from tests.factories.agreements import (
    make_sent,
    sign_all,
)

NOW = datetime.now(UTC)
SCAN = Scan(b"%PDF-1.7 signed", "application/pdf", TODAY)


@pytest.fixture
def placement(session: Session) -> Placement:
    return make_placement(session, is_signed=False, tutor=make_account(session, Role.TUTOR))


@pytest.fixture
def actor(session: Session) -> Account:
    return make_account(session, Role.COORDINATOR)


def refused(act: object, *arguments: object, **named: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        act(*arguments, **named)  # type: ignore[operator]
    return refusal.value


def state(session: Session, placement: Placement, day: date = TODAY) -> AgreementState:
    return state_on(agreement_days.standings(session, [placement.id])[placement.id], day)


def log(session: Session, placement: Placement, day: date, actor: Account) -> None:
    hours.log(
        session,
        placement,
        LoggedDay(day, HoursKind.GROUP, minutes=60),
        actor=actor,
        client_id=uuid4(),
        now=NOW,
    )


def test_a_suspended_placement_takes_no_hours_until_it_resumes(
    session: Session, actor: Account
) -> None:
    placement = make_placement(session)
    make_entry(session, placement=placement, worked_on=TODAY - timedelta(days=10))
    rest = TODAY - timedelta(days=8)
    early = refused(
        placement_life.suspend,
        session,
        placement,
        starts_on=TODAY - timedelta(days=10),
        actor=actor,
    )
    assert early.rule is Rule.SUSPENSION_HAS_HOURS
    placement_life.suspend(session, placement, starts_on=rest, actor=actor)
    assert state(session, placement) is AgreementState.SUSPENDED
    assert refused(log, session, placement, rest, actor).rule is Rule.HOURS_SUSPENDED
    again = refused(placement_life.suspend, session, placement, starts_on=TODAY, actor=actor)
    assert again.rule is Rule.AGREEMENT_STATE
    placement_life.resume(session, placement, resumes_on=TODAY - timedelta(days=2), actor=actor)
    log(session, placement, TODAY - timedelta(days=2), actor)
    assert refused(log, session, placement, TODAY - timedelta(days=3), actor).rule is (
        Rule.HOURS_SUSPENDED
    )
    none = refused(placement_life.resume, session, placement, resumes_on=TODAY, actor=actor)
    assert none.rule is Rule.SUSPENSION_MISSING


def test_an_early_end_leaves_no_noted_day_out(session: Session, actor: Account) -> None:
    placement = make_placement(session)
    make_entry(session, placement=placement, worked_on=TODAY - timedelta(days=1))
    end: dict[str, Any] = {"planned_minutes": 6000, "actor": actor, "now": NOW}
    out = refused(
        placement_life.end_early, session, placement, ended_on=TODAY - timedelta(days=2), **end
    )
    assert out.rule is Rule.PERIODS_LEAVE_HOURS_OUT
    placement_life.end_early(session, placement, ended_on=TODAY - timedelta(days=1), **end)
    assert [each.planned_minutes for each in placement.periods] == [6000]
    assert refused(log, session, placement, TODAY, actor).rule is Rule.HOURS_AFTER_END
    twice = refused(placement_life.end_early, session, placement, ended_on=TODAY, **end)
    assert twice.rule is Rule.AGREEMENT_ENDED


def test_whoever_follows_a_placement_changes_and_both_names_stay(
    session: Session, placement: Placement, actor: Account
) -> None:
    former = (placement.contact.name, placement.academic_tutor.display_name)  # type: ignore[union-attr]
    agreement = make_sent(session, placement, actor=actor)
    sign_all(session, agreement)
    contact = make_contact(session, organisation=placement.organisation, name="Lou Martin")
    tutor = make_account(session, Role.TUTOR, display_name="Noé Tuteur")
    change: dict[str, Any] = {"actor": actor, "now": NOW}
    both = Handover(TODAY, contact, tutor)
    placement_life.hand_over(session, placement, both, version=placement.version, **change)
    found = placement_life.events(session, placement.id).changes
    assert {(each.former, each.name) for each in found} == {
        (former[0], "Lou Martin"),
        (former[1], "Noé Tuteur"),
    }
    change["version"] = placement.version
    hand_over = placement_life.hand_over
    assert refused(hand_over, session, placement, both, **change).rule is Rule.FOLLOW_UP_SAME
    elsewhere = Handover(TODAY, make_contact(session))
    foreign = refused(hand_over, session, placement, elsewhere, **change)
    assert foreign.rule is Rule.CONTACT_NOT_OF_HOST
    no_tutor = Handover(TODAY, tutor=actor)
    refusal = refused(hand_over, session, placement, no_tutor, **change)
    assert refusal.rule is Rule.TUTOR_NOT_OF_INSTITUTION
    amendment = make_sent(session, placement, actor=actor)
    facts = agreement_rows.facts_of(amendment)
    assert facts is not None
    assert facts.terms.academic_tutor == "Noé Tuteur"
    assert facts.terms.host_supervisor.startswith("Lou Martin")
