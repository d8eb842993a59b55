"""Why a file of a spreadsheet program cannot be read at all."""

from enum import StrEnum


class Unreadable(StrEnum):
    """A closed list; the names in brackets are the details each refusal of that kind has."""

    BROKEN_QUOTES = "broken-quotes"  # [row]
    BROKEN_WORKBOOK = "broken-workbook"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    OTHER_WORKBOOK = "other-workbook"
    TOO_LARGE = "too-large"  # [maximum: MB]
    TOO_LARGE_UNPACKED = "too-large-unpacked"  # [maximum: MB]
    TOO_MANY_CELLS = "too-many-cells"  # [maximum]
    TOO_MANY_COLUMNS = "too-many-columns"  # [maximum]
    TOO_MANY_ROWS = "too-many-rows"  # [maximum]
    WORKBOOK = "workbook"


class SpreadsheetUnreadable(Exception):  # noqa: N818 - an answer, not an error of the program
    """A file of which nothing can be shown."""

    def __init__(self, kind: Unreadable, **details: object) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details = details
