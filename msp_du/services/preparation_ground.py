"""What a board would find: the ground on which its preparation is checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msp_du.domain.assessment_rules import Gate
from msp_du.models import Cohort, EnrolmentYear
from msp_du.services.results import Reading


@dataclass(frozen=True, slots=True)
class Ground:
    """A year of a cohort as a board would find it: the running years that nobody decided."""

    cohort: Cohort
    number: int
    years: Sequence[tuple[EnrolmentYear, Reading]]
    now: datetime

    def asking(self, gate: Gate) -> dict[UUID, Reading]:
        """Return the years whose rule set asks for a gate, by id."""
        return {
            year.id: reading
            for year, reading in self.years
            if gate in reading.curriculum.rules.gates
        }
