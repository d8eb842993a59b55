"""What is said when a rule refuses: one sentence a rule, a file an area."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.sentences import (
    accounts,
    attendance,
    board,
    cohorts,
    competencies,
    curriculum,
    documents,
    hours,
    institutions,
    marks,
    moves,
    phone,
    placements,
    sittings,
)

AREAS = (
    accounts,
    attendance,
    board,
    cohorts,
    competencies,
    curriculum,
    documents,
    hours,
    institutions,
    marks,
    moves,
    phone,
    placements,
    sittings,
)
SENTENCES: Mapping[Rule, str] = {
    rule: words for area in AREAS for rule, words in area.SENTENCES.items()
}
