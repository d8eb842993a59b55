"""States of an enrolment follow each other by date, without a reason."""

from datetime import date, timedelta

import pytest

from msp_du.domain.enrolment import EnrolmentAct, after, possible_acts
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState

SINCE = date(2026, 9, 1)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "act", "then"),
    [
        (EnrolmentState.ACTIVE, EnrolmentAct.SUSPEND, EnrolmentState.SUSPENDED),
        (EnrolmentState.ACTIVE, EnrolmentAct.WITHDRAW, EnrolmentState.WITHDRAWN),
        (EnrolmentState.SUSPENDED, EnrolmentAct.RESUME, EnrolmentState.ACTIVE),
        (EnrolmentState.SUSPENDED, EnrolmentAct.WITHDRAW, EnrolmentState.WITHDRAWN),
        (EnrolmentState.WITHDRAWN, EnrolmentAct.RESUME, EnrolmentState.ACTIVE),
    ],
)
def test_an_act_leads_to_a_state(
    state: EnrolmentState, act: EnrolmentAct, then: EnrolmentState
) -> None:
    assert after(act, state, since=SINCE, on=TODAY, today=TODAY) is then


@pytest.mark.parametrize("state", list(EnrolmentState))
@pytest.mark.parametrize("act", list(EnrolmentAct))
def test_only_possible_acts_are_accepted(state: EnrolmentState, act: EnrolmentAct) -> None:
    if act in possible_acts(state):
        assert after(act, state, since=SINCE, on=TODAY, today=TODAY) in EnrolmentState
        return
    with pytest.raises(RuleViolation) as refusal:
        after(act, state, since=SINCE, on=TODAY, today=TODAY)
    assert refusal.value.rule is Rule.ENROLMENT_STATE
    assert refusal.value.details == {"current": state}


@pytest.mark.parametrize("on", [SINCE, TODAY], ids=["day-of-last-change", "today"])
def test_a_day_between_the_last_change_and_today_is_accepted(on: date) -> None:
    state = after(EnrolmentAct.SUSPEND, EnrolmentState.ACTIVE, since=SINCE, on=on, today=TODAY)
    assert state is EnrolmentState.SUSPENDED


@pytest.mark.parametrize("on", [SINCE - DAY, TODAY + DAY], ids=["too-early", "tomorrow"])
def test_a_day_outside_is_refused(on: date) -> None:
    with pytest.raises(RuleViolation) as refusal:
        after(EnrolmentAct.SUSPEND, EnrolmentState.ACTIVE, since=SINCE, on=on, today=TODAY)
    assert refusal.value.rule is Rule.ENROLMENT_DATE
    assert refusal.value.field == "on"
