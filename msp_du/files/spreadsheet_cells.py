"""Cells and rows as files of spreadsheet programs hold them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable

MAX_CELLS: Final = 200_000


class CellKind(Enum):
    """What a cell of a workbook is; those of a CSV file are all text."""

    TEXT = "text"
    FORMULA = "formula"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was written, spaces and all; a number as its shortest decimal.

    The text of a formula begins with ``=``, that of a date with its year. A text that
    merely looks like a formula is a text.
    """

    text: str = ""
    kind: CellKind = CellKind.TEXT

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing but spaces, if at all."""
        return not self.text.strip()


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the number that the spreadsheet shows (from 1)."""

    number: int
    cells: tuple[Cell, ...]


def filled_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows that hold anything; raises SpreadsheetUnreadable at a cell too many."""
    total = 0
    for row in rows:
        total += len(row.cells)
        if total > MAX_CELLS:
            raise SpreadsheetUnreadable(Unreadable.TOO_MANY_CELLS, maximum=MAX_CELLS)
        if not all(cell.is_empty for cell in row.cells):
            yield row
