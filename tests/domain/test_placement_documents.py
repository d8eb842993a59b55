"""The document of a placement: which one, when it counts, which days are refused."""

from datetime import date
from typing import Any

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_documents import PAPERS, PlacementPaper, check_received, papers
from msp_du.domain.vocabulary import Regime

IN, OUT = (Regime.CONTINUING_EDUCATION, True), (Regime.CONTINUING_EDUCATION, False)
ACCEPTED: dict[str, Any] = {
    "received_on": date(2026, 6, 30),
    "starts_on": date(2026, 2, 2),
    "today": date(2026, 6, 30),
}


def test_each_regime_has_its_document() -> None:
    assert {regime.value: paper.value for regime, paper in PAPERS.items()} == {
        "student_internship": "placement_certificate",
        "continuing_education": "placement_certificate",
        "employment": "employer_certificate",
        "external_assignment": "host_certificate",
    }


@pytest.mark.parametrize(
    ("required", "placements", "state"),
    [
        pytest.param(0, [], None, id="no-placement-required"),
        pytest.param(0, [OUT], None, id="none-required-one-done"),
        pytest.param(1, [], "pending", id="required-none-with-hours"),
        pytest.param(1, [OUT], "pending", id="not-received"),
        pytest.param(1, [IN], "met", id="received"),
        pytest.param(1, [IN, OUT], "pending", id="one-of-two"),
        pytest.param(1, [IN, IN], "met", id="both"),
    ],
)
def test_the_gate_asks_for_the_document_of_each_placement(
    required: int, placements: list[tuple[Regime, bool]], state: str | None
) -> None:
    assert papers(required, placements).state == state


def test_the_missing_documents_are_named_and_the_others_counted() -> None:
    found = papers(1, [IN, (Regime.EMPLOYMENT, False)])
    assert found.missing == (PlacementPaper.EMPLOYER_CERTIFICATE,)
    assert (found.received, len(found.expected)) == (1, 2)


@pytest.mark.parametrize(
    "change", [{}, {"received_on": ACCEPTED["starts_on"]}], ids=["today", "first-day"]
)
def test_a_day_of_reception_is_accepted(change: dict[str, Any]) -> None:
    check_received(**ACCEPTED | change)


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        pytest.param(date(2026, 7, 1), Rule.PLACEMENT_DOCUMENT_IN_FUTURE, id="tomorrow"),
        pytest.param(date(2026, 2, 1), Rule.PLACEMENT_DOCUMENT_TOO_EARLY, id="day-before"),
    ],
)
def test_a_day_of_reception_is_refused(day: date, broken: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_received(**ACCEPTED | {"received_on": day})
    assert refusal.value.rule is broken
