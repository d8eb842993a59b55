"""What each cell of a sheet of marks may hold, and what a row of them says of a year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.curriculum import NOTHING
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score, parse_mark
from msp_du.domain.vocabulary import GateState, MarkCode
from msp_du.domain.year_marks import YearMarks
from msp_du.files.marks_sheet_columns import Column, ColumnKind
from msp_du.files.marks_sheet_faults import CellRefused, FaultKind
from msp_du.files.spreadsheet_cells import Cell, CellKind
from msp_du.files.spreadsheet_text import shown

_EXEMPT: Final = "DIS"
_EQUIVALENCE: Final = "EQU:"
_PASSES: Final = {"pass": True, "V": True, "fail": False, "NV": False}
_STATES: Final = {state.value: state for state in GateState}


class Waiver(Enum):
    """What is not examined."""

    EXEMPT = "DIS"


@dataclass(frozen=True, slots=True)
class Equivalence:
    """An average (0 to 20) that counts as a unit's."""

    average: Decimal


@dataclass(frozen=True, slots=True)
class Points:
    """Points that the board added, above 0."""

    points: Decimal


Value: TypeAlias = Score | bool | Waiver | Equivalence | GateState | Points


def read_cell(column: Column, cell: Cell) -> Value | None:
    """Return what a cell says, None when it is empty; raises CellRefused (exam-rules §2)."""
    text = plain_text(cell)
    return _READERS[column.kind](text) if text else None


def plain_text(cell: Cell) -> str:
    """Return the text of a cell without the spaces around; refuses a formula or a date."""
    if cell.kind is CellKind.FORMULA:
        raise CellRefused(FaultKind.FORMULA)
    if cell.kind is CellKind.DATE:
        raise CellRefused(FaultKind.DATE)
    return cell.text.strip()


def year_marks(values: Mapping[Column, Value], year: int) -> YearMarks:
    """Return what the cells of a row say of a year."""
    own = [(column, value) for column, value in values.items() if column.year == year]
    return YearMarks(
        first=_scores(own, ColumnKind.FIRST),
        second=_scores(own, ColumnKind.SECOND),
        passes={c.code: v for c, v in own if isinstance(v, bool)},
        exempt=frozenset(c.code for c, v in own if v is Waiver.EXEMPT),
        equivalences={c.code: v.average for c, v in own if isinstance(v, Equivalence)},
        gates={Gate(c.code): v for c, v in own if isinstance(v, GateState)},
        unit_points={c.code: v.points for c, v in own if c.code and isinstance(v, Points)},
        year_points=next(
            (v.points for c, v in own if not c.code and isinstance(v, Points)), NOTHING
        ),
    )


def _scores(cells: Sequence[tuple[Column, Value]], kind: ColumnKind) -> dict[str, Score]:
    return {
        column.code: value
        for column, value in cells
        if column.kind is kind and isinstance(value, (Decimal, MarkCode))
    }


def _score(text: str) -> Score | None:
    try:
        return parse_mark(text)
    except RuleViolation as violation:
        too_high = violation.rule is Rule.MARK_ABOVE_20
        kind = FaultKind.ABOVE_20 if too_high else FaultKind.NOT_A_MARK
        raise CellRefused(kind, value=shown(text)) from None


def _pass_or_fail(text: str) -> Value:
    if text == _EXEMPT:
        return Waiver.EXEMPT
    if text not in _PASSES:
        raise CellRefused(FaultKind.NOT_PASS_OR_FAIL, value=shown(text))
    return _PASSES[text]


def _exemption(text: str) -> Value:
    if text != _EXEMPT:
        raise CellRefused(FaultKind.NOT_EXEMPT, value=shown(text))
    return Waiver.EXEMPT


def _of_unit(text: str) -> Value:
    if text == _EXEMPT:
        return Waiver.EXEMPT
    if not text.startswith(_EQUIVALENCE):
        raise CellRefused(FaultKind.NOT_A_UNIT_WORD, value=shown(text))
    return Equivalence(_number(text.removeprefix(_EQUIVALENCE), text, FaultKind.NOT_A_UNIT_WORD))


def _gate_state(text: str) -> Value:
    if text not in _STATES:
        raise CellRefused(FaultKind.NOT_A_GATE_STATE, value=shown(text))
    return _STATES[text]


def _points(text: str) -> Value:
    points = _number(text, text, FaultKind.NOT_POINTS)
    if not points:
        raise CellRefused(FaultKind.NOT_ABOVE_ZERO)
    return Points(points)


def _number(text: str, cell: str, kind: FaultKind) -> Decimal:
    """Return a number in the form of a mark; what else a mark may be is refused as ``kind``."""
    try:
        number = parse_mark(text)
    except RuleViolation as violation:
        if violation.rule is Rule.MARK_ABOVE_20:
            raise CellRefused(FaultKind.ABOVE_20, value=shown(text)) from None
        raise CellRefused(kind, value=shown(cell)) from None
    if not isinstance(number, Decimal):
        raise CellRefused(kind, value=shown(cell))
    return number


_READERS: Final[Mapping[ColumnKind, Callable[[str], Value | None]]] = {
    ColumnKind.FIRST: _score,
    ColumnKind.SECOND: _score,
    ColumnKind.PASS_FAIL: _pass_or_fail,
    ColumnKind.MODULE: _exemption,
    ColumnKind.UNIT: _of_unit,
    ColumnKind.GATE: _gate_state,
    ColumnKind.UNIT_POINTS: _points,
    ColumnKind.YEAR_POINTS: _points,
}
