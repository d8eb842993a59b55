"""The trainee's log: mending, removing, sending and taking back, on both engines."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Person, Placement
from msp_du.services import hours
from tests.factories import make_account, make_entry, make_placement
from tests.support.hours import DAY, NOW, THURSDAY, WHOLE_YEAR, acts, count, log, refusal


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction():
        return make_placement(session, periods=WHOLE_YEAR)


@pytest.fixture
def trainee(session: Session, placement: Placement) -> Account:
    with transaction():
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        return make_account(session, Role.TRAINEE, person=person)


def test_a_draft_is_edited_and_removed(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee)
    with transaction():
        hours.edit(session, entry, replace(DAY, minutes=450), actor=trainee, version=1, now=NOW)
    assert (entry.minutes, entry.version) == (450, 2)
    with transaction():
        hours.delete_draft(session, entry, actor=trainee, version=2)
    assert count(session) == 0
    assert acts(session)[-2:] == ["hours:edit", "hours:delete"]


def test_a_late_repeat_does_not_bring_back_what_was_removed(
    session: Session, placement: Placement, trainee: Account
) -> None:
    client_id = uuid4()
    entry = log(session, placement, trainee, client_id=client_id)
    with transaction():
        hours.delete_draft(session, entry, actor=trainee, version=1)
    for again in (DAY, replace(DAY, minutes=60)):
        refused = refusal(session, placement, trainee, again, client_id=client_id)
        assert refused.rule is Rule.HOURS_REMOVED
    assert count(session) == 0
    with transaction():
        periods = [(each.starts_on, each.ends_on, 600) for each in placement.periods]
        enrolment = placement.enrolment_year.enrolment
        other = make_placement(session, enrolment=enrolment, periods=periods)
    assert log(session, other, trainee, replace(DAY, minutes=60), client_id=client_id).minutes == 60


def test_an_edit_is_not_compared_with_its_own_former_hours(
    session: Session, placement: Placement, trainee: Account
) -> None:
    shift = replace(DAY, minutes=None, start=time(8), end=time(17))
    entry = log(session, placement, trainee, shift)
    with transaction():
        later = replace(shift, start=time(9), end=time(18))
        hours.edit(session, entry, later, actor=trainee, version=1, now=NOW)
    assert entry.minutes == 540


def test_a_stale_edit_or_removal_is_refused(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee)
    with pytest.raises(RuleViolation) as edited, transaction():
        hours.edit(session, entry, DAY, actor=trainee, version=7, now=NOW)
    with pytest.raises(RuleViolation) as removed, transaction():
        hours.delete_draft(session, entry, actor=trainee, version=7)
    assert {edited.value.rule, removed.value.rule} == {Rule.STALE_VERSION}
    assert count(session) == 1


def test_what_is_gone_cannot_be_edited(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee)
    with transaction():  # somewhere else
        session.connection().execute(text("DELETE FROM hours_entry"))
    with pytest.raises(RuleViolation) as refused, transaction():
        hours.edit(session, entry, DAY, actor=trainee, version=1, now=NOW)
    assert refused.value.rule is Rule.STALE_VERSION


def test_all_drafts_are_sent_and_one_is_taken_back(
    session: Session, placement: Placement, trainee: Account
) -> None:
    first = log(session, placement, trainee)
    second = log(session, placement, trainee, replace(DAY, worked_on=date(2026, 11, 18)))
    with transaction():
        sent = hours.submit(session, placement, actor=trainee, now=NOW)
    assert [entry.id for entry in sent] == [second.id, first.id]
    assert {entry.state for entry in sent} == {HoursState.SUBMITTED}
    with transaction():
        hours.take_back(session, first, actor=trainee)
    assert (first.state, first.submitted_at) == (HoursState.DRAFT, None)
    assert acts(session)[-2:] == ["hours:submit", "hours:take-back"]


def test_sending_twice_is_the_same_as_once(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee)
    with transaction():
        hours.submit(session, placement, actor=trainee, now=NOW, entry_ids=[entry.id])
    with transaction():
        again = hours.submit(session, placement, actor=trainee, now=NOW, entry_ids=[entry.id])
    assert again == []
    assert acts(session).count("hours:submit") == 1


def test_a_chosen_set_is_sent_and_only_of_this_placement(
    session: Session, placement: Placement, trainee: Account
) -> None:
    entry = log(session, placement, trainee)
    log(session, placement, trainee, replace(DAY, worked_on=date(2026, 11, 18)))
    with transaction():
        foreign = make_entry(session, worked_on=THURSDAY)
    with transaction():
        ids = [entry.id, foreign.id]
        sent = hours.submit(session, placement, actor=trainee, now=NOW, entry_ids=ids)
    assert sent == [entry]
    session.refresh(foreign)
    assert foreign.state is HoursState.DRAFT


@pytest.mark.parametrize("state", [HoursState.SUBMITTED])
def test_what_was_sent_is_not_edited_nor_removed(
    session: Session, placement: Placement, trainee: Account, state: HoursState
) -> None:
    with transaction():
        entry = make_entry(session, placement=placement, worked_on=THURSDAY, state=state)
    with pytest.raises(RuleViolation) as edited, transaction():
        hours.edit(session, entry, DAY, actor=trainee, version=1, now=NOW)
    with pytest.raises(RuleViolation) as removed, transaction():
        hours.delete_draft(session, entry, actor=trainee, version=1)
    assert edited.value.rule is removed.value.rule is Rule.HOURS_STATE
    assert edited.value.details["current"] is state


@pytest.mark.parametrize("state", [HoursState.DRAFT, HoursState.RETURNED])
def test_only_what_was_sent_is_taken_back(
    session: Session, placement: Placement, trainee: Account, state: HoursState
) -> None:
    with transaction():
        entry = make_entry(session, placement=placement, worked_on=THURSDAY, state=state)
    with pytest.raises(RuleViolation) as refused, transaction():
        hours.take_back(session, entry, actor=trainee)
    assert refused.value.rule is Rule.HOURS_STATE
