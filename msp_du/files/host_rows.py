"""A list of structures: the cells of a spreadsheet in, checked rows with their faults out."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from io import StringIO
from typing import Any, Final

from msp_du.domain.names import fold
from msp_du.domain.vocabulary import LegalForm, OrganisationKind
from msp_du.files.host_words import ANSWERS, FORM_WORDS, HEADERS, KIND_WORDS, HostColumn
from msp_du.files.register_numbers import normal_finess, normal_siret
from msp_du.files.spreadsheet_cells import Cell, CellKind, Row
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from msp_du.files.spreadsheet_table import read_table
from msp_du.files.spreadsheet_text import clean, is_control, shown

MAX_BYTES: Final = 2_000_000
MAX_ROWS: Final = 500
_LONGEST: Final = {
    HostColumn.NAME: 120,
    HostColumn.CITY: 80,
    HostColumn.CATEGORY_CODE: 10,
    HostColumn.CATEGORY_LABEL: 160,
}


class HostFaultKind(StrEnum):
    """What can be wrong with a cell, or with the file."""

    COLUMN_MISSING = "column-missing"
    COLUMN_TWICE = "column-twice"
    NO_ROWS = "no-rows"
    MISSING = "missing"
    TOO_LONG = "too-long"
    CONTROL = "control"
    FORMULA = "formula"
    KIND_UNKNOWN = "kind-unknown"
    FORM_UNKNOWN = "form-unknown"
    ANSWER_UNKNOWN = "answer-unknown"
    SIRET_WRONG = "siret-wrong"
    FINESS_WRONG = "finess-wrong"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class HostFault:
    """A fault in a column; ``value`` is what stands there, or the row that has it already."""

    kind: HostFaultKind
    column: HostColumn | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class HostLine:
    """One structure of a list; what a blank cell leaves unsaid is None."""

    name: str
    kind: OrganisationKind | None = None
    legal_form: LegalForm | None = None
    city: str | None = None
    siret: str | None = None
    finess: str | None = None
    category_code: str | None = None
    category_label: str | None = None
    can_sign_hours: bool | None = None
    has_paid_staff: bool | None = None
    observation_only: bool | None = None


@dataclass(frozen=True, slots=True)
class HostRow:
    """A row under the number that the spreadsheet shows; no line when it has faults."""

    number: int
    name: str
    line: HostLine | None
    faults: tuple[HostFault, ...]


@dataclass(frozen=True, slots=True)
class HostList:
    """What was read; ``faults`` are those of the file, each row has its own."""

    rows: tuple[HostRow, ...] = ()
    faults: tuple[HostFault, ...] = ()
    ignored: tuple[str, ...] = ()
    """Titles of columns that were not read."""

    @property
    def is_clean(self) -> bool:
        """Whether all of it can be imported."""
        return not self.faults and not any(row.faults for row in self.rows)

    @property
    def lines(self) -> list[tuple[int, HostLine]]:
        """The rows without faults, by number."""
        return [(row.number, row.line) for row in self.rows if row.line]


def read(data: bytes) -> HostList:
    """Read a list of at most 500 structures, CSV or XLSX, whose first row holds the titles.

    Faults are found all at once. Raises SpreadsheetUnreadable, nothing else.
    """
    head, *rows = read_table(data, max_bytes=MAX_BYTES).rows
    if len(rows) > MAX_ROWS:
        raise SpreadsheetUnreadable(Unreadable.TOO_MANY_ROWS, maximum=MAX_ROWS)
    places, ignored, faults = _columns(head)
    if not faults and not rows:
        faults = [HostFault(HostFaultKind.NO_ROWS)]
    if faults:
        return HostList(faults=tuple(faults), ignored=tuple(ignored))
    return HostList(_read_rows(rows, places), ignored=tuple(ignored))


def write(lines: Iterable[HostLine]) -> bytes:
    """Write lines as ``read`` reads them: for the page that carries a choice to its preview."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow([column.value for column in HostColumn])
    writer.writerows(
        [_written(getattr(line, name.name)) for name in fields(HostLine)] for line in lines
    )
    return target.getvalue().encode()


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def _columns(head: Row) -> tuple[dict[int, HostColumn], list[str], list[HostFault]]:
    places: dict[int, HostColumn] = {}
    ignored, faults = [], []
    for place, cell in enumerate(head.cells):
        title = clean(cell.text)
        column = HEADERS.get(fold(title))
        if column is None:
            ignored += [shown(title)] if title else []
        elif column in places.values():
            faults.append(HostFault(HostFaultKind.COLUMN_TWICE, column))
        else:
            places[place] = column
    if HostColumn.NAME not in places.values():
        faults.append(HostFault(HostFaultKind.COLUMN_MISSING, HostColumn.NAME))
    return places, ignored, faults


