"""What can be found in a class list: its columns, its faults, what was guessed or left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Column(StrEnum):
    """The columns of a class list; the value is the header to write in a file."""

    FAMILY_NAME = "family_name"
    USAGE_NAME = "usage_name"
    GIVEN_NAMES = "given_names"
    CHOSEN_NAME = "chosen_name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    EMAIL = "email"
    STUDENT_NUMBER = "student_number"
    INE = "ine"
    REGIME = "regime"
    EMPLOYER = "employer"


REQUIRED = frozenset(
    {
        Column.FAMILY_NAME,
        Column.GIVEN_NAMES,
        Column.BIRTH_DATE,
        Column.EMAIL,
        Column.STUDENT_NUMBER,
    }
)
"""Columns that a file must have, and that every row must fill."""


class FaultKind(StrEnum):
    """What is wrong with a cell, or with the header; one French sentence each in the web layer."""

    # Of the file
    COLUMN_MISSING = "column-missing"
    COLUMN_TWICE = "column-twice"
    NO_ROWS = "no-rows"
    # Of any cell
    CONTROL_CHARACTER = "control-character"
    EXTRA_CELL = "extra-cell"
    FORMULA = "formula"
    LOST_CHARACTERS = "lost-characters"
    MISSING_VALUE = "missing-value"
    TOO_LONG = "too-long"
    # Of one column
    BAD_DATE = "bad-date"
    BAD_EMAIL = "bad-email"
    BAD_INE = "bad-ine"
    BAD_NAME = "bad-name"
    BAD_STUDENT_NUMBER = "bad-student-number"
    DATE_AS_NUMBER = "date-as-number"
    IMPOSSIBLE_DATE = "impossible-date"
    MANGLED_NUMBER = "mangled-number"
    TOO_OLD = "too-old"
    TOO_YOUNG = "too-young"
    TWO_DIGIT_YEAR = "two-digit-year"
    UNKNOWN_REGIME = "unknown-regime"
    # Between rows; ``row`` in the details is the earlier one
    DUPLICATE_EMAIL = "duplicate-email"
    DUPLICATE_INE = "duplicate-ine"
    DUPLICATE_STUDENT_NUMBER = "duplicate-student-number"


class NoteKind(StrEnum):
    """What the reader should know of how the header was understood."""

    COLUMN_GUESSED = "column-guessed"
    COLUMN_IGNORED = "column-ignored"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct; ``details`` fill the named placeholders of its sentence."""

    kind: FaultKind
    column: Column | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """How one header was understood: read as ``column``, or ignored (None)."""

    kind: NoteKind
    header: str
    column: Column | None = None


class CellRefused(Exception):  # noqa: N818 - an answer, not an error of the program
    """A cell that cannot be taken over; becomes a fault of its row."""

    def __init__(self, kind: FaultKind, **details: object) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details = details
