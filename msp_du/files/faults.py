"""What can be wrong in a structured text file: where, what kind, and the English sentence.

The command line prints these sentences; pages have their own, one for each ``FaultKind``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """A closed list; the names in brackets are the details each fault of that kind has."""

    # The file as a whole [line, column; too-large and empty: neither]
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    NOT_YAML = "not-yaml"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    MANY_DOCUMENTS = "many-documents"
    EMPTY = "empty"
    # Shape
    ALIAS = "alias"
    TAG = "tag"
    KEY_NOT_TEXT = "key-not-text"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    NOT_A_MAP = "not-a-map"
    NOT_A_LIST = "not-a-list"
    NOT_A_VALUE = "not-a-value"
    EMPTY_LIST = "empty-list"
    # Values
    EMPTY_TEXT = "empty-text"
    TEXT_TOO_LONG = "text-too-long"  # [limit]
    BAD_CHARACTER = "bad-character"
    NOT_A_NUMBER = "not-a-number"  # [value]
    NOT_WHOLE = "not-whole"  # [value]
    NOT_A_FLAG = "not-a-flag"  # [value]
    NOT_ABOVE_ZERO = "not-above-zero"
    BELOW_ZERO = "below-zero"
    OUT_OF_RANGE = "out-of-range"  # [lowest, highest]
    UNKNOWN_VALUE = "unknown-value"  # [value, allowed]
    UNKNOWN_FORMAT = "unknown-format"  # [value, allowed]
    # Sense
    BAD_CURRICULUM_CODE = "bad-curriculum-code"  # [value]
    BAD_CODE = "bad-code"  # [value]
    RESERVED_CODE = "reserved-code"  # [value]
    DUPLICATE = "duplicate"  # [value, other: the path that has it already]
    BAD_SETTING_NAME = "bad-setting-name"
    NOT_ON_PASS_FAIL = "not-on-pass-fail"  # noqa: S105


ENGLISH: Mapping[FaultKind, str] = {
    FaultKind.TOO_LARGE: "the file is larger than 1 MB",
    FaultKind.NOT_UTF8: "line %(line)s, column %(column)s: not UTF-8",
    FaultKind.NOT_YAML: "line %(line)s, column %(column)s: not valid YAML",
    FaultKind.TOO_DEEP: "line %(line)s, column %(column)s: nested too deeply",
    FaultKind.TOO_MANY: "line %(line)s: the file holds more values than are read",
    FaultKind.MANY_DOCUMENTS: "line %(line)s: a second document starts here, only one is read",
    FaultKind.EMPTY: "the file is empty",
    FaultKind.ALIAS: "an alias is not read, write the value out",
    FaultKind.TAG: "a YAML tag is not read, write the value alone",
    FaultKind.KEY_NOT_TEXT: "a key must be a text",
    FaultKind.DUPLICATE_KEY: "this key stands twice",
    FaultKind.UNKNOWN_KEY: "unknown key",
    FaultKind.MISSING_KEY: "missing",
    FaultKind.NOT_A_MAP: "must be a map of keys and values",
    FaultKind.NOT_A_LIST: "must be a list",
    FaultKind.NOT_A_VALUE: "must be a single value",
    FaultKind.EMPTY_LIST: "must have one entry at least",
    FaultKind.EMPTY_TEXT: "must not be empty",
    FaultKind.TEXT_TOO_LONG: "must have %(limit)s characters at most",
    FaultKind.BAD_CHARACTER: "holds a character that cannot be printed",
    FaultKind.NOT_A_NUMBER: (
        "%(value)s is not a number (digits, a point before decimals; 9 and 12 digits at most)"
    ),
    FaultKind.NOT_WHOLE: "%(value)s is not a whole number",
    FaultKind.NOT_A_FLAG: "%(value)s is neither true nor false",
    FaultKind.NOT_ABOVE_ZERO: "must be above 0",
    FaultKind.BELOW_ZERO: "must not be below 0",
    FaultKind.OUT_OF_RANGE: "must be from %(lowest)s to %(highest)s",
    FaultKind.UNKNOWN_VALUE: "%(value)s is not one of %(allowed)s",
    FaultKind.UNKNOWN_FORMAT: "%(value)s is not a format known here (%(allowed)s)",
    FaultKind.BAD_CURRICULUM_CODE: "%(value)s: only A to Z, 0 to 9 and - make a curriculum code",
    FaultKind.BAD_CODE: "%(value)s: only letters without accent, digits, '.', '_', '-' make a code",
    FaultKind.RESERVED_CODE: "%(value)s is kept for a column of marks sheets",
    FaultKind.DUPLICATE: "%(value)s is already at %(other)s",
    FaultKind.BAD_SETTING_NAME: "a name is 1 to 40 letters, digits, spaces, '.', '_' or '-'",
    FaultKind.NOT_ON_PASS_FAIL: "a pass/fail module has none",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct; ``path`` is empty when it is about the file as a whole.

    ``details`` fill the named placeholders of the kind's sentence; values that come from the file
    are on one line and short. ``line`` counts from 1.
    """

    path: str
    kind: FaultKind
    line: int
    details: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in English, after its path.

        >>> str(Fault("years[0].units[2].coefficient", FaultKind.NOT_ABOVE_ZERO, line=7))
        'years[0].units[2].coefficient: must be above 0'
        """
        sentence = ENGLISH[self.kind] % self.details
        return f"{self.path}: {sentence}" if self.path else sentence


class FileFaults(ValueError):  # noqa: N818 - the faults are the file's
    """Everything there is to correct in a file, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