def _read_rows(rows: Sequence[Row], places: Mapping[int, HostColumn]) -> tuple[HostRow, ...]:
    seen: dict[tuple[HostColumn, str], int] = {}
    found = []
    for row in rows:
        reader = _Reader()
        cells = {places[place]: cell for place, cell in enumerate(row.cells) if place in places}
        line = reader.line(cells)
        for column, key in _keys(line):
            first = seen.setdefault((column, key), row.number)
            if first != row.number:
                reader.faults.append(HostFault(HostFaultKind.TWICE, column, str(first)))
        name = shown(cells.get(HostColumn.NAME, Cell()).text)
        faults = tuple(reader.faults)
        found.append(HostRow(row.number, name, None if faults else line, faults))
    return tuple(found)


def _keys(line: HostLine) -> list[tuple[HostColumn, str]]:
    keys = [(HostColumn.NAME, fold(line.name)), (HostColumn.FINESS, line.finess or "")]
    return [(column, key) for column, key in keys if key]


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one row and gathers their faults."""

    faults: list[HostFault] = field(default_factory=list)

    def line(self, cells: Mapping[HostColumn, Cell]) -> HostLine:
        texts = {column: self._text(column, cell) for column, cell in cells.items()}
        if not texts.get(HostColumn.NAME):
            if not self.faults:
                self.faults.append(HostFault(HostFaultKind.MISSING, HostColumn.NAME))
            texts[HostColumn.NAME] = ""
        values = {column.value: self._value(column, text) for column, text in texts.items() if text}
        return HostLine(**{"name": "", **values})

    def _text(self, column: HostColumn, cell: Cell) -> str:
        text = clean(cell.text)
        longest = _LONGEST.get(column)
        if cell.kind is CellKind.FORMULA:
            self._fault(HostFaultKind.FORMULA, column, text)
        elif any(is_control(sign) for sign in cell.text):
            self._fault(HostFaultKind.CONTROL, column, text)
        elif longest is not None and len(text) > longest:
            self._fault(HostFaultKind.TOO_LONG, column, str(longest))
        else:
            return text
        return ""

    def _value(self, column: HostColumn, text: str) -> Any:
        if column not in _READERS:
            return text
        read_cell, kind = _READERS[column]
        value = read_cell(text)
        if value is None:
            self._fault(kind, column, text)
        return value

    def _fault(self, kind: HostFaultKind, column: HostColumn, value: str) -> None:
        self.faults.append(HostFault(kind, column, shown(value)))


def _finess(text: str) -> str | None:
    """Read a number whose leading nought a spreadsheet may have dropped."""
    return normal_finess(text) or normal_finess(text.zfill(9))


def _answer(text: str) -> bool | None:
    return ANSWERS.get(fold(text))


_READERS: Final[Mapping[HostColumn, tuple[Callable[[str], Any], HostFaultKind]]] = {
    HostColumn.KIND: (lambda text: KIND_WORDS.get(fold(text)), HostFaultKind.KIND_UNKNOWN),
    HostColumn.LEGAL_FORM: (lambda text: FORM_WORDS.get(fold(text)), HostFaultKind.FORM_UNKNOWN),
    HostColumn.SIRET: (normal_siret, HostFaultKind.SIRET_WRONG),
    HostColumn.FINESS: (_finess, HostFaultKind.FINESS_WRONG),
    HostColumn.CAN_SIGN_HOURS: (_answer, HostFaultKind.ANSWER_UNKNOWN),
    HostColumn.HAS_PAID_STAFF: (_answer, HostFaultKind.ANSWER_UNKNOWN),
    HostColumn.OBSERVATION_ONLY: (_answer, HostFaultKind.ANSWER_UNKNOWN),
}
