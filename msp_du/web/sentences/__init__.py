"""What is said when a rule refuses: one sentence a rule, a file an area."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.sentences import (
    accounts,
    agreements,
    allocation,
    attendance,
    board,
    cohorts,
    competencies,
    curriculum,
    desk,
    documents,
    hosts,
    hours,
    institutions,
    marks,
    moves,
    phone,
    placement_law,
    placements,
    sittings,
)

AREAS = (
    accounts,
    agreements,
    allocation,
    attendance,
    board,
    cohorts,
    competencies,
    curriculum,
    documents,
    hosts,
    hours,
    institutions,
    marks,
    moves,
    placement_law,
    phone,
    placements,
    sittings,
    desk,
)
SENTENCES: Mapping[Rule, str] = {
    rule: words for area in AREAS for rule, words in area.SENTENCES.items()
}
