"""A class list: the bytes of a spreadsheet's CSV in, rows of trainees with their faults out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, TypeVar

from msp_du.domain.names import Name, fold
from msp_du.domain.vocabulary import Regime
from msp_du.files import class_list_cells as cells
from msp_du.files.class_list_columns import ColumnMatch, Header, read_header
from msp_du.files.class_list_faults import (
    REQUIRED,
    CellRefused,
    Column,
    Fault,
    FaultKind,
    Note,
)
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from msp_du.files.spreadsheet_text import Line, clean, read_sheet, shown

MAX_BYTES: Final = 2_000_000
MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 100

_UNIQUE: Final = {
    Column.EMAIL: FaultKind.DUPLICATE_EMAIL,
    Column.STUDENT_NUMBER: FaultKind.DUPLICATE_STUDENT_NUMBER,
    Column.INE: FaultKind.DUPLICATE_INE,
}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Trainee:
    """One person of the list, every value checked; INE and number without spaces."""

    family_name: str
    usage_name: str | None
    given_names: str
    chosen_name: str | None
    birth_date: date
    birth_place: str | None
    email: str
    student_number: str
    ine: str | None
    regime: Regime
    employer: str | None

    @property
    def name(self) -> Name:
        """The person's names, to show and to sort by."""
        return Name(self.family_name, self.usage_name, self.given_names, self.chosen_name)


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the number that the spreadsheet shows; no values when it has faults.

    ``texts`` are the cleaned cells by column, to show the row even so.
    """

    number: int
    texts: Mapping[Column, str]
    values: Trainee | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ClassList:
    """What was read; ``faults`` are those of the file, each row has its own."""

    columns: tuple[ColumnMatch, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]
    encoding: str
    separator: str

    @property
    def is_clean(self) -> bool:
        """Whether all of it can be imported."""
        return not self.faults and not any(row.faults for row in self.rows)

    @property
    def trainees(self) -> tuple[Trainee, ...]:
        """The people of the rows without faults."""
        return tuple(row.values for row in self.rows if row.values)


def read(
    data: bytes, *, today: date, known_regimes: Mapping[str, Regime] = cells.REGIME_WORDS
) -> ClassList:
    """Read a class list of at most 2 MB and 2 000 rows.

    ``known_regimes`` maps folded words to regimes. Faults are found all at once, save
    that no row is read under a faulty header. Raises SpreadsheetUnreadable, nothing else.
    """
    sheet = read_sheet(data, max_bytes=MAX_BYTES)
    head, *lines = sheet.lines
    if len(lines) > MAX_ROWS:
        raise SpreadsheetUnreadable(Unreadable.TOO_MANY_ROWS, maximum=MAX_ROWS)
    if sum(1 for cell in head.cells if clean(cell)) > MAX_COLUMNS:
        raise SpreadsheetUnreadable(Unreadable.TOO_MANY_COLUMNS, maximum=MAX_COLUMNS)
    header = read_header(head.cells)
    faults = header.faults or (() if lines else (Fault(FaultKind.NO_ROWS),))
    rows = [] if faults else _read_rows(lines, header, today, known_regimes)
    return ClassList(
        header.matches, tuple(rows), faults, header.notes, sheet.encoding, sheet.separator
    )


def _read_rows(
    lines: Sequence[Line],
    header: Header,
    today: date,
    known_regimes: Mapping[str, Regime],
) -> list[Row]:
    """Read all rows, then mark what an earlier row already has."""
    seen: dict[tuple[Column, str], int] = {}
    rows = []
    for line in lines:
        reader = _RowReader(line, header)
        values = reader.trainee(today, known_regimes)
        for column, kind in _UNIQUE.items():
            key = (column, reader.unique.get(column, ""))
            if key[1] and seen.setdefault(key, line.number) != line.number:
                reader.faults.append(Fault(kind, column, {"row": seen[key]}))
        faults = tuple(reader.faults)
        rows.append(Row(line.number, reader.texts, None if faults else values, faults))
    return rows


class _RowReader:
    """Reads the cells of one row and gathers their faults."""

    def __init__(self, line: Line, header: Header) -> None:
        places, ignored = header.places, header.ignored
        self.faults: list[Fault] = []
        self.unique: dict[Column, str] = {}
        self.texts: dict[Column, str] = {}
        self._raw: dict[Column, str] = {}
        for index, cell in enumerate(line.cells):
            if index in places:
                self._raw[places[index]] = cell
                self.texts[places[index]] = shown(cell)
            elif index not in ignored and clean(cell):
                details = {"value": shown(cell), "place": index + 1}
                self.faults.append(Fault(FaultKind.EXTRA_CELL, None, details))

    def trainee(self, today: date, known_regimes: Mapping[str, Regime]) -> Trainee | None:
        """Return the person of this row, or None when a fault was found."""
        family_name = self._take(Column.FAMILY_NAME, cells.read_name)
        usage_name = self._take(Column.USAGE_NAME, cells.read_name)
        given_names = self._take(Column.GIVEN_NAMES, cells.read_name)
        chosen_name = self._take(Column.CHOSEN_NAME, cells.read_name)
        birth_date = self._take(Column.BIRTH_DATE, partial(cells.read_birth_date, today=today))
        birth_place = self._take(Column.BIRTH_PLACE, cells.read_text)
        email = self._take_unique(Column.EMAIL, cells.read_email)
        student_number = self._take_unique(Column.STUDENT_NUMBER, cells.read_student_number)
        ine = self._take_unique(Column.INE, cells.read_ine)
        regime = self._take(Column.REGIME, partial(cells.read_regime, known=known_regimes))
        employer = self._take(Column.EMPLOYER, cells.read_text)
        if not (family_name and given_names and birth_date and email and student_number):
            return None
        return Trainee(
            family_name=family_name,
            usage_name=None if fold(usage_name or "") == fold(family_name) else usage_name,
            given_names=given_names,
            chosen_name=chosen_name,
            birth_date=birth_date,
            birth_place=birth_place,
            email=email,
            student_number=student_number,
            ine=ine,
            regime=regime or Regime.CONTINUING_EDUCATION,
            employer=employer,
        )

    def _take(self, column: Column, read_cell: Callable[[str], _Value]) -> _Value | None:
        """Return the value of a cell, or None when it is empty or at fault."""
        try:
            text = cells.cell_text(self._raw.get(column, ""), column)
            value = read_cell(text) if text else None
        except CellRefused as refused:
            self.faults.append(Fault(refused.kind, column, refused.details))
            return None
        if value is None and column in REQUIRED:
            self.faults.append(Fault(FaultKind.MISSING_VALUE, column))
        return value

    def _take_unique(self, column: Column, read_cell: Callable[[str], str]) -> str | None:
        """Return the value of a cell that no other row may have."""
        value = self._take(column, read_cell)
        self.unique[column] = (value or "").casefold()
        return value
