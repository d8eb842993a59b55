"""Words of the closed lists, as screens and mails say them; « ne rien révéler » comes first.

Roles name a task, never a gender. Words that reveal health stay out: these words may stand in
titles and mails.
"""

from enum import StrEnum

from msp_du.web.words import (
    agreements,
    allocation,
    attendance,
    curriculum,
    desk,
    documents,
    hosts,
    hours,
    jobs,
    moves,
    people,
    phone,
    placement_law,
    placements,
    preparation,
    reminders,
    results,
    rules,
    sittings,
    undo,
)

AREAS = (
    curriculum,
    attendance,
    documents,
    hosts,
    hours,
    jobs,
    moves,
    people,
    placement_law,
    phone,
    placements,
    preparation,
    reminders,
    results,
    rules,
    undo,
    sittings,
    agreements,
    desk,
    allocation,
)
WORDS: dict[type[StrEnum], dict[str, str]] = {
    kind: words for area in AREAS for kind, words in area.WORDS.items()
}


def label(member: StrEnum) -> str:
    """Return the word for a member of a closed list, in the reader's language."""
    return str(WORDS[type(member)][member.value])
