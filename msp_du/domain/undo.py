"""What can be opened again or taken back: by whom, until when, what is kept, who is told.

This is the table of the guide, and the code holds to it: each row has a flow of its own.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msp_du.domain.vocabulary import Role


class UndoFlow(StrEnum):
    """An act that can be taken back or made good."""

    CLASS_LIST_IMPORT = "class_list_import"
    WRONG_COHORT = "wrong_cohort"
    MERGED_PERSON = "merged_person"
    CURRICULUM_VERSION = "curriculum_version"
    MARKS_IMPORT = "marks_import"
    PUBLISHED_MARKS = "published_marks"
    ATTENDANCE_SESSION = "attendance_session"
    BOARD_DECISION = "board_decision"


class UndoLimit(StrEnum):
    """Until when."""

    NOTHING_RESTS_ON_IT = "nothing_rests_on_it"
    NOTHING_RECORDED_SINCE = "nothing_recorded_since"
    NEITHER_CHANGED = "neither_changed"
    FIRST_MARK = "first_mark"
    NO_LATER_MARK = "no_later_mark"
    BOARD_DECIDES = "board_decides"
    ALWAYS = "always"


class UndoKept(StrEnum):
    """What stays."""

    WHAT_WAS_KNOWN = "what_was_known"
    STUDIES = "studies"
    ISSUED_DOCUMENTS = "issued_documents"
    NAMED_PARTS = "named_parts"
    FORMER_MARKS = "former_marks"
    FORMER_PRESENCES = "former_presences"
    FORMER_DECISION = "former_decision"


class UndoTold(StrEnum):
    """Who is told."""

    NOBODY = "nobody"
    INVITED_BY_HAND = "invited_by_hand"
    TRAINEE_BY_SCREEN = "trainee_by_screen"
    TUTOR_BY_SCREEN = "tutor_by_screen"


@dataclass(frozen=True, slots=True)
class Undo:
    """A row of the table."""

    flow: UndoFlow
    roles: tuple[Role, ...]
    until: UndoLimit
    kept: UndoKept
    told: UndoTold


UNDO_TABLE: Final = (
    Undo(
        UndoFlow.CLASS_LIST_IMPORT,
        (Role.COORDINATOR,),
        UndoLimit.NOTHING_RESTS_ON_IT,
        UndoKept.WHAT_WAS_KNOWN,
        UndoTold.INVITED_BY_HAND,
    ),
    Undo(
        UndoFlow.WRONG_COHORT,
        (Role.COORDINATOR,),
        UndoLimit.NOTHING_RECORDED_SINCE,
        UndoKept.STUDIES,
        UndoTold.TRAINEE_BY_SCREEN,
    ),
    Undo(
        UndoFlow.MERGED_PERSON,
        (Role.COORDINATOR,),
        UndoLimit.NEITHER_CHANGED,
        UndoKept.ISSUED_DOCUMENTS,
        UndoTold.NOBODY,
    ),
    Undo(
        UndoFlow.CURRICULUM_VERSION,
        (Role.COORDINATOR,),
        UndoLimit.FIRST_MARK,
        UndoKept.NAMED_PARTS,
        UndoTold.TUTOR_BY_SCREEN,
    ),
    Undo(
        UndoFlow.MARKS_IMPORT,
        (Role.TUTOR, Role.COORDINATOR),
        UndoLimit.NO_LATER_MARK,
        UndoKept.FORMER_MARKS,
        UndoTold.TUTOR_BY_SCREEN,
    ),
    Undo(
        UndoFlow.PUBLISHED_MARKS,
        (Role.TUTOR, Role.COORDINATOR),
        UndoLimit.BOARD_DECIDES,
        UndoKept.FORMER_MARKS,
        UndoTold.TRAINEE_BY_SCREEN,
    ),
    Undo(
        UndoFlow.ATTENDANCE_SESSION,
        (Role.COORDINATOR,),
        UndoLimit.BOARD_DECIDES,
        UndoKept.FORMER_PRESENCES,
        UndoTold.TUTOR_BY_SCREEN,
    ),
    Undo(
        UndoFlow.BOARD_DECISION,
        (Role.BOARD_MEMBER,),
        UndoLimit.ALWAYS,
        UndoKept.FORMER_DECISION,
        UndoTold.TRAINEE_BY_SCREEN,
    ),
)
