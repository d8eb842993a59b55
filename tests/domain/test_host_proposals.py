"""What becomes of a proposal, and of months of one's own learning."""

from datetime import date

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.host_proposals import ProposalState, decided_state
from msp_du.domain.learning import MOST_MONTHS, check_month, months


@pytest.mark.parametrize(
    ("accepted", "state"),
    [
        pytest.param(0, ProposalState.REFUSED, id="none"),
        pytest.param(1, ProposalState.PARTLY, id="one-of-two"),
        pytest.param(2, ProposalState.ACCEPTED, id="both"),
    ],
)
def test_a_proposal_is_decided(accepted: int, state: ProposalState) -> None:
    assert decided_state(accepted=accepted, proposed=2) is state


TODAY = date(2026, 2, 28)


@pytest.mark.parametrize(
    "month",
    [
        pytest.param(None, id="none"),
        pytest.param(date(2026, 2, 1), id="this-month"),
        pytest.param(months(TODAY)[-1], id="the-oldest"),
    ],
)
def test_a_month_is_accepted(month: date | None) -> None:
    check_month(month, today=TODAY)


@pytest.mark.parametrize(
    "month",
    [
        pytest.param(date(2026, 3, 1), id="next-month"),
        pytest.param(date(2023, 2, 1), id="a-month-too-old"),
        pytest.param(date(2026, 2, 2), id="a-day"),
    ],
)
def test_a_month_is_refused(month: date) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_month(month, today=TODAY)
    assert (refused.value.rule, refused.value.field) == (Rule.LEARNING_MONTH, "month")
    assert len(months(TODAY)) == MOST_MONTHS
