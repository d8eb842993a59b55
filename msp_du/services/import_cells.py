"""Cells of a file of marks as an import would take them, and whose of two examiners they are."""

from dataclasses import dataclass, replace
from uuid import UUID

from msp_du.domain.double_marking import TWO
from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, CellOutcome
from msp_du.domain.marks import Score
from msp_du.services import mark_sheets
from msp_du.services.import_targets import Slot
from msp_du.services.mark_sheets import Key, Seen, Sheet


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A filled cell: what it says, what stands there now, what becomes of it or what is wrong.

    Of a cell at fault nothing else is sure: ``slot`` may be None.
    """

    code: str
    text: str
    slot: Slot | None = None
    key: Key | None = None
    score: Score | None = None
    held: Seen = mark_sheets.EMPTY
    outcome: CellOutcome | None = None
    fault: CellFault | Rule | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row under the number that the spreadsheet shows, with its filled cells."""

    number: int
    trainee: str
    name: str
    cells: tuple[PlannedCell, ...]
    fault: CellFault | None = None

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.fault is None and not any(cell.fault for cell in self.cells)


def own_examiner(sheet: Sheet, slot: Slot) -> int | None:
    """Return which of two examiners the reader is, by the marks they gave; None when unclear."""
    others = {
        column.examiner
        for row in sheet.rows
        for column, shut in zip(sheet.columns, row.shut, strict=True)
        if column.assessment_id == slot.assessment_id and shut is Rule.MARK_OTHER_EXAMINER
    }
    own = set(TWO) - others
    return own.pop() if others and len(own) == 1 else None


def one_examiner_each(
    cells: tuple[PlannedCell, ...], *, is_examiner: bool
) -> tuple[PlannedCell, ...]:
    """Refuse a second column that brings the same mark, or that of the other examiner."""
    keys, works = set[Key | None](), dict[tuple[UUID, UUID | None], int]()
    checked = []
    for cell in cells:
        key, fault = cell.key, cell.fault
        if key is not None and fault is None:
            if key in keys:
                fault = CellFault.EXAMINER_UNCLEAR
            elif is_examiner and cell.outcome is not CellOutcome.UNCHANGED:
                work = (key.year_id, key.assessment_id)
                if works.setdefault(work, key.examiner) != key.examiner:
                    fault = Rule.MARK_OTHER_EXAMINER
            keys.add(key)
        checked.append(replace(cell, fault=fault))
    return tuple(checked)
