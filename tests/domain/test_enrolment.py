"""States of an enrolment follow each other by date, without a reason."""

from datetime import date, timedelta

import pytest

from msp_du.domain.enrolment import (
    EnrolmentAct,
    Interruption,
    after,
    check_enrolled,
    interruption,
    is_interrupted,
    possible_acts,
)
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
        (EnrolmentState.COMPLETED, EnrolmentAct.REOPEN, EnrolmentState.ACTIVE),
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


AWAY = Interruption(date(2026, 11, 2), date(2026, 11, 9))


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        pytest.param(AWAY.starts_on - DAY, False, id="the day before"),
        pytest.param(AWAY.starts_on, True, id="the first day"),
        pytest.param(date(2026, 11, 8), True, id="the last day"),
        pytest.param(date(2026, 11, 9), False, id="the day of the return"),
    ],
)
def test_a_day_out_of_the_course_is_refused(day: date, is_refused: bool) -> None:
    if not is_refused:
        check_enrolled(day, [AWAY])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_enrolled(day, [AWAY])
    assert refusal.value.rule is Rule.HOURS_NOT_ENROLLED
    assert (refusal.value.field, refusal.value.details) == ("worked_on", {"day": day})


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY, TODAY + DAY * 400])
def test_an_interruption_that_goes_on_has_no_last_day(day: date) -> None:
    assert Interruption(TODAY).contains(day) is (day >= TODAY)


@pytest.mark.parametrize("state", list(EnrolmentState))
def test_only_a_suspension_and_a_withdrawal_take_days_out_of_the_course(
    state: EnrolmentState,
) -> None:
    away = {EnrolmentState.SUSPENDED, EnrolmentState.WITHDRAWN}
    assert is_interrupted(state) is (state in away)
    expected = Interruption(SINCE, TODAY) if state in away else None
    assert interruption(state, SINCE, TODAY) == expected


def test_who_resumes_on_the_day_they_stopped_was_never_away() -> None:
    assert interruption(EnrolmentState.SUSPENDED, TODAY, TODAY) is None
    assert interruption(EnrolmentState.SUSPENDED, TODAY) == Interruption(TODAY)
