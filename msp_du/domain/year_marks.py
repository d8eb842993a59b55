"""What is known of one trainee in one year: marks, exemptions, gates, points of the board."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.curriculum import NOTHING
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import GateState


@dataclass(frozen=True, slots=True)
class YearMarks:
    """Everything the computation reads (exam-rules §2); what is absent is not known yet.

    ``first`` is by assessment code; ``second``, the second session, by assessment code or by the
    code of a marked module that one resit exam stands for. ``passes`` is by pass/fail module.
    ``exempt`` holds codes of units and modules; ``equivalences`` gives units their average (0 to
    20). A gate that is absent is not examined and never blocks. Points of the board are above 0.
    """

    first: Mapping[str, Score] = field(default_factory=dict)
    second: Mapping[str, Score] = field(default_factory=dict)
    passes: Mapping[str, bool] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()
    equivalences: Mapping[str, Decimal] = field(default_factory=dict)
    gates: Mapping[Gate, GateState] = field(default_factory=dict)
    unit_points: Mapping[str, Decimal] = field(default_factory=dict)
    year_points: Decimal = NOTHING

    @property
    def has_board_points(self) -> bool:
        """Whether the board added points to any average."""
        return bool(self.unit_points) or self.year_points > 0

    def without_board_points(self) -> "YearMarks":
        """Return the same marks before the board added anything."""
        return replace(self, unit_points={}, year_points=NOTHING)
