"""The document that a placement's regime requires, and the gate it opens (domain §3.1, §3.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import GateState, Regime


class PlacementPaper(StrEnum):
    """What the host hands in at the end, by the legal tie of the placement."""

    PLACEMENT_CERTIFICATE = "placement_certificate"
    EMPLOYER_CERTIFICATE = "employer_certificate"
    HOST_CERTIFICATE = "host_certificate"


PAPERS = {
    Regime.STUDENT_INTERNSHIP: PlacementPaper.PLACEMENT_CERTIFICATE,
    Regime.CONTINUING_EDUCATION: PlacementPaper.PLACEMENT_CERTIFICATE,
    Regime.EMPLOYMENT: PlacementPaper.EMPLOYER_CERTIFICATE,
    Regime.EXTERNAL_ASSIGNMENT: PlacementPaper.HOST_CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a year's placements.

    ``required`` tells whether the year asks for placement hours at all; ``expected`` lists the
    documents of the placements that have approved hours, ``missing`` those not received yet and
    ``hosts`` who owes them.
    """

    required: bool
    expected: tuple[PlacementPaper, ...] = ()
    missing: tuple[PlacementPaper, ...] = ()
    hosts: tuple[str, ...] = ()

    @property
    def received(self) -> int:
        return len(self.expected) - len(self.missing)

    @property
    def state(self) -> GateState | None:
        """The gate: None in a year without placement hours, where it is not examined.

        While no placement has approved hours, there is nothing a document could vouch for.
        """
        if not self.required:
            return None
        is_met = bool(self.expected) and not self.missing
        return GateState.MET if is_met else GateState.PENDING


def papers(required_minutes: int, placements: Iterable[tuple[Regime, bool]]) -> Papers:
    """Return the documents of a year from its placements with approved hours.

    Each is its regime, and whether its document was received.

    >>> papers(60, [(Regime.EMPLOYMENT, False)]).missing[0].value
    'employer_certificate'
    """
    found = [(PAPERS[regime], is_received) for regime, is_received in placements]
    return Papers(
        required=required_minutes > 0,
        expected=tuple(paper for paper, _received in found),
        missing=tuple(paper for paper, is_received in found if not is_received),
    )


def check_received(received_on: date, *, starts_on: date, today: date) -> None:
    """Refuse a day that is to come, or before the placement began."""
    if received_on > today:
        raise RuleViolation(Rule.PLACEMENT_DOCUMENT_IN_FUTURE, field="received_on")
    if received_on < starts_on:
        raise RuleViolation(
            Rule.PLACEMENT_DOCUMENT_TOO_EARLY, field="received_on", first_day=starts_on
        )
